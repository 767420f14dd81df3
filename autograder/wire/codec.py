"""Encode plain values to bytes and back, exactly, without pickle: a JSON tree plus raw little-endian buffers.

Payload: u32 length of the JSON, the JSON, the buffers back to back. JSON null, true, ints, finite floats and strings
stand for themselves; everything else is an object with one key:

    {"l": [...]} list    {"t": [...]} tuple    {"d": [[key, value], ...]} dict    {"F": buffer} list of floats
    {"f": "nan"} non-finite float    {"i": "123..."} big int    {"c": [re, im]} complex
    {"a": [dtype, shape, buffer]} array    {"s": [dtype, buffer]} NumPy scalar    {"b": buffer} bytes
    {"o": name} Opaque    {"r": name} Stub

`decode` accepts bytes from a hostile process: any input gives a value or a `WireError`, nothing else, and sizes
are checked before anything is allocated.
"""

from __future__ import annotations

import itertools
import json
import math
import struct
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.wire.values import Opaque, Stub, WireError

#: JSON text is parsed into objects of many times its size, so it is capped far lower than buffers are.
MAX_JSON = 4 << 20
MAX_BYTES = 256 << 20
MAX_DEPTH = 24
#: reading a number takes time with the square of its digits
MAX_INT_DIGITS = 1000
#: keys of one dict with the same hash: each costs as much as there are of them
MAX_ALIKE = 100
#: a double's bytes; NumPy gives every item of a list the room of its longest one
_NUMBER_BYTES, _CHARACTER_BYTES = 8, 4
_SAFE_INT = 1 << 53
#: with the sign
_BARE_DIGITS = len(str(-_SAFE_INT))
_LENGTH = struct.Struct("<I")
#: types whose values JSON holds as they are
_PLAIN = frozenset([type(None), bool, int, str])

#: dtype strings that may cross; strings of characters are handled apart.
DTYPES = frozenset(
    ["|b1", "|i1", "|u1"]
    + [f"<{kind}{size}" for kind, sizes in (("i", (2, 4, 8)), ("u", (2, 4, 8))) for size in sizes]
    + ["<f2", "<f4", "<f8", "<c8", "<c16", np.dtype(np.longdouble).str, np.dtype(np.clongdouble).str]
)


def _bare_int(digits: str) -> int:
    if len(digits) > _BARE_DIGITS:
        raise WireError("payload has a bare long number")
    return int(digits)


# made once: hundreds of small values cross for each submission, and `json.dumps` would make an encoder for each
_to_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
_from_json = json.JSONDecoder(parse_int=_bare_int).decode


def encode(value: Any, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the payload for `value`; objects of other types become `Opaque`, subclasses become their base type.

    Raises:
        WireError: the value is deeper than `MAX_DEPTH` or needs more than `max_bytes`.
    """
    encoder = _Encoder(max_bytes)
    try:
        tree = encoder.tree(value, 0)
        text = _to_json([tree, encoder.sizes]).encode()
    except (RecursionError, UnicodeEncodeError) as error:
        raise WireError(f"value cannot cross: {type(error).__name__}") from None
    if len(text) > MAX_JSON:
        raise WireError(f"value has more than {MAX_JSON} bytes of structure")
    return b"".join([_LENGTH.pack(len(text)), text, *encoder.buffers])


class _Encoder:
    def __init__(self, max_bytes: int) -> None:
        self.buffers: list[bytes] = []
        self.sizes: list[int] = []
        self._left = max_bytes
        self._nodes = MAX_JSON // 2

    def _buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        self.sizes.append(len(data))
        return len(self.buffers) - 1

    def _reserve(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise WireError("value is too large to cross")

    def tree(self, value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"value is nested deeper than {MAX_DEPTH}")
        self._nodes -= 1
        if self._nodes < 0:
            raise WireError("value has too many parts to cross")
        kind = type(value)
        if kind is str:
            self._reserve(len(value))
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        if kind is int:
            return _int_tree(value)
        if kind is float:
            return value if math.isfinite(value) else {"f": repr(value)}
        if value is None or kind is bool:
            return value
        if kind is np.ndarray:
            return self._array(value)
        if issubclass(kind, np.generic):
            return self._scalar(value)
        return self._container(value, kind, depth)

    def _container(self, value: Any, kind: type, depth: int) -> Any:
        # Unbound methods of the base types, so that a subclass's own operators never run.
        if issubclass(kind, list):
            items = list(list.__iter__(value))
            if set(map(type, items)) == {float}:
                self._reserve(8 * len(items))
                return {"F": self._buffer(struct.pack(f"<{len(items)}d", *items))}
            return {"l": [self.tree(x, depth + 1) for x in items]}
        if issubclass(kind, tuple):
            return {"t": [self.tree(x, depth + 1) for x in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            return {"d": [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in dict.items(value)]}
        if kind is complex:
            return {"c": [self.tree(value.real, depth + 1), self.tree(value.imag, depth + 1)]}
        if kind is bytes:
            self._reserve(len(value))
            return {"b": self._buffer(value)}
        if kind is Stub:
            return {"r": value.name}
        if kind is Opaque:
            return {"o": value.type_name}
        for base, convert in ((str, str.__str__), (int, int.__int__), (float, float.__float__)):
            if issubclass(kind, base):
                return self.tree(convert(value), depth)
        return {"o": str(kind.__name__)[:80]}

    def _array(self, value: Any) -> Any:
        dtype = value.dtype
        if dtype.hasobject or dtype.names is not None or not _allowed(dtype):
            return {"o": f"array of {str(dtype)[:60]}"}
        self._reserve(value.nbytes)
        if dtype.str not in DTYPES:  # big-endian, or text
            value = value.astype(dtype.newbyteorder("<"))
        return {"a": [value.dtype.str, list(value.shape), self._buffer(value.tobytes())]}

    def _scalar(self, value: Any) -> Any:
        dtype = value.dtype
        if dtype.hasobject or dtype.names is not None or not _allowed(dtype):
            return {"o": str(type(value).__name__)[:80]}
        self._reserve(dtype.itemsize)
        return {"s": [dtype.newbyteorder("<").str, self._buffer(value.tobytes())]}


def _int_tree(value: int) -> Any:
    if -_SAFE_INT <= value <= _SAFE_INT:
        return value
    if value.bit_length() > 3.32 * MAX_INT_DIGITS:
        return {"o": f"int of more than {MAX_INT_DIGITS} digits"}
    return {"i": str(value)}


def _allowed(dtype: np.dtype[Any]) -> bool:
    known = dtype.str in DTYPES or dtype.newbyteorder("<").str in DTYPES
    return known or (dtype.kind == "U" and 0 < dtype.itemsize <= 4096)


def decode(payload: bytes | bytearray | memoryview, *, max_bytes: int = MAX_BYTES) -> Any:
    """Return the value that `payload` stands for; arrays are fresh and writable.

    Raises:
        WireError: the bytes are not a payload that `encode` could have made, or exceed `max_bytes`.
    """
    view = memoryview(payload)
    if not _LENGTH.size <= view.nbytes <= max_bytes + MAX_JSON + _LENGTH.size:
        raise WireError("payload has an impossible length")
    (json_size,) = _LENGTH.unpack(view[: _LENGTH.size])
    body = view[_LENGTH.size :]
    if json_size > min(MAX_JSON, body.nbytes):
        raise WireError("payload's structure is longer than the payload")
    try:
        tree, sizes = _from_json(str(body[:json_size], "utf-8"))
        buffers = _slices(body[json_size:], sizes)
        return _Decoder(buffers, max_bytes).value(tree, 0)
    except WireError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError) as error:
        raise WireError(f"payload is not a value: {type(error).__name__}") from None


def _slices(body: memoryview, sizes: list[int]) -> list[memoryview]:
    if type(sizes) is not list or not all(type(n) is int and n >= 0 for n in sizes) or sum(sizes) != body.nbytes:
        raise WireError("payload's buffers do not add up")
    return [body[start:end] for start, end in itertools.pairwise(itertools.accumulate(sizes, initial=0))]


class _Decoder:
    def __init__(self, buffers: list[memoryview], max_bytes: int) -> None:
        self._buffers = buffers
        self._max_bytes = max_bytes
        self._taken: set[int] = set()
        self._in_list = False

    def _take(self, index: Any) -> memoryview:
        # Each buffer once: a thousand arrays over one buffer would be a decompression bomb.
        if type(index) is not int or index < 0 or index in self._taken:
            raise WireError("payload uses a buffer twice")
        self._taken.add(index)
        return self._buffers[index]

    def value(self, tree: Any, depth: int) -> Any:
        kind = type(tree)
        if kind in _PLAIN:
            return tree
        if kind is float:
            if not math.isfinite(tree):
                raise WireError("payload has a bare non-finite float")
            return tree
        if kind is not dict or len(tree) != 1 or depth > MAX_DEPTH:
            raise WireError("payload has an unknown node")
        ((tag, content),) = tree.items()
        return self._tagged(tag, content, depth + 1)

    def _tagged(self, tag: str, content: Any, depth: int) -> Any:
        match tag:
            case "l" if type(content) is list:
                return self._items(content, depth)
            case "t" if type(content) is list:
                return tuple(self._items(content, depth))
            case "d" if type(content) is list:
                return self._dict(content, depth)
            case "F":
                return np.frombuffer(self._take(content), dtype="<f8").tolist()
            case "f" if content in ("nan", "inf", "-inf"):
                return float(content)
            case "i" if type(content) is str and len(content) <= MAX_INT_DIGITS + 1:
                return int(content)
            case "c":
                real, imag = (self.value(x, depth) for x in content)
                return complex(float(real), float(imag))
            case "a":
                return self._array(*content)
            case "s":
                dtype, index = content
                return self._array(dtype, [], index)[()]
            case "b":
                return bytes(self._take(content))
            case "o" if type(content) is str:
                return Opaque(content[:200])
            case "r" if type(content) is str:
                return Stub(content[:200])
        raise WireError("payload has an unknown node")

    def _items(self, content: list[Any], depth: int) -> list[Any]:
        outermost, self._in_list = not self._in_list, True
        items = [self.value(x, depth) for x in content]
        if outermost:
            self._in_list = False
            if _as_array(items) > self._max_bytes:
                raise WireError("payload has a list that would be too large as an array")
        return items

    def _dict(self, content: list[Any], depth: int) -> dict[Any, Any]:
        inside, self._in_list = self._in_list, False
        pairs = [(self.value(k, depth), self.value(v, depth)) for k, v in content]
        self._in_list = inside
        # Numbers with one hash are easily found, and a dict of them takes time with the square of their count.
        if len(pairs) > MAX_ALIKE and max(Counter(hash(key) for key, _ in pairs).values()) > MAX_ALIKE:
            raise WireError("payload has a dict of keys with the same hash")
        return dict(pairs)

    def _array(self, name: Any, shape: Any, index: Any) -> np.ndarray[Any, Any]:
        if type(name) is not str or len(name) > 8:
            raise WireError("payload has an unknown dtype")
        dtype = np.dtype(name)
        if name not in DTYPES and (not _allowed(dtype) or dtype.str != name):
            raise WireError("payload has a dtype that may not cross")
        if type(shape) is not list or len(shape) > 32 or not all(type(n) is int and 0 <= n < 1 << 40 for n in shape):
            raise WireError("payload has an impossible shape")
        data = self._take(index)
        if math.prod(shape) * dtype.itemsize != data.nbytes:
            raise WireError("payload's shape does not fit its buffer")
        # an array without elements may still have a row for every atom
        if math.prod(n for n in shape if n) > self._max_bytes:
            raise WireError("payload has an impossible shape")
        if dtype.kind == "U" and data.nbytes and int(np.frombuffer(data, "<u4").max()) > 0x10FFFF:
            raise WireError("payload has impossible characters")
        if dtype.kind == "b" and data.nbytes and int(np.frombuffer(data, "u1").max()) > 1:
            raise WireError("payload has impossible booleans")
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()


def _as_array(items: Iterable[Any]) -> int:
    """Return the bytes that NumPy would use for nested lists, where every item has the room of the longest one."""
    scalars, longest, elements, widest = 0, _NUMBER_BYTES, 0, 1
    waiting = [items]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, list | tuple):
                waiting.append(item)
            elif isinstance(item, np.ndarray):
                elements, widest = elements + item.size, max(widest, item.itemsize)
            else:
                scalars += 1
                if isinstance(item, str | bytes):
                    longest = max(longest, _CHARACTER_BYTES * len(item))
    # arrays and scalars have no common shape
    return max(scalars * longest, elements * widest)
