"""Draws: the seeds from which cases come. Two per batch, so that nothing of the graded one is ever shown."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draw:
    """A pair of seeds: `graded` decides scores and stays secret, `shown` provides what students may see."""

    graded: int
    shown: int

    @classmethod
    def fresh(cls) -> Draw:
        """Return a draw that nobody can guess."""
        return cls(graded=secrets.randbits(63), shown=secrets.randbits(63))

    @property
    def id(self) -> str:
        """A short name of the draw that does not give its seeds away."""
        return hashlib.sha256(f"draw {self.graded} {self.shown}".encode()).hexdigest()[:12]
