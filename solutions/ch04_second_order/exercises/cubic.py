"""E13: func, func_prime and func_double_prime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Holds, Observation, Returned, Text, Tolerance, text

POLYNOMIAL = Tolerance(1e-12, "three terms of size up to 200, evaluated in any order: below 1e-13 relative to them")

func = Exercise(
    "func",
    3,
    text("A cubic and its derivatives"),
    {"V": 3},
    defines=("func", "func_prime", "func_double_prime"),
)


def _nothing(_: Any) -> None:
    """For a known mistake to be recognised, only what the check says of the value counts."""


def _points(name: str, rng: np.random.Generator) -> Iterator[Case]:
    for x in (0, 1, 2, -3):
        yield {"name": name, "x": x}
    for x in rng.uniform(-4, 4, 10):
        yield {"name": name, "x": float(x)}
    yield {"name": name, "x": rng.uniform(-4, 4, 7)}
    yield {"name": name, "x": rng.uniform(-4, 4, (2, 3))}


@func.family("func", "V", text("func: x³ − 2x² + 2"), probe="evaluate", compare=Close(POLYNOMIAL))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _points("func", rng)


@func.family(
    "func_prime",
    "V",
    text("func_prime: the slope of func"),
    probe="evaluate",
    compare=Close(POLYNOMIAL),
    help=text("Differentiate term by term: xⁿ becomes n·xⁿ⁻¹, and a constant disappears."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _points("func_prime", rng)


@func.family(
    "func_double_prime",
    "V",
    text("func_double_prime: the slope of func_prime"),
    probe="evaluate",
    compare=Close(POLYNOMIAL),
    help=text("Differentiate func_prime once more, term by term."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _points("func_double_prime", rng)


def _like_the_argument(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    after, result = actual.outcome.value
    if not np.array_equal(after, case["x"]):
        return text("the argument was changed by the call")
    if isinstance(result, np.ndarray) == bool(np.ndim(after)) and np.shape(result) == np.shape(after):
        return None
    return text("the result is not built like the argument: a number for a number, an array for an array")


@func.family(
    "like_the_argument",
    "V",
    text("a number for a number, an array for an array, which is not changed"),
    probe="elementwise",
    compare=Holds(_like_the_argument, "shapes and the argument's values are exact", view=_nothing),
    help=text("`x *= 6` changes the caller's array; 6 * x makes a new one."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for name in ("func", "func_prime", "func_double_prime"):
        yield {"name": name, "x": float(rng.uniform(-4, 4))}
        yield {"name": name, "x": rng.uniform(-4, 4, 5)}
        yield {"name": name, "x": rng.uniform(-4, 4, (1, 3))}
        yield {"name": name, "x": rng.uniform(-4, 4, 1)}
