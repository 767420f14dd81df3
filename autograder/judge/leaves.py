"""Walks two plain values in step and pairs their leaves, forgiving what the contract aspect judges elsewhere.

A list stands for an array and a tuple for a list; a list of equally long tuples of numbers is compared column by
column, because a history of (x, f(x)) is two series and not one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judge.mismatch import Mismatch
from autograder.model.text import Text, text
from autograder.wire.values import Opaque

Array = np.ndarray[Any, Any]

#: types whose name may be repeated to the student; any other name could carry a hidden input out
_KNOWN = frozenset(
    (
        *("generator", "map", "zip", "filter", "range", "set", "frozenset", "dict_values", "dict_keys", "dict_items"),
        *("function", "method", "builtin_function_or_method", "module", "type", "Axes", "Figure", "Tensor"),
        *("MaskedArray", "matrix", "DataFrame", "Series", "array of object"),
        *("Float", "Integer", "Rational", "Add", "Mul", "Pow", "Symbol"),
    )
)


class Structure(Exception):  # noqa: N818 - a finding that ends the walk, not an error
    """The two values differ in structure, so their leaves cannot be paired; carries the mismatch."""

    def __init__(self, rationale: Text, brief: Text | None = None, help: Text | None = None) -> None:  # noqa: A002
        super().__init__(str(rationale))
        self.mismatch = Mismatch(rationale, help=help, brief=brief or rationale)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One pair to compare: numeric arrays of the same shape (`expected` as it came), or plain non-numbers."""

    where: str
    actual: Any
    expected: Any
    numeric: bool


def kind_of(value: Any) -> str:
    """Return what a value is, in words that do not depend on its contents."""
    match value:
        case None:
            return "None"
        case Opaque():
            return value.type_name if value.type_name in _KNOWN else "an object of another type"
        case np.ndarray():
            return "array"
        case np.generic():
            return "number" if value.dtype.kind in "biufc" else "str"
        case bool():
            return "bool"
        case int() | float() | complex():
            return "number"
        case _:
            return type(value).__name__


def leaves(actual: Any, expected: Any, where: str = "") -> Iterator[Leaf]:
    """Pair the leaves of two values.

    Raises:
        Structure: `actual` is built differently; its mismatch says how.
    """
    if actual is None and expected is not None:
        raise Structure(
            text("returned nothing (None): is a `return` missing?") if not where
            else text("result%(where)s is None", where=where),
            text("returned nothing (None): is a `return` missing?"),
        )  # fmt: skip
    if isinstance(expected, dict):
        yield from _dict_leaves(actual, expected, where)
    elif isinstance(expected, list | tuple) and not _is_series(expected):
        yield from _item_leaves(actual, expected, where)
    elif (wanted := numeric(expected)) is not None:
        yield _numeric_leaf(actual, wanted, where)
    elif kind_of(actual) != kind_of(expected):
        raise _wrong_type(actual, expected, where)
    else:
        yield Leaf(where, actual, expected, numeric=False)


def _dict_leaves(actual: Any, expected: dict[Any, Any], where: str) -> Iterator[Leaf]:
    if not isinstance(actual, dict):
        raise _wrong_type(actual, expected, where)
    if list(map(_key, actual)) != list(map(_key, expected)) and set(map(_key, actual)) != set(map(_key, expected)):
        raise Structure(text("result%(where)s has other keys than expected", where=where))
    found = {_key(k): v for k, v in actual.items()}
    for key, value in expected.items():
        yield from leaves(found[_key(key)], value, f"{where}[{key!r}]")


def _key(key: Any) -> Any:
    return (isinstance(key, str), key.item() if isinstance(key, np.generic) else key)


def _item_leaves(actual: Any, expected: list[Any] | tuple[Any, ...], where: str) -> Iterator[Leaf]:
    if not isinstance(actual, list | tuple) and not (isinstance(actual, np.ndarray) and actual.ndim):
        raise _wrong_type(actual, expected, where)
    # before anything is made of it: an array's rows take more room than the array
    if len(actual) != len(expected):
        raise _wrong_length(len(actual), len(expected), where)
    items = list(actual)
    if isinstance(expected, list) and (columns := _columns(items, expected)) is not None:
        for index, (got, wanted) in enumerate(columns):
            yield from leaves(got, wanted, f"{where}[:, {index}]")
        return
    for index, (item, wanted) in enumerate(zip(items, expected, strict=True)):
        yield from leaves(item, wanted, f"{where}[{index}]")


def _columns(actual: list[Any], expected: list[Any]) -> list[tuple[list[Any], list[Any]]] | None:
    widths = {len(x) if isinstance(x, tuple | list) else -1 for x in expected}
    if len(widths) != 1 or (width := widths.pop()) < 1:
        return None
    flat = all(_is_number(v) for row in expected for v in row)
    fits = all(
        isinstance(row, list | tuple | np.ndarray) and np.shape(row)[:1] == (width,) for row in actual if _regular(row)
    )
    if not flat or not fits or not all(_regular(row) for row in actual):
        return None
    return [([row[j] for row in actual], [row[j] for row in expected]) for j in range(width)]


def _regular(row: Any) -> bool:
    return isinstance(row, np.ndarray) or (isinstance(row, list | tuple) and numeric(list(row)) is not None)


def _is_number(value: Any) -> bool:
    return isinstance(value, bool | int | float | complex) or (
        isinstance(value, np.generic | np.ndarray) and value.shape == () and value.dtype.kind in "biufc"
    )


def _is_series(value: Any) -> bool:
    """Tell whether a value is a list of numbers, to be compared as one array."""
    return isinstance(value, list) and all(_is_number(x) for x in value)


def numeric(value: Any) -> Array | None:
    """Return the value as an array of numbers, or None if it is not one."""
    if isinstance(value, str | bytes | dict | Opaque) or value is None:
        return None
    if isinstance(value, list | tuple) and not value:
        return np.zeros(0)
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if array.dtype == object and all(isinstance(x, int) for x in array.flat):
        return array.astype(np.longdouble)  # integers beyond 64 bits
    return array if array.dtype.kind in "biufc" else None


def _numeric_leaf(actual: Any, expected: Array, where: str) -> Leaf:
    got = numeric(actual)
    if got is None:
        raise _wrong_type(actual, expected if expected.ndim else 0.0, where)
    if got.dtype.kind == "c" and expected.dtype.kind != "c":
        raise Structure(text("result%(where)s is complex where real numbers are expected", where=where))
    if got.shape != expected.shape:
        if _squeezed(got.shape) != _squeezed(expected.shape):
            raise _wrong_shape(got.shape, expected.shape, where)
        got = got.reshape(expected.shape)
    return Leaf(where, got, expected, numeric=True)


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)


def _wrong_type(actual: Any, expected: Any, where: str) -> Structure:
    got, wanted = kind_of(actual), kind_of(expected)
    if got == wanted:
        return Structure(text("result%(where)s holds something that is not a number", where=where))
    return Structure(
        text(
            "result%(where)s is of type %(actual)s where %(expected)s is expected",
            where=where,
            actual=got,
            expected=wanted,
        )
    )


def _wrong_length(actual: int, expected: int, where: str) -> Structure:
    rationale = text(
        "result%(where)s has %(actual)s entries where %(expected)s are expected",
        where=where,
        actual=actual,
        expected=expected,
    )
    return Structure(rationale, _length_kind(actual, expected))


def _length_kind(actual: int, expected: int) -> Text:
    if actual == expected + 1:
        return text("there is one entry too many")
    if actual == expected - 1:
        return text("one entry is missing")
    return text("there are too many entries") if actual > expected else text("there are too few entries")


def _wrong_shape(actual: tuple[int, ...], expected: tuple[int, ...], where: str) -> Structure:
    shapes: dict[str, str | int | float] = {"where": where, "actual": str(actual), "expected": str(expected)}
    if len(actual) == len(expected) == 1:
        return _wrong_length(actual[0], expected[0], where)
    if actual == expected[::-1]:
        return Structure(
            Text("result%(where)s has shape %(actual)s, the transpose of the expected %(expected)s", shapes),
            text("the shape is the transpose of the expected one"),
        )
    if not expected:
        return Structure(
            Text("result%(where)s is an array of shape %(actual)s where a single number is expected", shapes),
            text("the result is an array where a single number is expected"),
        )
    if not actual:
        return Structure(
            Text("result%(where)s is a single number where an array of shape %(expected)s is expected", shapes),
            text("the result is a single number where an array is expected"),
        )
    return Structure(
        Text("result%(where)s has shape %(actual)s where %(expected)s is expected", shapes),
        text("the result has the wrong shape"),
    )
