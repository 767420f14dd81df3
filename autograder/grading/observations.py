"""The observations of a whole submission as bytes and back; each exercise's as `judge.stored` writes them."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.errors import GraderError
from autograder.judge.stored import observations_from_bytes, observations_to_bytes
from autograder.model.observation import Observations
from autograder.wire.codec import decode, encode
from autograder.wire.values import WireError

#: exercise -> observations
PerExercise = Mapping[str, Observations]


def pack(graded: PerExercise, shown: PerExercise) -> bytes:
    """Return both draws' observations as bytes; the same observations give the same bytes."""
    draws = (("graded", graded), ("shown", shown))
    return encode({draw: {name: observations_to_bytes(found[name]) for name in sorted(found)} for draw, found in draws})


def unpack(stored: bytes) -> tuple[dict[str, Observations], dict[str, Observations]]:
    """Return what `pack` was given: observations of the graded and of the shown draw.

    Raises:
        GraderError: the bytes are not such observations.
    """
    try:
        both = decode(stored)
        graded, shown = (
            {name: observations_from_bytes(content) for name, content in both[draw].items()}
            for draw in ("graded", "shown")
        )
    except (WireError, KeyError, TypeError, AttributeError) as error:
        raise GraderError(
            f"stored observations cannot be read ({error})", remedy="grade this submission again with --force"
        ) from error
    return graded, shown
