"""Bad answers in this chapter: what is particular to it."""

FIGURES = {"plot_gradient_flow"}
# what it is given are parameters, often by a generator: nothing is said of leaving the list alone
NUMBERS = {"plot_gradient_flow"}
