"""A counterexample from the shown draw in the student's words: inputs, what came out, what was expected, a picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.endings import not_returned
from autograder.model.observation import Answered, Case, Observation, Raised, Returned
from autograder.model.verdict import Example, Picture
from autograder.wire.values import Opaque

_LENGTH = 600
_PRINTED = 1000


def example(case: Case, actual: Observation, expected: Observation) -> Example:
    """Return what the student may see of one failing case of the shown draw."""
    return Example(
        inputs=tuple((name, readable(value)) for name, value in case.items()),
        actual=ending(actual),
        expected=ending(expected),
        printed=shortened(actual.printed, _PRINTED),
        picture=picture(actual, expected),
    )


def ending(observation: Observation) -> str:
    """Return how a case ended, for a reader."""
    outcome = observation.outcome
    if isinstance(outcome, Returned):
        return readable(outcome.value)
    if isinstance(outcome, Raised):
        kind = (outcome.types or ("Exception",))[0]
        return shortened(f"{kind}: {outcome.message}" if outcome.message else kind, _LENGTH)
    return str(not_returned(outcome).rationale)


def readable(value: Any) -> str:
    """Return a short Python-like text of a plain value: eight digits, long arrays and lists cut in the middle."""
    return shortened(_text(value), _LENGTH)


def _text(value: Any, depth: int = 0) -> str:
    match value:
        case Answered():
            return f"<function {getattr(value.function, '__name__', 'f').strip('<>')}>"
        case Opaque():
            return f"<{shortened(value.type_name, 80)}>"
        case np.ndarray():
            body = np.array2string(value, precision=8, threshold=60, edgeitems=3, separator=", ", max_line_width=96)
            note = "" if value.dtype in (np.float64, np.int64, np.bool_) else f", dtype={value.dtype}"
            return f"array({body}{note})" if value.size else f"array of shape {value.shape}"
        case np.generic():
            plain = value.item()  # a long double is its own item
            return repr(plain) if isinstance(plain, np.generic) else _text(plain, depth)
        case float():
            return f"{value:.10g}" if value != int_or_none(value) else repr(value)
        case list() | tuple() if depth < 6:
            return _items(value, depth)
        case dict() if depth < 6:
            inner = ", ".join(f"{_text(k, depth + 1)}: {_text(v, depth + 1)}" for k, v in list(value.items())[:20])
            return "{" + inner + (", ..." if len(value) > 20 else "") + "}"
        case _:
            return repr(value)


def int_or_none(value: float) -> int | None:
    """Return the integer a float stands for, if it is one of at most 15 digits."""
    return int(value) if abs(value) < 1e15 and value == int(value) else None


def _items(value: list[Any] | tuple[Any, ...], depth: int) -> str:
    parts = [_text(x, depth + 1) for x in (value if len(value) <= 12 else [*value[:5], *value[-3:]])]
    if len(value) > 12:
        parts.insert(5, "...")
    inner = ", ".join(parts)
    if isinstance(value, list):
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def shortened(words: str, length: int) -> str:
    """Return the text, cut in the middle if it is longer than `length`."""
    return words if len(words) <= length else f"{words[: length * 2 // 3]} ... {words[-length // 4 :]}"


def picture(actual: Observation, expected: Observation) -> Picture | None:
    """Return a drawing of two arrays of one shape, where one helps: curves in 1-D, a heat map of the error in 2-D."""
    values = [_plottable(o) for o in (actual, expected)]
    got, wanted = values
    if got is None or wanted is None or got.shape != wanted.shape:
        return None
    if got.ndim == 1 and 5 <= got.size <= 2000:
        return Picture("curves", {"yours": _finite(got), "expected": _finite(wanted)})
    if got.ndim == 2 and min(got.shape) >= 2 and got.size <= 4096:
        images = {"yours": got, "expected": wanted, "error": got - wanted}
        return Picture("heatmap", {name: [_finite(row) for row in image] for name, image in images.items()})
    return None


def _plottable(observation: Observation) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    if not isinstance(observation.outcome, Returned):
        return None
    value = observation.outcome.value
    if isinstance(value, list) and value and all(isinstance(x, float | int) for x in value):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf":
        return None
    return value.astype(np.float64)


def _finite(row: np.ndarray[Any, np.dtype[np.float64]]) -> list[float | None]:
    return [float(x) if np.isfinite(x) else None for x in row]
