# ruff: noqa: ANN001, ANN201, ANN202 - students hand in anything
"""Probes of chapter 7: functions of batches by name, and runs on a stand-in for the GPU."""

import contextlib
import sys
from importlib.machinery import ModuleSpec
from types import SimpleNamespace

import numpy as np

from autograder.probe import device, fakecupy

# ---- Functions (m, n) -> (m,), complex-safe, in either array module -------------------------------------------------


def _function(kind, c, xp=np):
    """A named function; c is a vector of coefficients on xp's side, and x may be complex.

    "article" is like high_dim_func and not the same: what a probe holds can be read by what it calls.
    """
    return {
        "article": lambda x: (x**2).sum(axis=-1) - 2 * xp.sin(x[..., 0]) + 3 * xp.cos(x[..., 1]),
        "weighted": lambda x: (c * x**2).sum(axis=-1),
        "linear": lambda x: (c * x).sum(axis=-1),
        "cubes": lambda x: (c * x**3).sum(axis=-1),
        "waves": lambda x: (c * xp.sin(x)).sum(axis=-1) * 1e-2,
        "coupled": lambda x: (c * x).sum(axis=-1) * xp.sin(x[..., 0]) + x[..., -1] ** 2 * x[..., 0],
        "growth": lambda x: xp.exp(x).sum(axis=-1) - c.sum() - (xp.exp(c) - c).sum(),
        "far": lambda x: (c * x**2).sum(axis=-1) / 1e8,
        "mixed": lambda x: c[0] * x[..., 0] * 1e-9 + c[1] * xp.sin(x[..., 1]),
    }[kind]


def call(ns, name, args, options=None):
    """Call one function by name."""
    return getattr(ns, name)(*args, **(options or {}))


def gradient(ns, kind, c, x):
    """The gradient of a named function."""
    return ns.vectorized_gradient(_function(kind, c), x)


def counted(ns, f, x):
    """The gradient of an answered function, whose calls are on record."""
    return ns.vectorized_gradient(f, x)


def with_8_calls(ns, kind, c, x):
    """The gradient of a named function that can be called eight times."""
    f, left = _function(kind, c), iter(range(8))

    def limited(z):
        if next(left, None) is None:
            raise RuntimeError("f was called more than 8 times")
        return f(z)

    return ns.vectorized_gradient(limited, x)


def additive(ns, c, x):
    """Gradient of a sum minus the sum of the gradients."""
    f, g = _function("waves", c), _function("cubes", c)
    both = np.asarray(ns.vectorized_gradient(lambda z: f(z) + g(z), x.copy()))
    return both - np.asarray(ns.vectorized_gradient(f, x.copy())) - np.asarray(ns.vectorized_gradient(g, x.copy()))


def permuted(ns, c, x, order):
    """Gradient of f(x[order]) at x, against the gradient of f rearranged."""
    f, back = _function("waves", c), np.argsort(order)
    turned = np.asarray(ns.vectorized_gradient(lambda z: f(z[..., order]), x.copy()))
    return turned - np.asarray(ns.vectorized_gradient(f, x[order].copy()))[back]


def independent(ns, c, x, other):
    """For a sum over components, moving all but the first component leaves the first partial derivative alone; two
    calls give two arrays."""
    f = _function("waves", c)
    first = np.asarray(ns.vectorized_gradient(f, x.copy()))
    kept = first.copy()
    second = np.asarray(ns.vectorized_gradient(f, np.concatenate([x[:1], other])))
    return first[0] - second[0], first - kept


def wrong_function(ns, how, x):
    """f breaks its contract: reduces everything, to a number or to an array of one, or nothing."""
    f = {
        "everything": lambda z: np.sum(z**2),
        "nothing": lambda z: z**2,
        "one value": lambda z: np.sum(z**2, keepdims=True).reshape(1),
    }[how]
    return ns.vectorized_gradient(f, x)


def purity(ns, name, x):
    """x after the call."""
    f = lambda z: (z**2).sum(axis=-1)  # noqa: E731
    if name == "gpu_gradient":
        ns.gpu_gradient(f, x, xp=np)
    elif name == "vectorized_gradient":
        ns.vectorized_gradient(f, x)
    else:
        getattr(ns, name)(x)
    return x


def both(ns, kind, c, x, points):
    """gpu_gradient with xp=numpy, and gpu_func, as they are."""
    return ns.gpu_gradient(_function(kind, c), x, xp=np), ns.gpu_func(points)


# ---- Chapter 7.2 ----------------------------------------------------------------------------------------------------


def on_host(ns, kind, c, x, options=None):
    """gpu_gradient with xp=numpy."""
    return ns.gpu_gradient(_function(kind, c), x, xp=np, **(options or {}))


def on_host_counted(ns, f, x):
    """gpu_gradient with xp=numpy of an answered function."""
    return ns.gpu_gradient(f, x, xp=np)


def _on_device(ns, kind, c, x, by_default=False):
    """Run gpu_gradient on the stand-in, in the device tier on a GPU: the result or the TypeError, and what happened on
    the way; transfers are counted on the stand-in only.

    by_default: the module is not passed as xp, but is what `import cupy` gives, with a device.
    """
    xp = device.array_module()
    if by_default and device.transfers(xp) is not None:
        xp.__spec__ = ModuleSpec("cupy", None)
        xp.cuda.is_available, xp.cuda.runtime.getDeviceCount = (lambda: True), (lambda: 1)
    there_f, here_f = _function(kind, xp.asarray(c), xp), _function(kind, c)
    seen = {"device": False, "host": False, "raised": False}

    def f(z):
        there = device.is_there(z)
        seen["device" if there else "host"] = True
        return (there_f if there else here_f)(z)

    counted = device.transfers(xp)
    try:
        result = ns.gpu_gradient(f, x) if by_default else ns.gpu_gradient(f, x, xp=xp)
    except TypeError as error:
        seen["raised"], result = True, error
    return result, ({"into": counted.into, "out": counted.out} if counted else {}) | seen


def _plain(result):
    if isinstance(result, TypeError):
        raise result
    return device.on_host(result)


def device_values(ns, kind, c, x):
    """The gradient wherever it was left, and whether it was computed on the device."""
    result, seen = _on_device(ns, kind, c, x)
    return _plain(result), seen["device"] and not seen["host"]


def comes_back(ns, kind, c, x):
    """What the result is, and whether the work was done on the device."""
    result, seen = _on_device(ns, kind, c, x)
    _plain(result)
    plain = "NumPy array" if type(result) is np.ndarray else "another type"
    return "device array" if device.is_there(result) else plain, seen["device"]


def traffic(ns, kind, c, x):
    """Transfers, and where f was called."""
    return _on_device(ns, kind, c, x)[1]


def with_gpu(ns, kind, c, x):
    """xp=None where cupy imports and a device is there: the gradient, and whether it was computed on the device."""
    result, seen = _on_device(ns, kind, c, x, by_default=True)
    if not seen["device"]:
        # imported once for all in a cell, where there was no CuPy yet? Then that cell is run as it would run with it
        with _run_again(ns, "cupy") as again:
            result, seen = _on_device(again, kind, c, x, by_default=True)
    return _plain(result), seen["device"] and not seen["host"]


@contextlib.contextmanager
def _run_again(ns, word):
    """Run the notebook's cells that hold a word once more, as far as they go; afterwards all names are as before."""
    names = getattr(ns.gpu_gradient, "__globals__", {"gpu_gradient": ns.gpu_gradient})
    before = dict(names)
    try:
        for cell in ns.In if "In" in ns else ():
            if word in cell:
                with contextlib.suppress(Exception):
                    exec(cell, names)  # noqa: S102 - the student's own cell, in the student's own process
        yield SimpleNamespace(gpu_gradient=names.get("gpu_gradient", ns.gpu_gradient))
    finally:
        names.clear()
        names.update(before)


def without_gpu(ns, kind, c, x):
    """xp=None where cupy imports and no device is there."""
    sys.modules["cupy"] = fakecupy.without_device()
    return ns.gpu_gradient(_function(kind, c), x)


def without_cupy(ns, kind, c, x):
    """xp=None where cupy cannot be imported."""
    sys.modules["cupy"] = None
    return ns.gpu_gradient(_function(kind, c), x)


def device_func(ns, x):
    """gpu_func on the device: its value, and whether device and host arrays stayed where they were, as far as that is
    counted without a transfer."""
    xp = device.array_module()
    there = xp.asarray(x)
    counted = device.transfers(xp)
    result = ns.gpu_func(there)
    stayed = device.is_there(result) and (counted is None or counted.into == counted.out == 0)
    return _plain(result), stayed and not device.is_there(ns.gpu_func(x))
