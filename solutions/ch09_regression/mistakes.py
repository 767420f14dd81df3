"""Chapter 9, regression: the wrong implementations that are known by name."""

# ruff: noqa: E501 - one wrong answer in one place reads best
from __future__ import annotations

from collections.abc import Callable

from autograder.judge.authoring import Mistake, Text, text

Edit = tuple[str, str]


def of(prefix: str, exercise: str, help: Text) -> Callable[..., Mistake]:
    """Return a maker of mistakes in one exercise: names with a prefix, the help shared unless they bring their own."""

    def make(
        name: str, loses: str, rationale: Text, *edits: Edit, code: str = "", own_help: Text | None = None
    ) -> Mistake:
        return Mistake(f"{prefix}_{name}", exercise, tuple(loses.split()), rationale, own_help or help, code, edits)

    return make


start = of(
    "start", "LinearRegression", text("Make two models with seed 1 and one with seed 2; print w, b and their shapes.")
)
grad = of(
    "gradient",
    "LinearRegression_compute_gradients",
    text("Move one weight by 0.001 either way, and see how much the mean squared error changes: that is the slope."),
)
train = of(
    "training",
    "LinearRegression_train",
    text("Take one step on two rows by hand, and compare w, b and the loss with yours."),
)
ridge = of(
    "ridge",
    "RidgeRegression",
    text("Write the objective down, with its penalty, and move one weight by 0.001 either way: that is the slope."),
)
plot = of(
    "curve", "plot_losses", text("Read the data back: ax.lines[0].get_xydata(), ax.get_xlabel(), ax.get_ylabel().")
)
both = of(
    "comparison", "plot_ridge_comparison", text("Read back, for both lines of ax.lines, get_label() and get_ydata().")
)

W = "rng.standard_normal(input_dim)"
B = "self.b = float(rng.standard_normal())"
FORWARD = "return np.asarray(X, dtype=float) @ self.w + self.b"
SMALL = """        if input_dim < 1:
            raise ValueError(f"input_dim must be at least 1, not {input_dim}")
"""
CHECK = """        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError(f"X of shape {X.shape} and y of shape {y.shape} do not fit w of shape {self.w.shape}")
"""
ERROR = "error = self.forward(X) - y"
DW = "dw = 2 * X.T @ error / len(X)"
DB = "db = 2 * float(np.mean(error))"
STEP_W = "            self.w = self.w - lr * dw\n"
STEP_B = "            self.b = self.b - lr * db\n"
LOSS = "            losses.append(float(np.mean((self.forward(X) - y) ** 2)))\n"
STEP = STEP_W + STEP_B + LOSS
LOOP = "            dw, db = self.compute_gradients(X, y)\n"
NEGATIVE = """        if alpha < 0:
            raise ValueError(f"alpha must not be negative, not {alpha}")
"""
ACCEPTED = text("A negative alpha is accepted, or quietly replaced, instead of refused.")
RIDGE = "return dw + 2 * self.alpha * self.w, db"
SUPER = "dw, db = super().compute_gradients(X, y)"
LABELS = '    ax.set_xlabel("epoch")\n    ax.set_ylabel("mean squared error")\n'
CHECK_HELP = text("y of shape (N, 1) minus predictions of shape (N,) is an N×N table. Compare the shapes first.")


def drawn(statements: str, arguments: str, name: str) -> str:
    """Return the code of a plotting function with these statements between the making and the return of the Axes."""
    body = "\n".join("    " + line for line in statements.splitlines())
    return f"def {name}({arguments}):\n    _, ax = plt.subplots()\n{body}\n    return ax\n"


def one(statements: str) -> str:
    """Return a wrong plot_losses."""
    return drawn(statements, "losses", "plot_losses")


def two(statements: str) -> str:
    """Return a wrong plot_ridge_comparison."""
    return drawn(statements, "linear_losses, ridge_losses", "plot_ridge_comparison")


AXES = '\nax.set_xlabel("epoch")\nax.set_ylabel("loss")'
PAIR = 'ax.plot(linear_losses, label="linear")\nax.plot(ridge_losses, label="ridge")'

MISTAKES = [
    # E31
    start(
        "article",
        "start global_generator bad_dim",
        text("As in the article: the global generator is used, the seed has no effect and input_dim is not checked."),
        (SMALL, ""),
        (W, "np.random.randn(input_dim)"),
        (B, "self.b = np.random.randn()"),
    ),
    start(
        "no_bias", "predictions", text("The prediction lacks the bias b."), (FORWARD, FORWARD.replace(" + self.b", ""))
    ),
    start(
        "bias_subtracted",
        "predictions",
        text("The bias is subtracted from the prediction."),
        (FORWARD, FORWARD.replace("+ self.b", "- self.b")),
    ),
    start(
        "bias_times_features",
        "predictions",
        text("The bias is added to every feature, not to the prediction."),
        (FORWARD, "return (np.asarray(X, dtype=float) + self.b) @ self.w"),
    ),
    start(
        "averaged_weights",
        "predictions",
        text("The products of features and weights are averaged, not summed."),
        (FORWARD, "return np.asarray(X, dtype=float) @ self.w / len(self.w) + self.b"),
    ),
    start(
        "one_prediction",
        "predictions",
        text("The predictions of all rows are averaged into one number."),
        (FORWARD, "return np.mean(np.asarray(X, dtype=float) @ self.w + self.b)"),
    ),
    start(
        "bias_array",
        "types",
        text("b is an array of shape (1,), not a number."),
        (B, "self.b = rng.standard_normal(1)"),
    ),
    start(
        "weights_column", "types", text("w is a column of shape (d, 1)."), (W, "rng.standard_normal((input_dim, 1))")
    ),
    start(
        "prediction_column",
        "untouched",
        text("The predictions come as a column of shape (N, 1)."),
        (FORWARD, "return (np.asarray(X, dtype=float) @ self.w + self.b)[:, None]"),
    ),
    start("no_check", "bad_dim", text("input_dim < 1 is accepted."), (SMALL, "")),
    start(
        "zero_only",
        "bad_dim",
        text("Only input_dim = 0 is refused by a ValueError of your own making, or none is."),
        (
            SMALL,
            '        if input_dim == 0:\n            raise ValueError("input_dim is 0")\n        input_dim = abs(input_dim)\n',
        ),
    ),
    start(
        "global_seed",
        "global_generator",
        text("np.random.seed resets the generator that all other code shares."),
        ("rng = np.random.default_rng(seed)", "np.random.seed(seed)"),
        (W, "np.random.randn(input_dim)"),
        (B, "self.b = np.random.randn()"),
    ),
    start(
        "seed_ignored",
        "start",
        text("The seed has no effect: every model starts elsewhere."),
        ("default_rng(seed)", "default_rng()"),
    ),
    start(
        "always_same",
        "start",
        text("Every model starts from the same numbers, whatever the seed."),
        ("default_rng(seed)", "default_rng(0)"),
    ),
    start(
        "uniform",
        "normal",
        text("The start is drawn uniformly from 0 to 1: no weight is ever negative."),
        (W, "rng.random(input_dim)"),
        (B, "self.b = float(rng.random())"),
    ),
    start(
        "zeros",
        "start normal",
        text("w and b start at zero instead of being drawn."),
        (W, "np.zeros(input_dim)"),
        (B, "self.b = 0.0"),
    ),
    start(
        "small_start",
        "normal",
        text("The start is scaled down by 100: its standard deviation is 0.01."),
        (W, "0.01 * rng.standard_normal(input_dim)"),
        (B, "self.b = 0.01 * float(rng.standard_normal())"),
    ),
    start(
        "bias_repeats_weight",
        "start",
        text("b is the same number as the first weight: a second generator was made from the same seed."),
        (B, "self.b = float(np.random.default_rng(seed).standard_normal())"),
    ),
    # E32
    grad(
        "article",
        "values bad_shapes",
        text("As in the article: the factor 2 of the square is missing, and shapes are not checked."),
        (CHECK, ""),
        (DW, DW.replace("2 * ", "")),
        (DB, DB.replace("2 * ", "")),
    ),
    grad(
        "half",
        "values",
        text("The gradient is half of what it should be: the square's factor 2 is missing."),
        (DW, DW.replace("2 * ", "")),
        (DB, DB.replace("2 * ", "")),
    ),
    grad("half_bias", "values", text("The factor 2 is missing in db only."), (DB, DB.replace("2 * ", ""))),
    grad(
        "summed",
        "repeated_rows values",
        text("The gradient is that of the sum of squares: it is not divided by N."),
        (DW, DW.replace(" / len(X)", "")),
        (DB, DB.replace("np.mean", "np.sum")),
    ),
    grad(
        "bias_summed",
        "repeated_rows",
        text("db is summed over the rows where it should be a mean."),
        (DB, DB.replace("np.mean", "np.sum")),
    ),
    grad(
        "wrong_sign",
        "values",
        text("The gradient has the wrong sign: the error is prediction minus target."),
        (ERROR, "error = y - self.forward(X)"),
    ),
    grad("no_bias", "values", text("The error is computed without the bias."), (ERROR, "error = X @ self.w - y")),
    grad(
        "over_features",
        "values",
        text("dw is divided by the number of features, not of rows."),
        (DW, DW.replace("len(X)", "X.shape[1]")),
    ),
    grad(
        "bias_with_features",
        "values",
        text("db contains the features: the derivative with respect to b has none."),
        (DB, "db = 2 * float(np.mean(X[:, 0] * error))"),
    ),
    grad("bias_zero", "values", text("db is always zero."), (DB, "db = 0.0")),
    grad(
        "absolute_error",
        "values",
        text("The gradient is that of the mean absolute error: only signs enter."),
        (DW, "dw = X.T @ np.sign(error) / len(X)"),
        (DB, "db = float(np.mean(np.sign(error)))"),
    ),
    grad(
        "root",
        "values",
        text("The gradient is that of the root of the mean squared error."),
        (
            DB,
            DB
            + "\n        root = float(np.sqrt(np.mean(error**2))) or 1.0\n        dw, db = dw / (2 * root), db / (2 * root)",
        ),
    ),
    grad(
        "swapped",
        "values types",
        text("The results come in the wrong order: dw first, then db."),
        ("return dw, db", "return db, dw"),
    ),
    grad(
        "no_check",
        "bad_shapes",
        text("Data that do not fit together are accepted, and broadcasting makes a table of them."),
        (CHECK, ""),
        own_help=CHECK_HELP,
    ),
    grad(
        "flattened",
        "bad_shapes",
        text("A column y is silently flattened, where it should be refused."),
        ("y = np.asarray(y, dtype=float)", "y = np.asarray(y, dtype=float).ravel()"),
        own_help=CHECK_HELP,
    ),
    grad(
        "normalised",
        "values",
        text("dw is scaled to length one: its size is lost."),
        (DW, DW + "\n        dw = dw / (np.linalg.norm(dw) or 1.0)"),
    ),
    grad(
        "steps",
        "untouched",
        text("Asking for the gradient already changes w and b."),
        ("return dw, db", "self.w = self.w - 0.01 * dw\n        return dw, db"),
        own_help=text("Print model.w before and after."),
    ),
    grad(
        "in_place",
        "untouched",
        text("The caller's y is overwritten with the error."),
        (ERROR, "error = y\n        error -= self.forward(X)\n        error *= -1"),
        own_help=text("error -= … writes into the array that error names."),
    ),
    # E33
    train(
        "before_update",
        "losses_and_parameters",
        text("The loss is recorded before the step: losses[0] is that of the start."),
        (STEP, LOSS + STEP_W + STEP_B),
    ),
    train(
        "ascent",
        "losses_and_parameters descends",
        text("The step goes uphill: the gradient is added."),
        (STEP_W, STEP_W.replace("- lr", "+ lr")),
        (STEP_B, STEP_B.replace("- lr", "+ lr")),
    ),
    train("bias_frozen", "losses_and_parameters least_squares", text("b is never updated."), (STEP_B, "")),
    train("weights_frozen", "losses_and_parameters least_squares", text("w is never updated."), (STEP_W, "")),
    train(
        "stale",
        "losses_and_parameters",
        text("The gradient for b is computed after w has moved: both belong to the same point."),
        (STEP_W + STEP_B, STEP_W + "            _, db = self.compute_gradients(X, y)\n" + STEP_B),
    ),
    train(
        "lr_ignored",
        "losses_and_parameters",
        text("The learning rate is always 0.01."),
        (STEP_W, STEP_W.replace("lr", "0.01")),
        (STEP_B, STEP_B.replace("lr", "0.01")),
    ),
    train(
        "decay",
        "losses_and_parameters",
        text("The learning rate shrinks from epoch to epoch."),
        (LOSS, LOSS + "            lr *= 0.95\n"),
    ),
    train(
        "last_only",
        "losses_and_parameters",
        text("Only the last loss is returned."),
        ("return losses", "return losses[-1:]"),
    ),
    train("returns_none", "losses_and_parameters", text("Nothing is returned."), ("return losses", "return None")),
    train(
        "half_loss",
        "losses_and_parameters",
        text("The recorded loss is half of the mean squared error."),
        (LOSS, LOSS.replace("float(", "0.5 * float(")),
    ),
    train(
        "sum_of_squares",
        "losses_and_parameters",
        text("The recorded loss is the sum of squares, not the mean."),
        (LOSS, LOSS.replace("np.mean", "np.sum")),
    ),
    train(
        "root_loss",
        "losses_and_parameters",
        text("The recorded loss is the root of the mean squared error."),
        (
            LOSS,
            LOSS.replace(
                "float(np.mean((self.forward(X) - y) ** 2))", "float(np.sqrt(np.mean((self.forward(X) - y) ** 2)))"
            ),
        ),
    ),
    train(
        "absolute_loss",
        "losses_and_parameters",
        text("The recorded loss is the mean absolute error."),
        (LOSS, LOSS.replace("(self.forward(X) - y) ** 2", "np.abs(self.forward(X) - y)")),
    ),
    train(
        "extra_epoch",
        "no_epochs losses_and_parameters",
        text("One epoch too many is run."),
        ("range(epochs)", "range(epochs + 1)"),
    ),
    train(
        "missing_epoch",
        "losses_and_parameters",
        text("One epoch too few is run."),
        ("range(epochs)", "range(1, epochs)"),
    ),
    train(
        "restarts",
        "continues",
        text("Training starts anew from zero and forgets where the model stood."),
        ("losses = []", "losses = []\n        self.w, self.b = np.zeros(len(self.w)), 0.0"),
    ),
    train(
        "one_row",
        "losses_and_parameters",
        text("Each step looks at one row only, not at all of them."),
        ("for _ in range(epochs):", "for k in range(epochs):"),
        (LOOP, "            i = k % len(X)\n            dw, db = self.compute_gradients(X[i : i + 1], y[i : i + 1])\n"),
    ),
    train(
        "local_copies",
        "losses_and_parameters",
        text("The steps move local copies: the model itself stays where it was."),
        ("losses = []", "losses = []\n        start = self.w, self.b"),
        ("return losses", "self.w, self.b = start\n        return losses"),
    ),
    train(
        "defaults",
        "defaults",
        text("The defaults are not lr=0.01 and epochs=100."),
        ("lr: float = 0.01", "lr: float = 0.1"),
    ),
    train(
        "stops_early",
        "least_squares",
        text("Training stops early, once the loss hardly falls."),
        (
            LOSS,
            LOSS + "            if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-4:\n                break\n",
        ),
    ),
    train(
        "scales_data",
        "untouched",
        text("The caller's X is changed: it is standardised in place."),
        ("losses = []", "losses = []\n        X -= X.mean(axis=0)"),
    ),
    # E34
    plot("reversed", "figure", text("The curve runs backwards."), code=one("ax.plot(losses[::-1])" + AXES)),
    plot(
        "logarithm_of_data",
        "figure",
        text("The logarithm of the losses is drawn; use a logarithmic axis instead."),
        code=one("ax.plot(np.log(losses))" + AXES),
    ),
    plot(
        "swapped_axes",
        "figure",
        text("Epoch and loss have changed places."),
        code=one("ax.plot(losses, range(len(losses)))" + AXES),
    ),
    plot("no_labels", "figure", text("The axes have no labels."), code=one("ax.plot(losses)")),
    plot(
        "one_label",
        "figure",
        text("Only one of the axes has a label."),
        code=one('ax.plot(losses)\nax.set_ylabel("loss")'),
    ),
    plot("first_dropped", "figure", text("The first loss is missing."), code=one("ax.plot(losses[1:])" + AXES)),
    plot(
        "running_mean",
        "figure",
        text("A running mean is drawn instead of the losses."),
        code=one("ax.plot(np.cumsum(losses) / np.arange(1, len(losses) + 1))" + AXES),
    ),
    plot(
        "returns_none",
        "figure",
        text("The Axes is not returned."),
        code=one("ax.plot(losses)" + AXES).replace("return ax", "return None"),
    ),
    plot("nothing_drawn", "figure", text("Nothing is drawn."), code=one(AXES.strip())),
    plot(
        "scaled",
        "figure",
        text("The losses are divided by the first one."),
        code=one("ax.plot(np.asarray(losses) / losses[0])" + AXES),
    ),
    # E35
    ridge(
        "article",
        "values by_hand",
        text("As in the article: half the gradient of the error, but the whole gradient of the penalty."),
        (SUPER, SUPER + "\n        dw, db = dw / 2, db / 2"),
    ),
    ridge(
        "no_two",
        "linear_in_alpha",
        text("The penalty's gradient lacks the factor 2 of the square."),
        (RIDGE, RIDGE.replace("2 * ", "")),
    ),
    ridge(
        "bias_penalised",
        "linear_in_alpha",
        text("The bias is penalised too."),
        (RIDGE, "return dw + 2 * self.alpha * self.w, db + 2 * self.alpha * self.b"),
    ),
    ridge(
        "wrong_sign",
        "linear_in_alpha",
        text("The penalty is subtracted: it rewards large weights."),
        (RIDGE, RIDGE.replace("+", "-")),
    ),
    ridge(
        "over_rows",
        "repeated_rows",
        text("The penalty is divided by the number of rows."),
        (RIDGE, RIDGE.replace("self.w,", "self.w / len(X),")),
    ),
    ridge(
        "times_rows",
        "repeated_rows",
        text("The penalty is multiplied by the number of rows."),
        (RIDGE, RIDGE.replace("self.w,", "self.w * len(X),")),
    ),
    ridge(
        "over_features",
        "linear_in_alpha",
        text("The penalty is averaged over the features."),
        (RIDGE, RIDGE.replace("self.w,", "self.w / len(self.w),")),
    ),
    ridge(
        "no_penalty",
        "values penalty_alone",
        text("There is no penalty: the gradient is that of linear regression."),
        (RIDGE, "return dw, db"),
    ),
    ridge(
        "absolute",
        "penalty_alone",
        text("The penalty is that of the lasso, alpha·Σ|w|: only signs enter."),
        (RIDGE, "return dw + self.alpha * np.sign(self.w), db"),
    ),
    ridge(
        "alpha_squared",
        "linear_in_alpha",
        text("alpha enters squared."),
        (RIDGE, RIDGE.replace("self.alpha", "self.alpha**2")),
    ),
    ridge(
        "alpha_fixed",
        "linear_in_alpha",
        text("alpha is 0.1, whatever was asked."),
        (RIDGE, RIDGE.replace("self.alpha", "0.1")),
    ),
    ridge(
        "norm_not_squared",
        "penalty_alone",
        text("The penalty is alpha·‖w‖, without the square."),
        (RIDGE, "return dw + self.alpha * self.w / (np.linalg.norm(self.w) or 1.0), db"),
    ),
    ridge(
        "value_not_slope",
        "penalty_alone",
        text("The penalty's value alpha·Σw² is added, not its gradient."),
        (RIDGE, "return dw + self.alpha * np.sum(self.w**2), db"),
    ),
    ridge(
        "summed_weights",
        "penalty_alone",
        text("All weights are summed up, and each component gets the sum."),
        (RIDGE, "return dw + 2 * self.alpha * np.sum(self.w), db"),
    ),
    ridge(
        "magnitude",
        "values",
        text("The weights' signs are lost in the penalty."),
        (RIDGE, "return dw + 2 * self.alpha * np.abs(self.w), db"),
    ),
    ridge(
        "mixture",
        "alpha_zero values",
        text("The error's gradient is weighted too: (1 − alpha)·error + alpha·penalty."),
        (RIDGE, "return dw * (1 - self.alpha) * 0.5 + 2 * self.alpha * self.w, db"),
    ),
    ridge(
        "penalty_alone",
        "alpha_zero",
        text("Only the penalty's gradient is returned for w."),
        (RIDGE, "return 2 * self.alpha * self.w, db"),
    ),
    ridge(
        "default_one", "start", text("The default of alpha is not 0.1."), ("alpha: float = 0.1", "alpha: float = 1.0")
    ),
    ridge("no_check", "negative_alpha", ACCEPTED, (NEGATIVE, "")),
    ridge("clipped", "negative_alpha", ACCEPTED, (NEGATIVE, "        alpha = max(alpha, 0.0)\n")),
    ridge(
        "seed_lost",
        "start",
        text("The seed is not passed on to LinearRegression."),
        ("super().__init__(input_dim, seed=seed)", "super().__init__(input_dim)"),
    ),
    ridge(
        "decays",
        "untouched",
        text("Asking for the gradient already shrinks w."),
        (SUPER, SUPER + "\n        self.w = self.w * (1 - 0.01 * self.alpha)"),
    ),
    # E36
    both(
        "labels_swapped",
        "figure",
        text("The labels are swapped: the linear losses are called ridge."),
        code=two('ax.plot(linear_losses, label="ridge")\nax.plot(ridge_losses, label="linear")\nax.legend()' + AXES),
    ),
    both("no_legend", "figure", text("There is no legend: labels stay invisible without it."), code=two(PAIR + AXES)),
    both(
        "no_labels",
        "figure",
        text("The curves have no labels of their own."),
        code=two("ax.plot(linear_losses)\nax.plot(ridge_losses)" + AXES),
    ),
    both(
        "same_twice",
        "figure",
        text("The linear losses are drawn twice."),
        code=two(PAIR.replace("ridge_losses", "[v + 0 for v in linear_losses]") + "\nax.legend()" + AXES),
    ),
    both(
        "ridge_only",
        "figure",
        text("Only the ridge losses are drawn."),
        code=two('ax.plot(ridge_losses, label="ridge")\nax.legend()' + AXES),
    ),
    both("no_axis_labels", "figure", text("The axes have no labels."), code=two(PAIR + "\nax.legend()")),
    both(
        "difference",
        "figure",
        text("The difference of the two curves is drawn."),
        code=two(
            "n = min(len(linear_losses), len(ridge_losses))\n"
            'ax.plot(np.subtract(linear_losses[:n], ridge_losses[:n]), label="ridge")\nax.legend()' + AXES
        ),
    ),
    both(
        "one_after_the_other",
        "figure",
        text("The ridge curve is appended to the linear one instead of laid over it."),
        code=two(
            PAIR.replace(
                "ax.plot(ridge_losses",
                "ax.plot(range(len(linear_losses), len(linear_losses) + len(ridge_losses)), ridge_losses",
            )
            + "\nax.legend()"
            + AXES
        ),
    ),
    both(
        "both_called_ridge",
        "figure",
        text("Both labels contain the word ridge."),
        code=two(PAIR.replace('"linear"', '"ridge, alpha=0"') + "\nax.legend()" + AXES),
    ),
    both(
        "against_each_other",
        "figure",
        text("The losses are drawn against each other, not over the epochs."),
        code=two(
            "n = min(len(linear_losses), len(ridge_losses))\n"
            'ax.plot(linear_losses[:n], ridge_losses[:n], label="ridge")\nax.legend()' + AXES
        ),
    ),
    both(
        "returns_none",
        "figure",
        text("The Axes is not returned."),
        code=two(PAIR + "\nax.legend()" + AXES).replace("return ax", "return None"),
    ),
]
