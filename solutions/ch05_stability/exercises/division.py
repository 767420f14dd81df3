"""E15: safe_division."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)

BIT_NEAR = Tolerance(1e-15, "one division and exact comparisons: any spelling is within four units in the last place")

SAFE_DIVISION = Exercise("safe_division", 4, text("Division that survives a zero"), {"V": 2, "P": 1, "R": 1})


def _division(a: object, b: object, eps: float | None = None) -> Case:
    return {"name": "safe_division", "args": (a, b) if eps is None else (a, b, eps)}


@SAFE_DIVISION.family("ordinary", "V", text("away from zero it is a / b"), probe="call", compare=Close(BIT_NEAR))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _division(6.0, 4.0)
    for _ in range(6):
        yield _division(float(rng.normal()), float(rng.choice([-1, 1]) * 10 ** rng.uniform(-8, 3)))
    yield _division(1.0, 1e-10)
    yield _division(-3.0, -2e-10)


@SAFE_DIVISION.family(
    "near_zero", "V", text("below eps the divisor becomes ±eps, with the sign of b"), probe="call", compare=Close(BIT_NEAR),  # noqa: E501
    help=text("Try b = 5e-11 and b = -5e-11 by hand. Which divisor does the contract ask for in each case?"),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _division(1.0, 0.0)
    yield _division(1.0, 5e-11)
    yield _division(1.0, -5e-11)
    yield _division(2.0, float(np.nextafter(-1e-10, 0)))
    yield _division(0.0, 0.0)
    for _ in range(4):
        yield _division(float(rng.normal()), float(rng.uniform(-1e-10, 1e-10)))


@SAFE_DIVISION.family("eps", "V", text("the argument eps is honoured"), probe="call", compare=Close(BIT_NEAR))
def _(rng: np.random.Generator) -> Iterator[Case]:
    for eps in (1e-3, 0.5, 1e-14, 20.0):
        yield _division(float(rng.normal() + 2), float(eps * rng.uniform(0.1, 0.9)), eps)
        yield _division(float(rng.normal() + 2), float(-eps * rng.uniform(0.1, 0.9)), eps)
        yield _division(1.0, eps * 1.5, eps)
        yield _division(1.0, -eps * (1 + 1e-9), eps)


@SAFE_DIVISION.family(
    "arrays", "V", text("arrays are divided element by element"), probe="call", compare=Close(BIT_NEAR),
    help=text("`if` cannot decide for a whole array at once. Which NumPy functions choose element by element?"),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _division(np.array([1.0, -2.0, 3.0, 0.0]), np.array([2.0, 0.0, -4.0, 0.0]), 0.5)
    yield _division(rng.normal(size=(3, 4)), rng.uniform(-1, 1, size=(3, 4)), 0.4)
    yield _division(1.0, rng.uniform(-1, 1, size=6), 0.5)
    yield _division(rng.normal(size=(2, 3)), 1e-12)
    yield _division(rng.normal(size=(2, 1)), rng.uniform(-1, 1, size=3), 0.5)


def _bounded(actual: Observation, case: Case) -> Text | None:
    a, _, eps = case["args"]
    bound = abs(a) / eps
    value = np.asarray(actual.outcome.value, dtype=float)  # type: ignore[union-attr]
    if np.all(np.abs(value) <= bound * (1 + 1e-12)):
        return None
    return text("the quotient is larger than |a| / eps, which no divisor of at least eps can give")


@SAFE_DIVISION.family(
    "bound", "P", text("never larger than |a| / eps"), probe="call", compare=Holds(_bounded, "one rounding of slack")
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for eps in (1e-10, 1e-4):
        for b in (0.0, eps, -eps, float(np.nextafter(eps, 0)), float(np.nextafter(-eps, 0)), -eps / 2, eps / 3):
            yield _division(float(rng.normal() + 3), b, eps)


@SAFE_DIVISION.family(
    "odd", "P", text("changing the sign of b changes the sign of the result"), probe="oddness", compare=Close(BIT_NEAR)
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for scale in (0.3, 0.9, 1.0, 1.1, 7.0, 1e6):
        yield {"a": float(rng.normal() + 3), "b": 1e-5 * scale, "eps": 1e-5}


@SAFE_DIVISION.family("integers", "R", text("integers are divided as numbers"), probe="call", compare=Close(BIT_NEAR))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _division(7, 2)
    yield _division(-7, 2)
    yield _division(3, 0, 0.25)
    yield _division(np.array([7, -7, 5]), np.array([2, 2, 0]), 0.5)


@SAFE_DIVISION.family("purity", "R", text("a and b stay as they are"), probe="division_purity", compare=Unchanged())
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"a": rng.normal(size=5), "b": np.array([0.0, 1e-11, -1e-11, 2.0, -3.0])}
    yield {"a": rng.normal(size=(2, 3)), "b": rng.uniform(-1e-10, 1e-10, size=(2, 3))}


@SAFE_DIVISION.family(
    "types", "R", text("numbers give a number, arrays an array of their shape"), probe="call", compare=SameTypes()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _division(1.0, 3.0)
    yield _division(1.0, 0.0)
    yield _division(rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))
    yield _division(rng.normal(size=4), 0.0)
    yield _division(rng.normal(size=1), 2.0)
    yield _division(1.5, rng.normal(size=1))
    yield _division(np.array([1, 2]), np.array([2, 4]))
