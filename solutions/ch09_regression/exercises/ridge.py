"""E35, RidgeRegression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Close, Equal, Exercise, Holds, Raises, SameTypes, Unchanged, text
from solutions.ch09_regression.exercises.data import (
    CONVERGED,
    SAME_FORMULA,
    SLOPE,
    bad_shapes,
    integer_data,
    is_the_slope,
    problem,
    regression,
    tiny,
)

ridge = Exercise(
    "RidgeRegression",
    points=6,
    title=text("Ridge regression"),
    shares={"V": 3, "P": 2, "R": 1},
    defines=("RidgeRegression",),
    rests_on=("LinearRegression", "LinearRegression_compute_gradients", "LinearRegression_train"),
    tells=("LinearRegression", "LinearRegression_train"),
)


@ridge.family(
    "by_hand",
    "V",
    text("a tiny example that can be worked out by hand"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("Differentiate alpha·(w₁² + w₂²) by hand, and add it to the gradient without penalty."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**tiny(), "alpha": 0.25}


@ridge.family(
    "values",
    "V",
    text("the gradient for five shapes and three alphas"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("Compare with a central difference of mean((X w + b - y)**2) + alpha * sum(w**2); it is exact."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n, d in ((6, 3), (3, 6), (1, 4), (40, 1), (5, 5)):
        for alpha in (0.1, 0.7, 3.0):
            yield {**problem(rng, n, d), "alpha": alpha}


@ridge.family(
    "central_difference",
    "V",
    text("the gradient is the slope that moving each parameter a little shows"),
    probe="ridge_gradients",
    compare=Holds(is_the_slope, "a central difference of a parabola is exact but for rounding: 1e-9 of the sums' size"),
    help=text("Move one weight by 0.001 either way, and divide the change of the objective by 0.002."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 9, 4), "alpha": 0.35}


@ridge.family(
    "alpha_zero",
    "V",
    text("with alpha = 0 it is linear regression"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 9, 3), "alpha": 0.0}


@ridge.family(
    "penalty_alone",
    "V",
    text("where every prediction is right, only the penalty pulls"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("With no error left, the objective is alpha·(w₁² + … + w_d²): what is its slope in w₁, and in b?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 7, 3)
    yield {**case, "y": case["X"] @ case["w"] + case["b"], "alpha": 0.4}


@ridge.family(
    "linear_in_alpha",
    "P",
    text("dw grows with alpha in proportion, by 2w"),
    probe="ridge_alpha_slope",
    compare=Close(SLOPE),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 8, 3), "alphas": [0.0, 0.1, 0.5, 2.0, 12.5]}


@ridge.family(
    "bias_unpenalised",
    "P",
    text("db does not depend on alpha"),
    probe="ridge_bias_gradients",
    compare=Close(SAME_FORMULA),
    help=text("Does b occur in the penalty?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 8, 3), "alphas": [0.0, 0.3, 2.0]}


@ridge.family(
    "present_parameters",
    "P",
    text("the gradient is that of the present w and b, and of the data given"),
    probe="ridge_again",
    compare=Close(SAME_FORMULA),
    help=text("Ask for a gradient, change model.w, and ask again, with other data."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 5, 3), "alpha": 0.8, "then": problem(rng, 5, 3)}


@ridge.family(
    "repeated_rows",
    "P",
    text("having every row twice changes nothing"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("The objective is a mean plus a penalty; which of the two depends on the number of rows?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = {**problem(rng, 5, 2), "alpha": 0.6}
    yield case
    yield {**case, "X": np.vstack([case["X"]] * 3), "y": np.concatenate([case["y"]] * 3)}


def closed_form(X: Any, y: Any, alpha: float) -> tuple[Any, float]:
    """Return the minimum of the ridge objective: (XcᵀXc/N + αI) w = Xcᵀyc/N, b from the means."""
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(Xc.T @ Xc / len(X) + alpha * np.eye(X.shape[1]), Xc.T @ yc / len(X))
    return w, float(y.mean() - X.mean(axis=0) @ w)


@ridge.family(
    "minimum",
    "P",
    text("at the known minimum of the objective the gradient is zero"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for alpha in (0.1, 2.0):
        case = problem(rng, 30, 4)
        w, b = closed_form(case["X"], case["y"], alpha)
        yield {**case, "w": w, "b": b, "alpha": alpha}


@ridge.family(
    "training",
    "P",
    text("training goes to the minimum of the objective, and records the mean squared error"),
    probe="ridge_train",
    compare=Close(CONVERGED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 60, 3), "alpha": 0.3, "lr": 0.2, "epochs": 300}
    # a few steps, on the way
    yield {**regression(rng, 20, 2), "alpha": 0.5, "lr": 0.05, "epochs": 4}
    # with the defaults
    yield {**regression(rng, 20, 2), "alpha": 0.5}


@ridge.family(
    "untouched",
    "P",
    text("X, y, w, b and alpha are left as they were"),
    probe="ridge_keeps",
    compare=Unchanged(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 5, 3), "alpha": 0.5}


@ridge.family(
    "integers",
    "R",
    text("integer data give the same as floats"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for case in integer_data(rng):
        yield {**case, "alpha": 1}


@ridge.family(
    "bad_shapes",
    "R",
    text("data that do not fit together raise ValueError"),
    probe="ridge_gradients",
    compare=Raises(("ValueError",)),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for case in bad_shapes(rng):
        yield {**case, "alpha": 0.1}


@ridge.family(
    "negative_alpha",
    "R",
    text("a negative alpha and input_dim < 1 are refused"),
    probe="ridge_refused",
    compare=Raises(("ValueError",)),
    help=text("A negative penalty would reward weights for growing without end; raise ValueError."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 3, "alpha": -0.1}
    yield {"input_dim": 2, "alpha": -float(rng.uniform(0.5, 3))}
    yield {"input_dim": 0, "alpha": 0.1}


@ridge.family(
    "start",
    "R",
    text("a LinearRegression from the same start, with default alpha 0.1"),
    probe="ridge_start",
    compare=Equal("numbers given and read back"),
    help=text("Make a RidgeRegression and a LinearRegression with the same seed, and compare their w and b."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 3}
    yield {"input_dim": 3, "seed": int(rng.integers(1, 10**6))}
    yield {"input_dim": 2, "alpha": 0.75, "seed": 0}
    yield {"input_dim": 4, "alpha": 0.0, "seed": 6}
    yield {"input_dim": 2, "order": [0.25, int(rng.integers(1, 10**6))]}


@ridge.family(
    "types",
    "R",
    text("a pair: an array of shape (d,) and one float"),
    probe="ridge_gradients",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 6, 3), "alpha": 0.2}
    yield {**problem(rng, 4, 1), "alpha": 0.2}
