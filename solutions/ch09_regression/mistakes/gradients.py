"""E32, LinearRegression: wrong gradients of the mean squared error."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch09_regression.mistakes.making import of

grad = of(
    "gradient",
    "LinearRegression_compute_gradients",
    text("Move one weight by 0.001 either way, and see how much the mean squared error changes: that is the slope."),
)

CHECK = """        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError(f"X of shape {X.shape} and y of shape {y.shape} do not fit w of shape {self.w.shape}")
"""
ERROR = "error = self.forward(X) - y"
DW = "dw = 2 * X.T @ error / len(X)"
DB = "db = 2 * float(np.mean(error))"
UNCHECKED = text("Data that do not fit together are accepted, and broadcasting makes a table of them.")
CHECK_HELP = text("y of shape (N, 1) minus predictions of shape (N,) is an N×N table. Compare the shapes first.")

MISTAKES: list[Mistake] = [
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
    grad(
        "cached",
        "present_parameters",
        text("The gradient is computed once and then remembered, though w, b and the data have changed."),
        ("return dw, db", 'self.__dict__.setdefault("known", (dw, db))\n        return self.known'),
        own_help=text("Change model.w and ask again."),
    ),
    grad(
        "accumulated",
        "present_parameters",
        text("The gradient is added to that of the call before."),
        ("return dw, db", 'dw = self.sum = dw + self.__dict__.get("sum", 0.0)\n        return dw, db'),
        own_help=text("Ask for the same gradient twice."),
    ),
    grad(
        "clipped",
        "values",
        text("The gradient is clipped to the range from −1 to 1."),
        (DB, DB + "\n        dw, db = np.clip(dw, -1, 1), float(np.clip(db, -1, 1))"),
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
            DB + "\n        root = 2 * float(np.sqrt(np.mean(error**2))) or 1.0\n        dw, db = dw / root, db / root",
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
        UNCHECKED,
        (CHECK, ""),
        own_help=CHECK_HELP,
    ),
    grad(
        "no_check_of_rows",
        "bad_shapes",
        UNCHECKED,
        (CHECK, "        if X.ndim != 2:\n            raise ValueError\n"),
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
]
