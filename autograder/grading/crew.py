"""The workers of this machine: processes that each grade one hand-in at a time, and die with this one.

Not `concurrent.futures.ProcessPoolExecutor`: there a worker killed while it writes its result leaves everybody waiting,
and a death takes all workers with it without saying whose hand-in it was (docs/decisions/0006).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import TracebackType
from typing import Self

from autograder.errors import GraderError, StopRunError
from autograder.grading.steady import Steady
from autograder.grading.worker import Outcome

#: a hand-in that brings down this many workers is reported instead of tried again
TRIES = 3
_PR_SET_PDEATHSIG = 1
#: seconds that a worker gets to end its zygote by itself
_GRACE = 5.0


#: what a worker does with a student's hand-in: it calls the last argument once that has been run in the jail
Grade = Callable[[Steady, str, Callable[[], None]], Outcome]


@dataclass(slots=True)
class _Worker:
    process: ForkProcess
    line: Connection
    #: what it is grading; None when it waits
    student: str | None = None
    #: whether that is still being run in the jail; judging it needs no other process
    running: bool = False


@dataclass(slots=True)
class Crew:
    """Grades with up to `size` hand-ins in the jail at once, and one worker more, so that none waits for the judge.

    A worker gets a zygote from `equip`, which is called in this process, and calls `grade`.
    """

    size: int
    equip: Callable[[], Steady]
    grade: Grade
    #: student -> how many workers died over the hand-in
    deaths: dict[str, int] = field(default_factory=dict)
    _workers: list[_Worker] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dismiss(at_once=error is not None)

    def outcomes(self, students: Iterable[str]) -> Iterator[Outcome]:
        """Grade all and yield as they finish; a hand-in whose worker died is tried again by another one.

        Raises:
            StopRunError: no worker can be started.
        """
        waiting = iter(students)
        again: list[str] = []
        while True:
            self._hand_out(again, waiting)
            busy = {w.line: w for w in self._workers if w.student is not None}
            if not busy:
                return
            for line in wait(list(busy)):
                worker = busy[line]  # type: ignore[index]
                student = worker.student or ""
                try:
                    outcome = worker.line.recv()
                    worker.running = False
                    if outcome is None:
                        self._hand_out(again, waiting)
                        continue
                    worker.student = None
                except (EOFError, OSError):
                    outcome = self._buried(worker, student)
                    if outcome is None:
                        again.append(student)
                        continue
                # before the outcome is recorded, so that nobody waits for that
                self._hand_out(again, waiting)
                yield outcome

    def _hand_out(self, again: list[str], waiting: Iterator[str]) -> None:
        while sum(w.running for w in self._workers) < self.size:
            idle = next((w for w in self._workers if w.student is None), None)
            if idle is None and len(self._workers) > self.size:
                return
            student = again.pop() if again else next(waiting, None)
            if student is None:
                return
            worker = idle or self._hire()
            worker.student, worker.running = student, True
            # a worker that died idle is noticed by the end of its line
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                worker.line.send(student)

    def _hire(self) -> _Worker:
        try:
            zygote = self.equip()
        except GraderError as error:
            raise StopRunError(f"a worker cannot begin: {error.what}", remedy=error.remedy) from error
        ours, theirs = multiprocessing.Pipe()
        lines = [ours, *(w.line for w in self._workers)]
        # fork: the expected values and the cases' functions are inherited instead of pickled
        process = multiprocessing.get_context("fork").Process(
            target=_serve, args=(self.grade, zygote, theirs, lines, os.getpid()), daemon=True
        )
        # until the child has its own way with it, a terminal's Ctrl-C must not reach it
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        zygote.let_go()
        return worker

    def _buried(self, worker: _Worker, student: str) -> Outcome | None:
        """Note a worker's death; return the outcome of its hand-in when that has had its chances."""
        self._workers.remove(worker)
        worker.line.close()
        worker.process.join()
        self.deaths[student] = self.deaths.get(student, 0) + 1
        if self.deaths[student] < TRIES:
            return None
        what = f"{student}: {TRIES} workers died over this hand-in, the last one {_ending(worker.process.exitcode)}"
        return Outcome(student, None, f"{what}; look for memory in `dmesg`, or look into the notebook")

    def _dismiss(self, *, at_once: bool) -> None:
        for worker in self._workers:
            if at_once:
                worker.process.kill()
            worker.line.close()
        for worker in self._workers:
            worker.process.join(_GRACE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()


def _ending(status: int | None) -> str:
    return f"by signal {-status}" if status is not None and status < 0 else f"with status {status}"


def _serve(
    grade: Grade,
    zygote: Steady,
    line: Connection,
    inherited: list[Connection],
    parent: int,
) -> None:
    """Be a worker: answer each student's name with None once the hand-in has been run, and an outcome in the end."""
    be_a_worker(parent)
    for other in inherited:
        other.close()
    zygote.adopt()
    gc.freeze()  # what is there before any hand-in needs no search for garbage
    with contextlib.suppress(EOFError, OSError):
        while True:
            line.send(grade(zygote, line.recv(), lambda: line.send(None)))
    zygote.close()


def be_a_worker(parent: int) -> None:
    """Outlive the process `parent` in no case, and leave a terminal's Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # it may have ended before this call
        if os.getppid() != parent:
            os._exit(1)
