"""E12, newton_method: what holds of every path, where it ends with an error, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Holds,
    Observation,
    Raises,
    Returned,
    SameTypes,
    Text,
    Unchanged,
    text,
)
from solutions.ch04_second_order.exercises.newton import newton_method
from solutions.ch04_second_order.exercises.problems import CUBIC, ITERATED, polynomial, positive


def _moves_along(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    runs = actual.outcome.value
    plain = np.asarray(runs["plain"], dtype=float)
    mapped = case["stretch"] * np.asarray(runs["moved"], dtype=float) + case["shift"]
    if plain.shape == mapped.shape and np.allclose(plain, mapped, rtol=1e-8, atol=1e-8):
        return None
    return text("after a change of variable x = a·y + b the points are no longer the same points")


@newton_method.family(
    "affine",
    "P",
    text("changing the unit and the origin of x changes nothing"),
    probe="newton_affine",
    compare=Holds(_moves_along, "Newton's step is affine invariant: the factor a cancels in H⁻¹g"),
    help=text("With x = a·y + b, g gains a factor a and H a factor a²; check which power of a your step has."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    a, b = float(rng.uniform(2, 5)), float(rng.uniform(-2, 2))
    common = {"epochs": 4, "stretch": a, "shift": b}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 3)), **common}
    yield {"problem": "exponential", "parameters": {"a": 2.0}, "x0": float(rng.uniform(0.2, 2)), **common}


def _same_path(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    runs = actual.outcome.value
    plain, scaled = np.asarray(runs["plain"], dtype=float), np.asarray(runs["scaled"], dtype=float)
    if plain.shape == scaled.shape and np.allclose(plain, scaled, rtol=1e-8, atol=1e-8):
        return None
    return text("multiplying f by a constant or adding one changes the path")


@newton_method.family(
    "scaling",
    "P",
    text("f and −7·f + 100 have the same stationary points and the same path"),
    probe="newton_scaled",
    compare=Holds(_same_path, "constants cancel in H⁻¹g, and an offset of f has no derivative"),
    help=text("A step that shrinks, clips or turns with the size or the sign of f is not Newton's."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    common = {"epochs": 4, "factor": -7.0, "offset": 100.0}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 3)), **common}
    parameters = {"A": positive(rng, 3), "b": rng.normal(size=3)}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.uniform(-1, 1, 3), **common}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": 2.0, **common, "factor": 1e-5}
    # small second derivatives and determinants are no zeros; below 1e-12 nothing is tested
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 3)), **common, "factor": 1e-11}
    parameters = {"A": positive(rng, 3), "b": rng.normal(size=3)}
    yield {
        "problem": "exponential sum",
        "parameters": parameters,
        "x0": rng.uniform(-1, 1, 3),
        **common,
        "factor": 1e-4,
    }


@newton_method.family(
    "start_untouched",
    "P",
    text("the starting point is not changed"),
    probe="newton_start",
    compare=Unchanged(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    parameters = {"A": positive(rng, 3), "b": rng.normal(size=3)}
    yield {"problem": "quadratic form", "parameters": parameters, "x0": rng.normal(size=3), "epochs": 3}
    yield {"problem": "rosenbrock", "parameters": {}, "x0": np.array([-1.2, 1.0]), "epochs": 2}


SINGULAR = ("ArithmeticError", "LinAlgError", "ValueError")


@newton_method.family(
    "singular",
    "R",
    text("no inverse: H = 0 or a singular matrix, while g is not zero"),
    probe="newton",
    compare=Raises(SINGULAR),
    help=text("The step H⁻¹g does not exist here. A NumPy number divided by zero gives inf with a mere warning."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**polynomial(float(rng.integers(1, 5)), 1), "x0": 2.0}
    yield {"problem": "given", "parameters": {"value": 1.0, "first": np.float64(3), "second": np.float64(0)}, "x0": 1.0}
    for second in (np.zeros((2, 2)), np.array([[1.0, 2.0], [2.0, 4.0]]), np.diag([3.0, 0.0])):
        parameters = {"value": 1.0, "first": rng.uniform(1, 2, 2), "second": second}
        yield {"problem": "given", "parameters": parameters, "x0": rng.normal(size=2)}
    # not at the start, but later on the way
    yield {"problem": "steps", "parameters": {"first": 1.0, "second": 0.0}, "x0": 2.0, "epochs": 6}


@newton_method.family(
    "stationary_start",
    "R",
    text("at a stationary point the method stays, also where H has no inverse"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Where the gradient is zero there is nothing to do: decide that before you divide."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**polynomial(1, 0, 0, 0, 0), "x0": 0.0, "epochs": 3}
    yield {**polynomial(1, 0, 0, float(rng.uniform(1, 3))), "x0": 0.0, "epochs": 2}
    yield {"problem": "given", "parameters": {"value": 7.0, "first": 0.0, "second": 0.0}, "x0": 5.0, "epochs": 2}
    parameters = {"value": 1.0, "first": np.zeros(2), "second": np.zeros((2, 2))}
    yield {"problem": "given", "parameters": parameters, "x0": rng.normal(size=2), "epochs": 2}


@newton_method.family(
    "bad_derivatives",
    "R",
    text("NaN and infinity in a derivative are refused"),
    probe="newton",
    compare=Raises(SINGULAR),
    help=text("NaN compares False with everything; ask whether all numbers are finite before you use them."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    finite = float(rng.uniform(1, 3))
    for first, second in ((np.nan, finite), (finite, np.nan), (np.inf, finite), (finite, -np.inf)):
        yield {"problem": "given", "parameters": {"value": 1.0, "first": first, "second": second}, "x0": 1.0}
    bad = np.eye(2)
    bad[1, 1] = np.nan
    for f1, f2 in ((np.array([np.nan, 1.0]), np.eye(2)), (np.ones(2), bad), (np.array([1.0, np.inf]), np.eye(2))):
        yield {"problem": "given", "parameters": {"value": 1.0, "first": f1, "second": f2}, "x0": np.ones(2)}
    # not at the start, but later on the way
    for first, second in ((np.nan, finite), (np.inf, finite), (finite, np.nan)):
        yield {"problem": "steps", "parameters": {"first": first, "second": second}, "x0": 2.0, "epochs": 6}


@newton_method.family(
    "epochs",
    "R",
    text("exactly as many steps as asked, none included, and no stop while x still moves"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Count the entries of history for epochs=0, 1 and 25."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for epochs in (0, 1, 25):
        yield {**polynomial(1, 0, 0, 0, 0), "x0": float(rng.uniform(1, 3)), "epochs": epochs}
    # small steps for a long time: each is a third of x; the factor keeps H above 1e-12
    yield {**polynomial(1e14, 0, 0, 0, 0), "x0": float(rng.uniform(1, 3)) * 1e-5, "epochs": 45}
    yield {**polynomial(1e20, 0, 0, 0, 0), "x0": float(rng.uniform(1, 3)), "epochs": 64}


@newton_method.family(
    "int_start",
    "R",
    text("a whole number, or an array of them, as starting point"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("An integer array cannot hold the fractions that the steps produce."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": int(rng.integers(2, 5)), "epochs": 5}
    parameters = {"A": positive(rng, 2), "b": rng.normal(size=2)}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.integers(-2, 3, 2), "epochs": 3}


@newton_method.family(
    "types",
    "C",
    text("what comes back: a point shaped like the start, and a list of pairs"),
    probe="newton_types",
    compare=SameTypes(),
    help=text("history is a list (or tuple) of pairs (x, f(x))."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 2)), "epochs": 3}
    parameters = {"A": positive(rng, 3), "b": rng.normal(size=3)}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.normal(size=3), "epochs": 2}
    yield {
        "problem": "quadratic form",
        "parameters": {"A": np.eye(1), "b": np.ones(1)},
        "x0": np.ones(1) * 3,
        "epochs": 1,
    }
