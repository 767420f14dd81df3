"""Bad answers in this chapter: what is particular to it."""

NUMBERS = {"symbolic_derivative"}
FIGURES = {"plot_motion"}
