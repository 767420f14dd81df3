"""The operands of chapter 10's cases, and the tolerances with the reasons for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.authoring import Tolerance

EXACT = Tolerance(1e-15, "a float64 copy of the input: nothing is rounded")
SAME_FORMULA = Tolerance(
    1e-11, "one product per element and sums of at most 24 of them, of size 1 to 100: rounding below 1e-13 relative"
)
GRAPH = Tolerance(
    1e-9,
    "up to 14 operations deep: the order in which paths are added moves the result by 14·u relative to the largest",
)

#: what `tensor` and `pull` in probes.py hold a piece of: they stand in where another exercise's method is wrong
TOLD = ("Tensor", "Tensor_backward")


def upstream(rng: np.random.Generator, *shapes: tuple[int, ...]) -> Any:
    """Draw the gradient that arrives from above, in the shape that operands of these shapes have together."""
    return np.asarray(rng.uniform(0.5, 2.0, size=np.broadcast_shapes(*shapes)))


def away(rng: np.random.Generator, shape: tuple[int, ...] = (4,)) -> Any:
    """Draw numbers of either sign with 0.3 < |x| < 2."""
    return np.asarray(rng.uniform(0.3, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape))


def positive(rng: np.random.Generator, shape: tuple[int, ...] = (4,)) -> Any:
    """Draw numbers between 0.3 and 3."""
    return np.asarray(rng.uniform(0.3, 3.0, size=shape))
