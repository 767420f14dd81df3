"""The times of chapter 1's cases, and the tolerance of a central difference with the reason for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.authoring import Tolerance

Array = np.ndarray[Any, Any]

CENTRAL = Tolerance(1e-7, "two roundings of |f| < 100 divided by dx = 1e-6 are below 1e-8; one-sided is off by 1e-6")


def times(rng: np.random.Generator, n: int) -> Array:
    """Draw n rising times with uneven gaps."""
    return np.cumsum(rng.uniform(0.05, 1.5, n))
