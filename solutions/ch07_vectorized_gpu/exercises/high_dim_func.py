"""E27: a function of many points at once."""

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, SameTypes, Unchanged, text
from solutions.ch07_vectorized_gpu.exercises.quotients import EXACT, Cases, Rng

high_dim_func = Exercise("high_dim_func", 2, text("A function of many points at once"), {"V": 2})


def _points(x: object) -> Case:
    return {"name": "high_dim_func", "args": (x,)}


@high_dim_func.family("point", "V", text("a single point"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    yield _points(np.array([0.5, -1.0, 2.0]))
    yield _points(rng.normal(size=2))
    yield _points(10 * rng.normal(size=80))
    yield _points(np.array([30, -2, 100]))


@high_dim_func.family(
    "batch", "V", text("one value per row of a batch"), probe="call", compare=Close(EXACT),
    help=text("`axis=-1` sums along the last axis, and `x[..., 0]` is the first element along it."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _points(rng.normal(size=(5, 3)))
    yield _points(rng.normal(size=(3, 3)))
    yield _points(rng.normal(size=(1, 4)))


@high_dim_func.family("deep", "V", text("batches of batches"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    yield _points(rng.normal(size=(2, 4, 3)))
    yield _points(rng.normal(size=(2, 2, 2)))
    yield _points(rng.normal(size=(2, 1, 3, 4)))


@high_dim_func.family("purity", "V", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"name": "high_dim_func", "x": rng.normal(size=(3, 4))}


@high_dim_func.family("types", "V", text("shape (...) for x of shape (..., n)"), probe="call", compare=SameTypes())
def _(rng: Rng) -> Cases:
    yield _points(rng.normal(size=3))
    yield _points(rng.normal(size=(5, 3)))
    yield _points(rng.normal(size=(0, 3)))
    yield _points(rng.normal(size=(1, 3)))
    yield _points(rng.normal(size=(2, 4, 3)))
