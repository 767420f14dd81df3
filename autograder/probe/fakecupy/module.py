"""The stand-in as a module: what `xp` is, and what `import cupy` gives."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograder.probe.fakecupy import names
from autograder.probe.fakecupy.array import ndarray
from autograder.probe.fakecupy.crossing import Transfers, on_device, ufunc_on_device, unwrap, wrap
from autograder.probe.fakecupy.cuda import cuda_of_stand_in, cuda_without_device, no_device
from autograder.probe.fakecupy.draws import random_module


def stand_in() -> Any:
    """Return a fresh stand-in for the module `cupy`; its `transfers` counts what crosses from here on."""
    moves = Transfers()
    xp: Any = types.ModuleType("cupy")
    xp.ndarray, xp.transfers, xp.__version__ = ndarray, moves, "0+standin"
    for name in names.CONSTANTS:
        if hasattr(np, name):
            setattr(xp, name, getattr(np, name))
    for name in names.UFUNCS:
        setattr(xp, name, ufunc_on_device(getattr(np, name), moves))
    for name in (*names.FUNCTIONS, *names.MAKERS):
        if hasattr(np, name):
            setattr(xp, name, _function(name, moves))

    _add_border(xp, moves)
    xp.linalg = _part("linalg", np.linalg, names.LINALG, moves)
    xp.linalg.LinAlgError = np.linalg.LinAlgError
    xp.fft = _part("fft", np.fft, names.FFT, moves)
    xp.random = random_module(moves)
    xp.mgrid, xp.ogrid, xp.r_, xp.c_ = (_Grid(g, moves) for g in (np.mgrid, np.ogrid, np.r_, np.c_))
    for alias, name in names.ALIASES.items():
        setattr(xp, alias, getattr(xp, name))
    xp.NINF, xp.NZERO, xp.PZERO = -np.inf, -0.0, 0.0
    xp.exceptions = types.SimpleNamespace(
        AxisError=np.exceptions.AxisError, ComplexWarning=np.exceptions.ComplexWarning
    )
    xp.AxisError, xp.ComplexWarning = np.exceptions.AxisError, np.exceptions.ComplexWarning
    for name in names.COMPILED:
        setattr(xp, name, _no_compiler)
    _add_cuda(xp, cuda_of_stand_in())
    xp.__getattr__ = _missing
    return xp


def _function(name: str, moves: Transfers) -> Callable[..., Any]:
    plain = getattr(np, name)
    call = on_device(plain, moves, boxed=name in names.BOXED, duck=name in names.DUCK)
    if name in names.LIKE:
        return _like(call, moves)
    return _taking(call, moves) if name in names.TAKING else call


def _like(call: Callable[..., Any], moves: Transfers) -> Callable[..., Any]:
    """Return a function that makes a new array after the shape and type of another one, which stays where it is."""

    def make(a: Any, *args: Any, **options: Any) -> Any:
        return call(ndarray(a, moves) if isinstance(a, np.ndarray) else a, *args, **options)

    make.__name__ = call.__name__
    return make


def _taking(call: Callable[..., Any], moves: Transfers) -> Callable[..., Any]:
    """Return a function that copies its host arrays to the device first, which counts."""

    def take(*args: Any, **options: Any) -> Any:
        return call(*(_moved(a, moves) for a in args), **{key: _moved(a, moves) for key, a in options.items()})

    take.__name__ = call.__name__
    return take


def _moved(value: Any, moves: Transfers) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    moves.into += 1
    return ndarray(value.copy(), moves)


def _part(name: str, source: Any, known: Iterable[str], moves: Transfers) -> Any:
    part = types.ModuleType(f"cupy.{name}")
    for function in known:
        if hasattr(source, function):
            setattr(part, function, on_device(getattr(source, function), moves))
    return part


class _Grid:
    """`mgrid` and its like: what is made by indexing."""

    def __init__(self, plain: Any, moves: Transfers) -> None:
        self._plain = plain
        self._moves = moves

    def __getitem__(self, index: Any) -> Any:
        return wrap(self._plain[unwrap(index)], self._moves)


def _missing(name: str) -> Any:
    """Stand for a name that is not there: what CuPy lacks raises, what CuPy has refuses when it is called."""
    if name not in names.REFUSED:
        raise AttributeError(f"module 'cupy' has no attribute {name!r}")

    def refused(*_: Any, **__: Any) -> Any:
        raise NotImplementedError(names.refusal(name))

    return refused


def _no_compiler(*_: Any, **__: Any) -> Any:
    raise NotImplementedError(
        "kernels of your own cannot be compiled here: the graded run has no GPU; use array functions of xp"
    )


def _add_border(xp: Any, moves: Transfers) -> None:
    xp.asarray = _into(moves, copies=False)
    xp.array = _into(moves, copies=True)
    xp.ascontiguousarray = xp.asfortranarray = xp.asanyarray = xp.asarray
    xp.asnumpy = _out_of(moves)
    xp.get_array_module = lambda *arrays: xp if any(isinstance(a, ndarray) for a in arrays) else np


def _into(moves: Transfers, *, copies: bool) -> Callable[..., ndarray]:
    def convert(value: Any, dtype: Any = None, copy: bool | None = copies, **options: Any) -> ndarray:
        ndmin = options.get("ndmin", 0)
        if isinstance(value, ndarray):
            if not copy and (dtype is None or value.dtype == dtype) and value.ndim >= ndmin:
                return value
            return ndarray(np.array(value._host, dtype=dtype, ndmin=ndmin), value._moves)
        if _holds_device_array(value):
            # A list of device arrays is stacked on the device, as CuPy does.
            stacked = np.stack([np.asarray(unwrap(v)) for v in value]).astype(dtype, copy=False)
            return ndarray(np.array(stacked, ndmin=ndmin), moves)
        moves.into += 1
        return ndarray(np.array(value, dtype=dtype, ndmin=ndmin), moves)

    return convert


def _holds_device_array(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(v, ndarray) or _holds_device_array(v) for v in value)


def _out_of(moves: Transfers) -> Callable[..., Any]:
    def asnumpy(value: Any, stream: Any = None, order: Any = "C", out: Any = None, *, blocking: bool = True) -> Any:
        if isinstance(value, ndarray):
            return value.get(stream, order, out, blocking)
        host = np.asarray(value, order=order)
        if out is None:
            return host
        out[...] = host
        return out

    return asnumpy


def _add_cuda(xp: Any, cuda: Any) -> None:
    xp.cuda = cuda
    xp.is_available = cuda.is_available
    xp.get_default_memory_pool = xp.get_default_pinned_memory_pool = lambda: cuda.pool


def without_device() -> Any:
    """Return what `cupy` is where it is installed and no GPU is: `is_available()` is False, allocating raises."""
    xp: Any = types.ModuleType("cupy")
    xp.ndarray, xp.__version__ = ndarray, "0+standin"
    for name in names.CONSTANTS:
        if hasattr(np, name):
            setattr(xp, name, getattr(np, name))
    for name in (*names.UFUNCS, *names.FUNCTIONS, *names.MAKERS):
        setattr(xp, name, no_device)
    for name in ("asarray", "array", "ascontiguousarray", "asanyarray"):
        setattr(xp, name, no_device)
    xp.linalg = types.SimpleNamespace(**dict.fromkeys(names.LINALG, no_device))
    xp.asnumpy = _out_of(Transfers())
    xp.get_array_module = lambda *_: np
    xp.cuda = cuda_without_device()
    xp.is_available = xp.cuda.is_available
    return xp
