"""The codec: exact for plain values, and safe for any bytes at all."""

from __future__ import annotations

import contextlib
import json
import math
import struct
import tracemalloc
from collections import OrderedDict
from typing import Any

import hypothesis.extra.numpy as arrays
import hypothesis.strategies as some
import numpy as np
import pytest
from hypothesis import given, settings

from autograder.wire.codec import DTYPES, MAX_DEPTH, decode, encode
from autograder.wire.values import Opaque, Stub, WireError

scalars = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.complex_numbers()
    | some.text()
    | some.binary()
)
dtypes = some.sampled_from(sorted(DTYPES)).map(np.dtype)
numpy_arrays = dtypes.flatmap(lambda d: arrays.arrays(d, arrays.array_shapes(min_dims=0, max_side=4)))
plain = some.recursive(
    scalars | numpy_arrays,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.lists(inner, max_size=4).map(tuple)
        | some.dictionaries(some.text(max_size=5) | some.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are the same in type, shape and every bit that matters."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return bool(a == b)


@given(plain)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert same(decode(encode(value)), value)


@settings(max_examples=400)
@given(some.binary(max_size=400))
def test_any_bytes_give_a_value_or_a_wire_error(payload: bytes) -> None:
    with contextlib.suppress(WireError):
        decode(payload)


json_values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-5, 300)
    | some.floats()
    | some.sampled_from(["<f8", "|b1", "nan", "|O"]),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(list("ltdFficasbor")), inner, min_size=1, max_size=2)
    ),
    max_leaves=15,
)


@settings(max_examples=600)
@given(json_values, some.lists(some.integers(-1, 64), max_size=4), some.binary(max_size=64))
def test_any_structure_over_any_buffers_gives_a_value_or_a_wire_error(tree: Any, sizes: list[int], body: bytes) -> None:
    text = json.dumps([tree, sizes]).encode()
    with contextlib.suppress(WireError):
        decode(struct.pack("<I", len(text)) + text + body)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (iter([1]), "list_iterator"),
        (np.ma.masked_array([1.0]), "MaskedArray"),
        (np.array([object()]), "array of object"),
        (np.zeros(2).view(np.recarray), "recarray"),
        ({1}, "set"),
    ],
)
def test_objects_that_do_not_cross_become_opaque(value: Any, name: str) -> None:
    assert decode(encode(value)) == Opaque(name)


def test_subclasses_become_their_base_type_without_running_their_methods() -> None:
    class Sly(float):
        def __float__(self) -> float:
            raise AssertionError("ran")

        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    class SlyList(list[float]):
        def __iter__(self) -> Any:
            raise AssertionError("ran")

    assert same(decode(encode([Sly(2.0), SlyList([1.0]), OrderedDict(a=1)])), [2.0, [1.0], {"a": 1}])


def test_arrays_come_back_fresh_writable_and_contiguous() -> None:
    value = np.arange(6.0).reshape(2, 3)
    value.setflags(write=False)
    back = decode(encode(value.T))
    back[0, 0] = 9.0
    assert value[0, 0] == 0.0
    assert back.flags.c_contiguous


def test_long_numbers_are_refused_unread() -> None:
    """Reading one takes time with the square of its digits, and a payload has room for thousands."""
    value = [10**999, -(10**999)]
    assert decode(encode(value)) == value
    assert decode(encode(10**1000 * 3)) == Opaque("int of more than 1000 digits")
    for tree in (10**20, {"l": [-(10**4000)]}, {"i": "9" * 1002}):
        with pytest.raises(WireError):
            decode(_payload(tree))


def test_stubs_cross_by_name() -> None:
    assert decode(encode({"f": Stub("f")})) == {"f": Stub("f")}


def test_too_deep_a_value_is_refused_on_both_sides() -> None:
    deep: list[Any] = []
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    with pytest.raises(WireError, match="deeper"):
        encode(deep)
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    with pytest.raises(WireError, match="deeper"):
        encode(cyclic)


def test_a_value_above_the_size_cap_is_refused_before_it_is_copied() -> None:
    big = np.broadcast_to(np.float64(0), (1 << 20, 1 << 12))
    tracemalloc.start()
    with pytest.raises(WireError, match="too large"):
        encode(big)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_a_shape_that_does_not_fit_its_buffer_is_refused_before_anything_is_allocated() -> None:
    text = json.dumps([{"a": ["<f8", [1 << 35], 0]}, [8]]).encode()
    with pytest.raises(WireError, match="shape"):
        decode(struct.pack("<I", len(text)) + text + bytes(8))


def test_one_buffer_cannot_serve_many_arrays() -> None:
    text = json.dumps([{"l": [{"a": ["<f8", [1], 0]}] * 2}, [8]]).encode()
    with pytest.raises(WireError, match="twice"):
        decode(struct.pack("<I", len(text)) + text + bytes(8))


def _payload(tree: Any) -> bytes:
    text = json.dumps([tree, []]).encode()
    return struct.pack("<I", len(text)) + text


def test_keys_that_are_different_and_have_one_hash_are_refused() -> None:
    alike = {"d": [[{"i": str(n * (2**61 - 1) + 1)}, 0] for n in range(1, 200)]}
    with pytest.raises(WireError, match="same hash"):
        decode(_payload(alike))
    assert len(decode(encode(dict.fromkeys(range(200))))) == 200


@pytest.mark.parametrize(
    "value",
    [
        [0] * 1000 + ["a" * 100_000],
        ([0.5], [[b"x" * 200_000, 1]] * 500),
        [[np.zeros(9, "<U900")], [np.zeros(9)] * 20_000],
    ],
)
def test_a_list_is_no_larger_as_an_array_than_may_cross(value: Any) -> None:
    with pytest.raises(WireError, match="as an array"):
        decode(encode(value))
    assert decode(encode({"text": "a" * 100_000, "numbers": [0] * 1000})) is not None


def test_an_array_without_elements_has_no_endless_axis() -> None:
    assert decode(encode(np.zeros((5, 0, 3)))).shape == (5, 0, 3)
    with pytest.raises(WireError, match="shape"):
        decode(encode(np.zeros((2**39, 0))))
