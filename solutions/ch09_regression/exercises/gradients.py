"""E32, LinearRegression: the gradient of the mean squared error."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Holds, Raises, SameTypes, Unchanged, text
from solutions.ch09_regression.exercises.data import SAME_FORMULA, bad_shapes, integer_data, is_the_slope, problem, tiny

gradients = Exercise(
    "LinearRegression_compute_gradients",
    points=5,
    title=text("Linear regression: the gradient of the mean squared error"),
    shares={"V": 3, "P": 1, "R": 1},
    defines=("LinearRegression",),
    tells=("LinearRegression",),
)


@gradients.family(
    "by_hand",
    "V",
    text("a tiny example that can be worked out by hand"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
    help=text("Write down the loss of the two rows, and move one weight by 0.001: by how much does the loss change?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield tiny()
    shifted = tiny()
    shifted["b"] = float(rng.integers(2, 6))
    yield shifted


@gradients.family(
    "values",
    "V",
    text("the gradient for data of several shapes"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
    help=text("Compare with a central difference of mean((X w + b - y)**2); for a parabola it is exact."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n, d in ((6, 3), (3, 6), (1, 4), (40, 1), (5, 5)):
        yield problem(rng, n, d)


@gradients.family(
    "uneven_features",
    "V",
    text("features of very different size"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 12, 3)
    case["X"] = case["X"] * np.array([1.0, 30.0, 0.1])
    yield case


@gradients.family(
    "central_difference",
    "P",
    text("the gradient is the slope that moving each parameter a little shows"),
    probe="gradients",
    compare=Holds(is_the_slope, "a central difference of a parabola is exact but for rounding: 1e-9 of the sums' size"),
    help=text("Move one weight by 0.001 either way, and divide the change of the loss by 0.002."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield problem(rng, 9, 4)


@gradients.family(
    "present_parameters",
    "P",
    text("the gradient is that of the present w and b, and of the data given"),
    probe="gradients_again",
    compare=Close(SAME_FORMULA),
    help=text("Ask for a gradient, change model.w, and ask again, with other data."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 5, 3), "then": problem(rng, 5, 3)}


@gradients.family(
    "zero_residual",
    "P",
    text("where every prediction is right, the gradient is zero"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 8, 3)
    case["y"] = case["X"] @ case["w"] + case["b"]
    yield case


@gradients.family(
    "repeated_rows",
    "P",
    text("having every row twice changes nothing: the loss is a mean"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
    help=text("Ask what the loss divides by, and whether your gradient divides by it too."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 5, 2)
    yield case
    yield {**case, "X": np.vstack([case["X"]] * 2), "y": np.concatenate([case["y"]] * 2)}


@gradients.family(
    "untouched",
    "P",
    text("X, y, w and b are left as they were"),
    probe="gradients_keep",
    compare=Unchanged(),
    help=text("Computing a gradient is asking a question: the step is taken elsewhere."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield problem(rng, 5, 3)


gradients.family(
    "bad_shapes",
    "R",
    text("data that do not fit together raise ValueError"),
    probe="gradients",
    compare=Raises(("ValueError",)),
    help=text("Broadcasting turns (N,) minus (N, 1) into an N×N table without a word. Compare the shapes first."),
)(bad_shapes)


gradients.family(
    "integers",
    "R",
    text("integer data give the same as floats"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
)(integer_data)


@gradients.family(
    "types",
    "R",
    text("a pair: an array of shape (d,) and one float"),
    probe="gradients",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield problem(rng, 6, 3)
    yield problem(rng, 4, 1)
