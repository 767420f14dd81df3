"""Chapter 8: checking a gradient, and looking at many. What the students are asked to write."""

from collections.abc import Callable, Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt


def gradient_check(
    f: Callable[[Any], Any], f_prime: Callable[[Any], Any], x: npt.ArrayLike, eps: float | None = None
) -> bool:
    """Return True if f_prime(x) agrees with central differences of f in every component, else False.

    f takes an array of x's shape (any shape) and returns a number; x may hold integers and is left alone. A correct
    gradient is accepted also where it is zero, where f is offset by 1e4 or scaled by 1e-9 or 1e6, and for x near 1e6.
    A component that is 1 % off is rejected if it is at least 1e-6 of the largest; so are NaN and a wrong shape.
    eps is the relative step; None stands for the cube root of the machine epsilon.
    """
    x = np.array(x, dtype=float)
    analytic = np.asarray(f_prime(x.copy()), dtype=float)
    if analytic.shape != x.shape or not np.all(np.isfinite(analytic)):
        return False
    machine = np.finfo(float).eps
    relative = np.cbrt(machine) if eps is None else eps
    for index in np.ndindex(x.shape):
        h = relative * max(1.0, abs(x[index]))
        plus, minus = x.copy(), x.copy()
        plus[index] += h
        minus[index] -= h
        above, below = float(f(plus)), float(f(minus))
        numeric = (above - below) / (plus[index] - minus[index])
        # f carries a rounding error of its own size times epsilon, which the division by h magnifies.
        rounding = 20 * machine * max(abs(above), abs(below)) / h
        if not abs(analytic[index] - numeric) <= 1e-5 * max(abs(analytic[index]), abs(numeric)) + rounding:
            return False
    return True


def check_func(x: npt.ArrayLike) -> Any:
    """Return the sum of sin(x_i) + x_i**2 over all elements of x, a number."""
    x = np.asarray(x, dtype=float)
    return np.sum(np.sin(x) + x**2)


def check_func_prime(x: npt.ArrayLike) -> Any:
    """Return the gradient of check_func, in the shape of x."""
    x = np.asarray(x, dtype=float)
    return np.cos(x) + 2 * x


def plot_gradient_flow(named_parameters: Iterable[tuple[str, Any]]) -> Any:
    """Draw one bar per layer, its height the mean absolute gradient, and return the Axes.

    named_parameters gives pairs (name, p), possibly once only. Left out are parameters with `p.requires_grad` False,
    with `p.grad` None, and biases: those whose last dotted part is "bias". The height is `p.grad.abs().mean()`; the
    tick label of a bar is the parameter's full name. Both axes have a label.
    """
    names, heights = [], []
    for name, p in named_parameters:
        if p.requires_grad and p.grad is not None and name.split(".")[-1] != "bias":
            names.append(name)
            heights.append(float(p.grad.abs().mean()))
    _, ax = plt.subplots(figsize=(5, 3))
    ax.bar(range(len(names)), heights)
    ax.set_xticks(range(len(names)), names, rotation="vertical")
    ax.set_xlabel("layer")
    ax.set_ylabel("mean absolute gradient")
    ax.set_title("Gradient flow")
    return ax
