"""The replies of the probe runtime, which is hostile, as observations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.model.observation import Call, Malformed, Missing, Observation, Outcome, Raised, Returned


class NonsenseError(ValueError):
    """A frame that is a value but not one of the protocol's."""


def observation(reply: Any, calls: tuple[Call, ...] = (), payload: bytes = b"") -> Observation:
    """Check a reply of the probe runtime, which came as `payload`, and return it as an observation.

    Raises:
        NonsenseError: it is not one.
    """
    if type(reply) is not dict or reply.get("is") != "observed":
        raise NonsenseError("a reply that is not an observation")
    printed, warned = reply.get("printed", ""), reply.get("warnings", [])
    if type(printed) is not str or len(printed) > 4000:
        raise NonsenseError("printed text that is not text or too long")
    if type(warned) is not list or len(warned) > 10 or not all(type(w) is str and len(w) <= 200 for w in warned):
        raise NonsenseError("warnings that are not short texts")
    found = Observation(_outcome(reply), printed, tuple(warned), calls)
    if not calls:  # what the trusted side answered is not in the payload
        object.__setattr__(found, "payload", payload)
    return found


def _outcome(reply: Mapping[str, Any]) -> Outcome:
    kinds = [key for key in ("returned", "raised", "missing", "malformed") if key in reply]
    if len(kinds) != 1:
        raise NonsenseError("an observation without one outcome")
    content = reply[kinds[0]]
    if kinds == ["returned"]:
        return Returned(content)
    if kinds == ["raised"]:
        return read_raised(content)
    if type(content) is not str or len(content) > 1000:
        raise NonsenseError("an outcome that is not text")
    return Missing(content) if kinds == ["missing"] else Malformed(content)


def read_raised(content: Any) -> Raised:
    """Check a description of an exception.

    Raises:
        NonsenseError: it is not one.
    """
    if type(content) is not dict:
        raise NonsenseError("an exception that is not described")
    types, message = content.get("types"), content.get("message")
    line, lineno = content.get("line", ""), content.get("lineno", 0)
    fits = (
        type(types) is list
        and 0 < len(types) <= 50
        and all(type(name) is str and len(name) <= 200 for name in types)
        and all(type(text) is str and len(text) <= 1000 for text in (message, line))
        and type(lineno) is int
        and 0 <= lineno < 1 << 31
    )
    if not fits:
        raise NonsenseError("an exception that is not described")
    return Raised(tuple(types), message, line, lineno)  # type: ignore[arg-type]
