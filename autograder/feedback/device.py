"""What a page says of the device tier: how an exercise went on a real GPU, which gives and takes no points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.model.device import DeviceCheck, DeviceOutcome, DeviceRecord
from autograder.model.text import Text, text

_SAID = {
    DeviceOutcome.SAME: text("the same as on the stand-in"),
    DeviceOutcome.DIFFERS: text("another result than on the stand-in: that is the course's fault, not yours"),
    DeviceOutcome.FAILED: text("CUDA itself failed here, not you"),
    DeviceOutcome.OUT_OF_MEMORY: text("the memory was not enough on the device"),
    DeviceOutcome.TIMED_OUT: text("did not end in time on the device"),
    DeviceOutcome.LOST: text("ended its process on the device"),
    DeviceOutcome.NOT_COMPARED: text("cannot be compared: the notebook defines something else where CuPy is installed"),
    DeviceOutcome.NOT_RUN: text("was not run on the device, because an earlier check did not end there"),
}
_WORKED = {
    True: text("the work was done on the device"),
    False: text("the work was done on the host"),
}


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One family, ready for the template."""

    title: Text
    #: how it went, where the work was done
    said: tuple[Text, ...]
    #: milliseconds, or None
    milliseconds: float | None
    good: bool
    device: str
    #: the stand-in's value, where it is another one
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class DevicePart:
    """One exercise on a device; without a name there was none."""

    name: str
    version: str = ""
    checks: tuple[ShownCheck, ...] = ()

    @property
    def same(self) -> int:
        """How many families gave on the device what they gave on the stand-in."""
        return sum(c.good for c in self.checks)


def device_part(record: DeviceRecord | None, exercise: str) -> DevicePart | None:
    """Return what to say of one exercise; None where it asks for no device or nothing is known."""
    if record is None or exercise not in record.exercises:
        return None
    return DevicePart(record.device, record.cupy, tuple(_shown(c) for c in record.of(exercise)))


def _shown(check: DeviceCheck) -> ShownCheck:
    came_back = check.outcome in (DeviceOutcome.SAME, DeviceOutcome.DIFFERS)
    where = (_WORKED[check.worked],) if came_back and check.worked is not None else ()
    return ShownCheck(
        check.title,
        (_SAID[check.outcome], *where),
        None if check.seconds is None else 1000 * check.seconds,
        check.outcome is DeviceOutcome.SAME,
        check.device if came_back else "",
        check.stand_in if check.outcome is DeviceOutcome.DIFFERS else "",
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A family of one student that the instructor should know of, with both values where there are two."""

    student: str
    exercise: str
    check: DeviceCheck
    said: Text


@dataclass(frozen=True, slots=True)
class DeviceClass:
    """The device tier over a class."""

    devices: tuple[str, ...]
    #: hand-ins that ran on a device, and those that ask for one and ran on none
    ran: int
    waiting: int
    differing: tuple[Disagreement, ...]
    ended: tuple[Disagreement, ...]


def device_class(records: Sequence[DeviceRecord]) -> DeviceClass | None:
    """Return what to say of a class; None where no exercise asks for a device."""
    if not records:
        return None
    there = [r for r in records if r.device]
    found = [Disagreement(r.student, c.exercise, c, _SAID[c.outcome]) for r in there for c in r.checks]
    plain = (DeviceOutcome.SAME, DeviceOutcome.DIFFERS, DeviceOutcome.NOT_RUN, DeviceOutcome.NOT_COMPARED)
    return DeviceClass(
        tuple(sorted({f"{r.device}, CuPy {r.cupy}" for r in there})),
        len(there),
        len(records) - len(there),
        tuple(d for d in found if d.check.outcome is DeviceOutcome.DIFFERS),
        tuple(d for d in found if d.check.outcome not in plain),
    )
