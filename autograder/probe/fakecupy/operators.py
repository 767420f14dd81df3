"""Operators and methods of device arrays, made from NumPy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.probe.fakecupy.crossing import SCALARS, DeviceArray, on_device, unsupported, unwrap, wrap

_ARITHMETIC = "add sub mul truediv floordiv mod pow divmod matmul and or xor lshift rshift".split()  # noqa: SIM905
_IN_PLACE = "add sub mul truediv floordiv mod pow and or xor lshift rshift".split()  # noqa: SIM905
_COMPARING = "lt le eq ne gt ge".split()  # noqa: SIM905
_UNARY = "neg pos abs invert".split()  # noqa: SIM905
_METHODS = (  # noqa: SIM905
    "sum mean prod max min argmax argmin all any var std cumsum cumprod dot reshape ravel flatten transpose squeeze "
    "astype copy clip round conj conjugate repeat take diagonal trace swapaxes argsort fill view nonzero sort "
    "partition argpartition put choose compress searchsorted"
).split()


def give_to(kind: Any) -> None:
    """Add all operators and methods to the class of device arrays."""
    for name in _ARITHMETIC:
        setattr(kind, f"__{name}__", _operator(f"__{name}__"))
        setattr(kind, f"__r{name}__", _operator(f"__r{name}__"))
    for name in _IN_PLACE:
        setattr(kind, f"__i{name}__", _in_place(f"__i{name}__"))
    for name in (*_COMPARING, *_UNARY):
        setattr(kind, f"__{name}__", _operator(f"__{name}__"))
    for name in _METHODS:
        setattr(kind, name, _method(getattr(np.ndarray, name)))
    kind.ptp = _method(np.ptp)
    kind.scatter_add, kind.scatter_max, kind.scatter_min = map(_scatter, (np.add, np.maximum, np.minimum))


def _operator(name: str) -> Callable[..., Any]:
    plain = getattr(np.ndarray, name)

    def operate(self: Any, *others: Any) -> Any:
        if any(not isinstance(o, (DeviceArray, *SCALARS)) for o in others):
            if any(isinstance(o, np.ndarray) and o.ndim for o in others):
                raise TypeError(unsupported(others[0]))
            if not any(isinstance(o, np.ndarray) for o in others):
                return NotImplemented
        answer = plain(self._host, *(unwrap(o) for o in others))
        return answer if answer is NotImplemented else wrap(answer, self._moves)

    return operate


def _in_place(name: str) -> Callable[..., Any]:
    plain = getattr(np.ndarray, name)

    def operate(self: Any, other: Any) -> Any:
        if not isinstance(other, (DeviceArray, *SCALARS)):
            raise TypeError(unsupported(other))
        # A 0-d result of an in-place operator may come back as a scalar, so the buffer is named explicitly.
        self._host[...] = plain(self._host, unwrap(other))
        return self

    return operate


def _method(plain: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: Any, *args: Any, **options: Any) -> Any:
        return on_device(plain, self._moves)(self, *args, **options)

    call.__name__, call.__doc__ = plain.__name__, plain.__doc__
    return call


def _scatter(ufunc: Any) -> Callable[..., Any]:
    def call(self: Any, index: Any, value: Any) -> None:
        on_device(ufunc.at, self._moves)(self, index, value)

    return call
