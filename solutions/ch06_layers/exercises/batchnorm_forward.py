"""E24 batchnorm_forward: what is asked, on which inputs, how exactly, and why."""

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
    BATCH,
    SHIFTED,
    Rng,
    returned,
)

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
    # eps alone decides how small a variance is
    yield {**_batch(rng, 6, 4, 1e-10), "x": rng.normal(size=(6, 4)) * 1e-5}
    yield _batch(rng, 30, 2, 0.0)


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
    yield _batch(rng, 9, 2)


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
    out = np.asarray(returned(actual), dtype=float)
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
    yield _batch(rng, 4, 1)


def _is_tuple(actual: Observation, case: Case) -> Text | None:
    if isinstance(returned(actual), tuple) and len(returned(actual)) == 6:
        return None
    return text("the cache is not a tuple of six")


@batchnorm_forward.family(
    "tuple",
    "R",
    text("The cache is a tuple, which nobody can change by accident"),
    probe="batch_forward_raw_cache",
    compare=Holds(_is_tuple, "a type, not a number"),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _batch(rng, 4, 2)


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
