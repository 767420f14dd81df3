"""Reference implementations of chapter 1: average velocity, its picture, and numeric and symbolic derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray


def average_velocity(t: ArrayLike, s: ArrayLike) -> NDArray[np.float64]:
    """Return the average velocity between neighbouring times.

    t: times in seconds, shape (n,), strictly increasing, n >= 2; the steps may differ
    s: positions in metres at these times, shape (n,)
    returns an array of n − 1 velocities in metres per second

    Raises ValueError if t and s have different lengths, if n < 2, or if t does not increase strictly.
    """
    t, s = np.asarray(t, dtype=float), np.asarray(s, dtype=float)
    if t.ndim != 1 or t.shape != s.shape:
        raise ValueError(f"t and s must be two lists of the same length, not {t.shape} and {s.shape}")
    if len(t) < 2:
        raise ValueError("a velocity needs two points in time")
    steps = np.diff(t)
    if not np.all(steps > 0):
        raise ValueError("the times must increase strictly")
    return np.diff(s) / steps


def plot_motion(t: NDArray[np.float64], s: NDArray[np.float64]) -> tuple[Any, Any]:
    """Draw position and average velocity over time, in two panels, and return the two Axes.

    t: times in seconds, shape (n,), strictly increasing
    s: positions in metres, shape (n,)
    returns (ax_pos, ax_vel): s over t, and the n − 1 average velocities over t[:-1]

    Each panel shows one curve, and has labels on both axes and a legend that names the curve.
    """
    _, (ax_pos, ax_vel) = plt.subplots(1, 2, figsize=(7, 2.5), gridspec_kw={"wspace": 0.3})
    ax_pos.plot(t, s, label="position s(t)")
    ax_pos.set(xlabel="time (s)", ylabel="position (m)")
    ax_vel.plot(t[:-1], np.diff(s) / np.diff(t), "r", label="average velocity v(t)")
    ax_vel.set(xlabel="time (s)", ylabel="velocity (m/s)")
    for ax in (ax_pos, ax_vel):
        ax.legend()
    return ax_pos, ax_vel


def numeric_derivative(f: Callable[[Any], Any], x: Any, dx: float = 1e-6) -> Any:
    """Return the central difference quotient (f(x + dx) − f(x − dx)) / (2 dx).

    f: a function of a number or, element by element, of an array
    x: a number or an array, of integers or floats; it is not changed
    dx: the step to both sides
    returns a number or an array like x
    """
    return (f(x + dx) - f(x - dx)) / (2 * dx)


def symbolic_derivative(expr: sp.Expr, x0: float) -> float:
    """Return the derivative of a SymPy expression at a point, as a Python float.

    expr: an expression with at most one symbol, whatever its name
    x0: the point
    """
    symbols = list(expr.free_symbols)
    if not symbols:
        return 0.0
    return float(sp.diff(expr, symbols[0]).subs(symbols[0], x0))


def compare_derivatives(expr: sp.Expr, x0: float, dx: float = 1e-6) -> dict[str, float]:
    """Return both derivatives of a SymPy expression at a point, and how far they are apart.

    expr: an expression with at most one symbol, whatever its name
    x0: the point
    dx: the step of the central difference quotient
    returns {"numeric": ..., "symbolic": ..., "abs_error": |numeric − symbolic|}, three floats
    """
    f = sp.lambdify(list(expr.free_symbols) or [sp.Symbol("x")], expr)
    numeric = float(numeric_derivative(f, x0, dx))
    symbolic = symbolic_derivative(expr, x0)
    return {"numeric": numeric, "symbolic": symbolic, "abs_error": abs(numeric - symbolic)}
