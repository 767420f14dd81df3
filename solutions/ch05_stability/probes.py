# ruff: noqa: ANN001, ANN201, ANN202 - students hand in anything
"""Probes of chapter 5: call the student's functions on plain data and report plain data."""

import numpy as np

# ---- Gradients by name, built in the jail --------------------------------------------------------------------------


def _gradient(kind, A=None, b=None):
    if kind == "parabola":  # of x**2 + 5x + 6
        return lambda x: 2 * x + 5
    if kind == "affine":
        A, b = np.array(A), np.array(b)
        return lambda x: A @ x + b
    if kind == "constant":
        return lambda x: np.array(b)[()]
    if kind == "quartic":  # of x**4
        return lambda x: 4 * x**3
    if kind == "cliff":  # a slope that ends at 0
        return lambda x: 1.0 if x > 0 else b
    if kind == "root":  # of sqrt(1 + x**2), summed over the components
        return lambda x: x / np.sqrt(1 + x * x)
    raise ValueError(kind)


def call(ns, name, args, options=None):
    """Call one function by name."""
    return getattr(ns, name)(*args, **(options or {}))


def oddness(ns, a, b, eps):
    """f(a, b) + f(a, -b), relative to the larger of the two: 0 for an odd function of b."""
    p, q = np.asarray(ns.safe_division(a, b, eps)), np.asarray(ns.safe_division(a, -b, eps))
    return (p + q) / np.maximum(np.maximum(np.abs(p), np.abs(q)), 1e-300)


def division_purity(ns, a, b):
    """a and b after the call."""
    ns.safe_division(a, b)
    return a, b


def descend(ns, gradient, x0, options):
    """Run descent on a named gradient; f is None, since nothing asks for its values."""
    return ns.stabilized_gradient_descent(None, _gradient(**gradient), x0, **options)


def descend_counted(ns, f_prime, x0, options):
    """Run descent on an answered gradient, so that its calls are on record."""
    return ns.stabilized_gradient_descent(None, f_prime, x0, **options)


def direction(ns, b, learning_rate):
    """Unit vector of one step from the origin."""
    step = np.asarray(ns.stabilized_gradient_descent(None, lambda x: np.array(b), np.zeros(len(b)), learning_rate, 1))
    return step / max(float(np.max(np.abs(step))), 1e-300)


def rotation(ns, A, b, Q, x0, options):
    """Rotate the problem, descend, rotate back; minus descent on the problem itself."""
    plain = ns.stabilized_gradient_descent(None, lambda x: A @ x + b, x0.copy(), **options)
    turned = ns.stabilized_gradient_descent(None, lambda x: Q @ (A @ (Q.T @ x) + b), Q @ x0, **options)
    return np.asarray(turned) - Q @ np.asarray(plain)


def descent_purity(ns, b, x0, options):
    """Return what the caller owns after the call: x0, and the array that the gradient hands out."""
    owned = np.array(b)
    ns.stabilized_gradient_descent(None, lambda x: owned, x0, **options)
    return x0, owned


def elementwise_purity(ns, name, x):
    """Return the argument after the call."""
    getattr(ns, name)(x)
    return x


def stays_nan(ns, name, x):
    """Which elements of the result are NaN."""
    return np.isnan(np.asarray(getattr(ns, name)(x), dtype=float))


def slope(ns, name, x, options):
    """Central difference of the student's own function, over a step that powers of two make exact."""
    h = 2.0**-10
    f = getattr(ns, name)
    return (np.asarray(f(x + h, **options)) - np.asarray(f(x - h, **options))) / (2 * h)


def by_cosh(ns, x):
    """The derivative times cosh(x)**2, which is 1."""
    return np.asarray(ns.tanh_derivative(x), dtype=float) * np.cosh(np.asarray(x, dtype=float)) ** 2


def evenness(ns, x):
    """d(x) - d(-x), and the value at 0."""
    return np.asarray(ns.tanh_derivative(x)) - np.asarray(ns.tanh_derivative(-x)), ns.tanh_derivative(np.zeros(2))
