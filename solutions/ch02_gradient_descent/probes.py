# ruff: noqa: ANN001, ANN201, ANN202 - plain programs shipped as text; names say what they take
"""Probes of chapter 2: run the student's gradient descent and read their figure as plain data."""

import numpy as np

from autograder.probe.figures import read_figure


def descend(ns, f, f_prime, x0, learning_rate, epochs):
    return ns.gradient_descent(f, f_prime, x0, learning_rate=learning_rate, epochs=epochs)


def descend_by_position(ns, f, f_prime, x0, learning_rate, epochs):
    return ns.gradient_descent(f, f_prime, x0, learning_rate, epochs)


def _parabola(a, b, c):
    """a·x² + b·x + c and its derivative."""

    def f(x):
        with np.errstate(all="ignore"):  # a wrong walk may go anywhere
            return a * x**2 + b * x + c

    def f_prime(x):
        with np.errstate(all="ignore"):
            return 2 * a * x + b

    return f, f_prime


def descend_parabola(ns, coefficients, x0, learning_rate, epochs):
    return ns.gradient_descent(*_parabola(*coefficients), x0, learning_rate=learning_rate, epochs=epochs)


def descend_by_default(ns, coefficients, x0):
    return ns.gradient_descent(*_parabola(*coefficients), x0)


def _bowl(A, b):
    """x·A·x/2 − b·x and its gradient."""
    A, b = np.array(A), np.array(b)
    return (lambda x: 0.5 * x @ A @ x - b @ x), (lambda x: A @ x - b)


def descend_bowl(ns, A, b, x0, learning_rate, epochs):
    f, gradient = _bowl(A, b)
    return ns.gradient_descent(f, gradient, x0, learning_rate=learning_rate, epochs=epochs)


def descend_bowl_arguments(ns, A, b, x0, learning_rate, epochs):
    """The starting point after the call."""
    f, gradient = _bowl(A, b)
    ns.gradient_descent(f, gradient, x0, learning_rate=learning_rate, epochs=epochs)
    return {"x0": x0}


def descend_bowl_kept(ns, A, b, x0, learning_rate, epochs):
    """The points of the history, after the last one was overwritten: a shared array shows."""
    f, gradient = _bowl(A, b)
    _, history = ns.gradient_descent(f, gradient, x0, learning_rate=learning_rate, epochs=epochs)
    points = [point for point, _ in history]
    if isinstance(points[-1], np.ndarray) and points[-1].flags.writeable:
        points[-1][...] = 0.0
    return [np.array(p) for p in points[:-1]]


def target(ns, x):
    return ns.target_func(x)


def target_prime(ns, x):
    return ns.target_func_prime(x)


def target_both(ns, x):
    """The argument after both calls, and both results; a 0-d array is a number."""
    results = [ns.target_func(x), ns.target_func_prime(x)]
    return (x, *(r[()] if isinstance(r, np.ndarray) else r for r in results))


def curves(ns, learning_rates, x0, epochs):
    return ns.learning_rate_curves(learning_rates, x0=x0, epochs=epochs)


def curves_by_default(ns, learning_rates):
    return ns.learning_rate_curves(learning_rates)


def curve_keys(ns, learning_rates, x0, epochs):
    """The keys in their order, and how the values are kept."""
    result = ns.learning_rate_curves(learning_rates, x0, epochs)
    return [k if isinstance(k, str) else type(k).__name__ for k in result], [_kept_as(v) for v in result.values()]


def _kept_as(values):
    if type(values) is list and not all(isinstance(x, int | float | np.floating) or np.shape(x) == () for x in values):
        return "list of other things"
    return type(values).__name__


def curves_argument(ns, learning_rates, x0, epochs):
    """The learning rates after the call."""
    ns.learning_rate_curves(learning_rates, x0=x0, epochs=epochs)
    return {"learning_rates": learning_rates}


def figure(ns, curves):
    return read_figure(lambda: ns.plot_learning_rates(curves))


def figure_arguments(ns, curves):
    read_figure(lambda: ns.plot_learning_rates(curves))
    return {"curves": curves}
