"""Chapter 5: derivatives that survive floating point. What the students are asked to write."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt


def safe_division(a: npt.ArrayLike, b: npt.ArrayLike, eps: float = 1e-10) -> Any:
    """Return a / b, with every |b| below eps replaced by eps and the sign of b kept (+ where b is 0).

    a and b are numbers or arrays that broadcast together; numbers give a number.
    """
    b = np.asarray(b, dtype=float)
    sign = np.where(b < 0, -1.0, 1.0)
    return np.asarray(a, dtype=float) / (sign * np.maximum(np.abs(b), eps))


def stabilized_gradient_descent(
    f: Callable[[Any], Any] | None,
    f_prime: Callable[[Any], Any],
    x0: npt.ArrayLike,
    learning_rate: float = 0.1,
    epochs: int = 100,
    max_norm: float = 1e3,
) -> Any:
    """Return x after `epochs` steps of gradient descent whose gradients are shortened to length max_norm.

    Each step is x <- x - learning_rate * g * min(1, max_norm / ||g||) with g = f_prime(x) and the Euclidean norm.
    x0 is a number or an array and stays as it is; f is not needed and may be None. The norm must not overflow for
    finite g up to 1e300. Raises FloatingPointError where g is not finite.
    """
    x = np.array(x0, dtype=float)[()]
    for _ in range(epochs):
        g = np.asarray(f_prime(x), dtype=float)
        if not np.all(np.isfinite(g)):
            raise FloatingPointError("the gradient is not finite; try a smaller learning rate")
        # Divided by its largest entry first, g has a norm between 1 and sqrt(n): its square cannot overflow.
        largest = np.max(np.abs(g), initial=0.0)
        norm = largest * np.sqrt(np.sum(safe_division(g, max(largest, 1e-300), 1e-300) ** 2))
        x = x - learning_rate * min(1.0, safe_division(max_norm, norm)) * g
    return x


def relu(x: npt.ArrayLike) -> Any:
    """Return max(0, x) elementwise, as floats; NaN stays NaN and x is left as it is."""
    return np.maximum(np.asarray(x, dtype=float), 0.0)


def relu_derivative(x: npt.ArrayLike) -> Any:
    """Return the derivative of relu elementwise, as floats: 1.0 where x > 0, else 0.0 (also at 0)."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)[()]


def leaky_relu(x: npt.ArrayLike, alpha: float = 0.01) -> Any:
    """Return x where x > 0, else alpha * x, elementwise, as floats; x is left as it is."""
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)[()]


def leaky_relu_derivative(x: npt.ArrayLike, alpha: float = 0.01) -> Any:
    """Return the derivative of leaky_relu elementwise, as floats: 1.0 where x > 0, else alpha (also at 0)."""
    return np.where(np.asarray(x) > 0, 1.0, float(alpha))[()]


def tanh_derivative(x: npt.ArrayLike) -> Any:
    """Return 1 - tanh(x)**2 elementwise, with a relative error below 1e-9 also far from 0 (|x| up to 30)."""
    e = np.exp(-2.0 * np.abs(np.asarray(x, dtype=float)))
    return 4.0 * e / (1.0 + e) ** 2
