"""E23 conv2d_backward: what is asked, on which inputs, how exactly, and why."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    Raises,
    SameTypes,
    Text,
    Unchanged,
    text,
)
from solutions.ch06_layers.exercises.formulas import (
    CONV_BACK,
    HAND,
    SHAPES,
    SQUARE,
    Rng,
    correlate,
    is_linear_pair,
    returned,
    zero,
)

conv2d_backward = Exercise("conv2d_backward", 10, text("Convolution, backwards"), {"V": 4, "P": 4, "R": 1, "C": 1})


def _layer(rng: Rng, h: int, w: int, kh: int, kw: int) -> Case:
    return {
        "input": rng.normal(size=(h, w)),
        "kernel": rng.normal(size=(kh, kw)),
        "grad_output": rng.normal(size=(h - kh + 1, w - kw + 1)),
    }


@conv2d_backward.family(
    "hand",
    "V",
    text("An input of 2×3 and a kernel of 1×2, as computed by hand"),
    probe="conv_backward",
    compare=Close(CONV_BACK),
    help=text("List for one kernel entry all outputs it takes part in, and which input entry it meets in each."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"input": HAND.copy(), "kernel": np.array([[10.0, 1.0]]), "grad_output": np.array([[1.0, 3.0], [0.0, -2.0]])}
    yield {"input": HAND.copy(), "kernel": np.array([[1.0], [-2.0]]), "grad_output": np.array([[1.0, 0.0, 3.0]])}


@conv2d_backward.family(
    "shapes",
    "V",
    text("Random inputs, kernels and incoming gradients of seven shapes, none of them square"),
    probe="conv_backward",
    compare=Close(CONV_BACK),
    help=text("Compare with a central difference of sum(grad_output * conv2d_forward(...)) in one entry at a time."),
)
def _(rng: Rng) -> Iterator[Case]:
    for shape in (*SHAPES, (8, 9, 4, 2)):
        yield _layer(rng, *shape)


@conv2d_backward.family(
    "square",
    "V",
    text("Square kernels, two of the same size after each other"),
    probe="conv_backward",
    compare=Close(CONV_BACK),
    help=text("A symmetric kernel hides rows taken for columns, and a kernel turned round: take another one."),
)
def _(rng: Rng) -> Iterator[Case]:
    for shape in SQUARE:
        yield _layer(rng, *shape)


@conv2d_backward.family(
    "ints",
    "V",
    text("Integer input, kernel or incoming gradient"),
    probe="conv_backward",
    compare=Close(CONV_BACK),
    help=text("An array made like an integer array can hold no fractions: choose a float type for the gradients."),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _layer(rng, 4, 5, 2, 3)
    yield {**case, "input": rng.integers(-9, 10, (4, 5))}
    yield {**case, "kernel": rng.integers(-9, 10, (2, 3))}
    yield {k: rng.integers(-9, 10, v.shape) for k, v in case.items()}


@conv2d_backward.family(
    "float32",
    "V",
    text("Single precision"),
    probe="conv_backward",
    compare=Close(CONV_BACK),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {k: v.astype(np.float32) for k, v in _layer(rng, 6, 5, 3, 2).items()}


def _is_adjoint_input(actual: Observation, case: Case) -> Text | None:
    grad_input = np.asarray(returned(actual)[0], dtype=float)
    v, k, g = case["direction"], case["kernel"], case["grad_output"]
    if grad_input.shape != v.shape:
        return text("grad_input does not have the input's shape")
    left, right = float(np.sum(correlate(v, k) * g)), float(np.sum(v * grad_input))
    size = float(np.sum(correlate(np.abs(v), np.abs(k)) * np.abs(g)))
    if abs(left - right) <= 1e-10 * size:
        return None
    return text("moving the input in a random direction changes L by another amount than grad_input says")


def _is_adjoint_kernel(actual: Observation, case: Case) -> Text | None:
    grad_kernel = np.asarray(returned(actual)[1], dtype=float)
    v, x, g = case["direction"], case["input"], case["grad_output"]
    if grad_kernel.shape != v.shape:
        return text("grad_kernel does not have the kernel's shape")
    left, right = float(np.sum(correlate(x, v) * g)), float(np.sum(v * grad_kernel))
    size = float(np.sum(correlate(np.abs(x), np.abs(v)) * np.abs(g)))
    if abs(left - right) <= 1e-10 * size:
        return None
    return text("moving the kernel in a random direction changes L by another amount than grad_kernel says")


@conv2d_backward.family(
    "adjoint_input",
    "P",
    text("grad_input predicts how L changes along a random direction of the input"),
    probe="conv_backward_along",
    compare=Holds(_is_adjoint_input, "L is linear in the input, so the prediction is exact up to rounding"),
    help=text("Each input entry meets several kernel entries, one for every window that covers it: all of them count."),
)
def _(rng: Rng) -> Iterator[Case]:
    for shape in ((5, 7, 3, 2), (6, 4, 2, 3)):
        yield {**_layer(rng, *shape), "direction": rng.normal(size=shape[:2])}


@conv2d_backward.family(
    "adjoint_kernel",
    "P",
    text("grad_kernel predicts how L changes along a random direction of the kernel"),
    probe="conv_backward_along",
    compare=Holds(_is_adjoint_kernel, "L is linear in the kernel, so the prediction is exact up to rounding"),
    help=text("The same kernel entry is used at every output place: its gradient is a sum over all of them."),
)
def _(rng: Rng) -> Iterator[Case]:
    for shape in ((5, 7, 3, 2), (6, 4, 2, 3)):
        yield {**_layer(rng, *shape), "direction": rng.normal(size=shape[2:])}


@conv2d_backward.family(
    "linear",
    "P",
    text("Both gradients are linear in grad_output"),
    probe="conv_backward_linear",
    compare=Holds(is_linear_pair, "products and sums only; rounding is below 1e-14"),
    help=text("If the incoming gradient doubles, both results double."),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _layer(rng, 5, 4, 2, 3)
    g = case.pop("grad_output")
    yield {
        **case,
        "g": g,
        "h": rng.normal(size=g.shape),
        "p": float(rng.uniform(1, 3)),
        "q": float(rng.uniform(-3, -1)),
    }


def _are_independent(actual: Observation, case: Case) -> Text | None:
    inputs, kernels = returned(actual)
    for pair, wrong in (
        (inputs, text("grad_input changes with the input, but the output is linear in it")),
        (kernels, text("grad_kernel changes with the kernel, but the output is linear in it")),
    ):
        found = zero([np.asarray(pair[0]) - np.asarray(pair[1])], [pair[0]], wrong)
        if found is not None:
            return found
    return None


@conv2d_backward.family(
    "independent",
    "P",
    text("grad_input does not depend on the input, nor grad_kernel on the kernel"),
    probe="conv_backward_independent",
    compare=Holds(_are_independent, "the same sums of the same products"),
    help=text("The slope of a·b with respect to a is b: the factor itself does not occur in its own gradient."),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _layer(rng, 4, 6, 2, 3)
    yield {**case, "other_input": 3 + rng.normal(size=(4, 6)), "other_kernel": 3 + rng.normal(size=(2, 3))}


@conv2d_backward.family(
    "purity",
    "R",
    text("No argument is changed, and read-only arguments are accepted"),
    probe="conv_backward_arguments",
    compare=Unchanged(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {**_layer(rng, 4, 5, 3, 2), "locked": False}
    yield {**_layer(rng, 4, 5, 3, 2), "locked": True}


@conv2d_backward.family(
    "repeated",
    "R",
    text("A call gives the same whatever was called before"),
    probe="conv_backward_twice",
    compare=Close(CONV_BACK),
    help=text("Start each call with fresh zeros; a gradient that outlives the call goes on growing."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {**_layer(rng, 4, 5, 3, 2), "other": rng.normal(size=(4, 5))}


@conv2d_backward.family(
    "layouts",
    "R",
    text("Arrays in column order, and every second row of a larger array"),
    probe="conv_backward_views",
    compare=Close(CONV_BACK),
    help=text("Index the arrays as they are; `reshape`, `ravel` and strides read another order out of such arrays."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {**_layer(rng, 5, 6, 2, 3), "how": "Fortran"}
    yield {**_layer(rng, 5, 6, 2, 3), "how": "strided"}
    yield {**_layer(rng, 5, 6, 2, 3), "how": "backwards"}


@conv2d_backward.family(
    "types",
    "C",
    text("A pair of float arrays, shaped like input and kernel"),
    probe="conv_backward",
    compare=SameTypes(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _layer(rng, 4, 6, 3, 2)
    yield {k: rng.integers(-9, 10, v.shape) for k, v in _layer(rng, 4, 5, 2, 3).items()}
    yield _layer(rng, 1, 6, 1, 4)


@conv2d_backward.family(
    "errors",
    "R",
    text("ValueError for shapes that do not fit together"),
    probe="conv_backward",
    compare=Raises(("ValueError",)),
    help=text("The incoming gradient has the output's shape (h−kh+1, w−kw+1), and nothing else is right."),
)
def _(rng: Rng) -> Iterator[Case]:
    for a, b, c in (
        ((5, 6), (2, 3), (5, 6)),
        ((5, 6), (2, 3), (4, 5)),
        ((5, 6), (2, 3), (5, 4)),
        ((5, 6), (2, 3), (3, 4)),
        ((5, 6), (2, 3), (1, 1)),
        ((5, 6), (2, 3), (16,)),
        ((5, 7), (2, 3), (5, 4)),
        ((5, 7), (2, 3), (2, 10)),
        ((5, 7), (2, 3), (1, 5)),
        ((4, 4), (5, 2), (0, 3)),
        ((4, 4), (2, 5), (3, 0)),
        ((4, 4), (6, 6), (1, 1)),
        ((4, 4), (0, 0), (5, 5)),
        ((4, 4), (0, 2), (5, 3)),
        ((4, 4), (2, 0), (3, 5)),
        ((4,), (2, 2), (3, 3)),
        ((4, 4), (2,), (3, 3)),
        ((4,), (1, 2), (1, 3)),
        ((4, 4), (2,), (4, 3)),
        ((1, 6), (1, 4), (3,)),
    ):
        yield {"input": rng.normal(size=a), "kernel": rng.normal(size=b), "grad_output": rng.normal(size=c)}
