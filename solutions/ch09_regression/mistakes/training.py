"""E33, LinearRegression: wrong training."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch09_regression.mistakes.making import of

train = of(
    "training",
    "LinearRegression_train",
    text("Take one step on two rows by hand, and compare w, b and the loss with yours."),
)

STEP_W = "            self.w = self.w - lr * dw\n"
STEP_B = "            self.b = self.b - lr * db\n"
LOSS = "            losses.append(float(np.mean((self.forward(X) - y) ** 2)))\n"
STEP = STEP_W + STEP_B + LOSS
LOOP = "            dw, db = self.compute_gradients(X, y)\n"

MISTAKES: list[Mistake] = [
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
    train(
        "gradient_once",
        "losses_and_parameters",
        text("The gradient is computed once, before the loop, and never again."),
        (LOOP, ""),
        ("losses = []", "losses = []\n        dw, db = self.compute_gradients(X, y)"),
    ),
    train(
        "loss_between",
        "losses_and_parameters",
        text("The loss is recorded between the two updates: with the new w, but the old b."),
        (STEP, STEP_W + LOSS + STEP_B),
    ),
    train(
        "stops_when_rising",
        "losses_and_parameters",
        text("Training ends as soon as the loss rises, though all epochs were asked for."),
        (
            LOSS,
            LOSS + "            if len(losses) > 1 and losses[-1] > losses[-2]:\n                break\n",
        ),
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
]
