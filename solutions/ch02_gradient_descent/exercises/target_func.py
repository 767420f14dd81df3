"""E06, target_func and target_func_prime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Holds, Observation, Text, Tolerance, text
from solutions.ch02_gradient_descent.exercises.data import Rng, value

POLYNOMIAL = Tolerance(1e-12, "three terms, evaluated in any order: below 1e-15 of their size")

target_func = Exercise(
    "target_func",
    2,
    text("The target function and its derivative"),
    {"V": 2},
    defines=("target_func", "target_func_prime"),
)


def _numbers(rng: Rng) -> Iterator[Case]:
    for x in (0.0, -2.5, 10, *(float(v) for v in rng.uniform(-9, 9, 20))):
        yield {"x": x}


def _arrays(rng: Rng) -> Iterator[Case]:
    yield {"x": rng.uniform(-9, 9, 5)}
    yield {"x": rng.integers(-9, 9, (2, 3))}


_VALUE: dict[str, Any] = {
    "probe": "target",
    "compare": Close(POLYNOMIAL),
    "help": text("At 0 the value is 6, at −2.5 it is −0.25."),
}
_SLOPE: dict[str, Any] = {
    "probe": "target_prime",
    "compare": Close(POLYNOMIAL),
    "help": text("Differentiate term by term; what is the slope at the bottom, −2.5?"),
}
target_func.family("value", "V", text("x² + 5x + 6 at many numbers"), **_VALUE)(_numbers)
target_func.family("value_arrays", "V", text("x² + 5x + 6 of arrays"), **_VALUE)(_arrays)
target_func.family("derivative", "V", text("The derivative at many numbers"), **_SLOPE)(_numbers)
target_func.family("derivative_arrays", "V", text("The derivative of arrays"), **_SLOPE)(_arrays)


def _like_the_argument(actual: Observation, case: Case) -> Text | None:
    after, *results = value(actual)
    if not np.array_equal(after, case["x"]):
        return text("the argument was changed by the call")
    if all(isinstance(r, np.ndarray) == bool(np.ndim(after)) and np.shape(r) == np.shape(after) for r in results):
        return None
    return text("the result is not built like the argument: a number for a number, an array for an array")


@target_func.family(
    "like_the_argument",
    "V",
    text("A number for a number, an array for an array, which is not changed"),
    probe="target_both",
    compare=Holds(_like_the_argument, "shapes and the argument's values are exact", view=lambda _: None),
    help=text("`x *= 2` changes the caller's array; `x = 2 * x` makes a new one."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"x": float(rng.uniform(-9, 9))}
    yield {"x": rng.uniform(-9, 9, 5)}
    yield {"x": rng.uniform(-9, 9, (1, 4))}
    yield {"x": rng.uniform(-9, 9, 1)}
