"""What the stand-in is held to on a real device: computations that must agree, and misuse refused alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.probe import fakecupy

A = np.random.default_rng(3).normal(size=(4, 3)) + 3.0
_REDUCTIONS = ("sum", "mean", "max", "min", "prod", "var", "std", "argmax")
_OF_ONE = ("diag", "cumsum", "sort", "unique", "nonzero", "ravel", "flipud", "median")
#: of a module and an array of its own; the results are compared
AGREE: dict[str, Callable[[Any, Any], Any]] = {
    **{f"{n} of axis": lambda m, a, n=n: getattr(m, n)(a, axis=0) for n in _REDUCTIONS},
    **{n: lambda m, a, n=n: getattr(m, n)(a) for n in _OF_ONE},
    "ufunc of two": lambda m, a: m.maximum(a, a[::-1]) + m.hypot(a, 2.0) + m.power(a, 2),
    "operators": lambda m, a: -a / 2 + 3 * a**2 - a // 2 + a % 2 + (a > 3) + abs(a),
    "in place": lambda m, a: _in_place(a.copy()),
    "einsum": lambda m, a: m.einsum("ij,kj->ik", a, a),
    "matmul": lambda m, a: a @ a.T + m.matmul(a, a.T) + m.dot(a, a.T),
    "keepdims": lambda m, a: a / a.sum(axis=-1, keepdims=True),
    "out": lambda m, a: m.multiply(a, 2.0, out=m.zeros_like(a)),
    "fancy": lambda m, a: a[m.arange(2), m.arange(2)] + a[[0, 1], [2, 1]],
    "mask": lambda m, a: m.where(a > 3, a, 0.0)[a[:, 0] > 2],
    "solve": lambda m, a: m.linalg.solve(a[:3] + 9 * m.eye(3), a[0]),
    "norm": lambda m, a: m.linalg.norm(a, axis=-1),
    "stack": lambda m, a: m.stack([a, a], axis=1) + m.concatenate([a, a]).sum(),
    "broadcast": lambda m, a: m.broadcast_to(a[0], (5, 3)) + m.linspace(0, 1, 3) + m.arange(3),
    "gradient": lambda m, a: m.gradient(a[0]),
    "percentile": lambda m, a: m.percentile(a, 30, axis=1),
    "array of device scalars": lambda m, a: m.array([a[0, 0], a[1, 1]]),
    "numpy's function": lambda m, a: np.sum(a, axis=0) + np.exp(a) + np.linalg.norm(a),
    "numpy's scalar": lambda m, a: np.float64(2.0) * a + (np.float64(2.0) < a),
    "allclose": lambda m, a: m.allclose(a, a) & m.array_equal(a, a),
    "fft": lambda m, a: m.fft.fft(a[0]).real,
    "like a host array": lambda m, a: m.zeros_like(A),
    "of a host array": lambda m, a: m.diag(A[0]) + 0 * a[:3],
}
#: of a module and a device array of its own: TypeError with each
REFUSED: dict[str, Callable[[Any, Any], Any]] = {
    "np.asarray": lambda m, a: np.asarray(a),
    "np.array of a list": lambda m, a: np.array([a, a]),
    "into a host array": lambda m, a: np.zeros((4, 3)).__setitem__(..., a),
    "device + host": lambda m, a: a + A,
    "host - device": lambda m, a: A - a,
    "np.add": lambda m, a: np.add(a, A),
    "device += host": lambda m, a: a.__iadd__(A),
    "host += device": lambda m, a: A.copy().__iadd__(a),
    "device @ host": lambda m, a: a @ A.T,
    "sin of host": lambda m, a: m.sin(A),
    "all of host": lambda m, a: m.all(A),
    "cumsum of host": lambda m, a: m.cumsum(A),
    "setitem of host": lambda m, a: a.__setitem__(0, A[0]),
    "device + list": lambda m, a: a[0] + [1.0, 2.0, 3.0],
    "maximum of a list": lambda m, a: m.maximum(a[0], [1.0, 2.0, 3.0]),
    "concatenate": lambda m, a: m.concatenate([a, A]),
    "where": lambda m, a: m.where(A > 3, a, 0.0),
    "range": lambda m, a: range(m.array(3)),
}


def _in_place(a: Any) -> Any:
    a += 1.0
    a *= a
    a[1] = 5.0
    a[2] = 0 * a[0]
    return a


def on_host(value: Any) -> Any:
    """Return a result as NumPy arrays, whichever module made it."""
    if isinstance(value, list | tuple):
        return [on_host(part) for part in value]
    return value._host if isinstance(value, fakecupy.ndarray) else value.get() if hasattr(value, "get") else value
