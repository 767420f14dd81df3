"""Everything that came back from a submission, and what it was asked, as bytes and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.errors import GraderError
from autograder.judge.stored import observations_from_bytes, observations_to_bytes
from autograder.model.observation import Observations
from autograder.wire.codec import decode, encode
from autograder.wire.values import WireError

#: bytes of a submission's observations that are kept for `regrade`; of an honest one they are some thousands
MAX_KEPT = 32 << 20


@dataclass(frozen=True, slots=True)
class Over:
    """What an exercise gave over the reference's version of what it builds on; `standing` names that version."""

    standing: str
    graded: Observations


@dataclass(frozen=True, slots=True)
class Observed:
    """One submission's observations by exercise, and under which terms they were made."""

    graded: dict[str, Observations]
    shown: dict[str, Observations]
    #: exercises that were run a second time because what they build on had failed
    over: dict[str, Over] = field(default_factory=dict)
    #: see `grading.terms`; empty in records of old
    terms: dict[str, str] = field(default_factory=dict)
    #: exercise -> aspect -> what was asked, see `judge.asked`
    asked: dict[str, dict[str, str]] = field(default_factory=dict)


def pack(observed: Observed) -> bytes:
    """Return a submission's observations as bytes; the same observations give the same bytes.

    Of observations that are too large to keep, only the terms are; they have to be made again.
    """
    draws = (("graded", observed.graded), ("shown", observed.shown))
    terms = {"terms": observed.terms, "asked": observed.asked}
    try:
        plain = {draw: {name: observations_to_bytes(found[name]) for name in sorted(found)} for draw, found in draws}
        over = {name: (found.standing, observations_to_bytes(found.graded)) for name, found in observed.over.items()}
        return encode({**plain, "over": over, **terms}, max_bytes=MAX_KEPT)
    except WireError:
        return encode({"graded": {}, "shown": {}, **terms})


def unpack(stored: bytes) -> Observed:
    """Return what `pack` was given.

    Raises:
        GraderError: the bytes are not such observations.
    """
    try:
        whole = decode(stored)
        graded, shown = (
            {name: observations_from_bytes(content) for name, content in whole[draw].items()}
            for draw in ("graded", "shown")
        )
        over = {name: Over(base, observations_from_bytes(c)) for name, (base, c) in whole.get("over", {}).items()}
        return Observed(graded, shown, over, whole.get("terms", {}), whole.get("asked", {}))
    except (WireError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise GraderError(
            f"stored observations cannot be read ({error})", remedy="grade this submission again with --force"
        ) from error
