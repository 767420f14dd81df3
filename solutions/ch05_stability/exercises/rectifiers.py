"""E17 to E20: relu, leaky_relu and their derivatives, which are exact and elementwise."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Equal, Exercise, SameTypes, Tolerance, Unchanged, text

ROUNDING = Tolerance(1e-14, "at most three roundings; alpha + (1 - alpha) is a fair spelling of 1", float32=1e-6)
SLOPE = Tolerance(1e-9, "differences of lines over a power of two: rounding of x ± h only, 1e-16 / 1e-3")

RELU = Exercise("relu", 2, text("The rectifier"), {"V": 1, "R": 1})
RELU_DERIVATIVE = Exercise("relu_derivative", 2, text("The derivative of the rectifier"), {"V": 1, "R": 1})
LEAKY_RELU = Exercise("leaky_relu", 2, text("The leaky rectifier"), {"V": 1, "R": 1})
LEAKY_RELU_DERIVATIVE = Exercise(
    "leaky_relu_derivative", 2, text("The derivative of the leaky rectifier"), {"V": 1, "R": 1}
)


def _signs(rng: np.random.Generator) -> np.ndarray:
    """Small, zero and large values of both signs."""
    return np.concatenate([[1e-3, -1e-3, 1e-9, -1e-9, 0.0, 1e6, -1e6], rng.normal(size=6), [3.0, -3.0]])


def _elementwise(exercise: Exercise) -> None:
    """Add the families that all four rectifiers share."""
    name = exercise.name

    @exercise.family("values", "V", text("positive and negative elements"), probe="call", compare=Close(ROUNDING))
    def _(rng: np.random.Generator) -> Iterator[Case]:
        x = _signs(rng)
        yield {"name": name, "args": (x[x != 0],)}
        yield {"name": name, "args": (np.array([1e-9, -1e-9, 1e-3, -1e-3]),)}
        yield {"name": name, "args": (rng.normal(size=(7, 1)),)}
        yield {"name": name, "args": (rng.normal(size=(2, 3, 4)),)}
        yield {"name": name, "args": (np.array([300, -300, 0, 7, -1]),)}
        yield {"name": name, "args": (rng.normal(size=5).astype(np.float32),)}

    @exercise.family("zero", "V", text("the value at 0"), probe="call", compare=Close(ROUNDING))
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"name": name, "args": (np.array([0.0, 1.0, -1.0]),)}
        yield {"name": name, "args": (0.0,)}
        yield {"name": name, "args": (0,)}

    @exercise.family("numbers", "V", text("single numbers"), probe="call", compare=Close(ROUNDING))
    def _(rng: np.random.Generator) -> Iterator[Case]:
        for value in (2.0, -2.0, float(rng.uniform(0.1, 5)), -float(rng.uniform(0.1, 5))):
            yield {"name": name, "args": (value,)}

    @exercise.family("purity", "R", text("the argument is left alone"), probe="elementwise_purity", compare=Unchanged())
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"name": name, "x": _signs(rng)}
        yield {"name": name, "x": rng.normal(size=(3, 2))}

    @exercise.family(
        "types", "R", text("floats in the shape of x, whatever x holds"), probe="call", compare=SameTypes()
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"name": name, "args": (np.array([-2, 0, 3]),)}
        yield {"name": name, "args": (rng.normal(size=(2, 3)).astype(np.float32),)}
        yield {"name": name, "args": (3.0,)}
        yield {"name": name, "args": (-3,)}
        yield {"name": name, "args": (rng.normal(size=(4, 1)),)}
        yield {"name": name, "args": (rng.normal(size=1),)}


for _exercise in (RELU, RELU_DERIVATIVE, LEAKY_RELU, LEAKY_RELU_DERIVATIVE):
    _elementwise(_exercise)


@RELU.family("slope", "V", text("slope 1 to the right of 0, slope 0 to the left"), probe="slope", compare=Close(SLOPE))
def _(rng: np.random.Generator) -> Iterator[Case]:
    x = rng.uniform(0.1, 4, size=5)
    yield {"name": "relu", "x": np.concatenate([x, -x]), "options": {}}


@RELU.family("nan", "R", text("NaN stays NaN"), probe="stays_nan", compare=Equal("a missing value must not become a 0"))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"name": "relu", "x": np.array([1.0, np.nan, -2.0, float(rng.normal())])}
    yield {"name": "relu", "x": float("nan")}


@LEAKY_RELU.family("alpha", "V", text("the argument alpha is honoured"), probe="call", compare=Close(ROUNDING))
def _(rng: np.random.Generator) -> Iterator[Case]:
    for alpha in (0.3, 2.0, 0.0, -0.5, float(rng.uniform(0.1, 0.9))):
        yield {"name": "leaky_relu", "args": (_signs(rng),), "options": {"alpha": alpha}}
        yield {"name": "leaky_relu", "args": (-float(rng.uniform(1, 3)), alpha)}


@LEAKY_RELU.family(
    "slope", "V", text("slope 1 to the right of 0, alpha to the left"), probe="slope", compare=Close(SLOPE)
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    x = rng.uniform(0.1, 4, size=5)
    yield {"name": "leaky_relu", "x": np.concatenate([x, -x]), "options": {"alpha": 0.25}}


@LEAKY_RELU_DERIVATIVE.family(
    "alpha", "V", text("the argument alpha is honoured"), probe="call", compare=Close(ROUNDING)
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for alpha in (0.3, 2.0, 0.0, -0.5, float(rng.uniform(0.1, 0.9))):
        yield {"name": "leaky_relu_derivative", "args": (_signs(rng),), "options": {"alpha": alpha}}
        yield {"name": "leaky_relu_derivative", "args": (-float(rng.uniform(1, 3)), alpha)}
        yield {"name": "leaky_relu_derivative", "args": (np.array([-2, 0, 3]), alpha)}
