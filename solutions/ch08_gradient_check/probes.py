# ruff: noqa: ANN001, ANN201, ANN202, ANN204, A003 - students hand in anything
"""Probes of chapter 8: functions with right and wrong gradients, and parameters without torch."""

import numpy as np

from autograder.probe.figures import read_figure

# ---- Functions with their gradients, by name ------------------------------------------------------------------------


def _pair(kind, c):
    # "smooth" is like check_func and not the same: what a probe holds can be read by what it calls
    return {
        "smooth": (lambda x: np.sum(np.sin(x) + 1.5 * x**2), lambda x: np.cos(x) + 3 * x),
        "quadratic": (lambda x: np.sum(c * x**2), lambda x: 2 * c * x),
        "constant": (lambda x: 3.0, lambda x: np.zeros(np.shape(x))),
        "product": (lambda x: np.sum(x) * x.flat[0] + np.sum(c * x), lambda x: _product_gradient(x, c)),
        "waves": (lambda x: np.sum(c * np.sin(x / 1e6)), lambda x: c * np.cos(x / 1e6) / 1e6),
        "exponential": (lambda x: np.sum(c * np.exp(x)), lambda x: c * np.exp(x)),
    }[kind]


def _product_gradient(x, c):
    g = c + np.full(x.shape, x.flat[0])
    g.flat[0] += np.sum(x)
    return g


def _spoiled(gradient, how, at, by):
    """A gradient with one named fault."""

    def wrong(x):
        g = np.array(gradient(x), dtype=float)
        if how == "factor":
            g.flat[at] *= by
        elif how == "shift":
            g.flat[at] += by
        elif how == "all":
            g = g * by
        elif how == "transposed":
            g = g.T.copy()
        elif how == "rolled":
            g = np.roll(g, 1)
        elif how == "nan":
            g.flat[at] = by
        elif how == "column":
            g = g.reshape(-1, 1)
        elif how == "row":
            g = g.reshape(1, -1)
        elif how == "number":
            g = float(g.flat[0])
        elif how == "flat":
            g = g.ravel()
        elif how == "shorter":
            g = g[:-1]
        elif how == "list_of_one":
            g = g[:1]
        return g

    return wrong


def _truth(result):
    """True or False for anything that says so in one element; the contract family judges its type."""
    if isinstance(result, bool | np.bool_):
        return bool(result)
    if isinstance(result, np.ndarray) and result.size == 1 and result.dtype == bool:
        return bool(result.item())
    return result


def check(ns, kind, c, x, scale=1.0, offset=0.0, fault=None, options=None):
    """What the student's checker says of one pair of functions, right or spoiled."""
    f, g = _pair(kind, np.asarray(c, dtype=float))
    right = lambda x: scale * g(x)  # noqa: E731
    return _truth(
        ns.gradient_check(
            lambda x: scale * f(x) + offset, right if fault is None else _spoiled(right, **fault), x, **(options or {})
        )
    )


def check_shape(ns, kind, c, x, fault):
    """A gradient of the wrong shape: refused by False, or by an exception that says so."""
    try:
        return check(ns, kind, c, x, fault=fault)
    except (ValueError, TypeError):
        return False


def result_type(ns, kind, c, x, fault=None):
    """The result as it is."""
    f, g = _pair(kind, np.asarray(c, dtype=float))
    return ns.gradient_check(f, g if fault is None else _spoiled(g, **fault), x)


def purity(ns, kind, c, x):
    """x after the call."""
    f, g = _pair(kind, np.asarray(c, dtype=float))
    ns.gradient_check(f, g, x)
    return x


def functions_purity(ns, name, x):
    """x after the call of one function."""
    getattr(ns, name)(x)
    return x


def spied(ns, f, f_prime, x):
    """A check of answered functions, whose calls are on record."""
    return _truth(ns.gradient_check(f, f_prime, x))


def call(ns, name, args):
    """Call one function by name."""
    return getattr(ns, name)(*args)


def consistent(ns, x):
    """check_func_prime minus central differences of check_func."""
    g = np.asarray(ns.check_func_prime(x), dtype=float)
    numeric = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = 1e-5
        numeric[i] = (float(ns.check_func(x + e)) - float(ns.check_func(x - e))) / 2e-5
    return g - numeric


# ---- Parameters as torch has them, without torch --------------------------------------------------------------------


class _Number(float):
    def item(self):
        return float(self)

    detach = cpu = lambda self: self

    def numpy(self):
        return np.float64(self)


class _Gradient:
    def __init__(self, values):
        self.values = np.asarray(values, dtype=float)
        self.shape = self.values.shape

    def abs(self):
        return _Gradient(np.abs(self.values))

    __abs__ = abs

    def mean(self):
        return _Number(self.values.mean())

    def sum(self):
        return _Number(self.values.sum())

    def max(self):
        return _Number(self.values.max())

    def norm(self):
        return _Number(np.linalg.norm(self.values))

    def numel(self):
        return self.values.size

    def detach(self):
        return self

    cpu = clone = detach

    def numpy(self):
        return self.values.copy()


class _Parameter:
    def __init__(self, grad, requires_grad):
        self.grad = None if grad is None else _Gradient(grad)
        self.requires_grad = requires_grad


def flow(ns, parameters, once=False):
    """The figure of plot_gradient_flow for triples (name, gradient, requires_grad)."""
    pairs = [(name, _Parameter(grad, needs)) for name, grad, needs in parameters]
    return read_figure(lambda: ns.plot_gradient_flow(iter(pairs) if once else pairs))
