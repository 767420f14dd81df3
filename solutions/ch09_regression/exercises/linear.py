"""E31, LinearRegression: parameters and prediction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Equal,
    Exercise,
    Holds,
    Observation,
    Raises,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)
from solutions.ch09_regression.exercises.data import SAME_FORMULA, problem, rows_only, tiny, value

linear = Exercise(
    "LinearRegression",
    points=3,
    title=text("Linear regression: parameters and prediction"),
    shares={"V": 2, "C": 1},
    defines=("LinearRegression",),
)


@linear.family(
    "predictions",
    "V",
    text("the prediction is X·w + b"),
    probe="forward",
    compare=Close(SAME_FORMULA),
    help=text("Work out one row by hand: multiply each feature by its weight, add them up, then add b."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield rows_only(tiny())
    for n, d in ((1, 1), (7, 3), (4, 4), (30, 2)):
        yield rows_only(problem(rng, n, d))
    yield {"w": np.array([0.5, -1.5]), "b": 3.25, "X": rng.integers(-9, 10, size=(6, 2))}


@linear.family(
    "present_parameters",
    "V",
    text("the prediction is that of the present w and b"),
    probe="forward_again",
    compare=Close(SAME_FORMULA),
    help=text("Change model.w after the first prediction, and predict again."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**rows_only(problem(rng, 4, 3)), "then": rows_only(problem(rng, 4, 3))}


#: what the probe `seeded` finds out -> what to say where it is not so
STARTS = {
    "the same seed gives the same start": text("the same seed does not give the same start"),
    "the seed may be the second argument": text("the seed has no effect where it is given as the second argument"),
    "another seed gives another start": text("another seed does not give another start"),
    "without a seed two starts differ": text("without a seed, two models start from the same numbers"),
    "every weight and b is a draw of its own": text("two of the weights and b are the same number"),
    "every model has weights of its own": text("two models share one array of weights"),
}


def started_right(actual: Observation, case: Case) -> Text | None:
    """Say the first thing about the start that should hold and does not."""
    found = value(actual)
    return next((wrong for holds, wrong in STARTS.items() if found.get(holds) is not True), None)


@linear.family(
    "start",
    "V",
    text("the start is random, and a seed fixes it"),
    probe="seeded",
    compare=Holds(started_right, "equal or different draws; two normal draws agree with probability 1e-16"),
    help=text("Make one generator from the seed, and draw w and then b from it, one after the other."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for d in (1, 3, 10):
        yield {"input_dim": d, "seed": int(rng.integers(1, 10**6))}
    yield {"input_dim": 2, "seed": 0}


def standard_normal(actual: Observation, case: Case) -> Text | None:
    """Check mean 0, deviation 1 and 68 % within 1 of the drawn parameters, and that they do not go together."""
    for name, count in (("w", case["count"] * case["input_dim"]), ("b", case["count"])):
        mean, std, inside = value(actual)[name]
        if not (abs(mean) <= 6.5 / np.sqrt(count) and abs(std - 1) <= 5 / np.sqrt(count)):
            return text("many draws of %(name)s do not have mean 0 and standard deviation 1", name=name)
        if not abs(inside - 0.6827) <= 3.2 / np.sqrt(count):
            return text("many draws of %(name)s have mean 0 and deviation 1, but are not normal", name=name)
    if not value(actual)["correlation"] <= 7 / np.sqrt(case["count"]):
        return text("two parameters of a model go together: each should be a draw of its own")
    return None


def drawn(moments: Any) -> Any:
    """Return what two programs with one fault in their draws have in common, whatever their seeds are."""
    (_, spread_w, _), (mean_b, spread_b, _) = moments["w"], moments["b"]
    if spread_b == 0 and mean_b != 0:
        return "one and the same start for all"
    sizes = [-9.0 if spread == 0 else float(np.log10(spread)) for spread in (spread_w, spread_b)]
    return {**moments, "sizes": sizes, "correlation": moments["correlation"] > 0.25}


@linear.family(
    "normal",
    "V",
    text("the start is drawn from the standard normal distribution"),
    probe="spread",
    compare=Holds(
        standard_normal,
        "every bound is at least 6.5 standard errors: a right program fails once in 1e9 draws",
        Tolerance(0.06, "two programs that draw otherwise differ by sampling error, 1/√800"),
        view=drawn,
    ),
    help=text("A normal draw with mean 0 and standard deviation 1 is negative half of the time."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 5, "count": 800, "seed": int(rng.integers(1, 10**6))}


@linear.family(
    "types",
    "C",
    text("w has shape (d,), b is one float"),
    probe="start",
    compare=SameTypes(),
    help=text("Look at np.shape(model.w) and np.shape(model.b)."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for d in (1, 4):
        yield {"input_dim": d, "seed": 3}
    yield {"input_dim": 2, "seed": None}


@linear.family(
    "prediction_type",
    "C",
    text("forward gives an array with one float per row"),
    probe="forward",
    compare=SameTypes(),
    help=text("Look at the type and the shape of model.forward(X): one number for each row of X."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield rows_only(problem(rng, 5, 3))
    yield rows_only(problem(rng, 1, 2))
    yield rows_only(problem(rng, 4, 1))


@linear.family(
    "untouched",
    "C",
    text("forward changes nothing"),
    probe="forward_keeps",
    compare=Unchanged(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield rows_only(problem(rng, 5, 3))


@linear.family(
    "bad_dim",
    "C",
    text("input_dim < 1 is refused"),
    probe="bad_dim",
    compare=Raises(("ValueError",)),
    help=text("Test input_dim before anything is drawn, and raise ValueError."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 0}
    yield {"input_dim": -int(rng.integers(1, 9))}


@linear.family(
    "global_generator",
    "C",
    text("the random numbers that all code shares are left alone"),
    probe="global_generator",
    compare=Equal("a yes or no"),
    help=text("np.random.seed and np.random.randn act on a state that all code shares; make a generator of your own."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 3, "seed": 7}
    yield {"input_dim": 2, "seed": None}
