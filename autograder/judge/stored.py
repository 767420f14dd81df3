"""Observations as bytes, for the grader's own records: `regrade` judges them again without running anything.

A magic line, then one length-prefixed payload of the wire's codec per entry: the exercise's layout first, then each
observation by itself, so that whatever crossed the wire one by one can also be kept: as the reply that it came as, or
else as (kind of outcome, its fields, printed, warnings, calls).
"""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterator
from typing import Any

from autograder.errors import GraderError
from autograder.model.observation import (
    Call,
    Died,
    Malformed,
    Missing,
    NotRun,
    Observation,
    Observations,
    Outcome,
    Raised,
    Returned,
    TimedOut,
)
from autograder.model.reply import observation
from autograder.wire.codec import decode, encode
from autograder.wire.values import WireError

_MAGIC = b"observations 2\n"
_LENGTH = struct.Struct("<Q")
_KINDS: dict[str, type[Outcome]] = {
    kind.__name__: kind for kind in (Returned, Raised, Missing, TimedOut, Died, Malformed, NotRun)
}


def observations_to_bytes(observations: Observations) -> bytes:
    """Return the bytes that stand for one exercise's observations: equal observations, equal bytes."""
    parts = [encode([(aspect, len(cases)) for aspect, cases in observations.items()])]
    parts += [o.payload or encode(_plain(o)) for cases in observations.values() for o in cases]
    return _MAGIC + b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def observations_from_bytes(content: bytes) -> Observations:
    """Return the observations that `observations_to_bytes` wrote.

    Raises:
        GraderError: the bytes are not such a record.
    """
    try:
        parts = _parts(content)
        layout = decode(next(parts))
        return {aspect: tuple(_observation(next(parts)) for _ in range(count)) for aspect, count in layout}
    except (WireError, KeyError, TypeError, ValueError, StopIteration, RuntimeError, struct.error) as error:
        raise GraderError(
            f"stored observations cannot be read ({type(error).__name__})",
            remedy="grade again with --force",
        ) from error


def _plain(observation: Observation) -> tuple[Any, ...]:
    outcome = observation.outcome
    # Not dataclasses.asdict: it would copy and rebuild the value inside.
    fields = {f.name: getattr(outcome, f.name) for f in dataclasses.fields(outcome)}
    calls = [(c.name, c.args, c.answer) for c in observation.calls]
    return type(outcome).__name__, fields, observation.printed, observation.warnings, calls


def _observation(part: bytes) -> Observation:
    plain = decode(part)
    if type(plain) is dict:  # a reply, as it came
        return observation(plain, payload=part)
    kind, fields, printed, warnings, calls = plain
    return Observation(_KINDS[kind](**fields), printed, tuple(warnings), tuple(Call(*call) for call in calls))


def _parts(content: bytes) -> Iterator[bytes]:
    if not content.startswith(_MAGIC):
        raise ValueError("not a record of observations")
    at = len(_MAGIC)
    while at < len(content):
        (size,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        if at + size > len(content):
            raise ValueError("the record is cut off")
        yield content[at : at + size]
        at += size
