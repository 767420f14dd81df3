"""Workers that die: only their own hand-in is touched, and it gets other chances."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import psutil
import pytest

from autograder.errors import SandboxError, StopRunError
from autograder.grading.crew import TRIES, Crew
from autograder.grading.steady import Steady
from autograder.grading.worker import Outcome


class _NoZygote:
    """Stands for a zygote where nothing is run on it."""

    def let_go(self) -> None:
        return

    adopt = close = let_go


def _equip() -> Steady:
    return cast(Steady, _NoZygote())


def _crew(grade: Callable[[str], Outcome], size: int = 2, equip: Callable[[], Steady] = _equip) -> Crew:
    return Crew(size, equip, lambda _zygote, student, _ran: grade(student))


def _fine(student: str) -> Outcome:
    return Outcome(student, None, "fine")


def test_everybody_is_graded_once() -> None:
    students = [f"s{n}" for n in range(20)]
    with _crew(_fine, 3) as crew:
        assert sorted(o.student for o in crew.outcomes(students)) == sorted(students)


def test_the_next_hand_in_is_run_while_the_last_one_is_judged(tmp_path: Path) -> None:
    def grade(_zygote: Steady, student: str, ran: Callable[[], None]) -> Outcome:
        (tmp_path / f"{student} runs").touch()
        assert len(list(tmp_path.glob("* runs"))) == 1
        time.sleep(0.1)
        (tmp_path / f"{student} runs").unlink()
        ran()
        time.sleep(0.1)
        return _fine(student)

    students = [f"s{n}" for n in range(8)]
    began = time.monotonic()
    with Crew(1, _equip, grade) as crew:
        assert sorted(o.student for o in crew.outcomes(students)) == students
        assert len(crew._workers) == 2
    assert time.monotonic() - began < 1.4  # 1.6 s one after the other
    assert crew.deaths == {}


def test_a_hand_in_that_kills_its_worker_each_time_is_one_line_and_the_others_are_graded() -> None:
    def grade(student: str) -> Outcome:
        if student == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        return _fine(student)

    with _crew(grade) as crew:
        found = {o.student: o.error for o in crew.outcomes(["a", "deadly", "b", "c"])}
    assert {found[s] for s in "abc"} == {"fine"}
    assert "3 workers died over this hand-in, the last one by signal 9" in found["deadly"]
    assert crew.deaths == {"deadly": TRIES}


def test_a_worker_that_dies_in_the_middle_of_its_answer_is_noticed(tmp_path: Path) -> None:
    marker = tmp_path / "died"

    def grade(student: str) -> Outcome:
        if not marker.exists():
            marker.touch()
            # the answer is larger than a pipe, so the worker is still writing when the alarm kills it
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            signal.setitimer(signal.ITIMER_REAL, 0.2)
        return Outcome(student, None, "x" * (64 << 20))

    with _crew(grade, 1) as crew:
        outcomes = crew.outcomes(["large"])
        time.sleep(0.1)
        assert len(next(outcomes).error) == 64 << 20
        assert list(outcomes) == []


def test_a_worker_that_cannot_begin_stops_the_run() -> None:
    def equip() -> Steady:
        raise SandboxError("no memory", remedy="add some")

    with _crew(_fine, equip=equip) as crew, pytest.raises(StopRunError, match="a worker cannot begin: no memory"):
        list(crew.outcomes(["a"]))


def test_workers_die_with_the_process_that_started_them() -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        with _crew(lambda s: time.sleep(60) or _fine(s)) as crew:  # type: ignore[func-returns-value]
            crew._hand_out([], iter(["a", "b"]))
            os.write(writing, " ".join(str(w.process.pid) for w in crew._workers).encode())
            signal.pause()
        os._exit(0)
    workers = [int(word) for word in os.read(reading, 100).split()]
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert len(workers) == 2
    end = time.monotonic() + 10
    while any(psutil.pid_exists(w) and psutil.Process(w).status() != "zombie" for w in workers):
        assert time.monotonic() < end


def test_leaving_early_ends_the_workers() -> None:
    with _crew(_fine) as crew:
        next(crew.outcomes(["a", "b", "c"]))
        workers = [w.process for w in crew._workers]
    assert not any(w.is_alive() for w in workers)
