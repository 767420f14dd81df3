"""E33, LinearRegression: training by gradient descent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Holds, Observation, Text, Unchanged, text
from solutions.ch09_regression.exercises.data import CONVERGED, ITERATED, regression, value

training = Exercise(
    "LinearRegression_train",
    points=4,
    title=text("Linear regression: training by gradient descent"),
    shares={"V": 2, "P": 2},
    defines=("LinearRegression",),
    tells=("LinearRegression", "LinearRegression_compute_gradients"),
)


@training.family(
    "losses_and_parameters",
    "V",
    text("losses, w and b after a few steps"),
    probe="train",
    compare=Close(ITERATED),
    help=text("Take one step by hand: gradient, both parameters, then the loss with the new parameters."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for lr, epochs in ((0.1, 1), (0.2, 4), (0.03, 12)):
        yield {**regression(rng, 20, 3), "lr": lr, "epochs": epochs}
    # a rate too large: the loss rises, and all epochs are run all the same
    yield {**regression(rng, 20, 3), "lr": 0.9, "epochs": 6}
    yield {**regression(rng, 20, 3), "lr": 30.0, "epochs": 6}
    # a start at the minimum: nothing moves, and all epochs are run all the same
    case = regression(rng, 8, 2)
    yield {**case, "y": case["X"] @ case["w"] + case["b"], "lr": 0.1, "epochs": 5}


@training.family(
    "no_epochs",
    "V",
    text("no epochs, no losses, nothing moves"),
    probe="train",
    compare=Close(ITERATED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 8, 2), "lr": 0.1, "epochs": 0}


@training.family(
    "defaults",
    "V",
    text("the defaults are lr=0.01 and epochs=100, in this order"),
    probe="train",
    compare=Close(ITERATED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield regression(rng, 25, 2)
    yield {**regression(rng, 10, 2), "epochs": 7}
    yield {**regression(rng, 10, 2), "order": [0.05, 6]}


@training.family(
    "continues",
    "P",
    text("10 epochs and then 15 more are the same as 25"),
    probe="train_in_parts",
    compare=Close(ITERATED),
    help=text("Training starts from the present w and b, wherever they came from."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 15, 3), "lr": 0.1, "parts": [10, 15]}


@training.family(
    "asks",
    "P",
    text("each step asks self.compute_gradients, which a subclass may change"),
    probe="train_of_subclass",
    compare=Close(ITERATED),
    help=text("Call self.compute_gradients(X, y) in every step; ridge regression has another gradient and this train."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 12, 2), "slopes": [rng.normal(size=2), float(rng.normal())], "lr": 0.1, "epochs": 4}


@training.family(
    "least_squares",
    "P",
    text("after 400 epochs the least-squares solution is reached"),
    probe="train",
    compare=Close(CONVERGED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 200, 3), "lr": 0.2, "epochs": 400}


def never_rises(actual: Observation, case: Case) -> Text | None:
    """Check that a small learning rate lowers the loss at every step, as often as there are epochs."""
    losses = np.asarray(value(actual)["losses"], dtype=float)
    if losses.shape != (case["epochs"],):
        return text("%(n)s losses are expected, one per epoch", n=int(case["epochs"]))
    if not np.all(np.diff(losses) <= 1e-12 * losses[:-1]):
        return text("with a small learning rate the loss must fall from epoch to epoch")
    start = np.mean((case["X"] @ case["w"] + case["b"] - case["y"]) ** 2)
    if not losses[0] < start:
        return text("the first loss must already be below that of the start, for one step has been taken")
    return None


@training.family(
    "descends",
    "P",
    text("with lr=0.05 the loss falls at every step"),
    probe="train",
    compare=Holds(never_rises, "lr below 1/L: descent is a theorem; 1e-12 relative is left for rounding"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 50, 3), "lr": 0.05, "epochs": 40}


@training.family(
    "untouched",
    "P",
    text("X and y are left as they were"),
    probe="train_keeps",
    compare=Unchanged(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield regression(rng, 6, 2)
