"""What a comparer says of a wrong case, and the tolerance with which values are told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.model.observation import Case
from autograder.model.text import Text


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a case does not satisfy its comparer. `earned` is the part of the aspect that is still earned.

    `rationale` may hold shapes, places and names of the case it is about, so it is only read out for the shown draw;
    `brief` names the kind of difference alone and is what may be said of the graded draw.
    """

    rationale: Text
    help: Text | None = None
    earned: Fraction = Fraction(0)
    brief: Text | None = None


Scale = Callable[[Case, Any], float]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|actual - expected| <= value * scale, with `scale` = max(1, max|expected|) unless given.

    `why` is the error analysis behind the number, for the reader of the course; `float32` replaces `value` when the
    actual or an input is single precision. A `scale` is asked once per compared array: `scale(case, expected_array)`.
    """

    value: float
    why: str
    float32: float | None = None
    scale: Scale | None = None

    def bound(self, actual: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], case: Case) -> float:
        """Return the largest allowed |actual - expected| for one array."""
        single = self.float32 is not None and (_is_single(actual) or any(_is_single(x) for x in _arrays(case)))
        value = self.float32 if single and self.float32 is not None else self.value
        return value * (self.scale(case, expected) if self.scale else _largest(expected))


def _largest(expected: np.ndarray[Any, Any]) -> float:
    if expected.dtype.kind not in "biufc" or not expected.size:
        return 1.0
    with np.errstate(all="ignore"):  # a long double may be too large for a double
        size = np.abs(expected.astype(np.complex128 if expected.dtype.kind == "c" else np.float64))
    return max(1.0, float(np.max(size, where=np.isfinite(size), initial=0.0)))


def _is_single(array: np.ndarray[Any, Any] | np.generic) -> bool:
    return array.dtype in (np.float32, np.float16, np.complex64)


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any] | np.generic]:
    if isinstance(value, np.ndarray | np.generic):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _arrays(item)
    elif isinstance(value, list | tuple):
        for item in value[:50]:
            yield from _arrays(item)
