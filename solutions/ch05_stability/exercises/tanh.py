"""E21: tanh_derivative."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, SameTypes, Tolerance, Unchanged, text

SMOOTH = Tolerance(1e-14, "a handful of roundings of numbers up to 1", float32=1e-6)
TAIL = Tolerance(
    1e-9,
    "e**(-2|x|) is exact to |x| roundings, 1e-14; 1 - tanh(x)**2 has lost 1e-8 at x = 10 and everything at 19",
    scale=lambda case, expected: float(np.min(np.abs(expected))),
)

RATIO = Tolerance(1e-9, "divided by the derivative itself each element is 1 to |x| roundings, 1e-14")

TANH_DERIVATIVE = Exercise("tanh_derivative", 3, text("The derivative of tanh, tails included"), {"V": 2, "R": 1})


@TANH_DERIVATIVE.family("values", "V", text("values for |x| up to 4"), probe="call", compare=Close(SMOOTH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"name": "tanh_derivative", "args": (rng.uniform(-4, 4, size=12),)}
    yield {"name": "tanh_derivative", "args": (np.array([0.5, -0.5, 1.0, -1.0]),)}
    yield {"name": "tanh_derivative", "args": (np.array([0, 1, -2]),)}
    yield {"name": "tanh_derivative", "args": (1,)}


@TANH_DERIVATIVE.family("even", "V", text("symmetric, and 1 at 0"), probe="evenness", compare=Close(SMOOTH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": rng.uniform(0, 5, size=8)}


@TANH_DERIVATIVE.family(
    "shapes", "V", text("numbers give a number, arrays their shape"), probe="call", compare=SameTypes()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"name": "tanh_derivative", "args": (0.7,)}
    yield {"name": "tanh_derivative", "args": (rng.normal(size=(3, 2)),)}
    yield {"name": "tanh_derivative", "args": (rng.normal(size=5),)}
    yield {"name": "tanh_derivative", "args": (rng.normal(size=1),)}


@TANH_DERIVATIVE.family(
    "purity", "V", text("the argument is left alone"), probe="elementwise_purity", compare=Unchanged()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"name": "tanh_derivative", "x": rng.normal(size=(2, 4))}


@TANH_DERIVATIVE.family(
    "tails", "R", text("exact to nine digits for |x| from 9 to 30, and 0 at ±800"), probe="call", compare=Close(TAIL),
    help=text("Print your result at x = 19 and at x = 20. Which subtraction made it so?"),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    for x in (
        10.0,
        float(rng.uniform(9, 12)),
        12.0,
        -15.0,
        19.0,
        30.0,
        float(rng.uniform(15, 30)),
        -float(rng.uniform(15, 30)),
        800.0,
        -800.0,
    ):
        yield {"name": "tanh_derivative", "args": (x,)}
    yield {"name": "tanh_derivative", "args": (-20,)}


@TANH_DERIVATIVE.family(
    "tails_in_arrays", "R", text("as exact in an array, beside numbers near 0"), probe="by_cosh", compare=Close(RATIO),
    help=text("An array may hold numbers near 0 and far from it: each element needs a formula that is right for it."),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": np.array([0.3, -0.7, 10.0, -14.0, float(rng.uniform(15, 30)), -float(rng.uniform(15, 30))])}
    yield {"x": np.array([0, 1, -12, 25])}
    yield {"x": rng.uniform(-6, 6, size=(2, 3))}
