"""Exact comparison of plain values: same structure, same dtype and the same bits."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.leaves import kind_of
from autograder.judge.mismatch import Mismatch
from autograder.model.text import text


def identical(actual: Any, expected: Any, *, nan_equal: bool = False) -> bool:
    """Tell whether two plain values are the same in type, structure and value; -0.0 is 0.0."""
    if type(actual) is not type(expected):
        return False
    match expected:
        case np.ndarray() | np.generic():
            if actual.dtype != expected.dtype or actual.shape != expected.shape:
                return False
            return bool(np.array_equal(actual, expected, equal_nan=nan_equal and expected.dtype.kind in "fc"))
        case dict():
            return list(actual) == list(expected) and all(
                identical(actual[k], expected[k], nan_equal=nan_equal) for k in expected
            )
        case list() | tuple():
            return len(actual) == len(expected) and all(
                identical(a, e, nan_equal=nan_equal) for a, e in zip(actual, expected, strict=True)
            )
        case float() if nan_equal and expected != expected:
            return bool(actual != actual)
        case _:
            return bool(actual == expected)


def changed(actual: Any, expected: Any, where: str) -> Mismatch:
    """Return the mismatch of two non-numeric leaves of one type."""
    if not isinstance(expected, str):
        kind = text("the %(type)s is not the expected one", type=kind_of(expected))
        return Mismatch(kind, brief=kind)
    if actual.strip().casefold() == expected.strip().casefold():
        near_miss = text("the text differs only in case or spaces")
        return Mismatch(text("result%(where)s: the text differs only in case or spaces", where=where), brief=near_miss)
    other = text("the text is not the expected one")
    return Mismatch(text("result%(where)s: the text is not the expected one", where=where), brief=other)
