"""Says what kind of difference there is between two arrays of numbers: sign, factor, offset, axis, shift, or where.

Only kinds, small factors and places are named, never values: the sentence may be about hidden inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.model.text import Text, text

Array = np.ndarray[Any, Any]

#: to recognise a kind, rounding is forgiven more generously than to pass
_RELATIVE = 1e-6
_NAMED = ("2", "1/2", "3", "1/3", "4", "1/4", "10", "1/10", "100", "1/100")
_FACTORS = {float(Fraction(name)): name for name in _NAMED} | {np.pi: "pi", 1 / np.pi: "1/pi", 2**0.5: "sqrt(2)"}


def near(actual: Array, expected: Array, bound: float) -> bool:
    """Tell whether two arrays of one shape agree within `bound`; NaN agrees with nothing, inf only with itself."""
    return not bool(np.any(~_near_each(actual, expected, bound)))


def _near_each(actual: Array, expected: Array, bound: float) -> Array:
    with np.errstate(all="ignore"):
        distance = np.abs(_inexact(actual) - _inexact(expected))
        agree: Array = np.asarray(distance <= bound) | (
            np.asarray(actual == expected) & ~np.isfinite(_inexact(expected))
        )
    return agree


def _inexact(array: Array) -> Array:
    return array if array.dtype.kind in "fc" and array.dtype.itemsize >= 8 else array.astype(np.longdouble)


def describe(actual: Array, expected: Array, bound: float, where: str = "") -> tuple[Text, Text]:
    """Return (detailed, brief) sentences on how `actual` differs from `expected`, arrays of one shape.

    `where` is the place of the arrays in the result ("[0]"); the brief sentence holds no place and no size.
    """
    got, wanted = _inexact(actual), _inexact(expected)
    kind = _truth(actual, expected) or _not_finite(got, wanted) or _kind(got, wanted)
    if kind is not None:
        return _placed(kind, where), _placed(kind, "")
    return _placed(_worst(got, wanted, bound), where), text("the values differ")


def _placed(kind: Text, where: str) -> Text:
    return Text(kind.msgid, {**kind.params, "where": where})


def _truth(actual: Array, expected: Array) -> Text | None:
    if expected.ndim or not actual.dtype == expected.dtype == bool:
        return None
    if expected:
        return text("result%(where)s is False where True is expected")
    return text("result%(where)s is True where False is expected")


def _not_finite(actual: Array, expected: Array) -> Text | None:
    if np.any(np.isnan(actual)):
        if np.all(np.isnan(actual)):
            return text("result%(where)s is NaN")
        return text("result%(where)s contains NaN")
    if np.any(np.isinf(actual) & ~np.isinf(expected)):
        return text("result%(where)s contains infinity where a finite number is expected")
    if np.any(np.isinf(expected) & (actual != expected)):
        return text("result%(where)s: an infinity is missing or has the wrong sign")
    return None


def _kind(actual: Array, expected: Array) -> Text | None:
    if np.any(np.isinf(expected)):
        return None
    size = float(np.max(np.abs(expected), initial=0.0))
    if size == 0.0:
        return text("result%(where)s should be zero and is not")
    bound = _RELATIVE * size

    def same(a: Array, b: Array) -> bool:
        return a.shape == b.shape and a.size > 0 and near(a, b, bound)

    if not np.any(actual):
        return text("result%(where)s is zero everywhere")
    if same(actual, -expected):
        return text("result%(where)s: the sign is flipped")
    for find in (_factor, _rearranged, _offset):
        if (found := find(actual, expected, same)) is not None:
            return found
    if same(np.abs(actual), np.abs(expected)):
        return text("result%(where)s: the sign of some values is flipped")
    return None


Same = Callable[[Array, Array], bool]


def _factor(actual: Array, expected: Array, same: Same) -> Text | None:
    place = np.argmax(np.abs(expected))
    ratio = actual.flat[place] / expected.flat[place]
    if np.iscomplexobj(ratio) or ratio == 0 or not same(actual, ratio * expected) or abs(ratio - 1) < 1e-9:
        return None
    k = abs(float(ratio))
    sign = "-" if ratio < 0 else ""
    for factor, name in _FACTORS.items():
        if abs(k / factor - 1) < _RELATIVE:
            return text("result%(where)s is %(factor)s times what is expected", factor=sign + name)
    for axis, n in enumerate(expected.shape):
        if n > 1 and abs(k / n - 1) < _RELATIVE:
            return text("result%(where)s is too large by a constant factor: the length of axis %(axis)s", axis=axis)
        if n > 1 and abs(k * n - 1) < _RELATIVE:
            return text("result%(where)s is too small by a constant factor: the length of axis %(axis)s", axis=axis)
    # One number is always some multiple of another, so only an array's common factor says anything.
    return text("result%(where)s: all values are wrong by one constant factor") if expected.size > 1 else None


def _rearranged(actual: Array, expected: Array, same: Same) -> Text | None:
    if expected.ndim == 2 and same(actual.T, expected):
        return text("result%(where)s is transposed")
    for axis, n in enumerate(expected.shape):
        if n < 2:
            continue
        if same(np.flip(actual, axis), expected):
            return text("result%(where)s is reversed along axis %(axis)s", axis=axis)
        for before, after in _shifted(actual, expected, axis):
            if n > 2 and np.ptp(np.abs(after)) > 0 and same(before, after):
                return text("result%(where)s: the values are shifted by one along axis %(axis)s", axis=axis)
    if expected.ndim == 2 and same(actual[::-1, ::-1], expected):
        return text("result%(where)s is reversed along both axes")
    return None


def _shifted(actual: Array, expected: Array, axis: int) -> Iterator[tuple[Array, Array]]:
    a, e = np.moveaxis(actual, axis, 0), np.moveaxis(expected, axis, 0)
    yield a[1:], e[:-1]
    yield a[:-1], e[1:]


def _offset(actual: Array, expected: Array, same: Same) -> Text | None:
    gap = actual - expected
    if expected.size > 1 and same(np.broadcast_to(gap.flat[0], gap.shape), gap):
        return text("result%(where)s: all values are off by one constant")
    return None


def _worst(actual: Array, expected: Array, bound: float) -> Text:
    wrong = ~_near_each(actual, expected, bound)
    with np.errstate(invalid="ignore"):
        error = np.abs(actual - expected)
    if error.ndim == 0:
        return text(
            "result%(where)s: the value differs by %(size)s (allowed: %(allowed)s)",
            size=f"{float(error):.2g}",
            allowed=f"{bound:.1g}",
        )
    place = np.unravel_index(int(np.argmax(np.where(wrong, error, 0))), error.shape)
    return text(
        "result%(where)s: %(count)s of %(total)s values differ, most at %(place)s: by %(size)s (allowed %(allowed)s)",
        count=int(wrong.sum()),
        total=error.size,
        place=str(tuple(int(i) for i in place)) if error.ndim > 1 else str(int(place[0])),
        size=f"{float(error[place]):.2g}",
        allowed=f"{bound:.1g}",
    )
