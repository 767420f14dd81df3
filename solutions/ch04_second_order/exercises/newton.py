"""E12, newton_method: the points and values of its path."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, text
from solutions.ch04_second_order.exercises.problems import CUBIC, ITERATED, polynomial, positive

newton_method = Exercise("newton_method", 10, text("Newton's method"), {"V": 4, "P": 3, "R": 2, "C": 1})


@newton_method.family(
    "article",
    "V",
    text("x³ − 2x² + 2 from 2: every step down to 4/3"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Compute the first step by hand: f'(2) = 4 and f''(2) = 8."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": 2.0}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 4)), "epochs": 6}


@newton_method.family(
    "traces",
    "V",
    text("the path of points and values on several functions of one number"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Each history entry is the pair (x, f(x)) of the point just reached."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    a = float(rng.uniform(1, 4))
    yield {"problem": "exponential", "parameters": {"a": a}, "x0": float(rng.uniform(0.5, 2.5)), "epochs": 5}
    yield {**polynomial(1, 0, float(rng.uniform(1, 3)), -1, 0), "x0": float(rng.uniform(1, 3)), "epochs": 4}
    yield {"problem": "root", "parameters": {}, "x0": float(rng.uniform(0.3, 0.8)), "epochs": 3}


@newton_method.family(
    "one_step",
    "V",
    text("a parabola is solved by a single step"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("On a x² + b x + c the step divides by the second derivative 2a; the first step lands on −b/(2a)."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for sign in (1, -1):
        a, b, c, x0 = rng.uniform(0.5, 3), rng.uniform(1, 4), rng.uniform(-3, 3), rng.uniform(1, 6)
        yield {**polynomial(sign * a, b, c), "x0": float(x0), "epochs": 1}
    yield {**polynomial(0.5, -1, 0), "x0": float(rng.uniform(3, 6)), "epochs": 3}


@newton_method.family(
    "divergence",
    "V",
    text("no brakes: on √(1 + x²) the points go from x to −x³"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("The method as stated has no damping, no limit on the step and no early stop while points still move."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    # the last point is beyond 1e9, and no second derivative on the way is below 1e-12
    yield {"problem": "root", "parameters": {}, "x0": float(rng.uniform(1.09, 1.115)), "epochs": 5}


@newton_method.family(
    "maximum",
    "V",
    text("x³ − 2x² + 2 from near 0.5: the stationary point found is a maximum"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Newton's method looks for f' = 0; keep the sign of the second derivative as it is."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": 0.5, "epochs": 7}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(-0.6, 0.4)), "epochs": 6}


@newton_method.family(
    "vector",
    "V",
    text("arrays: the step solves the linear system H·step = g"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("For a matrix, dividing by H means solving a linear system; `/` divides entry by entry instead."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n in (2, 3, 5, 8, 1):
        parameters = {"A": positive(rng, n), "b": rng.normal(size=n)}
        yield {"problem": "quadratic form", "parameters": parameters, "x0": rng.normal(size=n) * 3, "epochs": 2}
    parameters = {"A": positive(rng, 3), "b": rng.normal(size=3) * 2}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.uniform(-1, 1, 3), "epochs": 6}
    # One slope is zero, the other is not: that is no stationary point.
    parameters = {"A": np.array([[2.0, 1.0], [1.0, 3.0]]), "b": np.array([3.0, float(rng.integers(5, 9))])}
    yield {"problem": "quadratic form", "parameters": parameters, "x0": np.array([1.0, 1.0]), "epochs": 1}


@newton_method.family(
    "rosenbrock",
    "V",
    text("eight steps on Rosenbrock's valley"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("The Hessian of this function has large entries off its diagonal, and changes at every point."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "rosenbrock", "parameters": {}, "x0": np.array([-1.2, 1.0]), "epochs": 8}
    yield {"problem": "rosenbrock", "parameters": {}, "x0": rng.uniform(1.2, 2, 2), "epochs": 4}


@newton_method.family(
    "defaults",
    "V",
    text("ten steps where nothing is said: on x⁴ each one multiplies x by 2/3"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Look at the default of `epochs`, and at when your loop ends."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**polynomial(1, 0, 0, 0, 0), "x0": 1.0}
    yield {**polynomial(1, 0, 0, 0, 0), "x0": float(rng.uniform(-4, -2))}
