"""What of two results is worth drawing: the first curve or image in which they differ, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.model.observation import Observation, Returned
from autograder.model.verdict import Picture

_Floats = np.ndarray[Any, np.dtype[np.float64]]
#: points of a curve, and values of an image: fewer are read more easily than looked at
_FEWEST, _MOST = 4, 2000
_FEW_PIXELS, _MANY_PIXELS = 12, 4096


def picture(actual: Observation, expected: Observation) -> Picture | None:
    """Return a drawing of the first place where both hold numbers that differ: curves in 1-D, heat maps in 2-D."""
    if not isinstance(actual.outcome, Returned) or not isinstance(expected.outcome, Returned):
        return None
    for where, got, wanted in _pairs(actual.outcome.value, expected.outcome.value):
        drawn = _curves(where, got, wanted) or _heatmap(where, got, wanted)
        if drawn is not None:
            return drawn
    return None


def _pairs(got: Any, wanted: Any, where: str = "", depth: int = 0) -> Iterator[tuple[str, _Floats, _Floats]]:
    """Yield the arrays that stand at the same place of both values, with the place in Python's words."""
    numbers = _numbers(got), _numbers(wanted)
    if numbers[0] is not None and numbers[1] is not None:
        yield where, numbers[0], numbers[1]
    elif depth < 3 and isinstance(got, dict) and isinstance(wanted, dict):
        for key in wanted:
            if key in got:
                yield from _pairs(got[key], wanted[key], f"{where}[{key!r}]", depth + 1)
    elif depth < 3 and isinstance(got, tuple) and isinstance(wanted, tuple) and len(got) == len(wanted):
        for place, (mine, theirs) in enumerate(zip(got, wanted, strict=True)):
            yield from _pairs(mine, theirs, f"{where}[{place}]", depth + 1)
    else:
        yield from _columns(got, wanted, where)


def _columns(got: Any, wanted: Any, where: str) -> Iterator[tuple[str, _Floats, _Floats]]:
    """Yield the columns of two lists of tuples, such as the history of a descent; the last column first."""
    if not all(
        isinstance(v, list) and len(v) >= _FEWEST and all(isinstance(r, tuple) for r in v) for v in (got, wanted)
    ):
        return
    width = {len(row) for row in (*got, *wanted)}
    for column in reversed(range(width.pop() if len(width) == 1 else 0)):
        numbers = [_numbers([row[column] for row in rows]) for rows in (got, wanted)]
        if numbers[0] is not None and numbers[1] is not None:
            yield f"{where}[:][{column}]", numbers[0], numbers[1]


def _numbers(value: Any) -> _Floats | None:
    if isinstance(value, list) and value and all(isinstance(x, float | int | np.number) for x in value):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf" or value.ndim == 0:
        return None
    return value.astype(np.float64)


def _curves(where: str, got: _Floats, wanted: _Floats) -> Picture | None:
    if got.ndim != 1 or wanted.ndim != 1 or not _FEWEST <= min(got.size, wanted.size) <= _MOST or got.size > _MOST:
        return None
    if got.shape == wanted.shape and np.allclose(got, wanted, rtol=1e-3, equal_nan=True):
        return None  # two curves that cannot be told apart say less than the numbers
    return Picture("curves", {"yours": _finite(got), "expected": _finite(wanted)}, where)


def _heatmap(where: str, got: _Floats, wanted: _Floats) -> Picture | None:
    if got.ndim != 2 or got.shape != wanted.shape or min(got.shape) < 2 or not _FEW_PIXELS <= got.size <= _MANY_PIXELS:
        return None
    if np.array_equal(got, wanted, equal_nan=True):
        return None
    images = {"yours": got, "expected": wanted, "error": got - wanted}
    return Picture("heatmap", {name: [_finite(row) for row in image] for name, image in images.items()}, where)


def _finite(row: _Floats) -> list[float | None]:
    return [float(x) if np.isfinite(x) else None for x in row]
