"""What the device tier found out about a graded hand-in: kept beside the verdict, never part of it or of a score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from autograder.model.text import Text


class DeviceOutcome(StrEnum):
    """How a family went on the device; a difference from the stand-in is a fault of the course or of the stand-in."""

    SAME = "same"
    DIFFERS = "differs"
    #: CUDA or CuPy itself failed
    FAILED = "failed"
    OUT_OF_MEMORY = "out of memory"
    TIMED_OUT = "timed out"
    #: its process ended, or sent something that is no reply
    LOST = "lost"
    #: the notebook itself defines something else where CuPy is installed
    NOT_COMPARED = "not compared"
    #: the family before it ended the run
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class DeviceCheck:
    """One family of one exercise on the device; the values are of the shown draw, of the first case that stands out."""

    exercise: str
    aspect: str
    title: Text
    outcome: DeviceOutcome
    stand_in: str = ""
    device: str = ""
    case: int = 0
    #: whether the work was done on the device, as far as the probe can tell
    worked: bool | None = None
    #: wall seconds of all its cases when they ran a second time, with every kernel compiled
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """One hand-in's families on one device, or with `device` empty: it asks for a device, and there was none."""

    assignment: str
    notebook: str
    student: str
    #: names the hand-in under its draw, answer key and grader, as the mark that it is graded does
    key: str
    #: the exercises that ask for a device
    exercises: tuple[str, ...]
    #: name of the device, and CuPy's version; "" for none
    device: str = ""
    cupy: str = ""
    checks: tuple[DeviceCheck, ...] = ()

    def of(self, exercise: str) -> tuple[DeviceCheck, ...]:
        """Return the checks of one exercise."""
        return tuple(c for c in self.checks if c.exercise == exercise)
