"""Bad answers in this chapter: what is particular to it."""

FIGURES = {"plot_learning_rates"}
REASONS = {("learning_rate_curves", "an array of objects"): ("is of type list where array",)}
