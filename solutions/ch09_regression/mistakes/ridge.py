"""E35, RidgeRegression: wrong penalties."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch09_regression.mistakes.making import of

ridge = of(
    "ridge",
    "RidgeRegression",
    text("Write the objective down, with its penalty, and move one weight by 0.001 either way: that is the slope."),
)

NEGATIVE = """        if alpha < 0:
            raise ValueError(f"alpha must not be negative, not {alpha}")
"""
ACCEPTED = text("A negative alpha is accepted, or quietly replaced, instead of refused.")
RIDGE = "return dw + 2 * self.alpha * self.w, db"
SUPER = "dw, db = super().compute_gradients(X, y)"

MISTAKES: list[Mistake] = [
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
        "bias_unpenalised",
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
        "alpha_zero_lost",
        "alpha_zero start",
        text("alpha = 0 is taken for no alpha, and the default 0.1 is used."),
        ("self.alpha = alpha", "self.alpha = alpha or 0.1"),
    ),
    ridge(
        "own_start_unchecked",
        "negative_alpha",
        text("w and b are drawn anew, without the check of input_dim that LinearRegression makes."),
        (
            "super().__init__(input_dim, seed=seed)",
            "rng = np.random.default_rng(seed)\n"
            "        self.w = rng.standard_normal(input_dim)\n"
            "        self.b = float(rng.standard_normal())",
        ),
        own_help=text("Let LinearRegression do what it can do already: super().__init__."),
    ),
    ridge(
        "solved_at_once",
        "training",
        text("train jumps to the minimum instead of taking `epochs` gradient steps of size lr."),
        (
            RIDGE,
            RIDGE
            + """

    def train(self, X, y, lr=0.01, epochs=100):
        x, t = X - X.mean(axis=0), y - y.mean()
        self.w = np.linalg.solve(x.T @ x / len(X) + self.alpha * np.eye(X.shape[1]), x.T @ t / len(X))
        self.b = float(y.mean() - X.mean(axis=0) @ self.w)
        return [float(np.mean((X @ self.w + self.b - y) ** 2))] * epochs
""",
        ),
        own_help=text("train need not be written again: the one of LinearRegression asks self.compute_gradients."),
    ),
    ridge(
        "penalised_loss",
        "training",
        text("train records the objective with its penalty, not the mean squared error."),
        (
            RIDGE,
            RIDGE
            + """

    def train(self, X, y, lr=0.01, epochs=100):
        losses = []
        for _ in range(epochs):
            losses += super().train(X, y, lr, 1)
            losses[-1] += self.alpha * float(np.sum(self.w**2))
        return losses""",
        ),
        own_help=text("train need not be written again; if it is, it still records the mean squared error alone."),
    ),
    ridge(
        "weights_of_the_start",
        "values present_parameters",
        text("The penalty uses the weights the model started with, not the present ones."),
        ("self.alpha = alpha", "self.alpha = alpha\n        self.w0 = self.w"),
        (RIDGE, RIDGE.replace("self.w,", "self.w0,")),
    ),
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
]
