"""E22 conv2d_forward: what is asked, on which inputs, how exactly, and why."""

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
    CONV,
    HAND,
    SHAPES,
    SQUARE,
    Rng,
    returned,
    zero,
)

conv2d_forward = Exercise("conv2d_forward", 7, text("Convolution, forwards"), {"V": 4, "P": 2, "R": 1})


@conv2d_forward.family(
    "hand",
    "V",
    text("An input of 2×3 and a kernel of 1×2, as computed by hand"),
    probe="conv_forward",
    compare=Close(CONV),
    help=text("Lay the kernel over the top left corner, multiply what lies on each other, add; then move it by one."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"input": HAND.copy(), "kernel": np.array([[10.0, 1.0]])}
    yield {"input": HAND.copy(), "kernel": np.array([[1.0], [-2.0]])}


@conv2d_forward.family(
    "shapes",
    "V",
    text("Random inputs and kernels of six shapes, none of them square"),
    probe="conv_forward",
    compare=Close(CONV),
    help=text(
        "Write down the output's shape for an input of 5×7 and a kernel of 3×2, and which entries meet in [0, 0]."
    ),
)
def _(rng: Rng) -> Iterator[Case]:
    for h, w, kh, kw in SHAPES:
        yield {"input": rng.normal(size=(h, w)), "kernel": rng.normal(size=(kh, kw))}


@conv2d_forward.family(
    "square",
    "V",
    text("Square kernels, two of the same size after each other"),
    probe="conv_forward",
    compare=Close(CONV),
    help=text("A symmetric kernel hides rows taken for columns, and a kernel turned round: take another one."),
)
def _(rng: Rng) -> Iterator[Case]:
    for h, w, kh, kw in SQUARE:
        yield {"input": rng.normal(size=(h, w)), "kernel": rng.normal(size=(kh, kw))}
    yield {"input": rng.normal(size=(3, 4)), "kernel": np.array([[-1.5]])}


@conv2d_forward.family(
    "delta",
    "V",
    text("A kernel with a single 1 cuts out a part of the input"),
    probe="conv_forward",
    compare=Close(CONV),
    help=text("With a single 1 in the kernel, each output entry is one input entry: which one?"),
)
def _(rng: Rng) -> Iterator[Case]:
    for at in ((0, 0), (0, 2), (1, 0), (1, 2)):
        kernel = np.zeros((2, 3))
        kernel[at] = 1.0
        yield {"input": rng.normal(size=(4, 6)), "kernel": kernel}


@conv2d_forward.family(
    "ints",
    "V",
    text("Integer inputs with float kernels, and the other way round"),
    probe="conv_forward",
    compare=Close(CONV),
    help=text(
        "An array that takes its type from integers cuts off what is stored in it: make the output a float array."
    ),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"input": rng.integers(-9, 10, (5, 4)), "kernel": rng.uniform(0.1, 0.9, (2, 3))}
    yield {"input": rng.uniform(0.1, 0.9, (4, 5)), "kernel": rng.integers(1, 4, (3, 2))}
    yield {"input": rng.integers(-9, 10, (4, 5)), "kernel": rng.integers(-3, 4, (2, 2))}


def _is_linear(actual: Observation, case: Case) -> Text | None:
    rest, whole = returned(actual)
    wrong = text("the output is not linear in the input: conv(p·a + q·b) differs from p·conv(a) + q·conv(b)")
    return zero([rest], [whole], wrong)


@conv2d_forward.family(
    "linear",
    "P",
    text("The output is linear in the input"),
    probe="conv_forward_linear",
    compare=Holds(_is_linear, "products and sums only; rounding is below 1e-14"),
    help=text(
        "Every output entry is a sum of products and nothing else: no maximum, no constant, no division by data."
    ),
)
def _(rng: Rng) -> Iterator[Case]:
    for h, w, kh, kw in ((5, 4, 2, 3), (4, 6, 3, 2)):
        a, b, kernel = rng.normal(size=(h, w)), rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
        yield {"a": a, "b": b, "p": float(rng.uniform(1, 3)), "q": float(rng.uniform(-3, -1)), "kernel": kernel}


def _is_shifted(actual: Observation, case: Case) -> Text | None:
    rest, whole = returned(actual)
    (h, w), (kh, kw) = case["input"].shape, case["kernel"].shape
    wanted = (h - case["rows"] - kh + 1, w - case["columns"] - kw + 1)
    if np.shape(rest) != wanted or not np.any(whole):
        return text("an input without its first rows and columns gives an output of the wrong shape, or zeros")
    if np.max(np.abs(rest)) > 1e-9 * max(1.0, float(np.max(np.abs(whole)))):
        return text("the output does not move with the input")
    return None


@conv2d_forward.family(
    "shift",
    "P",
    text("If the input moves, the output moves with it"),
    probe="conv_forward_shift",
    compare=Holds(_is_shifted, "the same sums of the same products"),
    help=text("The same kernel is used at every place, in steps of one row or column."),
)
def _(rng: Rng) -> Iterator[Case]:
    for rows, columns in ((1, 0), (0, 1), (2, 1)):
        yield {"input": rng.normal(size=(7, 6)), "kernel": rng.normal(size=(2, 3)), "rows": rows, "columns": columns}


@conv2d_forward.family(
    "layouts",
    "R",
    text("Arrays in column order, and every second row of a larger array"),
    probe="conv_forward_views",
    compare=Close(CONV),
    help=text("Index the arrays as they are: a window that is cut out by counting bytes reads another order."),
)
def _(rng: Rng) -> Iterator[Case]:
    for how in ("Fortran", "strided", "backwards"):
        yield {"input": rng.normal(size=(5, 6)), "kernel": rng.normal(size=(2, 3)), "how": how}


@conv2d_forward.family(
    "purity",
    "R",
    text("Input and kernel stay as they are"),
    probe="conv_forward_arguments",
    compare=Unchanged(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"input": rng.normal(size=(4, 5)), "kernel": rng.normal(size=(3, 2))}


@conv2d_forward.family(
    "types",
    "R",
    text("A float array of shape (h−kh+1, w−kw+1)"),
    probe="conv_forward",
    compare=SameTypes(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"input": rng.normal(size=(4, 6)), "kernel": rng.normal(size=(3, 2))}
    yield {"input": rng.integers(-9, 10, (3, 5)), "kernel": rng.integers(-3, 4, (2, 2))}
    yield {"input": rng.normal(size=(2, 3)), "kernel": rng.normal(size=(2, 3))}


@conv2d_forward.family(
    "errors",
    "R",
    text("ValueError for arguments that are not 2-D, an empty kernel, or a kernel larger than the input"),
    probe="conv_forward_error",
    compare=Raises(("ValueError",)),
    help=text("Compare each of the two sides of the kernel with the input's before the loops start."),
)
def _(rng: Rng) -> Iterator[Case]:
    for a, b in (
        ((4, 4), (5, 2)),
        ((4, 4), (2, 5)),
        ((4, 4), (6, 6)),
        ((4, 4), (0, 2)),
        ((4, 4), (2, 0)),
        ((4,), (2, 2)),
        ((4, 4), (2,)),
        ((3, 4, 4), (2, 2)),
        ((4, 4), (1, 2, 2)),
    ):
        yield {"input": rng.normal(size=a), "kernel": rng.normal(size=b)}
