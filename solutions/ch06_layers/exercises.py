"""What is asked of chapter 6's layers, on which inputs, how exactly, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    Raises,
    Returned,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)

Array = np.ndarray[Any, Any]
Rng = np.random.Generator


def _value(observation: Observation) -> Any:
    assert isinstance(observation.outcome, Returned)
    return observation.outcome.value


# ---- Small formulas of the trusted side, written independently of reference.py --------------------------------------


def _correlate(x: Array, k: Array) -> Array:
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.einsum("ijkl,kl->ij", windows, k)


def _forward_scale(case: Case, expected: Any) -> float:
    """Σ|x||k| over the largest patch: what rounding is relative to."""
    first = (
        case["input"] if "input" in case else np.abs(case["a"]) * abs(case["p"]) + np.abs(case["b"]) * abs(case["q"])
    )
    return float(max(1e-300, np.abs(first).max() * np.abs(case["kernel"]).sum()))


def _backward_scale(case: Case, expected: Any) -> float:
    x, k, g = (np.abs(np.asarray(case[name], dtype=float)) for name in ("input", "kernel", "grad_output"))
    return float(max(1e-300, g.max() * k.sum(), x.max() * g.sum()))


CONV = Tolerance(
    1e-10,
    "n products added in any order, or through an FFT, differ by at most 7e-16 times the sum of their sizes",
    float32=1e-4,
    scale=_forward_scale,
)
CONV_BACK = Tolerance(CONV.value, CONV.why, float32=1e-4, scale=_backward_scale)
BATCH = Tolerance(
    1e-9, "the formulas in use differ by 2e-16 times the size of the terms; 1/sqrt(var+eps) is at most 316"
)
SHIFTED = Tolerance(1e-6, "with mean 1e6 the difference x − μ has lost 6 of 16 digits, whoever computes it")


def _zero(values: Any, sizes: Any, wrong: Text, tolerance: float = 1e-9) -> Text | None:
    """Check that every array of `values` vanishes beside the sizes, of which at least one must not vanish."""
    big = [np.asarray(s, dtype=float) for s in sizes]
    if not any(np.any(np.abs(s) > 1e-6) for s in big):
        return text("the result is zero everywhere")
    for value, size in zip(values, big, strict=True):
        difference = np.abs(np.asarray(value, dtype=float))
        if difference.shape != size.shape or not np.all(
            difference <= tolerance * max(1.0, float(np.max(np.abs(size))))
        ):
            return wrong
    return None


# ---- E22 conv2d_forward ----------------------------------------------------------------------------------------------

conv2d_forward = Exercise("conv2d_forward", 7, text("Convolution, forwards"), {"V": 4, "P": 2, "R": 1})

HAND = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
#: (h, w, kh, kw): never square, to tell rows from columns
SHAPES = ((5, 7, 3, 2), (6, 4, 2, 3), (1, 6, 1, 4), (7, 1, 3, 1), (4, 5, 1, 1), (5, 3, 5, 3))


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
    rest, whole = _value(actual)
    wrong = text("the output is not linear in the input: conv(p·a + q·b) differs from p·conv(a) + q·conv(b)")
    return _zero([rest], [whole], wrong)


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
    rest, whole = _value(actual)
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


# ---- E23 conv2d_backward ---------------------------------------------------------------------------------------------

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
    grad_input = np.asarray(_value(actual)[0], dtype=float)
    v, k, g = case["direction"], case["kernel"], case["grad_output"]
    if grad_input.shape != v.shape:
        return text("grad_input does not have the input's shape")
    left, right = float(np.sum(_correlate(v, k) * g)), float(np.sum(v * grad_input))
    size = float(np.sum(_correlate(np.abs(v), np.abs(k)) * np.abs(g)))
    if abs(left - right) <= 1e-10 * size:
        return None
    return text("moving the input in a random direction changes L by another amount than grad_input says")


def _is_adjoint_kernel(actual: Observation, case: Case) -> Text | None:
    grad_kernel = np.asarray(_value(actual)[1], dtype=float)
    v, x, g = case["direction"], case["input"], case["grad_output"]
    if grad_kernel.shape != v.shape:
        return text("grad_kernel does not have the kernel's shape")
    left, right = float(np.sum(_correlate(x, v) * g)), float(np.sum(v * grad_kernel))
    size = float(np.sum(_correlate(np.abs(x), np.abs(v)) * np.abs(g)))
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


def _is_linear_pair(actual: Observation, case: Case) -> Text | None:
    rest, whole = _value(actual)
    return _zero(rest, whole, text("the gradients are not linear in the incoming gradient"))


@conv2d_backward.family(
    "linear",
    "P",
    text("Both gradients are linear in grad_output"),
    probe="conv_backward_linear",
    compare=Holds(_is_linear_pair, "products and sums only; rounding is below 1e-14"),
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
    inputs, kernels = _value(actual)
    for pair, wrong in (
        (inputs, text("grad_input changes with the input, but the output is linear in it")),
        (kernels, text("grad_kernel changes with the kernel, but the output is linear in it")),
    ):
        found = _zero([np.asarray(pair[0]) - np.asarray(pair[1])], [pair[0]], wrong)
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
        ((4, 4), (5, 2), (0, 3)),
        ((4, 4), (6, 6), (1, 1)),
        ((4, 4), (0, 0), (5, 5)),
        ((4,), (2, 2), (3, 3)),
        ((4, 4), (2,), (3, 3)),
    ):
        yield {"input": rng.normal(size=a), "kernel": rng.normal(size=b), "grad_output": rng.normal(size=c)}


# ---- E24 batchnorm_forward -------------------------------------------------------------------------------------------

batchnorm_forward = Exercise("batchnorm_forward", 6, text("Batch normalisation, forwards"), {"V": 3, "P": 2, "R": 1})


def _batch(rng: Rng, n: int, d: int, eps: float = 1e-5) -> Case:
    return {
        "x": rng.normal(size=(n, d)) * rng.uniform(0.5, 3, d) + rng.normal(size=d),
        "gamma": rng.uniform(0.5, 2, d) * rng.choice([-1, 1], d),
        "beta": rng.normal(size=d),
        "eps": eps,
    }


@batchnorm_forward.family(
    "formula",
    "V",
    text("Random batches: the output"),
    probe="batch_forward_out",
    compare=Close(BATCH),
    help=text("Check on one column: subtract its mean, divide by the root of variance plus eps, scale, shift."),
)
def _(rng: Rng) -> Iterator[Case]:
    for n, d in ((8, 3), (5, 5), (3, 7), (20, 1)):
        yield _batch(rng, n, d)
    yield {**_batch(rng, 6, 4), "eps": None}
    # A default of another size shows only where the variance is small.
    yield {**_batch(rng, 6, 4), "x": rng.normal(size=(6, 4)) * 1e-2, "eps": None}


@batchnorm_forward.family(
    "cache",
    "V",
    text("The cache: x, x_hat, mu, var, gamma, eps, in this order"),
    probe="batch_forward_cache",
    compare=Close(BATCH),
    help=text("var is the biased variance itself, without eps and without a root."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _batch(rng, 6, 4)
    yield _batch(rng, 4, 3, 0.5)


@batchnorm_forward.family(
    "large_eps",
    "V",
    text("eps is added to the variance, under the root: shown by eps = 4"),
    probe="batch_forward_out",
    compare=Close(BATCH),
    help=text("sqrt(var + eps), sqrt(var) + eps and sqrt(var) agree only while eps is tiny."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _batch(rng, 6, 4, 4.0)
    yield _batch(rng, 5, 2, 0.3)


def _has_moments(actual: Observation, case: Case) -> Text | None:
    out = np.asarray(_value(actual), dtype=float)
    x, gamma, beta, eps = case["x"], case["gamma"], case["beta"], case["eps"]
    if out.shape != x.shape:
        return text("the output does not have the shape of x")
    if np.max(np.abs(out.mean(axis=0) - beta)) > 1e-9:
        return text("the mean of an output column over the batch is not beta")
    var = x.var(axis=0)
    if np.max(np.abs(out.var(axis=0) - gamma**2 * var / (var + eps))) > 1e-9:
        return text("the variance of an output column is not gamma²·var/(var+eps)")
    return None


@batchnorm_forward.family(
    "moments",
    "P",
    text("Each output column has mean beta and variance gamma²·var/(var+eps)"),
    probe="batch_forward_out",
    compare=Holds(_has_moments, "an identity of the formula"),
    help=text("Look at one column of the output before gamma and beta: its mean must be 0, its variance nearly 1."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _batch(rng, 9, 4)
    yield _batch(rng, 5, 6, 0.5)


@batchnorm_forward.family(
    "shifted",
    "P",
    text("A mean of 1e6 does not disturb the result"),
    probe="batch_forward_out",
    compare=Close(SHIFTED),
    help=text("The difference of two huge numbers has few right digits: subtract the mean before you square."),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _batch(rng, 8, 3)
    yield {**case, "x": case["x"] + 1e6}


@batchnorm_forward.family(
    "degenerate",
    "P",
    text("One sample, or a constant column, gives beta"),
    probe="batch_forward_out",
    compare=Close(BATCH),
    help=text("If x equals its mean, x_hat is zero, not NaN: what keeps the denominator from being zero?"),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _batch(rng, 1, 4)
    case = _batch(rng, 5, 3)
    case["x"][:, 1] = 2.0
    yield case


@batchnorm_forward.family(
    "ints",
    "R",
    text("Integer batches"),
    probe="batch_forward_out",
    compare=Close(BATCH),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _batch(rng, 6, 3)
    yield {**case, "x": rng.integers(-9, 10, (6, 3))}
    yield {"x": rng.integers(-9, 10, (4, 2)), "gamma": np.array([2, 3]), "beta": np.array([1, -1]), "eps": 1e-5}


@batchnorm_forward.family(
    "purity",
    "R",
    text("x, gamma and beta stay as they are"),
    probe="batch_forward_arguments",
    compare=Unchanged(),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _batch(rng, 6, 3)
    case.pop("eps")
    yield case


@batchnorm_forward.family(
    "types",
    "R",
    text("(out, cache): a float array, and a tuple of six"),
    probe="batch_forward",
    compare=SameTypes(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _batch(rng, 6, 3)


@batchnorm_forward.family(
    "errors",
    "R",
    text("ValueError if x is not 2-D or holds no sample"),
    probe="batch_forward_out",
    compare=Raises(("ValueError",)),
    help=text("The mean of no samples is NaN: refuse the batch before it spreads."),
)
def _(rng: Rng) -> Iterator[Case]:
    for shape in ((0, 3), (3,), (2, 4, 3), (2, 2, 2, 3)):
        yield {**_batch(rng, 4, 3), "x": rng.normal(size=shape)}


# ---- E25 batchnorm_backward ------------------------------------------------------------------------------------------

batchnorm_backward = Exercise(
    "batchnorm_backward", 11, text("Batch normalisation, backwards"), {"V": 5, "P": 4, "R": 1, "C": 1}
)


def _cached(rng: Rng, n: int, d: int, eps: float = 1e-5, shift: float = 0.0) -> Case:
    """A forward pass on the trusted side: no student's forward is needed for their backward."""
    x = rng.normal(size=(n, d)) * rng.uniform(0.5, 3, d) + rng.normal(size=d) + shift
    gamma = rng.uniform(0.5, 2, d) * rng.choice([-1, 1], d)
    return {"dout": rng.normal(size=(n, d)), "cache": _cache_of(x, gamma, eps)}


def _cache_of(x: Array, gamma: Array, eps: float) -> tuple[Array, Array, Array, Array, Array, float]:
    mu = x.mean(axis=0)
    var = ((x - mu) ** 2).mean(axis=0)
    return (x, (x - mu) / np.sqrt(var + eps), mu, var, gamma, eps)


@batchnorm_backward.family(
    "dx",
    "V",
    text("dx for random batches of seven shapes"),
    probe="batch_backward_dx",
    compare=Close(BATCH),
    help=text("x reaches the output on three ways: directly, through the mean, and through the variance."),
)
def _(rng: Rng) -> Iterator[Case]:
    for n, d in ((8, 3), (5, 5), (3, 7), (2, 4), (20, 1), (1, 4), (1, 1)):
        yield _cached(rng, n, d)


@batchnorm_backward.family(
    "parameters",
    "V",
    text("dgamma and dbeta"),
    probe="batch_backward_parameters",
    compare=Close(BATCH),
    help=text("gamma and beta are shared by all samples of the batch: what does that mean for their gradients?"),
)
def _(rng: Rng) -> Iterator[Case]:
    for n, d in ((8, 3), (5, 5), (1, 4), (20, 1)):
        yield _cached(rng, n, d)


@batchnorm_backward.family(
    "large_eps",
    "V",
    text("dx with eps = 2, taken from the cache"),
    probe="batch_backward_dx",
    compare=Close(BATCH),
    help=text("Look where eps stands in the forward formula; it must come back at the same places."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _cached(rng, 6, 4, 2.0)
    yield _cached(rng, 5, 3, 0.3)


@batchnorm_backward.family(
    "shifted",
    "V",
    text("A mean of 1e6 does not disturb dx"),
    probe="batch_backward_dx",
    compare=Close(SHIFTED),
    help=text("Use x − mu or x_hat; differences of squares lose all digits here."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _cached(rng, 8, 3, shift=1e6)


@batchnorm_backward.family(
    "float32",
    "V",
    text("Single precision"),
    probe="batch_backward",
    compare=Close(
        Tolerance(1e-4, "24 bits: 6e-8 per operation, some hundreds of them, times 1/sqrt(var)", float32=1e-4)
    ),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _cached(rng, 8, 3)
    single = tuple(a.astype(np.float32) if isinstance(a, np.ndarray) else a for a in case["cache"])
    yield {"dout": case["dout"].astype(np.float32), "cache": single}


def _sums_to_zero(actual: Observation, case: Case) -> Text | None:
    dx = np.asarray(_value(actual), dtype=float)
    if dx.shape != case["dout"].shape:
        return text("dx does not have the shape of x")
    if not np.any(np.abs(dx) > 1e-8):
        return text("dx is zero everywhere")
    if np.max(np.abs(dx.sum(axis=0))) > 1e-9 * max(1.0, float(np.max(np.abs(dx)))):
        return text("the columns of dx do not sum to zero, although a common shift of x changes nothing")
    return None


@batchnorm_backward.family(
    "sum_zero",
    "P",
    text("Each column of dx sums to zero"),
    probe="batch_backward_dx",
    compare=Holds(_sums_to_zero, "adding a constant to a feature leaves the output as it is"),
    help=text("The way through the mean is what makes the sum vanish."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _cached(rng, 7, 4)
    yield _cached(rng, 4, 3, 0.5)


def _has_radial_part(actual: Observation, case: Case) -> Text | None:
    dx = np.asarray(_value(actual), dtype=float)
    _x, x_hat, _mu, var, gamma, eps = case["cache"]
    if dx.shape != x_hat.shape:
        return text("dx does not have the shape of x")
    root = np.sqrt(var + eps)
    wanted = np.sum(case["dout"] * gamma * x_hat, axis=0) / root * eps / (var + eps)
    size = np.sum(np.abs(case["dout"] * gamma * x_hat), axis=0) / root
    if np.all(np.abs(np.sum(dx * x_hat, axis=0) - wanted) <= 1e-10 * np.maximum(size, 1.0)) and np.any(dx):
        return None
    return text("stretching a feature about its mean changes L by another amount than dx says")


@batchnorm_backward.family(
    "stretch",
    "P",
    text("dx is right along x_hat itself, where only eps keeps the slope from being zero"),
    probe="batch_backward_dx",
    compare=Holds(_has_radial_part, "an identity of the formula: Σ dx·x̂ = Σ dx̂·x̂ / sqrt(var+eps) · eps/(var+eps)"),
    help=text("The way through the variance is what counts here; check the power and the factor it comes with."),
)
def _(rng: Rng) -> Iterator[Case]:
    for eps in (1e-5, 0.5, 3.0):
        yield _cached(rng, 6, 3, eps)


@batchnorm_backward.family(
    "constant",
    "P",
    text("A constant incoming gradient gives dx = 0 and the right dbeta"),
    probe="batch_backward",
    compare=Close(BATCH),
    help=text(
        "If all outputs of a feature count alike, L depends on their sum only, and that is N·beta whatever x is."
    ),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _cached(rng, 6, 3)
    yield {**case, "dout": np.tile(rng.normal(size=3), (6, 1))}


@batchnorm_backward.family(
    "linear",
    "P",
    text("All three gradients are linear in dout"),
    probe="batch_backward_linear",
    compare=Holds(_is_linear_pair, "products and sums only"),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _cached(rng, 6, 3)
    g, h = case["dout"], rng.normal(size=(6, 3))
    yield {"g": g, "h": h, "p": float(rng.uniform(1, 3)), "q": float(rng.uniform(-3, -1)), "cache": case["cache"]}


def _keeps_order(actual: Observation, case: Case) -> Text | None:
    rest, whole = _value(actual)
    return _zero(rest, whole, text("the order of the samples in the batch changes the gradients"))


@batchnorm_backward.family(
    "permuted",
    "P",
    text("Another order of the samples permutes dx and leaves dgamma and dbeta"),
    probe="batch_backward_permuted",
    compare=Holds(_keeps_order, "sums in another order"),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {**_cached(rng, 7, 3), "order": np.roll(rng.permutation(7), 1)}


def _features_apart(actual: Observation, case: Case) -> Text | None:
    rest, whole = _value(actual)
    return _zero(rest, whole, text("the gradients of one feature change when another feature is left out"))


@batchnorm_backward.family(
    "features",
    "P",
    text("Features do not influence each other"),
    probe="batch_backward_columns",
    compare=Holds(_features_apart, "the same sums of the same columns"),
    help=text("All means and sums run over the batch, axis 0, never over the features."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _cached(rng, 6, 4)


@batchnorm_backward.family(
    "purity",
    "R",
    text("dout and the arrays of the cache stay as they are"),
    probe="batch_backward_arguments",
    compare=Unchanged(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _cached(rng, 6, 3)


@batchnorm_backward.family(
    "types",
    "C",
    text("Three float arrays of shapes (N, D), (D,), (D,)"),
    probe="batch_backward",
    compare=SameTypes(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _cached(rng, 6, 3)
    yield _cached(rng, 4, 1)
    yield {**_cached(rng, 5, 3), "dout": rng.integers(-5, 6, (5, 3))}


@batchnorm_backward.family(
    "errors",
    "R",
    text("ValueError if dout does not have the shape of x"),
    probe="batch_backward",
    compare=Raises(("ValueError",)),
    help=text("A dout of shape (D,) or (1, D) is silently stretched by NumPy: compare the shapes yourself."),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _cached(rng, 6, 3)
    for shape in ((3,), (1, 3), (6, 1), (5, 3), (6, 4), (3, 6), (2, 6, 3)):
        yield {**case, "dout": rng.normal(size=shape)}


EXERCISES = [conv2d_forward, conv2d_backward, batchnorm_forward, batchnorm_backward]
