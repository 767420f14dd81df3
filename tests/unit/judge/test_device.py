"""What a device gave is held against what the stand-in gave: only a real difference is a disagreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.judge.authoring import Close, Exercise, OnDevice, Tolerance, text
from autograder.judge.device import device_checks, device_program
from autograder.model.device import DeviceCheck, DeviceOutcome
from autograder.model.observation import (
    Case,
    Died,
    Malformed,
    Missing,
    NotRun,
    Observation,
    Outcome,
    Raised,
    Returned,
    TimedOut,
)
from autograder.model.program import Family, Program

EXERCISE = Exercise("f", 2, text("f"), {"V": 1, "R": 1})


def _cases(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": 1.0}
    yield {"x": 2.0}


def _worked(value: Any) -> bool:
    return bool(value[1])


EXERCISE.family("host", "V", text("host"), probe="host", compare=Close(Tolerance(1e-9, "a sum")))(_cases)
EXERCISE.family(
    "there", "R", text("there"), probe="there", compare=Close(Tolerance(1e-9, "a sum")), device=OnDevice(_worked, 7.0)
)(_cases)
RIGHT = Returned((np.array([1.0, 2.0]), True))
CLOSE = Returned((np.array([1.0, 2.0 + 1e-12]), True))
WRONG = Returned((np.array([1.0, 2.0 + 1e-6]), True))
CUDA = Raised(("CUDARuntimeError", "RuntimeError"), "cudaErrorIllegalAddress")
FULL = Raised(("OutOfMemoryError", "MemoryError"), "Out of memory")


def _check(stand_in: list[Outcome], first: list[Outcome], again: list[Outcome]) -> DeviceCheck:
    def seen(outcomes: list[Outcome]) -> tuple[Observation, ...]:
        return tuple(Observation(o) for o in outcomes)

    cases = {name: ({"x": 1.0}, {"x": 2.0}) for name in ("host", "there")}
    found = {"there": seen(first), "there again": seen(again)}
    (check,) = device_checks(EXERCISE, cases, {"there": seen(stand_in)}, found, {"there": 9.0, "there again": 0.25})
    return check


def test_the_program_holds_the_asking_families_twice_with_the_devices_own_clock() -> None:
    cases = ({"x": 1.0},)
    shown = Program("f", "", (Family("host", "host", cases), Family("there", "there", cases, seconds=5.0)))
    program = device_program(EXERCISE, shown)
    assert [(f.aspect, f.probe, f.seconds) for f in program.families] == [
        ("there", "there", 7.0),
        ("there again", "there", 7.0),
    ]


def test_values_within_the_tolerance_agree_and_the_second_run_is_timed() -> None:
    check = _check([RIGHT, RIGHT], [RIGHT, CLOSE], [CLOSE, RIGHT])
    assert (check.outcome, check.worked, check.seconds) == (DeviceOutcome.SAME, True, 0.25)


def test_a_slight_difference_in_either_run_is_a_disagreement_with_both_values_told_apart() -> None:
    for first, again in (([RIGHT, WRONG], [RIGHT, RIGHT]), ([RIGHT, RIGHT], [RIGHT, WRONG])):
        check = _check([RIGHT, RIGHT], first, again)
        assert (check.outcome, check.case, check.seconds is None) == (DeviceOutcome.DIFFERS, 1, first[1] is RIGHT)
        assert check.stand_in != check.device


def test_a_tiny_difference_beyond_the_tolerance_is_shown_with_all_its_digits() -> None:
    tiny = Returned((np.array([1.0, 2.0 + 1e-8]), True))
    check = _check([RIGHT, RIGHT], [tiny, tiny], [tiny, tiny])
    assert check.outcome is DeviceOutcome.DIFFERS
    assert check.stand_in != check.device


@pytest.mark.parametrize(
    "on_device, outcome",
    [
        (CUDA, DeviceOutcome.FAILED),
        (FULL, DeviceOutcome.OUT_OF_MEMORY),
        (Died("memory"), DeviceOutcome.OUT_OF_MEMORY),
        (Died("exited"), DeviceOutcome.LOST),
        (Malformed("bytes"), DeviceOutcome.LOST),
        (TimedOut(7.0), DeviceOutcome.TIMED_OUT),
        (Missing("f"), DeviceOutcome.NOT_COMPARED),
        (Raised(("TypeError",), "no"), DeviceOutcome.DIFFERS),
    ],
)
def test_what_ended_on_the_device_is_told_apart_from_a_disagreement(on_device: Outcome, outcome: DeviceOutcome) -> None:
    check = _check([RIGHT, RIGHT], [on_device, NotRun()], [NotRun(), NotRun()])
    assert (check.outcome, check.case, check.seconds) == (outcome, 0, None)


@pytest.mark.parametrize("end", [TimedOut(5.0), Died("exited"), Raised(("TypeError",), "Implicit conversion")])
def test_the_same_end_on_both_is_no_disagreement(end: Outcome) -> None:
    check = _check([end, NotRun()], [end, NotRun()], [NotRun(), NotRun()])
    assert (check.outcome, check.seconds) == (DeviceOutcome.SAME, None)


def test_work_left_on_the_host_is_said() -> None:
    host = Returned((np.array([1.0, 2.0]), False))
    assert _check([host, host], [host, host], [host, host]).worked is False
