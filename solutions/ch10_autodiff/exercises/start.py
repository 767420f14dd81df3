"""E37, __init__: what a Tensor holds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Equal, Exercise, SameTypes, text
from solutions.ch10_autodiff.exercises.operands import EXACT

start = Exercise(
    "Tensor", points=3, title=text("Tensor: what it holds"), shares={"V": 1, "R": 1, "C": 1}, defines=("Tensor",)
)


@start.family(
    "contents",
    "V",
    text("data holds the numbers, grad zeros or None"),
    probe="made",
    compare=Close(EXACT),
    help=text("Print x.data, x.grad and x.requires_grad for Tensor([1.5, 2.0]) with and without requires_grad=True."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": [1.5, -2.0], "requires_grad": True}
    yield {"data": rng.normal(size=(2, 3)), "requires_grad": True}
    yield {"data": rng.normal(size=4), "requires_grad": False}
    yield {"data": [[1.0], [0.1]]}
    yield {"data": float(rng.normal()), "requires_grad": True}
    yield {"data": rng.normal(size=3), "order": [True]}
    yield {"data": rng.normal(size=(2, 1, 3)), "requires_grad": True}


@start.family(
    "copies",
    "R",
    text("data is a copy of the array given, and every array belongs to one Tensor"),
    probe="made_apart",
    compare=Equal("facts about which array follows which"),
    help=text("np.asarray gives back the very array it was given; np.array makes a new one."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": rng.normal(size=3)}


@start.family(
    "of_a_tensor",
    "R",
    text("a Tensor of a Tensor holds its numbers"),
    probe="made_from_tensor",
    compare=Close(EXACT),
    help=text("NumPy does not know Tensor and would store it as one opaque object; take its data instead."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": rng.normal(size=3)}


@start.family(
    "whole_numbers",
    "R",
    text("whole numbers are kept as floats, and grad too"),
    probe="made_with_numbers",
    compare=Close(EXACT),
    help=text("Adding 0.5 in place to an array of integers fails: choose the dtype when data is made."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": [1, 2, 3]}
    yield {"data": rng.integers(-5, 6, size=(2, 2))}
    # more digits than single precision holds
    yield {"data": [16_777_217, 3]}


@start.family(
    "history",
    "C",
    text("a Tensor knows what it was made from, a leaf passes nothing on"),
    probe="made_from_children",
    compare=Equal("facts about which objects are held"),
    help=text("Look at Tensor([3.0], _children=(x, y))._prev, and call x._backward() for a Tensor you made yourself."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"first": rng.normal(size=3), "second": rng.normal(size=3)}


@start.family(
    "types",
    "C",
    text("data and grad are float arrays of the shape given, requires_grad is a bool"),
    probe="made",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": [1, 2, 3], "requires_grad": True}
    yield {"data": rng.normal(size=(2, 1)), "requires_grad": True}
    yield {"data": 2, "requires_grad": True}
    yield {"data": [0.5, 1.5]}
    yield {"data": [4, 5]}
    yield {"data": np.float64(rng.normal()), "requires_grad": True}
    yield {"data": rng.normal(size=(2, 1, 3)), "requires_grad": True}
