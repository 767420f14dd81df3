"""What a probe tries of another exercise's answer comes to an end, and leaves the process as it was."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from autograder.probe.watched import AGAIN, HURRY, Misbehaved, watched

#: in a module of its own, as an answer is
ANSWERS = """
import contextlib

def endless():
    while True:
        sum(range(100))

def catches_all():
    while True:
        try:
            while True:
                sum(range(100))
        except BaseException:
            pass

def suppresses_all():
    while True:
        with contextlib.suppress(BaseException):
            endless()

def catches_what_is_called():
    while True:
        try:
            endless()
        except BaseException:
            continue

def catches_three_times():
    for _ in range(3):
        with contextlib.suppress(BaseException):
            catches_all()
"""


def os_exit(status: int) -> None:
    os._exit(status)


@pytest.fixture(scope="module")
def answers() -> ModuleType:
    module = ModuleType("answers")
    exec(compile(ANSWERS, "<submission>", "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("name", re.findall(r"def (\w+)", ANSWERS))
def test_what_does_not_end_is_stopped(answers: ModuleType, name: str) -> None:
    began = time.thread_time()
    with pytest.raises(Misbehaved), watched():
        getattr(answers, name)()
    assert time.thread_time() - began < HURRY + 10 * AGAIN


def test_the_probe_itself_can_put_things_back(answers: ModuleType) -> None:
    """Its lines are not among those that raise again."""
    put_back = []

    def tried() -> None:
        try:
            answers.endless()
        finally:
            put_back.append(1)
            put_back.append(2)

    with pytest.raises(Misbehaved), watched():
        tried()
    assert put_back == [1, 2]


@pytest.mark.parametrize("leave", [os_exit, sys.exit])
def test_what_ends_the_process_does_not(leave: Callable[[int], None]) -> None:
    with pytest.raises(Misbehaved), watched():
        leave(3)


def test_what_catches_all_and_returns_is_told_too() -> None:
    with pytest.raises(Misbehaved), watched(), contextlib.suppress(BaseException):
        os._exit(3)


def test_replaced_functions_are_put_back() -> None:
    before = np.diff
    with pytest.raises(Misbehaved), watched():
        np.diff = np.sin
    assert np.diff is before


def replaces_and_raises() -> None:
    np.diff = np.sin
    raise ValueError("mine")


def test_replaced_functions_are_put_back_after_an_error() -> None:
    before = np.diff
    with pytest.raises(ValueError, match="mine"), watched():
        replaces_and_raises()
    assert np.diff is before


def test_a_name_that_is_new_in_numpy_is_no_replacement() -> None:
    with watched():
        np.cross_entropy = 1  # type: ignore[attr-defined]
    del np.cross_entropy  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["endless", "catches_all"])
def test_nothing_is_left_behind(answers: ModuleType, name: str) -> None:
    before = signal.getsignal(signal.SIGVTALRM), sys.gettrace(), os._exit
    with pytest.raises(Misbehaved), watched():
        getattr(answers, name)()
    assert (signal.getsignal(signal.SIGVTALRM), sys.gettrace(), os._exit) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_errors_and_values_pass() -> None:
    with watched():
        value = np.diff([1.0, 3.0])
    assert value == 2.0
    with pytest.raises(ZeroDivisionError), watched():
        divmod(1, 0)


def test_an_inner_watch_does_not_end_the_outer_one(answers: ModuleType) -> None:
    def tried() -> None:
        with contextlib.suppress(Misbehaved), watched():
            answers.endless()
        answers.endless()

    with pytest.raises(Misbehaved), watched():
        tried()
