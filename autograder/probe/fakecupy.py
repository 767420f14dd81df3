"""A stand-in for CuPy on the CPU: device arrays that refuse what CuPy's refuse, and a count of transfers.

`stand_in()` returns a fresh module-like object to be passed as `xp` and installed as `sys.modules["cupy"]`. Its arrays
hold NumPy arrays out of reach of NumPy: implicit conversion raises CuPy's TypeError, mixing with host arrays raises, and
only `asarray`/`array` (in) and `asnumpy`/`.get()`/`.item()`/`float()` (out) cross the border, each of them counted.
`without_device()` returns what CuPy is on a machine without a GPU: it imports, and every allocation raises.

What is missing here raises AttributeError, as a name that CuPy lacks would; kernels of one's own are refused with a
sentence.
"""  # noqa: E501

from __future__ import annotations

import operator
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

IMPLICIT = (
    "Implicit conversion to a NumPy array is not allowed. Please use `.get()` to construct a NumPy array explicitly."
)
_SCALARS = (bool, int, float, complex, np.generic)


class CUDARuntimeError(RuntimeError):
    """What CuPy raises for an allocation where there is no device."""


@dataclass(slots=True)
class Transfers:
    """How often data crossed between host and device."""

    into: int = 0
    out: int = 0


class ndarray:  # noqa: N801 - CuPy's name
    """An array on the device that is not there."""

    __module__ = "cupy"
    __slots__ = ("_host", "_moves")
    __array_priority__ = 100
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, host: Any, moves: Transfers) -> None:
        self._host = np.asarray(host)
        self._moves = moves

    # ---- the border ----

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(IMPLICIT)

    def get(self) -> Any:
        """Copy to the host."""
        self._moves.out += 1
        return self._host.copy()

    def item(self, *index: int) -> Any:
        """Copy one element to the host."""
        self._moves.out += 1
        return self._host.item(*index)

    def tolist(self) -> Any:
        """Copy to the host as lists."""
        self._moves.out += 1
        return self._host.tolist()

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __complex__(self) -> complex:
        return complex(self.item())

    def __bool__(self) -> bool:
        self._moves.out += 1
        return bool(self._host)

    def __index__(self) -> int:
        return operator.index(self.item())

    # ---- shape and type ----

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self._host.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self._host.ndim

    @property
    def size(self) -> int:
        """Number of elements."""
        return self._host.size

    @property
    def dtype(self) -> Any:
        """Type of the elements."""
        return self._host.dtype

    @property
    def itemsize(self) -> int:
        """Bytes per element."""
        return self._host.itemsize

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return self._host.nbytes

    @property
    def T(self) -> ndarray:  # noqa: N802
        """The transpose, a view."""
        return ndarray(self._host.T, self._moves)

    @property
    def real(self) -> ndarray:
        """Real part."""
        return ndarray(self._host.real, self._moves)

    @property
    def imag(self) -> ndarray:
        """Imaginary part."""
        return ndarray(self._host.imag, self._moves)

    @property
    def device(self) -> str:
        """A name for where the array is."""
        return "<CUDA Device 0>"

    def __len__(self) -> int:
        return len(self._host)

    def __iter__(self) -> Any:
        return (ndarray(row, self._moves) for row in self._host)

    def __repr__(self) -> str:
        return repr(self._host)

    def __getitem__(self, index: Any) -> ndarray:
        picked = self._host[_host_index(index)]
        return ndarray(picked, self._moves)

    def __setitem__(self, index: Any, value: Any) -> None:
        # CuPy accepts a host array of no dimensions here, and no other.
        if isinstance(value, np.ndarray) and value.ndim:
            raise TypeError(_unsupported(value))
        self._host[_host_index(index)] = value._host if isinstance(value, ndarray) else value

    # ---- NumPy's own functions find their way to the device, as with CuPy ----

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if method not in ("__call__", *_UFUNC_METHODS):
            return NotImplemented
        return _on_device(getattr(ufunc, method), self._moves, lists=False)(*inputs, **options)

    def __array_function__(self, function: Any, _types: Any, args: Any, options: Any) -> Any:
        known = _LINALG if function.__module__ == "numpy.linalg" else FUNCTIONS
        if function.__name__ not in known:
            raise TypeError(f"no implementation found for 'numpy.{function.__name__}' on device arrays")
        return _on_device(function, self._moves)(*args, **options)


def _host_index(index: Any) -> Any:
    """Return an index for NumPy; CuPy takes host arrays here too."""
    if isinstance(index, tuple):
        return tuple(_host_index(part) for part in index)
    if isinstance(index, list):
        return [_host_index(part) for part in index]
    return index._host if isinstance(index, ndarray) else index


def _unsupported(value: Any) -> str:
    return f"Unsupported type {type(value)}"


def _unwrap(value: Any, moves: Transfers, nested: bool = True) -> Any:
    """Return the NumPy value behind an argument of a device function; a host array is refused."""
    if isinstance(value, ndarray):
        return value._host
    if isinstance(value, np.ndarray):
        # NumPy turns its own scalar on the left of a comparison into an array of no dimensions.
        if value.ndim == 0:
            return value[()]
        raise TypeError(_unsupported(value))
    if nested and isinstance(value, list | tuple):
        return type(value)(_unwrap(part, moves) for part in value)
    if isinstance(value, dict):
        return {key: _unwrap(part, moves) for key, part in value.items()}
    return value


def _wrap(value: Any, moves: Transfers) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return ndarray(value, moves)
    if isinstance(value, list | tuple):
        return type(value)(_wrap(part, moves) for part in value)
    return value


def _on_device(function: Callable[..., Any], moves: Transfers, *, lists: bool = True) -> Callable[..., Any]:
    """Return a NumPy function that takes and gives device arrays; elementwise ones take no lists, as with CuPy."""

    def call(*args: Any, **options: Any) -> Any:
        if not lists and (wrong := next((a for a in args if isinstance(a, list)), None)) is not None:
            raise TypeError(_unsupported(wrong))
        target = options.get("out")
        target = target[0] if isinstance(target, tuple) else target
        host = function(*(_unwrap(a, moves) for a in args), **{k: _unwrap(v, moves) for k, v in options.items()})
        return target if target is not None else _wrap(host, moves)

    call.__name__ = getattr(function, "__name__", "call")
    return call


_UFUNC_METHODS = ("at", "reduce", "accumulate", "outer", "reduceat")


def _ufunc_on_device(ufunc: Any, moves: Transfers) -> Any:
    call: Any = _on_device(ufunc, moves, lists=False)
    for method in _UFUNC_METHODS:
        setattr(call, method, _on_device(getattr(ufunc, method), moves))
    return call


_OPERATORS = (
    "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split(),  # noqa: SIM905
    "lt le eq ne gt ge".split(),  # noqa: SIM905
    "neg pos abs invert".split(),  # noqa: SIM905
)
_METHODS = (  # noqa: SIM905
    "sum mean prod max min argmax argmin all any var std cumsum cumprod dot reshape ravel flatten transpose squeeze "
    "astype copy clip round conj repeat take diagonal trace swapaxes argsort fill view nonzero sort"
).split()


def _operator(name: str) -> Callable[..., Any]:
    plain = getattr(np.ndarray, name)

    def operate(self: ndarray, *others: Any) -> Any:
        if any(not isinstance(o, (ndarray, *_SCALARS)) for o in others):
            if any(isinstance(o, np.ndarray) for o in others):
                raise TypeError(_unsupported(others[0]))
            return NotImplemented
        answer = plain(self._host, *(_unwrap(o, self._moves) for o in others))
        return answer if answer is NotImplemented else _wrap(answer, self._moves)

    return operate


def _in_place(name: str) -> Callable[..., Any]:
    plain = getattr(np.ndarray, name)

    def operate(self: ndarray, other: Any) -> Any:
        if not isinstance(other, (ndarray, *_SCALARS)):
            raise TypeError(_unsupported(other))
        # A 0-d result of an in-place operator may come back as a scalar, so the buffer is named explicitly.
        self._host[...] = plain(self._host, _unwrap(other, self._moves))
        return self

    return operate


def _method(name: str) -> Callable[..., Any]:
    plain = getattr(np.ndarray, name)

    def call(self: ndarray, *args: Any, **options: Any) -> Any:
        return _on_device(plain, self._moves)(self, *args, **options)

    return call


for _name in _OPERATORS[0]:
    setattr(ndarray, f"__{_name}__", _operator(f"__{_name}__"))
    setattr(ndarray, f"__r{_name}__", _operator(f"__r{_name}__"))
    if _name != "matmul":
        setattr(ndarray, f"__i{_name}__", _in_place(f"__i{_name}__"))
for _name in (*_OPERATORS[1], *_OPERATORS[2]):
    setattr(ndarray, f"__{_name}__", _operator(f"__{_name}__"))
for _name in _METHODS:
    setattr(ndarray, _name, _method(_name))

UFUNCS = tuple(name for name in dir(np) if isinstance(getattr(np, name), np.ufunc))
#: functions of arrays
FUNCTIONS = frozenset(
    "sum mean prod max min amax amin argmax argmin all any var std cumsum cumprod dot matmul tensordot einsum outer inner "  # noqa: E501, SIM905
    "vdot where concatenate stack hstack vstack column_stack split array_split reshape ravel transpose squeeze expand_dims "  # noqa: E501
    "broadcast_to broadcast_arrays swapaxes moveaxis tile repeat roll flip diag diagonal trace tril triu zeros_like "
    "ones_like empty_like full_like copy clip round diff sort argsort nonzero allclose isclose array_equal take kron ndim "  # noqa: E501
    "shape size atleast_1d atleast_2d real imag meshgrid pad unique count_nonzero nan_to_num fill_diagonal "
    "linspace searchsorted average median may_share_memory copyto result_type".split()
) - {"may_share_memory"}
#: functions that allocate from numbers alone
_MAKERS = "zeros ones empty full eye identity arange linspace tri diag_indices indices".split()  # noqa: SIM905
_LINALG = ("norm", "solve", "inv", "det", "lstsq")
#: what compiles CUDA code, which no stand-in can run
_COMPILED = ("ElementwiseKernel", "ReductionKernel", "RawKernel", "RawModule", "fuse", "vectorize")
_CONSTANTS = (  # noqa: SIM905
    "pi e inf nan newaxis float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool_ complex64 "
    "complex128 finfo iinfo dtype integer floating inexact number complexfloating issubdtype ndindex errstate s_ ix_"
).split()


def stand_in() -> Any:
    """Return a fresh stand-in for the module `cupy`; its `transfers` counts what crosses from here on."""
    moves = Transfers()
    xp: Any = types.ModuleType("cupy")
    xp.ndarray, xp.transfers, xp.__version__ = ndarray, moves, "0+standin"
    for name in _CONSTANTS:
        setattr(xp, name, getattr(np, name))
    for name in (*FUNCTIONS, *_MAKERS):
        setattr(xp, name, _on_device(getattr(np, name), moves))
    for name in UFUNCS:
        setattr(xp, name, _ufunc_on_device(getattr(np, name), moves))
    for name in _COMPILED:
        setattr(xp, name, _no_compiler)
    xp.asarray = _into(moves, copies=False)
    xp.array = _into(moves, copies=True)
    xp.ascontiguousarray = xp.asanyarray = xp.asarray
    xp.asnumpy = _out_of(moves)
    xp.get_array_module = lambda *arrays: xp if any(isinstance(a, ndarray) for a in arrays) else np
    xp.linalg = types.SimpleNamespace(**{name: _on_device(getattr(np.linalg, name), moves) for name in _LINALG})
    _add_cuda(xp, available=False)
    xp.cuda.Device, xp.cuda.get_current_stream = Device, lambda: xp.cuda.Stream.null
    pool = types.SimpleNamespace(free_all_blocks=lambda: None, used_bytes=lambda: 0, total_bytes=lambda: 0)
    xp.get_default_memory_pool = xp.get_default_pinned_memory_pool = lambda: pool
    return xp


class Device:
    """A device to work on: there is one, and every device array is there."""

    def __init__(self, number: int = 0) -> None:
        self.id = number

    def __enter__(self) -> Device:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def use(self) -> None:
        """Do nothing: there is no other device."""

    def synchronize(self) -> None:
        """Return at once: every operation has ended when its call returns."""


def _no_compiler(*_: Any, **__: Any) -> Any:
    raise NotImplementedError(
        "kernels of your own cannot be compiled here: the graded run has no GPU; use array functions of xp"
    )


def _into(moves: Transfers, *, copies: bool) -> Callable[..., ndarray]:
    def convert(value: Any, dtype: Any = None, copy: bool = copies, **_: Any) -> ndarray:
        if isinstance(value, ndarray):
            if not copy and (dtype is None or value.dtype == dtype):
                return value
            return ndarray(np.array(value._host, dtype=dtype), value._moves)
        if _holds_device_array(value):
            # A list of device arrays is stacked on the device, as CuPy does.
            return ndarray(np.stack([np.asarray(_unwrap(v, moves)) for v in value]).astype(dtype, copy=False), moves)
        moves.into += 1
        return ndarray(np.array(value, dtype=dtype), moves)

    return convert


def _holds_device_array(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(v, ndarray) for v in value)


def _out_of(moves: Transfers) -> Callable[..., Any]:
    def asnumpy(value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, ndarray):
            return value.get()
        return np.asarray(value)

    return asnumpy


def _add_cuda(xp: Any, *, available: bool) -> None:
    stream = types.SimpleNamespace(synchronize=lambda: None)
    xp.cuda = types.SimpleNamespace(
        is_available=lambda: available,
        Stream=types.SimpleNamespace(null=stream),
        runtime=types.SimpleNamespace(CUDARuntimeError=CUDARuntimeError, getDeviceCount=_no_device),
        Device=_no_device,
    )


def _no_device(*_: Any, **__: Any) -> Any:
    raise CUDARuntimeError("cudaErrorNoDevice: no CUDA-capable device is detected")


def without_device() -> Any:
    """Return what `cupy` is where it is installed and no GPU is: `is_available()` is False, allocating raises."""
    xp: Any = types.ModuleType("cupy")
    xp.ndarray = ndarray
    for name in _names_that_allocate():
        setattr(xp, name, _no_device)
    xp.asnumpy = _out_of(Transfers())
    xp.get_array_module = lambda *_: np
    _add_cuda(xp, available=False)
    return xp


def _names_that_allocate() -> Iterable[str]:
    return (*UFUNCS, *FUNCTIONS, *_MAKERS, "asarray", "array", "ascontiguousarray", "asanyarray")
