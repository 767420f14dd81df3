"""A counterexample from the shown draw in the student's words: inputs, what came out, what was expected, a picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judge.endings import not_returned
from autograder.judge.picturing import picture
from autograder.model.observation import Answered, Case, Observation, Raised, Returned
from autograder.model.verdict import Example
from autograder.wire.values import Opaque

_LENGTH = 700
_WIDTH = 70
_PRINTED = 1000
#: rows at each end of a long axis
_EDGE = 3
#: elements of an array that are written out; NumPy leaves out the middle of an axis, and of short axes nothing
_MOST_ELEMENTS = 2000


@dataclass(frozen=True, slots=True)
class InWords:
    """A case and its right answer in a reader's words, which are the same for all submissions."""

    inputs: tuple[tuple[str, str], ...]
    expected: str


def in_words(case: Case, expected: Observation) -> InWords:
    """Put a case of the shown draw and its right answer into words."""
    return InWords(tuple((name, readable(value)) for name, value in case.items()), ending(expected))


def example(words: InWords, actual: Observation, expected: Observation) -> Example:
    """Return what the student may see of one failing case of the shown draw; `words` are those of `expected`."""
    said = ending(actual), words.expected
    if said[0] == said[1]:
        # what differs is smaller than the digits that are shown for reading
        said = ending(actual, exact=True), ending(expected, exact=True)
    return Example(
        inputs=words.inputs,
        actual=said[0],
        expected=said[1],
        printed=shortened(actual.printed, _PRINTED),
        picture=picture(actual, expected),
    )


def ending(observation: Observation, *, exact: bool = False) -> str:
    """Return how a case ended, for a reader; `exact` shows all digits."""
    outcome = observation.outcome
    if isinstance(outcome, Returned):
        if not exact or _prints_long(outcome.value):
            return readable(outcome.value)
        with np.printoptions(precision=17, threshold=60, edgeitems=_EDGE):
            return shortened(repr(outcome.value), _LENGTH)
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
            body = "" if _prints_long(value) or not value.size else _rows(value)
            note = "" if value.dtype in (np.float64, np.int64, np.bool_) else f", dtype={value.dtype}"
            return f"array({body}{note})" if body else f"array of shape {value.shape}"
        case np.generic():
            plain = value.item()  # a long double is its own item
            return repr(plain) if isinstance(plain, np.generic) else _text(plain, depth)
        case float():
            return f"{value:.10g}" if value != int_or_none(value) else repr(value)
        case list() | tuple() if depth < 6:
            return _items(value, depth)
        case dict() if depth < 6:
            parts = [f"{_text(k, depth + 1)}: {_text(v, depth + 1)}" for k, v in list(value.items())[:20]]
            return _filled("{", [*parts, "..."] if len(value) > 20 else parts, "}")
        case _:
            return repr(value)


def _prints_long(value: Any) -> bool:
    """Tell whether NumPy would write out more of an array, or of one within lists, than anybody reads."""
    if isinstance(value, np.ndarray):
        return math.prod(min(n, 2 * _EDGE) for n in value.shape) > _MOST_ELEMENTS
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(map(_prints_long, held))


def _rows(value: np.ndarray[Any, np.dtype[Any]]) -> str:
    """Return an array with as many digits, up to eight, as let a row stand on one line; else its corners."""

    def body(digits: int, width: int, most: int = 60) -> str:
        return np.array2string(
            value,
            precision=digits,
            threshold=most,
            edgeitems=_EDGE,
            separator=", ",
            max_line_width=width,
            prefix="array(",
        )

    if value.ndim < 2:
        return body(8, _WIDTH)
    whole = (body(digits, 100 * _WIDTH) for digits in (8, 6, 4))
    return next((b for b in whole if max(map(len, b.splitlines())) <= _WIDTH), body(4, _WIDTH, 0))


def int_or_none(value: float) -> int | None:
    """Return the integer a float stands for, if it is one of at most 15 digits."""
    return int(value) if abs(value) < 1e15 and value == int(value) else None


def _items(value: list[Any] | tuple[Any, ...], depth: int) -> str:
    parts = [_text(x, depth + 1) for x in (value if len(value) <= 12 else [*value[:5], *value[-3:]])]
    if len(value) > 12:
        parts.insert(5, "...")
    if isinstance(value, list):
        return _filled("[", parts, "]")
    return _filled("(", parts, ",)" if len(value) == 1 else ")")


def _filled(begin: str, parts: list[str], end: str) -> str:
    """Return the parts in brackets, in lines of some 70 characters that begin below the first part."""
    indent, lines = " ", [""]  # an inner pair of brackets is indented again by the outer one
    for place, part in enumerate(parts):
        piece = part.replace("\n", f"\n{indent}") + ("" if place == len(parts) - 1 else ", ")
        if lines[-1] and len(lines[-1]) + len(piece) > _WIDTH:
            lines.append("")
        lines[-1] += piece
    return f"{begin}{f'{chr(10)}{indent}'.join(line.rstrip() for line in lines)}{end}"


def shortened(words: str, length: int) -> str:
    """Return the text, cut in the middle if it is longer than `length`."""
    return words if len(words) <= length else f"{words[: length * 2 // 3]} ... {words[-length // 4 :]}"
