"""E08b: the function that the gradient checker is tried on, and its gradient."""

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, SameTypes, Tolerance, Unchanged, text

Cases = Iterator[Case]
Rng = np.random.Generator

EXACT = Tolerance(1e-12, "sums of a few smooth terms, in any order")

check_func = Exercise(
    "check_func", 2, text("A function to check, and its gradient"), {"V": 2}, defines=("check_func", "check_func_prime")
)


def _points(rng: Rng) -> Iterator[object]:
    yield rng.normal(size=5)
    yield rng.normal(size=1)
    yield rng.normal(size=(2, 3))
    yield rng.normal(size=(2, 3, 2))
    yield np.array([0.0, np.pi / 2])
    yield np.array([3, -1, 0])


@check_func.family("value", "V", text("the value of check_func"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    for x in _points(rng):
        yield {"name": "check_func", "args": (x,)}


@check_func.family("gradient", "V", text("the value of check_func_prime"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    for x in _points(rng):
        yield {"name": "check_func_prime", "args": (x,)}


@check_func.family(
    "consistent", "V", text("check_func_prime is the gradient of check_func"), probe="consistent",
    compare=Close(Tolerance(1e-8, "central differences with step 1e-5 of values near 10: 1e-10 each")),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"x": rng.normal(size=4)}


@check_func.family("purity", "V", text("x is left alone"), probe="functions_purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    for name in ("check_func", "check_func_prime"):
        yield {"name": name, "x": rng.normal(size=4)}


@check_func.family("types", "V", text("a number, and an array in the shape of x"), probe="call", compare=SameTypes())
def _(rng: Rng) -> Cases:
    for name in ("check_func", "check_func_prime"):
        for shape in (3, 1, (2, 3), (2, 3, 2)):
            yield {"name": name, "args": (rng.normal(size=shape),)}
