# ruff: noqa: ANN001, ANN201
"""Two small reference implementations for the tests of the judge."""

import numpy as np


def mean_gradient(x, scale=2.0):
    """Return scale * x / n."""
    x = np.asarray(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("x must be 1-D")
    return scale * x / x.size


def descend(f_prime, x0, steps=3):
    """Return (x, history) of `steps` steps of size 0.1."""
    x, history = x0, []
    for _ in range(steps):
        x = x - 0.1 * f_prime(x)
        history.append(x)
    return x, history
