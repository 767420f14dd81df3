"""How often a student's hand-ins were graded on arrival, and when the next one may be."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from traitlets import Bool, Float, Int
from traitlets.config import Configurable

from autograder.errors import GraderError
from autograder.files import write_whole


class Watch(Configurable):
    """Settings of `autograder watch`, in nbgrader_config.py as `c.Watch.interval = 600`."""

    interval = Float(0, min=0, help="Seconds between two gradings of one student; 0 for no limit.").tag(config=True)
    attempts = Int(0, min=0, help="Hand-ins that are graded per student; 0 for no limit.").tag(config=True)
    polling = Bool(False, help="Look at the exchange every second: for network file systems.").tag(config=True)


@dataclass(slots=True)
class Attempt:
    """One hand-in: its time stamp, when its grading began (seconds since 1970), and how it ended ("" if it did not)."""

    stamp: str
    began: float
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a hand-in is not graded now; `until` in seconds since 1970, None if time does not help."""

    until: float | None


class History:
    """One student's attempts, on disk."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "attempts.json"
        self.attempts: list[Attempt] = []
        if self._path.is_file():
            try:
                self.attempts = [Attempt(**entry) for entry in json.loads(self._path.read_bytes())]
            except (OSError, ValueError, TypeError) as error:
                raise GraderError(
                    f"{self._path}: cannot be read ({type(error).__name__})",
                    remedy="restore the file, or remove it to let the student begin anew",
                ) from error

    def of(self, stamp: str) -> Attempt | None:
        """Return the attempt of one hand-in, or None."""
        return next((a for a in self.attempts if a.stamp == stamp), None)

    def refusal(self, limits: Watch, now: float) -> Refusal | None:
        """Return why another hand-in may not be graded now, or None if it may."""
        graded = [a for a in self.attempts if a.outcome != "refused"]
        if limits.attempts and sum(a.outcome != "ungradable" for a in graded) >= limits.attempts:
            return Refusal(None)
        if graded and now - (last := max(a.began for a in graded)) < limits.interval:
            return Refusal(last + limits.interval)
        return None

    def note(self, stamp: str, began: float, outcome: str = "") -> None:
        """Write down that a hand-in's grading began, or how it ended."""
        held = self.of(stamp)
        if held is None:
            self.attempts.append(Attempt(stamp, began, outcome))
        else:
            held.began, held.outcome = began, outcome
        write_whole(self._path, json.dumps([asdict(a) for a in self.attempts], indent=1).encode(), private=True)
