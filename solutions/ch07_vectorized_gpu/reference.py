"""Chapter 7: gradients without a Python loop, on the CPU and on a GPU. What the students are asked to write."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt


def vectorized_gradient(f: Callable[[Any], Any], x: npt.ArrayLike, eps: float = 1e-6) -> Any:
    """Return the gradient of f at x, shape (n,), as floats, calling f at most 8 times whatever n is.

    f takes a batch of points (m, n) and returns their values (m,). x holds n numbers (array or list, integers too)
    and is left alone; n may be 0. The result is as accurate as central differences with step eps * max(1, |x_i|) and
    eps = 1e-6. Raises ValueError if x is not one-dimensional or f does not return one value per point.
    """
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"x must have one dimension, not {x.ndim}")
    steps = np.diag(eps * np.maximum(1.0, np.abs(x)))
    plus, minus = x + steps, x - steps
    above, below = np.asarray(f(plus)), np.asarray(f(minus))
    if above.shape != x.shape or below.shape != x.shape:
        raise ValueError("f must map an array (m, n) to (m,)")
    # The step that was really made: x + h is rounded, and at x = 1e8 the difference matters.
    return (above - below) / (np.diagonal(plus) - np.diagonal(minus))


def high_dim_func(x: npt.ArrayLike) -> Any:
    """Return the sum of squares along the last axis, plus sin of its first element, plus cos of its second one.

    x has shape (..., n) with n >= 2; the result has shape (...), a number for a single point.
    """
    x = np.asarray(x, dtype=float)
    return np.sum(x**2, axis=-1) + np.sin(x[..., 0]) + np.cos(x[..., 1])


def gpu_gradient(f: Callable[[Any], Any], x: npt.ArrayLike, eps: float = 1e-6, xp: Any = None) -> Any:
    """Return the gradient of f at x as a NumPy array (n,), computed with the array module xp.

    xp is numpy or cupy; None stands for cupy if `cupy.cuda.is_available()`, else numpy. f takes a batch (m, n) of xp's
    arrays and returns (m,), and is called at most 8 times. x is a NumPy array (n,) and is left alone. The accuracy is
    that of vectorized_gradient, also for x up to 3e8. There are at most two transfers to the device and one back.
    """
    if xp is None:
        try:
            import cupy

            xp = cupy if cupy.cuda.is_available() else np
        except ImportError:
            xp = np
    point = xp.asarray(np.asarray(x, dtype=float))
    steps = xp.diag(eps * xp.maximum(1.0, xp.abs(point)))
    plus, minus = point + steps, point - steps
    gradient = (f(plus) - f(minus)) / (xp.diagonal(plus) - xp.diagonal(minus))
    return gradient.get() if hasattr(gradient, "get") else gradient


def gpu_func(x: Any) -> Any:
    """Return the sum of squares along the last axis, in the array module that x belongs to."""
    return (x**2).sum(axis=-1)
