"""E25 batchnorm_backward: what is asked, on which inputs, how exactly, and why."""

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
    Tolerance,
    Unchanged,
    text,
)
from solutions.ch06_layers.exercises.formulas import (
    BATCH,
    SHIFTED,
    Array,
    Rng,
    is_linear_pair,
    returned,
    zero,
)

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


def _whole_numbers(rng: Rng) -> Case:
    """A batch of integers, as batchnorm_forward hands it on: an array made like x can hold no gradient."""
    x, gamma = rng.integers(-9, 10, (6, 3)), rng.integers(2, 5, 3)
    return {"dout": rng.normal(size=(6, 3)), "cache": _cache_of(x, gamma, 1e-5)}


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
    yield _whole_numbers(rng)


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
    yield _whole_numbers(rng)


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
    dx = np.asarray(returned(actual), dtype=float)
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
    dx = np.asarray(returned(actual), dtype=float)
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
    compare=Holds(is_linear_pair, "products and sums only"),
)
def _(rng: Rng) -> Iterator[Case]:
    case = _cached(rng, 6, 3)
    g, h = case["dout"], rng.normal(size=(6, 3))
    yield {"g": g, "h": h, "p": float(rng.uniform(1, 3)), "q": float(rng.uniform(-3, -1)), "cache": case["cache"]}


def _keeps_order(actual: Observation, case: Case) -> Text | None:
    rest, whole = returned(actual)
    return zero(rest, whole, text("the order of the samples in the batch changes the gradients"))


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
    rest, whole = returned(actual)
    return zero(rest, whole, text("the gradients of one feature change when another feature is left out"))


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
