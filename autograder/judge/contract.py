"""The contract of a result: containers, array-ness, dtype kind and shape, without values."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.leaves import kind_of
from autograder.judge.mismatch import Mismatch
from autograder.model.text import Text, text

_KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex", "U": "str"}


def types_differ(actual: Any, expected: Any, *, strict: bool = False, where: str = "") -> Mismatch | None:
    """Return the first difference in build between two plain values, or None."""
    if isinstance(expected, dict):
        return _dict_differs(actual, expected, strict, where)
    if isinstance(expected, list | tuple):
        return _items_differ(actual, expected, strict, where)
    if _is_scalar(expected) and _is_scalar(actual) and (not strict or type(actual) is type(expected)):
        return _kind_differs(np.asarray(actual), np.asarray(expected), where)
    if isinstance(expected, np.ndarray) and isinstance(actual, np.ndarray) and bool(actual.ndim) == bool(expected.ndim):
        if actual.shape != expected.shape:
            rationale = text(
                "result%(where)s has shape %(actual)s where %(expected)s is expected",
                where=where, actual=str(actual.shape), expected=str(expected.shape),
            )  # fmt: skip
            return Mismatch(rationale, brief=text("the result has the wrong shape"))
        return _kind_differs(actual, expected, where)
    if type(actual) is type(expected) and not isinstance(expected, np.ndarray):
        return None
    return _wrong_type(actual, expected, strict, where)


def _is_scalar(value: Any) -> bool:
    """Tell whether a value is one number or truth value, of Python, NumPy or a 0-d array."""
    if isinstance(value, np.ndarray | np.generic):
        return value.shape == () and value.dtype.kind in "biufc"
    return isinstance(value, bool | int | float | complex)


def _kind_differs(actual: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], where: str) -> Mismatch | None:
    got, wanted = (_KINDS.get(x.dtype.kind, "object") for x in (actual, expected))
    if got == wanted:
        return None
    params: dict[str, str | int | float] = {"where": where, "actual": got, "expected": wanted}
    rationale = Text("result%(where)s holds %(actual)s where %(expected)s is expected", params)
    return Mismatch(rationale, brief=text("the result has the wrong kind of number (dtype)"))


def _dict_differs(actual: Any, expected: dict[Any, Any], strict: bool, where: str) -> Mismatch | None:
    if not isinstance(actual, dict):
        return _wrong_type(actual, expected, strict, where)
    if set(actual) != set(expected):
        rationale = text("result%(where)s has other keys than expected", where=where)
        return Mismatch(rationale, brief=rationale)
    found = (types_differ(actual[k], v, strict=strict, where=f"{where}[{k!r}]") for k, v in expected.items())
    return next((m for m in found if m is not None), None)


def _items_differ(actual: Any, expected: list[Any] | tuple[Any, ...], strict: bool, where: str) -> Mismatch | None:
    # A history may be a list or a tuple of pairs (COURSE.md, rules common to all) unless the exercise is strict.
    if not isinstance(actual, list | tuple) or (strict and type(actual) is not type(expected)):
        return _wrong_type(actual, expected, strict, where)
    if len(actual) != len(expected):
        rationale = text(
            "result%(where)s has %(actual)s entries where %(expected)s are expected",
            where=where, actual=len(actual), expected=len(expected),
        )  # fmt: skip
        return Mismatch(rationale, brief=text("the result has the wrong number of entries"))
    found = (
        types_differ(a, e, strict=strict, where=f"{where}[{i}]")
        for i, (a, e) in enumerate(zip(actual, expected, strict=True))
    )
    return next((m for m in found if m is not None), None)


def _wrong_type(actual: Any, expected: Any, strict: bool, where: str) -> Mismatch:
    if actual is None:
        nothing = text("returned nothing (None): is a `return` missing?")
        return Mismatch(nothing if not where else text("result%(where)s is None", where=where), brief=nothing)
    names = [type(x).__name__ if strict and not hasattr(x, "type_name") else kind_of(x) for x in (actual, expected)]
    rationale = text(
        "result%(where)s is of type %(actual)s where %(expected)s is expected",
        where=where,
        actual=names[0],
        expected=names[1],
    )
    return Mismatch(rationale, brief=text("the result has the wrong type"))
