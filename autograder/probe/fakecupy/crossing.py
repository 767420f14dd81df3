"""Turns a NumPy function into one that takes and gives device arrays, and refuses host arrays as CuPy does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

#: what CuPy's operators and functions take beside device arrays
SCALARS = (bool, int, float, complex, np.generic)


@dataclass(slots=True)
class Transfers:
    """How often data crossed between host and device."""

    into: int = 0
    out: int = 0


class DeviceArray:
    """What is common to all device arrays: the numbers, out of reach of NumPy, and the count of transfers."""

    __slots__ = ("_host", "_moves")
    _host: Any
    _moves: Transfers


#: the class of new device arrays; `array` sets it
_made: Callable[[Any, Transfers], Any]


def make_arrays_with(kind: Callable[[Any, Transfers], Any]) -> None:
    """Let results be arrays of this class."""
    global _made
    _made = kind


def unsupported(value: Any) -> str:
    """Return what CuPy says of an argument that it does not take."""
    return f"Unsupported type {type(value)}"


def unwrap(value: Any) -> Any:
    """Return the NumPy value behind an argument of a device function.

    Raises:
        TypeError: it is a host array.
    """
    if isinstance(value, DeviceArray):
        return value._host
    if isinstance(value, np.ndarray):
        # NumPy turns its own scalar on the left of a comparison into an array of no dimensions.
        if value.ndim == 0:
            return value[()]
        raise TypeError(unsupported(value))
    if isinstance(value, list | tuple):
        return type(value)(unwrap(part) for part in value)
    if isinstance(value, dict):
        return {key: unwrap(part) for key, part in value.items()}
    return value


def wrap(value: Any, moves: Transfers) -> Any:
    """Return a NumPy function's result as a device function gives it."""
    if isinstance(value, np.ndarray | np.generic):
        return _made(value, moves)
    if isinstance(value, list | tuple):
        parts = [wrap(part, moves) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def on_device(
    function: Callable[..., Any], moves: Transfers, *, lists: bool = True, boxed: bool = False, duck: bool = False
) -> Callable[..., Any]:
    """Return a NumPy function that takes and gives device arrays.

    `lists` False refuses lists, as CuPy's elementwise functions do; `boxed` turns a plain number that comes out into a
    device array; `duck` gives a host array of one's own back to NumPy, where CuPy calls the argument's own method.
    """

    def call(*args: Any, **options: Any) -> Any:
        if not lists and (wrong := next((a for a in args if isinstance(a, list)), None)) is not None:
            raise TypeError(unsupported(wrong))
        if duck and args and isinstance(args[0], np.ndarray) and not _any_device([*args, *options.values()]):
            return function(*args, **options)
        target = options.get("out")
        target = target[0] if isinstance(target, tuple) and len(target) == 1 else target
        host = function(*(unwrap(a) for a in args), **{k: unwrap(v) for k, v in options.items()})
        if target is not None:
            return target
        return wrap(np.asarray(host) if boxed and not isinstance(host, tuple) else host, moves)

    call.__name__ = getattr(function, "__name__", "call")
    call.__doc__ = getattr(function, "__doc__", None)
    return call


def _any_device(values: list[Any]) -> bool:
    return any(isinstance(v, DeviceArray) or (isinstance(v, list | tuple) and _any_device(list(v))) for v in values)


UFUNC_METHODS = ("at", "reduce", "accumulate", "outer", "reduceat")


def ufunc_on_device(ufunc: Any, moves: Transfers) -> Any:
    """Return a NumPy ufunc of device arrays, with its methods."""
    call: Any = on_device(ufunc, moves, lists=False)
    for method in UFUNC_METHODS:
        setattr(call, method, on_device(getattr(ufunc, method), moves))
    return call
