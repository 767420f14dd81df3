"""What is asked of chapter 3's definitions, on which inputs, how exactly, and why."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    Returned,
    SameTypes,
    Text,
    Tolerance,
    text,
)

NEURON = Tolerance(1e-14, "σ has slope 1/4 at most: the rounding of z ≤ 8 moves it by a few 1e-16")
GRADIENT = Tolerance(1e-12, "a product of four factors below 10, each exact to a few 1e-16")

# ---- E09 simple_nn ----------------------------------------

simple_nn = Exercise("simple_nn", 4, text("One neuron"), {"V": 2, "P": 1, "R": 1})


@simple_nn.family(
    "values",
    "V",
    text("σ(w·x + b) at random inputs"),
    probe="neuron",
    compare=Close(NEURON),
    help=text("Compute z = w·x + b first; then 1 / (1 + e to the power of minus z)."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for x, w, b in rng.uniform(-2, 2, (12, 3)):
        yield {"x": float(x), "w": float(w), "b": float(b)}


@simple_nn.family(
    "roles",
    "V",
    text("weight and bias play their parts"),
    probe="neuron",
    compare=Close(NEURON),
    help=text("With w = 0 the input does not matter; with x = 0 the weight does not; the bias always does."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    b = float(rng.uniform(0.5, 2))
    yield {"x": 2.0, "w": 0.5, "b": -1.0}
    yield {"x": float(rng.uniform(1, 3)), "w": 0.0, "b": b}
    yield {"x": 0.0, "w": float(rng.uniform(1, 3)), "b": -b}
    yield {"x": float(rng.uniform(1, 3)), "w": float(rng.uniform(0.5, 1)), "b": 0.0}
    yield {"x": 2, "w": -1, "b": 1}


def _adds_to_one(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    pair = actual.outcome.value
    total = float(np.asarray(pair["z"], dtype=float).sum() + np.asarray(pair["minus z"], dtype=float).sum())
    return None if abs(total - 1) <= 1e-13 else text("σ(z) + σ(−z) is not 1")


@simple_nn.family(
    "symmetry",
    "P",
    text("σ(z) + σ(−z) = 1"),
    probe="neuron_pair",
    compare=Holds(_adds_to_one, "1/(1+e⁻ᶻ) + 1/(1+eᶻ) = 1"),
    help=text("A neuron that fires with 0.7 is silent with 0.3: evaluate yours at z and at −z."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for x, w, b in rng.uniform(-3, 3, (6, 3)):
        yield {"x": float(x), "w": float(w), "b": float(b)}


@simple_nn.family(
    "extremes",
    "R",
    text("w·x + b = ±1000 is no error, and the ends of σ are exact"),
    probe="neuron",
    compare=Close(NEURON),
    help=text(
        "exp(1000) is too large for a float. Rewrite σ for negative z so that only exp of negative numbers occurs."
    ),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for z in (1000.0, -1000.0, float(rng.uniform(720, 990)), -float(rng.uniform(720, 990)), 40.0, -40.0):
        yield {"x": z / 2, "w": 2.0, "b": 0.0}
        yield {"x": 1.0, "w": 0.0, "b": z}
    # not yet 0 or 1 to 1e-14
    for z in (12.0, -12.0, float(rng.uniform(20.5, 29)), -float(rng.uniform(20.5, 29)), 31.0, -31.0):
        yield {"x": 0.5 * z, "w": 1.0, "b": 0.5 * z}


@simple_nn.family("types", "R", text("one number comes back"), probe="neuron", compare=SameTypes())
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": float(rng.uniform(-2, 2)), "w": 0.5, "b": -1.0}
    yield {"x": 2, "w": 0, "b": 0}


# ---- E10 nn_backward ----------------------------------------

nn_backward = Exercise("nn_backward", 7, text("The chain rule, backwards through a neuron"), {"V": 4, "P": 3})


@nn_backward.family(
    "article",
    "V",
    text("x = 2, w = ½, b = −1, y = 0.8: the gradient is (−0.3, −0.15)"),
    probe="backward",
    compare=Close(GRADIENT),
    help=text("At this point z = 0 and σ(z) = ½. Follow the chain by hand: 2(a − y), then σ', then x or 1."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": 2.0, "w": 0.5, "b": -1.0, "y_true": 0.8}


@nn_backward.family(
    "random_points",
    "V",
    text("twenty points away from z = 0"),
    probe="backward",
    compare=Close(GRADIENT),
    help=text("Compare with (L(w + h) − L(w − h)) / 2h for a small h: which factor of the chain is off?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for x, w, b, y in rng.uniform(-2, 2, (20, 4)):
        yield {"x": float(x), "w": float(w), "b": float(b), "y_true": float(y)}
    # whole numbers, a target far away, and a weight of zero
    yield {"x": 2, "w": -1, "b": 1, "y_true": 1}
    yield {"x": float(rng.uniform(1, 2)), "w": 0.4, "b": float(rng.uniform(-1, 1)), "y_true": -7.5}
    yield {"x": float(rng.uniform(1, 2)), "w": 0.0, "b": float(rng.uniform(-1, 1)), "y_true": 0.3}


@nn_backward.family(
    "steep_and_flat",
    "V",
    text("from the steep middle of σ to its flat ends"),
    probe="backward",
    compare=Close(GRADIENT),
    help=text("The slope of σ is ¼ in the middle and nearly 0 at |z| = 20; it is never negative."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for z in (-20.0, -6.0, -1.0, 1.0, 6.0, 20.0):
        x, w = float(rng.uniform(1, 3)), float(rng.uniform(-1, 1))
        yield {"x": x, "w": w, "b": z - w * x, "y_true": float(rng.uniform(0, 1))}


def _proportional(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    dw, db = (float(np.asarray(v, dtype=float).reshape(())) for v in actual.outcome.value)
    if abs(dw - case["x"] * db) <= 1e-12 * max(1.0, abs(dw)):
        return None
    return text("dL_dw is not x times dL_db")


@nn_backward.family(
    "x_times",
    "P",
    text("dL_dw = x · dL_db"),
    probe="backward",
    compare=Holds(_proportional, "w reaches the loss through w·x only, b through the same sum"),
    help=text("Both derivatives share the whole chain but its last link: ∂z/∂w = x and ∂z/∂b = 1."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for x, w, b, y in rng.uniform(-2, 2, (6, 4)):
        yield {"x": float(x + 3), "w": float(w), "b": float(b), "y_true": float(y)}


@nn_backward.family(
    "no_error_no_gradient",
    "P",
    text("where the output is right already, the gradient is zero"),
    probe="backward",
    compare=Close(GRADIENT),
    help=text("The loss is a square: its slope is proportional to the error a − y."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for x, w, b in rng.uniform(-2, 2, (4, 3)):
        target = 1 / (1 + math.exp(-(w * x + b)))
        yield {"x": float(x), "w": float(w), "b": float(b), "y_true": target}


@nn_backward.family(
    "no_input",
    "P",
    text("x = 0: the weight does not matter, the bias does"),
    probe="backward",
    compare=Close(GRADIENT),
    help=text("How does z = w·x + b change with w when x = 0? And with b?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for w, b in rng.uniform(0.5, 2, (4, 2)):
        yield {"x": 0.0, "w": float(w), "b": float(b), "y_true": float(rng.uniform(0, 0.5))}


def _two_numbers(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    pair = actual.outcome.value
    if isinstance(pair, tuple | list | np.ndarray) and len(pair) == 2 and all(np.shape(v) == () for v in pair):
        return None
    return text("the result is not a pair of two numbers")


@nn_backward.family(
    "types",
    "P",
    text("two numbers come back"),
    probe="backward",
    compare=Holds(_two_numbers, "a pair is a tuple, a list or an array of two"),
    help=text("(dL_dw, dL_db), without boxes around the numbers."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": 2, "w": float(rng.uniform(0.5, 1)), "b": -1, "y_true": 1}


# ---- E11 torch_gradients ----------------------------------------

torch_gradients = Exercise(
    "torch_gradients", 3, text("The same gradient by PyTorch"), {"V": 2, "C": 1}, needs=("torch",)
)


@torch_gradients.family(
    "values",
    "V",
    text("the gradient to float64's precision"),
    probe="by_torch",
    compare=Close(GRADIENT),
    help=text("Eight correct digits and no more? Ask a tensor of yours for its dtype."),
    seconds=10.0,
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": 2.0, "w": 0.5, "b": -1.0, "y_true": 0.8}
    for x, w, b, y in rng.uniform(-2, 2, (8, 4)):
        yield {"x": float(x), "w": float(w), "b": float(b), "y_true": float(y)}
    yield {"x": 2, "w": 1, "b": -1, "y_true": 0}


@torch_gradients.family(
    "again",
    "V",
    text("a second call knows nothing of the first"),
    probe="by_torch_twice",
    compare=Close(GRADIENT),
    help=text("PyTorch adds to .grad; tensors that live longer than one call keep the old gradient."),
    seconds=10.0,
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    point = {k: float(v) for k, v in zip(("x", "w", "b", "y_true"), rng.uniform(0.2, 1.5, 4), strict=True)}
    other = {k: float(v) for k, v in zip(("x", "w", "b", "y_true"), rng.uniform(-1.5, -0.2, 4), strict=True)}
    yield {"first": point, "second": point}
    yield {"first": other, "second": point}


@torch_gradients.family(
    "types",
    "C",
    text("a tuple of two Python floats"),
    probe="torch_types",
    compare=SameTypes(strict=True),
    help=text("A tensor with one number gives its number by .item()."),
    seconds=10.0,
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": float(rng.uniform(1, 2)), "w": 0.3, "b": 0.2, "y_true": 1.0}


def _differentiated(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    seen = actual.outcome.value
    if seen["runs"] == 0:
        return text("PyTorch's automatic differentiation was not asked: no backward pass ran during the call")
    x, w, b, y_true = (case[name] for name in ("x", "w", "b", "y_true"))
    a = 1 / (1 + math.exp(-(w * x + b)))
    d = 2 * (a - y_true) * a * (1 - a)
    # The engine was made to triple what it returns, so a number that is still right does not come from it.
    if np.isclose(np.asarray(seen["result"], dtype=float), (d * x, d), rtol=1e-6, atol=0).any():
        return text("a backward pass ran, but the numbers returned do not come from it")
    return None


@torch_gradients.family(
    "autograd",
    "C",
    text("PyTorch differentiates, not you"),
    probe="torch_spied",
    compare=Holds(_differentiated, "the exercise is about automatic differentiation"),
    help=text("Compute only the loss, from tensors that require gradients; the rest is one call."),
    example=False,
    seconds=10.0,
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": float(rng.uniform(1, 2)), "w": 0.3, "b": 0.2, "y_true": 1.0}


EXERCISES = [simple_nn, nn_backward, torch_gradients]
