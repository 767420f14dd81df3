"""The functions and matrices of chapter 4's cases for Newton's method, and their tolerance with its reason."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Tolerance

Array = np.ndarray[Any, Any]

ITERATED = Tolerance(1e-9, "each Newton step squares the error it inherits, so a run carries a few roundings at most")

CUBIC = {"c": [1.0, -2.0, 0.0, 2.0]}


def polynomial(*c: float) -> Case:
    return {"problem": "polynomial", "parameters": {"c": [float(x) for x in c]}}


def positive(rng: np.random.Generator, n: int) -> Array:
    """A symmetric matrix with eigenvalues between 1 and 5 and no zero entry to speak of."""
    q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return q @ np.diag(rng.uniform(1, 5, n)) @ q.T
