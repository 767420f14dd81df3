"""E03, numeric_derivative."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, SameTypes, Tolerance, Unchanged, text
from solutions.ch01_velocity.exercises.data import CENTRAL

COARSE = Tolerance(1e-9, "with dx >= 0.1 the quotient's rounding is below 1e-14: only the formula matters")

numeric_derivative = Exercise("numeric_derivative", 3, text("The numeric derivative"), {"V": 2, "P": 1})


@numeric_derivative.family(
    "default_step",
    "V",
    text("with the default dx, at numbers"),
    probe="numeric",
    compare=Close(CENTRAL),
    help=text("f(x) = x³ + 2x has slope 14 at 2. Which dx does your function use when none is given?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "cubic", "parameters": {}, "x": 2.0}
    yield {"function": "cubic", "parameters": {}, "x": 2}
    yield {"function": "exponential", "parameters": {}, "x": float(rng.uniform(-1, 2))}
    yield {"function": "sine", "parameters": {"k": float(rng.uniform(1, 3))}, "x": float(rng.uniform(0, 3))}
    yield {"function": "polynomial", "parameters": {"c": rng.uniform(-2, 2, 4)}, "x": float(rng.uniform(-2, 2))}
    # here the quotient is 1e12·dx², so that the default itself is seen
    yield {"function": "tiny cubic", "parameters": {}, "x": 0.0}


@numeric_derivative.family(
    "given_step",
    "V",
    text("with a large dx, where the formula shows: x³ gives 3x² + dx²"),
    probe="numeric",
    compare=Close(COARSE),
    help=text("For f(x) = x³, work out (f(x + dx) − f(x − dx)) / (2 dx) by hand with x = 2, dx = 0.5."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    cube = {"function": "polynomial", "parameters": {"c": np.array([1.0, 0.0, 0.0, 0.0])}}
    yield {**cube, "x": 2.0, "dx": 0.5}
    yield {**cube, "x": float(rng.uniform(-2, 2)), "dx": float(rng.uniform(0.2, 1))}
    yield {"function": "exponential", "parameters": {}, "x": float(rng.uniform(-1, 1)), "dx": 0.25}
    yield {"function": "sine", "parameters": {"k": 2.0}, "x": float(rng.uniform(0, 3)), "dx": 0.1}
    # the step is that given, also where x is large, and also if it is longer than 1
    yield {**cube, "x": float(rng.uniform(20, 40)), "dx": 0.5}
    yield {**cube, "x": -float(rng.uniform(20, 40)), "dx": float(rng.uniform(2, 3))}


@numeric_derivative.family(
    "arrays",
    "V",
    text("at all points of an array at once"),
    probe="numeric",
    compare=Close(CENTRAL),
    help=text("f accepts arrays; do not turn x into a number or loop over its digits."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, 6)}
    yield {"function": "cubic", "parameters": {}, "x": np.arange(-2, 3)}
    yield {"function": "exponential", "parameters": {}, "x": rng.uniform(-1, 1, (2, 3)), "dx": 1e-5}
    yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, (2, 1, 2))}


@numeric_derivative.family(
    "symmetric",
    "P",
    text("where f is mirror-symmetric, the quotient is 0: |x| and even functions at 0"),
    probe="numeric",
    compare=Close(COARSE),
    help=text("A central quotient looks equally far to both sides."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "absolute", "parameters": {}, "x": 0.0}
    yield {"function": "absolute", "parameters": {}, "x": 0.0, "dx": float(rng.uniform(0.1, 1))}
    yield {"function": "even", "parameters": {}, "x": 0.0, "dx": float(rng.uniform(0.1, 1))}


@numeric_derivative.family(
    "parabolas",
    "P",
    text("straight lines and parabolas are exact for any dx"),
    probe="numeric",
    compare=Close(COARSE),
    help=text("For a x² + b x + c the dx cancels: the quotient is 2a x + b."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for dx in (0.5, 2.0):
        yield {"function": "polynomial", "parameters": {"c": rng.uniform(-2, 2, 2)}, "x": 1.5, "dx": dx}
        yield {"function": "polynomial", "parameters": {"c": rng.uniform(1, 2, 3)}, "x": float(rng.uniform()), "dx": dx}


@numeric_derivative.family("untouched", "P", text("x is not changed"), probe="numeric_argument", compare=Unchanged())
def _(rng: np.random.Generator) -> Iterator[Case]:
    # x + dx − dx is not x again at all of these points
    yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, 20), "dx": 0.1}


@numeric_derivative.family(
    "types",
    "P",
    text("a number for a number, an array of the same shape for an array"),
    probe="numeric",
    compare=SameTypes(),
    help=text("The formula works on numbers and arrays alike: nothing needs to be wrapped or unwrapped."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "cubic", "parameters": {}, "x": float(rng.uniform(-2, 2))}
    for shape in (4, (1, 3), 1):
        yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, shape), "dx": 0.5}
