"""The stand-in's array: its border with the host, its shape, its indexing, and how NumPy's functions find it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.probe.fakecupy import crossing, names
from autograder.probe.fakecupy.crossing import DeviceArray, Transfers, on_device, unsupported

IMPLICIT = (
    "Implicit conversion to a NumPy array is not allowed. Please use `.get()` to construct a NumPy array explicitly."
)


class ndarray(DeviceArray):  # noqa: N801 - CuPy's name
    """An array on the device that is not there."""

    __module__ = "cupy"
    __slots__ = ()
    __array_priority__ = 100
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, host: Any, moves: Transfers) -> None:
        self._host = np.asarray(host)
        self._moves = moves

    # ---- the border ----

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(IMPLICIT)

    def get(self, stream: Any = None, order: str = "C", out: Any = None, blocking: bool = True) -> Any:
        """Copy to the host."""
        self._moves.out += 1
        if out is not None:
            out[...] = self._host
            return out
        return np.array(self._host, order=order)  # type: ignore[call-overload]

    def set(self, arr: Any, stream: Any = None) -> None:
        """Copy from a host array of the same shape and dtype."""
        if not isinstance(arr, np.ndarray):
            raise TypeError("Only numpy.ndarray can be set to cupy.ndarray")
        if arr.dtype != self.dtype or arr.shape != self.shape:
            raise ValueError(f"Shape or dtype mismatch: {arr.shape}, {arr.dtype} for {self.shape}, {self.dtype}")
        self._moves.into += 1
        self._host[...] = arr

    def item(self) -> Any:
        """Copy the only element to the host."""
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        self._moves.out += 1
        return self._host.item()

    def tolist(self) -> Any:
        """Copy to the host as lists."""
        self._moves.out += 1
        return self._host.tolist()

    def tobytes(self, order: Any = "C") -> bytes:
        """Copy to the host as bytes."""
        self._moves.out += 1
        return bytes(self._host.tobytes(order))

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __complex__(self) -> complex:
        return complex(self.item())

    def __bool__(self) -> bool:
        self._moves.out += 1
        return bool(self._host)

    # ---- shape and type ----

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self._host.shape  # type: ignore[no-any-return]

    @shape.setter
    def shape(self, lengths: Any) -> None:
        self._host = self._host.reshape(lengths)

    @property
    def T(self) -> ndarray:  # noqa: N802
        """The transpose, a view."""
        return ndarray(self._host.T, self._moves)

    @property
    def mT(self) -> ndarray:  # noqa: N802
        """The transpose of the last two axes, a view."""
        return ndarray(self._host.mT, self._moves)

    @property
    def real(self) -> ndarray:
        """Real part."""
        return ndarray(self._host.real, self._moves)

    @real.setter
    def real(self, value: Any) -> None:
        self._host.real = _assigned(value)

    @property
    def imag(self) -> ndarray:
        """Imaginary part."""
        return ndarray(self._host.imag, self._moves)

    @imag.setter
    def imag(self, value: Any) -> None:
        self._host.imag = _assigned(value)

    @property
    def flat(self) -> ndarray:
        """The elements in one row, a view where that is possible."""
        return ndarray(self._host.reshape(-1), self._moves)

    @property
    def device(self) -> Any:
        """Where the array is."""
        from autograder.probe.fakecupy.cuda import Device

        return Device(0)

    def __len__(self) -> int:
        return len(self._host)

    def __iter__(self) -> Any:
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return (ndarray(row, self._moves) for row in self._host)

    def __repr__(self) -> str:
        return repr(self._host)

    def __str__(self) -> str:
        return str(self._host)

    def __format__(self, spec: str) -> str:
        return format(self._host[()] if not self.ndim else self._host, spec)

    def __copy__(self) -> ndarray:
        return ndarray(self._host.copy(), self._moves)

    def __deepcopy__(self, _memo: Any) -> ndarray:
        return self.__copy__()

    def __getattr__(self, name: str) -> Any:
        if name in names.PLAIN_ATTRIBUTES:
            return getattr(self._host, name)
        if name in names.REFUSED_ATTRIBUTES:
            raise NotImplementedError(names.refusal(f"ndarray.{name}"))
        raise AttributeError(f"'cupy.ndarray' object has no attribute {name!r}")

    def __getitem__(self, index: Any) -> ndarray:
        return ndarray(self._host[_host_index(index)], self._moves)

    def __setitem__(self, index: Any, value: Any) -> None:
        self._host[_host_index(index)] = _assigned(value)

    # ---- NumPy's own functions find their way to the device, as with CuPy ----

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if method not in ("__call__", *crossing.UFUNC_METHODS) or ufunc.__name__ not in names.UFUNCS:
            return NotImplemented
        return on_device(getattr(ufunc, method), self._moves, lists=False)(*inputs, **options)

    def __array_function__(self, function: Any, _types: Any, args: Any, options: Any) -> Any:
        part = function.__module__.partition(".")[2]
        known = {"linalg": names.LINALG, "fft": names.FFT}.get(part, names.FUNCTIONS)
        if function.__name__ not in known:
            return NotImplemented
        return on_device(function, self._moves, boxed=function.__name__ in names.BOXED)(*args, **options)


crossing.make_arrays_with(ndarray)


def _assigned(value: Any) -> Any:
    """Return what may be written into a device array: CuPy accepts a host array of no dimensions here, and no other."""
    if isinstance(value, np.ndarray) and value.ndim:
        raise TypeError(unsupported(value))
    return value._host if isinstance(value, DeviceArray) else value


def _host_index(index: Any) -> Any:
    """Return an index for NumPy; CuPy takes host arrays here too."""
    if isinstance(index, tuple):
        return tuple(_host_index(part) for part in index)
    if isinstance(index, list):
        return [_host_index(part) for part in index]
    return index._host if isinstance(index, DeviceArray) else index
