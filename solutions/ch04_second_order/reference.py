"""Reference implementations of chapter 4: Newton's method, a test function, and convexity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

CONVEX = "函数在该区间是凸的"
CONCAVE = "函数在该区间是凹的"
NEITHER = "函数在该区间既非凸也非凹"


def newton_method(
    f: Callable[[Any], Any],
    f_prime: Callable[[Any], Any],
    f_double_prime: Callable[[Any], Any],
    x0: Any,
    epochs: int = 10,
) -> tuple[Any, list[tuple[Any, Any]]]:
    """Walk towards a stationary point of f by x ← x − H⁻¹g, `epochs` times.

    f: function of a number, or of an array of shape (n,); returns a number
    f_prime: its derivative g: a number, or an array of shape (n,)
    f_double_prime: its second derivative H: a number, or an array of shape (n, n)
    x0: the starting point, a number or an array of shape (n,); it is not changed
    returns (x, history): the last point, and one pair (x, f(x)) after each update

    Where g = 0 the point stays where it is. A singular H with g ≠ 0, or a NaN or infinity in g or H, raises
    ZeroDivisionError, another ArithmeticError, numpy.linalg.LinAlgError or ValueError.
    """
    x = float(x0) if np.ndim(x0) == 0 else np.array(x0, dtype=float)
    history = []
    for _ in range(epochs):
        gradient = np.asarray(f_prime(x), dtype=float)
        hessian = np.asarray(f_double_prime(x), dtype=float)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            raise FloatingPointError(f"a derivative is not finite at x = {x}")
        if not gradient.any():
            step = np.zeros_like(gradient)
        elif gradient.ndim:
            step = np.linalg.solve(hessian, gradient)
        elif hessian == 0:
            raise ZeroDivisionError(f"the second derivative is zero at x = {x}")
        else:
            step = gradient / hessian
        x = x - step
        history.append((x, f(x)))
    return x, history


def func(x: Any) -> Any:
    """Return x³ − 2x² + 2 for a number or, element by element, for an array."""
    return x**3 - 2 * x**2 + 2


def func_prime(x: Any) -> Any:
    """Return the first derivative of `func` at x, a number or an array."""
    return 3 * x**2 - 4 * x


def func_double_prime(x: Any) -> Any:
    """Return the second derivative of `func` at x, a number or an array."""
    return 6 * x - 4


def check_convexity(f_double_prime: Callable[[float], float], interval: Sequence[float]) -> str:
    """Say whether a function is convex on [a, b], judged by the signs of its second derivative at sample points.

    f_double_prime: the second derivative; it may accept one number at a time only
    interval: the two numbers a <= b
    returns CONVEX, CONCAVE or NEITHER, from at least 100 evenly spread points that include a and b

    A value with |f''| <= 1e-12 · max(1, largest |f''| sampled) counts as zero. If all count as zero: CONVEX.
    Raises ValueError if a > b or if a sampled value is NaN.
    """
    a, b = interval
    if a > b:
        raise ValueError(f"the interval [{a}, {b}] is reversed")
    curvature = np.array([float(f_double_prime(x)) for x in np.linspace(a, b, 401)])
    if np.isnan(curvature).any():
        raise ValueError("the second derivative is NaN somewhere in the interval")
    zero = 1e-12 * max(1.0, np.abs(curvature).max())
    if np.all(curvature >= -zero):
        return CONVEX
    if np.all(curvature <= zero):
        return CONCAVE
    return NEITHER
