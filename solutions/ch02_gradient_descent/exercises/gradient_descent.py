"""E05, gradient_descent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    SameTypes,
    Text,
    Unchanged,
    text,
)
from solutions.ch02_gradient_descent.exercises.data import ITERATED, Rng, value

gradient_descent = Exercise("gradient_descent", 8, text("Gradient descent"), {"V": 4, "P": 2, "R": 1, "C": 1})


def _parabola(a: float, b: float, c: float) -> tuple[Answered, Answered]:
    """a·x² + b·x + c and its derivative, answered and recorded outside the student's process."""

    def f(x: Any) -> Any:
        with np.errstate(all="ignore"):  # a wrong walk may go anywhere
            return a * x**2 + b * x + c

    def f_prime(x: Any) -> Any:
        with np.errstate(all="ignore"):
            return 2 * a * x + b

    return Answered(f), Answered(f_prime)


def _case(x0: float, rate: float, epochs: int, abc: tuple[float, float, float] = (1.0, 5.0, 6.0)) -> Case:
    f, f_prime = _parabola(*abc)
    return {"f": f, "f_prime": f_prime, "x0": x0, "learning_rate": rate, "epochs": epochs}


def _calls(actual: Observation, name: str) -> list[Any]:
    return [call.args[0] for call in actual.calls if call.name == name]


@gradient_descent.family(
    "article",
    "V",
    text("x² + 5x + 6 from 10: the first steps"),
    probe="descend",
    compare=Close(ITERATED),
    help=text("By hand: f'(10) = 25, so the first step leads from 10 to 10 − 0.1·25 = 7.5."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(10.0, 0.1, 1)
    yield _case(10.0, 0.1, 5)


@gradient_descent.family(
    "rates",
    "V",
    text("Learning rates from slow to divergent: every point and every value"),
    probe="descend_parabola",
    compare=Close(ITERATED),
    help=text("For x² + 5x + 6 the distance to −2.5 is multiplied by 1 − 2·learning_rate at each step."),
)
def _(rng: Rng) -> Iterator[Case]:
    for rate in (0.01, 0.1, 0.5, 0.9, 1.0, 1.05, 2.5):
        x0 = float(rng.uniform(5, 12))
        yield {"coefficients": [1.0, 5.0, 6.0], "x0": x0, "learning_rate": rate, "epochs": 12}
    # the distance grows 21-fold at each step, to 1e40
    yield {"coefficients": [1.0, 5.0, 6.0], "x0": float(rng.uniform(5, 12)), "learning_rate": 11.0, "epochs": 30}


@gradient_descent.family(
    "parabolas",
    "V",
    text("Random parabolas, also upside down"),
    probe="descend_by_position",
    compare=Close(ITERATED),
    help=text("The step is made of f_prime's value and the learning rate, and of nothing else."),
)
def _(rng: Rng) -> Iterator[Case]:
    for a in (rng.uniform(0.3, 2), rng.uniform(0.3, 2), -rng.uniform(0.1, 0.5)):
        yield _case(float(rng.normal()), float(rng.uniform(0.05, 0.2)), 8, (float(a), float(rng.normal()), 1.0))


def _bowl(rng: Rng, n: int, epochs: int) -> Case:
    q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = q @ np.diag(rng.uniform(0.5, 3, n)) @ q.T
    return {"A": A, "b": rng.normal(size=n), "x0": rng.normal(size=n), "learning_rate": 0.15, "epochs": epochs}


@gradient_descent.family(
    "vectors",
    "V",
    text("A starting point that is an array"),
    probe="descend_bowl",
    compare=Close(ITERATED),
    help=text("The same formula works for arrays; nothing in it needs a number."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _bowl(rng, 3, 10)
    yield _bowl(rng, 2, 4)
    # at the minimum already: there is no early stop
    yield {"A": np.eye(2), "b": np.ones(2), "x0": np.ones(2), "learning_rate": 0.15, "epochs": 5}


@gradient_descent.family(
    "defaults",
    "P",
    text("Learning rate 0.1 and 100 epochs, if nothing is said"),
    probe="descend_by_default",
    compare=Close(ITERATED),
    help=text("Look at the defaults in the task's signature."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"coefficients": [0.05, 1.0, 2.0], "x0": float(rng.uniform(3, 9))}


def _walks_by_the_rule(actual: Observation, case: Case) -> Text | None:
    """Judge by the recorded calls alone: where f_prime was asked, how often, and whether the history is made of it."""
    asked = _calls(actual, "f_prime")
    if len(asked) != case["epochs"]:
        return text("f_prime must be called exactly once per update")
    x, history = value(actual)
    points = [p for p, _ in history]
    wanted = [case["x0"], *points[:-1]]
    if not np.allclose(asked, wanted[: len(asked)], rtol=1e-9, atol=1e-9):
        return text("f_prime was asked at other points than those of the history")
    if not case["epochs"]:
        return None if x == case["x0"] else text("without an update, the result is the starting point")
    return None if np.allclose(x, points[-1], rtol=1e-9, atol=1e-9) else text("x is not the last point of the history")


@gradient_descent.family(
    "calls",
    "P",
    text("The derivative is asked once per update, at the point where the walk stands"),
    probe="descend",
    compare=Holds(_walks_by_the_rule, "the calls are recorded; the points are compared to 1e-9"),
    help=text("Each pass of the loop: ask f_prime once, make the step, write down where you are."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(float(rng.uniform(3, 9)), 0.2, 7)
    # Standing at the minimum already: there is no early stop.
    yield _case(-2.5, 0.2, 5)
    yield _case(4.0, 0.5, 6)


@gradient_descent.family(
    "no_steps",
    "R",
    text("No epochs: the starting point and an empty history"),
    probe="descend",
    compare=Close(ITERATED),
    help=text("What are x and the history before the loop?"),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(float(rng.uniform(3, 9)), 0.1, 0)


@gradient_descent.family(
    "integers",
    "R",
    text("An integer starting point, number or array"),
    probe="descend_bowl",
    compare=Close(ITERATED),
    help=text("`x -= step` on an integer array cannot hold the fraction; `x = x - step` makes a new array."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {**_bowl(rng, 3, 5), "x0": rng.integers(-4, 5, 3)}


@gradient_descent.family(
    "purity",
    "R",
    text("The starting point is not changed"),
    probe="descend_bowl_arguments",
    compare=Unchanged(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _bowl(rng, 3, 5)


@gradient_descent.family(
    "kept",
    "R",
    text("Every point of the history is an array of its own"),
    probe="descend_bowl_kept",
    compare=Close(ITERATED),
    help=text("If all entries of the history are the same array, they all show the last point."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _bowl(rng, 2, 6)


@gradient_descent.family(
    "types",
    "C",
    text("(x, history), a list of pairs (x, f(x)); points of the starting point's shape"),
    probe="descend",
    compare=SameTypes(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(3.0, 0.1, 4)
    for n, epochs in ((1, 2), (3, 2), (3, 0)):
        f, gradient = Answered(lambda x: float(np.sum(np.square(x)))), Answered(lambda x: 2 * np.asarray(x))
        yield {"f": f, "f_prime": gradient, "x0": rng.normal(size=n), "learning_rate": 0.1, "epochs": epochs}
