"""The data sets of chapter 9's cases, and the tolerances with the reasons for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Observation, Returned, Text, Tolerance, text

SAME_FORMULA = Tolerance(
    1e-10,
    "sums of at most 200 terms of size 1 to 100: another order of summation moves them by n·u·S < 1e-12",
    scale=lambda case, expected: size(case),
)
ITERATED = Tolerance(
    1e-9, "at most 400 steps that contract, or 6 that expand 3-fold, each adding 1e-16 relative: below 1e-12"
)
CONVERGED = Tolerance(1e-7, "the distance to the minimum shrinks by (1 - lr·λ) per step: below 1e-9 at the end")
SLOPE = Tolerance(1e-9, "a difference of two gradients of size 10 over an alpha step of at least 0.1: 1e-14/0.1")
#: a central difference of a parabola: no error but the rounding u·L/h = 1e-13·L
DIFFERENCE = 1e-9


def size(case: Case) -> float:
    """Return the scale of the sums in a gradient: max|x| · (max|x|·Σ|w| + |b| + max|y|), at least 1."""
    X = np.abs(np.asarray(case["X"], dtype=float)).max(initial=1.0)
    reach = X * np.abs(case["w"]).sum() + abs(case["b"]) + np.abs(np.asarray(case.get("y", 0.0))).max(initial=0.0)
    return max(1.0, X * reach)


def problem(rng: np.random.Generator, n: int, d: int, spread: float = 1.0) -> Case:
    """Draw X (n, d), y (n,) and the model's present w (d,) and b."""
    return {
        "w": rng.normal(size=d),
        "b": float(rng.normal()),
        "X": spread * rng.normal(size=(n, d)) + rng.normal(size=d),
        "y": rng.normal(size=n) + rng.normal(),
    }


def rows_only(case: Case) -> Case:
    """Return a problem without its targets."""
    return {key: value for key, value in case.items() if key != "y"}


def tiny() -> Case:
    """Return a worked example of the notebook's kind: two rows, two features, small integers."""
    return {
        "w": np.array([1.0, -2.0]),
        "b": 0.5,
        "X": np.array([[1.0, 2.0], [3.0, 1.0]]),
        "y": np.array([1.0, -1.0]),
    }


def regression(rng: np.random.Generator, n: int, d: int) -> Case:
    """Draw features of unit spread and a noisy linear target, with a start away from the solution."""
    X = rng.normal(size=(n, d))
    # not centred: on centred features db does not depend on w, and a stale gradient would go unnoticed
    X = (X - X.mean(axis=0)) / X.std(axis=0) + 0.3
    y = X @ rng.normal(size=d) + 1.5 + 0.1 * rng.normal(size=n)
    return {"w": rng.normal(size=d) + 1.0, "b": float(rng.normal()) - 1.0, "X": X, "y": y}


def bad_shapes(rng: np.random.Generator) -> Iterator[Case]:
    """Yield data that do not fit together, among them such as broadcasting would let pass."""
    case = problem(rng, 6, 3)
    yield {**case, "y": case["y"][:, None]}
    yield {**case, "y": case["y"][None, :]}
    yield {**case, "X": np.zeros((0, 3)), "y": np.zeros(0)}
    yield {**case, "X": case["X"][:, :2]}
    yield {**case, "y": case["y"][:4]}
    yield {**case, "y": case["y"][:1]}
    yield {**case, "X": case["X"][0], "y": case["y"][:3]}
    case = problem(rng, 5, 1)
    yield {**case, "X": case["X"][:, 0]}
    yield {**case, "X": case["X"][:1], "y": case["y"][:1, None]}


def integer_data(rng: np.random.Generator) -> Iterator[Case]:
    """Yield integer data."""
    for n, d in ((4, 2), (9, 3)):
        case = problem(rng, n, d)
        yield {**case, "X": rng.integers(-5, 6, size=(n, d)), "y": rng.integers(-5, 6, size=n)}
    yield {**problem(rng, 5, 2), "y": rng.integers(-5, 6, size=5)}
    yield {**problem(rng, 5, 2), "X": rng.integers(-5, 6, size=(5, 2))}


def slopes(case: Case) -> tuple[Any, float]:
    """Return the central difference of mean((X w + b - y)**2) + alpha * sum(w**2) in w and in b."""
    d, h = len(case["w"]), 1e-3

    def objective(theta: Any) -> float:
        error = case["X"] @ theta[:d] + theta[d] - case["y"]
        return float(np.mean(error**2) + case.get("alpha", 0.0) * np.sum(theta[:d] ** 2))

    at = np.append(case["w"], case["b"])
    found = [(objective(at + h * e) - objective(at - h * e)) / (2 * h) for e in np.eye(d + 1)]
    return np.array(found[:d]), found[d]


def is_the_slope(actual: Observation, case: Case) -> Text | None:
    """Hold a gradient against the central difference of its objective: exact for a parabola up to rounding."""
    dw, db = value(actual)
    wanted_dw, wanted_db = slopes(case)
    bound = DIFFERENCE * size(case)
    if np.shape(dw) != np.shape(wanted_dw) or not np.all(np.abs(np.asarray(dw) - wanted_dw) <= bound):
        return text("dw is not the slope that moving each weight a little shows")
    if not abs(float(np.asarray(db).reshape(())) - wanted_db) <= bound:
        return text("db is not the slope that moving b a little shows")
    return None


def value(actual: Observation) -> Any:
    """Return what came back."""
    assert isinstance(actual.outcome, Returned)
    return actual.outcome.value
