"""Bad answers in this chapter: what is particular to it."""

DEFINES = {
    "LinearRegression": ("LinearRegression.forward",),
    "LinearRegression_compute_gradients": ("LinearRegression.compute_gradients",),
    "LinearRegression_train": ("LinearRegression.train",),
    "RidgeRegression": ("RidgeRegression.compute_gradients",),
}
FIGURES = {"plot_losses", "plot_ridge_comparison"}
