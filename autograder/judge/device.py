"""Compares what a hand-in gave on a real GPU with what the same probe gave on the stand-in for CuPy. No points here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.judge.example import ending
from autograder.judge.exercise import Aspect, Exercise, OnDevice
from autograder.judge.expected import Cases
from autograder.model.device import DeviceCheck, DeviceOutcome
from autograder.model.observation import (
    Case,
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
from autograder.model.program import Program

#: what the second run of a family, in which everything is compiled, is called
_AGAIN = " again"
#: classes of CuPy's that say: not the program, the device or its software failed
_OF_CUDA = (
    "CUDARuntimeError", "CUDADriverError", "NVRTCError", "CompileException", "CUBLASError", "CURANDError",
    "CUSOLVERError", "CUSPARSEError", "CuFFTError", "DynamicLibNotFoundError",
)  # fmt: skip
#: the first of these that some case shows is what is said of its family
_GRAVEST_FIRST = (
    DeviceOutcome.DIFFERS,
    DeviceOutcome.FAILED,
    DeviceOutcome.LOST,
    DeviceOutcome.OUT_OF_MEMORY,
    DeviceOutcome.TIMED_OUT,
    DeviceOutcome.NOT_COMPARED,
    DeviceOutcome.NOT_RUN,
    DeviceOutcome.SAME,
)


def device_program(exercise: Exercise, shown: Program) -> Program:
    """Return the program for the device: the families that ask for one, on the shown draw, and then once more.

    Of the graded draw nothing goes there: what a process leaves in a device's memory is beyond the jail's walls.
    """
    asking = {a.name: a.device for a in exercise.aspects if a.device is not None}
    first = tuple(replace(f, seconds=asking[f.aspect].seconds) for f in shown.families if f.aspect in asking)
    return replace(shown, families=first + tuple(replace(f, aspect=f.aspect + _AGAIN) for f in first))


def device_checks(
    exercise: Exercise, cases: Cases, stand_in: Observations, seen: Observations, seconds: Mapping[str, float]
) -> tuple[DeviceCheck, ...]:
    """Return one check for each family that asks for a device.

    `stand_in` and `seen` are observations of the shown draw, whose cases are `cases`; `seconds` by family of `seen`.
    """
    return tuple(
        _check(exercise.name, a, a.device, cases[a.name], stand_in.get(a.name, ()), seen, seconds)
        for a in exercise.aspects
        if a.device is not None
    )


def _check(
    exercise: str,
    aspect: Aspect,
    how: OnDevice,
    cases: tuple[Case, ...],
    stand_in: tuple[Observation, ...],
    seen: Observations,
    seconds: Mapping[str, float],
) -> DeviceCheck:
    first, again = seen[aspect.name], seen[aspect.name + _AGAIN]
    ends = _ends(aspect, first, stand_in, cases)
    timed = _ends(aspect, again, stand_in, cases)
    # what ends the run on both, a time-out say, leaves nothing to run again
    both = ends if all(e is DeviceOutcome.SAME for e in ends) and _nothing_ran(again) else ends + timed
    place = min(range(len(both)), key=lambda at: _GRAVEST_FIRST.index(both[at]))
    index = place % len(cases)
    said, on_device = stand_in[index], (first + again)[place]
    exact = both[place] is DeviceOutcome.DIFFERS and ending(said) == ending(on_device)
    return DeviceCheck(
        exercise=exercise,
        aspect=aspect.name,
        title=aspect.title,
        outcome=both[place],
        stand_in=ending(said, exact=exact),
        device=ending(on_device, exact=exact),
        case=index,
        worked=_worked(how, first),
        seconds=seconds.get(aspect.name + _AGAIN) if all(e is DeviceOutcome.SAME for e in timed) else None,
    )


def _ends(
    aspect: Aspect, run: tuple[Observation, ...], stand_in: tuple[Observation, ...], cases: tuple[Case, ...]
) -> list[DeviceOutcome]:
    return [_outcome(aspect, *three) for three in zip(run, stand_in, cases, strict=True)]


def _nothing_ran(run: tuple[Observation, ...]) -> bool:
    return all(isinstance(o.outcome, NotRun) for o in run)


def _outcome(aspect: Aspect, device: Observation, stand_in: Observation, case: Case) -> DeviceOutcome:
    if aspect.compare.same(actual=device, other=stand_in, case=case):
        return DeviceOutcome.SAME
    if type(device.outcome) is type(stand_in.outcome) and not isinstance(device.outcome, Returned | Raised):
        return DeviceOutcome.SAME
    if isinstance(stand_in.outcome, Missing) or isinstance(device.outcome, Missing):
        return DeviceOutcome.NOT_COMPARED
    match device.outcome:
        case Raised() as raised if raised.is_a("MemoryError"):
            return DeviceOutcome.OUT_OF_MEMORY
        case Raised() as raised if raised.is_a(*_OF_CUDA):
            return DeviceOutcome.FAILED
        case Died("memory"):
            return DeviceOutcome.OUT_OF_MEMORY
        case Died() | Malformed():
            return DeviceOutcome.LOST
        case TimedOut():
            return DeviceOutcome.TIMED_OUT
        case NotRun():
            return DeviceOutcome.NOT_RUN
    return DeviceOutcome.DIFFERS


def _worked(how: OnDevice, run: tuple[Observation, ...]) -> bool | None:
    """Return whether all cases that came back were worked on the device; None where nobody can tell."""
    values = [o.outcome.value for o in run if isinstance(o.outcome, Returned)]
    if how.worked is None or not values:
        return None
    return all(_told(how.worked, value) for value in values)


def _told(worked: Any, value: Any) -> bool:
    try:
        return bool(worked(value))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return False  # a value of another structure than the probe gives
