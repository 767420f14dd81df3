"""Reference implementations of chapter 2: gradient descent, its target function, and the role of the learning rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np


def gradient_descent(
    f: Callable[[Any], Any],
    f_prime: Callable[[Any], Any],
    x0: Any,
    learning_rate: float = 0.1,
    epochs: int = 100,
) -> tuple[Any, list[tuple[Any, Any]]]:
    """Walk downhill: x ← x − learning_rate·f'(x), exactly `epochs` times.

    f: the function to make small; f_prime: its derivative, or gradient
    x0: the starting point, a number or an array; it is not changed
    returns (x, history): the last point, and one pair (x, f(x)) after each update, so `epochs` pairs

    f_prime is called exactly once per update; the points in the history are objects of their own.
    """
    x = x0
    history = []
    for _ in range(epochs):
        x = x - learning_rate * f_prime(x)
        history.append((x, f(x)))
    return x, history


def target_func(x: Any) -> Any:
    """Return x² + 5x + 6 for a number or, element by element, for an array."""
    return x**2 + 5 * x + 6


def target_func_prime(x: Any) -> Any:
    """Return the derivative of `target_func` at x, a number or an array."""
    return 2 * x + 5


def learning_rate_curves(learning_rates: Sequence[float], x0: float = 10, epochs: int = 20) -> dict[str, list[float]]:
    """Run gradient descent on x² + 5x + 6 once per learning rate, always from x0.

    returns {f"lr={lr}": [f(x) after each of the epochs updates]}, in the order of learning_rates
    """
    curves = {}
    for rate in learning_rates:
        x, values = x0, []
        for _ in range(epochs):
            x = x - rate * (2 * x + 5)
            values.append(x**2 + 5 * x + 6)
        curves[f"lr={rate}"] = values
    return curves


def plot_learning_rates(curves: Mapping[str, Sequence[float]]) -> plt.Axes:
    """Draw the function values over the iterations, one labelled curve per learning rate.

    curves: label -> function values, as `learning_rate_curves` returns them
    returns the Axes, with a legend and both axis labels
    """
    _, ax = plt.subplots(figsize=(5, 3))
    for label, values in curves.items():
        ax.plot(np.arange(1, len(values) + 1), values, label=label)
    ax.set_yscale("symlog")
    ax.set_xlabel("iteration")
    ax.set_ylabel("f(x)")
    ax.legend()
    return ax
