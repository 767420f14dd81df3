"""The few types that only exist on the wire."""

from __future__ import annotations

from dataclasses import dataclass


class WireError(ValueError):
    """Bytes that are not a frame, or a value that is too large or too deep to cross."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for an object that does not cross (a generator, a masked array, an object array): its type's name."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Stub:
    """Stands for a function that the trusted side answers; the jail's side makes a callable of it."""

    name: str
