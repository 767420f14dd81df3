"""Observations as bytes and back, through the wire's codec: exact, and no pickle, since what is in them is hostile."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import fields
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
    Raised,
    Returned,
    TimedOut,
)
from autograder.wire.codec import decode, encode
from autograder.wire.values import WireError

_OUTCOMES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Returned, Raised, Missing, TimedOut, Died, Malformed, NotRun)
}
_LENGTH = struct.Struct("<Q")

#: exercise -> observations
PerExercise = Mapping[str, Observations]


def pack(graded: PerExercise, shown: PerExercise) -> bytes:
    """Return both draws' observations as bytes; the same observations give the same bytes.

    One frame per exercise and draw, so that one exercise with large answers takes no other one's space.
    """
    frames = []
    for draw, found in (("graded", graded), ("shown", shown)):
        for exercise in sorted(found):
            try:
                frames.append(encode({"draw": draw, "exercise": exercise, "seen": _plain(found[exercise])}))
            except WireError:
                # too large to keep: `regrade` then says that this exercise needs a new run
                frames.append(encode({"draw": draw, "exercise": exercise, "seen": None}))
    return b"".join(_LENGTH.pack(len(frame)) + frame for frame in frames)


def unpack(stored: bytes) -> tuple[dict[str, Observations], dict[str, Observations]]:
    """Return what `pack` was given, without exercises that were too large to keep.

    Raises:
        GraderError: the bytes are not such observations.
    """
    found: dict[str, dict[str, Observations]] = {"graded": {}, "shown": {}}
    try:
        at = 0
        while at < len(stored):
            (size,) = _LENGTH.unpack_from(stored, at)
            frame = decode(stored[at + _LENGTH.size : at + _LENGTH.size + size])
            at += _LENGTH.size + size
            if frame["seen"] is not None:
                found[frame["draw"]][frame["exercise"]] = {
                    aspect: tuple(_observation(o) for o in seen) for aspect, seen in frame["seen"].items()
                }
    except (WireError, KeyError, TypeError, ValueError, struct.error) as error:
        raise GraderError(
            f"stored observations cannot be read ({error})", remedy="grade this submission again with --force"
        ) from error
    return found["graded"], found["shown"]


def _plain(observations: Observations) -> dict[str, Any]:
    return {aspect: [_entry(o) for o in seen] for aspect, seen in observations.items()}


def _entry(o: Observation) -> dict[str, Any]:
    outcome = {field.name: getattr(o.outcome, field.name) for field in fields(o.outcome)}
    calls = [(call.name, call.args, call.answer) for call in o.calls]
    return {
        "is": type(o.outcome).__name__,
        "outcome": outcome,
        "printed": o.printed,
        "warnings": o.warnings,
        "calls": calls,
    }


def _observation(entry: Mapping[str, Any]) -> Observation:
    outcome = _OUTCOMES[entry["is"]](**entry["outcome"])
    return Observation(outcome, entry["printed"], entry["warnings"], tuple(Call(*call) for call in entry["calls"]))
