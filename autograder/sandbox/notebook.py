"""Drives a notebook through a fork: cells first, then all shown programs, and only then the graded ones.

In that order nothing of the graded draw exists in the jail while anything is still to come out of it that a student
will see: outputs, files and the observations of the shown draw.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Protocol

from autograder.errors import SandboxError
from autograder.model.observation import Died, NotRun, Observations, TimedOut
from autograder.model.program import CellRun, CellStatus, JobCell, NotebookJob, NotebookRun, Probing, Program
from autograder.sandbox.cell_ends import ended, too_long, too_slow
from autograder.sandbox.limits import Limits
from autograder.sandbox.link import MAX_OBSERVED, CellClock, Clock, Link, OutOfTimeError, TooMuchError
from autograder.sandbox.opening import Opening
from autograder.sandbox.outputs import CellOutputs, is_count
from autograder.sandbox.session import PROBLEMS, Ask, Session, everywhere, stopped_at
from autograder.wire.values import WireError

#: seconds for what takes an honest process milliseconds: a fork, collecting files
_MOMENT = 10.0
#: the part of a job's time after which no further cell is executed, so that what was defined is still probed
_FOR_CELLS = 0.75
#: the part of the time left that one exercise's program may take
_FOR_ONE_PROGRAM = 1 / 3
#: characters that are kept of what a cell ended with
_LONGEST_ERROR = 500
#: bytes of a file's name, as file systems allow them
_LONGEST_NAME = 255


class _CellKilledError(Exception):
    """A cell ended its process, or had to be ended with it."""

    def __init__(self, position: int, run: CellRun) -> None:
        super().__init__(position)
        self.position = position
        self.run = run


class Snapshot:
    """The process as it stood after a cell, waiting for programs; the target of its own session."""

    def __init__(self, link: Link, ask: Ask, pid: int, backstop: float) -> None:
        self._link = link
        self._ask = ask
        self._pid = pid
        self.session = Session(link, self, backstop)

    def cpu(self) -> float:
        """Return the CPU seconds it has used, with its children's."""
        return float(self._ask({"do": "cpu", "inner": self._pid})["seconds"])

    def kill(self) -> str:
        """End it with all its children; return why it had ended."""
        reason = str(self._ask({"do": "why", "inner": self._pid})["reason"])
        self._ask({"do": "kill", "inner": self._pid})
        return reason

    def close(self) -> None:
        """Let it go: at the end of its channel it ends itself and what it started."""
        self._link.close()


class Host(Protocol):
    """Lends forks to submissions, one at a time: a zygote."""

    limits: Limits
    #: what the forks have run already; a job must begin with it
    opening: Opening | None

    def submission(self) -> AbstractContextManager[tuple[Link, Ask]]:
        """Lend a fresh fork: the link to it, and how to ask the zygote about it."""


class NotebookDriver:
    """One job on one zygote. A cell that kills its process is left out when the job is run again from its start.

    `again` says that this is a second run, for what the first one lost: it is followed by no third.
    """

    def __init__(
        self, zygote: Host, job: NotebookJob, killed: Mapping[int, CellRun] | None = None, *, again: bool = False
    ) -> None:
        self._zygote = zygote
        self._job = job
        self._is_second = again
        now = time.monotonic()
        self._deadline = now + job.seconds
        self._cells_deadline = now + _FOR_CELLS * job.seconds
        self._killed = dict(killed or {})
        self._runs: dict[int, CellRun] = {}
        self._snapshots: dict[str, Snapshot] = {}
        #: the family of an exercise's programs that timed out in the shown draw
        self._stops: dict[str, int | None] = {}
        self._files: dict[str, bytes] = {}
        self._flags: dict[str, None] = {}
        #: exercises whose process did not even answer that it had read the probes
        self._never_began: set[str] = set()
        self._seconds = {"fork": 0.0, "cells": 0.0, "probes": 0.0}

    def run(self) -> NotebookRun:
        """Run the job.

        Raises:
            SandboxError: the zygote is broken.
        """
        graded: dict[str, Observations] = {}
        shown: dict[str, Observations] = {}
        lost: list[Probing] | None = None
        while lost is None:
            started = time.monotonic()
            with self._zygote.submission() as (link, ask), contextlib.closing(self):
                try:
                    self._cells(link, ask, started)
                except _CellKilledError as killed:
                    self._killed[killed.position] = killed.run
                    self.close()
                    if time.monotonic() < self._deadline:
                        continue
                    self._flags["backstop"] = None
                lost = self._probe(graded, shown)
        if lost:
            self._again(lost, graded)
        if not self._is_second:
            for victims in self._victims(graded, shown):
                self._again(victims, graded)
        return NotebookRun(self._cell_runs(), graded, shown, self._files, self._seconds, tuple(self._flags))

    def _cell_runs(self) -> tuple[CellRun, ...]:
        runs = {**self._runs, **self._killed}
        never = [CellRun(cell.index, CellStatus.NOT_RUN, (), None) for cell in self._job.cells]
        return tuple(runs.get(position, none) for position, none in enumerate(never))

    def _cells(self, link: Link, ask: Ask, started: float) -> None:
        limits, opening = self._zygote.limits, self._zygote.opening
        self._runs.clear()
        outputs = CellOutputs([cell.source for cell in self._job.cells], 2 * limits.total_output)
        request = {"do": "notebook", "files": self._job.files}
        sizes = {"cell_output": limits.cell_output, "total_output": limits.total_output}
        if self._exchange(link, {**request, **sizes}) is None:
            # nothing of the submission has been run, so its silence says nothing about it
            raise SandboxError(
                "the jail's process ended before the notebook's first cell",
                remedy="grade this submission again; if it happens again, look for an out-of-memory kill in `dmesg`",
            )
        self._spend("fork", started)
        started = time.monotonic()
        try:
            for position, cell in enumerate(self._job.cells):
                if time.monotonic() >= self._cells_deadline:
                    self._flags["backstop"] = None
                    break
                if opening is not None and position < len(opening.sources):
                    outputs.begin()
                    self._runs[position] = opening.run_of(position, cell, outputs)
                elif position not in self._killed:
                    self._runs[position] = self._cell(link, ask, position, cell, outputs)
                for exercise in cell.exercises:
                    self._snapshot(link, ask, exercise, position, outputs)
            if outputs.updated:
                self._show_anew(outputs)
            self._collect(link)
        finally:
            self._spend("cells", started)

    def _show_anew(self, outputs: CellOutputs) -> None:
        """Take the outputs once more: a later cell has updated what an earlier one displays."""
        for position, run in self._runs.items():
            # of these the last output is the driver's own
            late = run.outputs[-1:] if run.status in (CellStatus.TIMED_OUT, CellStatus.TOO_LONG) else ()
            self._runs[position] = replace(run, outputs=(*outputs.outputs(position), *late))

    def _spend(self, stage: str, started: float) -> None:
        self._seconds[stage] += time.monotonic() - started

    def _cell(self, link: Link, ask: Ask, position: int, cell: JobCell, outputs: CellOutputs) -> CellRun:
        """Execute one cell.

        Raises:
            _CellKilledError: the process did not survive it.
        """
        grace = self._zygote.limits.grace
        clock = CellClock(
            cell.timeout,
            lambda: float(ask({"do": "cpu", "inner": 0})["seconds"]),
            lambda: ask({"do": "interrupt"}),
            grace,
            backstop=self._cells_deadline,
        )
        link.start(clock)
        outputs.begin()
        try:
            try:
                link.send({"do": "cell", "source": cell.source, "index": cell.index})
            except WireError:  # and nothing was sent
                return CellRun(cell.index, CellStatus.TOO_LONG, (too_long(),), None)
            while type(reply := link.receive()) is dict and reply.get("is") == "message":
                if reply.get("cut"):
                    self._flags["output truncated"] = None
                if not outputs.take(position, reply.get("json")):
                    self._flags["malformed output"] = None
            count = reply.get("count") if type(reply) is dict and reply.get("is") == "done" else None
            if type(count) is not int:
                raise WireError("not the end of a cell")
            count = count if is_count(count) else None
        except PROBLEMS as problem:
            raise self._killed_by(problem, ask, position, outputs) from None
        shown = outputs.outputs(position)
        if clock.interrupted:
            return CellRun(cell.index, CellStatus.TIMED_OUT, (*shown, too_slow(cell)), count)
        if reply.get("ok") is True:
            return CellRun(cell.index, CellStatus.OK, shown, count)
        return CellRun(cell.index, CellStatus.ERROR, shown, count, _words(reply.get("error")))

    def _killed_by(self, problem: Exception, ask: Ask, position: int, outputs: CellOutputs) -> _CellKilledError:
        cell = self._job.cells[position]
        reason = ask({"do": "end"})["reason"]
        shown = outputs.outputs(position)
        if isinstance(problem, OutOfTimeError):
            run = CellRun(cell.index, CellStatus.TIMED_OUT, (*shown, too_slow(cell)), None)
        elif reason == "memory":
            self._flags["memory limit"] = None
            text = f"this cell used more than {self._zygote.limits.memory >> 20} MiB of memory and was ended"
            run = CellRun(cell.index, CellStatus.DIED, (*shown, ended("MemoryLimit", text)), None)
        else:
            if isinstance(problem, WireError | TooMuchError):
                self._flags["malformed"] = None
            text = "this cell ended the whole Python process; the notebook went on without it"
            run = CellRun(cell.index, CellStatus.DIED, (*shown, ended("ProcessDied", text)), None)
        return _CellKilledError(position, run)

    def _exchange(self, link: Link, request: dict[str, Any], along: socket.socket | None = None) -> Any:
        """Send a request that takes a moment; return the reply, None if there is no sensible one."""
        link.start(Clock(_MOMENT, None, backstop=self._deadline))
        try:
            link.send(request)
            if along is not None:
                link.send_socket(along)
            # What the cell's tasks and threads still show belongs to no cell.
            while type(reply := link.receive()) is dict and reply.get("is") == "message":
                continue
        except PROBLEMS:
            return None
        return reply if type(reply) is dict else None

    def _snapshot(self, link: Link, ask: Ask, exercise: str, position: int, outputs: CellOutputs) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            reply = self._exchange(link, {"do": "snapshot"}, theirs)
        pid = reply.get("pid") if reply else None
        if type(pid) is int and 1 < pid < 1 << 22:
            self._snapshots[exercise] = Snapshot(Link(ours, MAX_OBSERVED), ask, pid, self._deadline)
            return
        ours.close()
        if position not in self._killed:
            raise self._killed_by(EOFError(), ask, position, outputs)

    def _collect(self, link: Link) -> None:
        limits = self._zygote.limits
        reply = self._exchange(link, {"do": "collect", "files": limits.new_files, "bytes": limits.new_files_size})
        files = reply.get("files") if reply else None
        if type(files) is not dict or len(files) > limits.new_files:
            self._flags["files not collected"] = None
            return
        left = limits.new_files_size
        for name, content in files.items():
            if _is_inside(name) and type(content) is bytes and len(content) <= left:
                left -= len(content)
                self._files[name] = content

    def _probe(self, graded: dict[str, Observations], shown: dict[str, Observations]) -> list[Probing]:
        """Run all programs; return those of the graded draw whose process did not survive the shown one."""
        started = time.monotonic()
        for probing in self._job.probings:
            if probing.shown is not None:
                name = probing.graded.exercise
                shown[name] = self._on_snapshot(probing.shown)
                if name in self._snapshots and not self._snapshots[name].session.began:
                    self._never_began.add(name)
        lost: list[Probing] = []
        for probing in self._job.probings:
            name = probing.graded.exercise
            if name in self._snapshots and self._snapshots[name].session.over:
                lost.append(probing)
                continue
            graded[name] = self._on_snapshot(probing.graded)
            if name in self._snapshots:
                self._snapshots.pop(name).close()
        self._spend("probes", started)
        return [p for p in lost if not self._ends_at_once(p, graded)]

    def _on_snapshot(self, program: Program) -> Observations:
        snapshot = self._snapshots.get(program.exercise)
        if time.monotonic() >= self._deadline:
            self._flags["backstop"] = None
            return everywhere(program, TimedOut(self._job.seconds))
        if snapshot is None:
            return everywhere(program, NotRun())
        return snapshot.session.run(program, trusted_probes=False, backstop=self._share_of_time())

    def _share_of_time(self) -> float:
        """Return when a program must be through: an exercise that is slow in every family leaves time to the others."""
        now = time.monotonic()
        return now + _FOR_ONE_PROGRAM * (self._deadline - now)

    def _ends_at_once(self, probing: Probing, graded: dict[str, Observations]) -> bool:
        late = self._snapshots[probing.graded.exercise].session.timed_out_at
        stop = self._stops[probing.graded.exercise] = _in_graded(probing, late)
        if stop == 0:
            graded[probing.graded.exercise] = stopped_at(probing.graded, {}, 0)
        return stop == 0

    def _victims(self, graded: Mapping[str, Observations], shown: Mapping[str, Observations]) -> list[list[Probing]]:
        """Return exercises whose process was gone before it could answer: another one's probe may have killed it.

        They are run once more without that one, and what they find then counts. One that was not shown before may be
        the killer itself, so each of these has a run for itself.
        """
        gone = [p for p in self._job.probings if _died_at_once(graded[p.graded.exercise])]
        killed = [
            probing
            for probing in gone
            if probing.shown is not None
            and ((name := probing.graded.exercise) in self._never_began or not _died_at_once(shown[name]))
        ]
        alone = [[probing] for probing in gone if probing.shown is None and len(self._job.probings) > 1]
        return [killed, *alone] if killed else alone

    def _again(self, lost: list[Probing], graded: dict[str, Observations]) -> None:
        """Run the notebook once more for exercises that need it, up to a family that is known to time out.

        What the cells show was taken in the first run. This one has the time of a notebook of its own: a hang in one
        exercise takes no time from what was right before it.
        """
        started = time.monotonic()
        names = {probing.graded.exercise for probing in lost}
        wanted = [replace(cell, exercises=tuple(e for e in cell.exercises if e in names)) for cell in self._job.cells]
        shortened = tuple(
            Probing(replace(p.graded, families=p.graded.families[: self._stops.get(p.graded.exercise)]), None)
            for p in lost
        )
        job = replace(self._job, cells=tuple(wanted), probings=shortened)
        run = NotebookDriver(self._zygote, job, self._killed, again=True).run()
        for probing in lost:
            name, stop = probing.graded.exercise, self._stops.get(probing.graded.exercise)
            seen = run.graded[name]
            graded[name] = seen if stop is None else stopped_at(probing.graded, seen, stop)
        self._flags |= dict.fromkeys(run.flags)
        self._spend("probes", started)

    def close(self) -> None:
        """Let all snapshots go."""
        for snapshot in self._snapshots.values():
            snapshot.close()
        self._snapshots.clear()


def _in_graded(probing: Probing, late: int | None) -> int | None:
    """Return where in the graded program a family of the shown one stands; the order may be another one."""
    if late is None or probing.shown is None:
        return None
    name = probing.shown.families[late].aspect
    return next(place for place, family in enumerate(probing.graded.families) if family.aspect == name)


def _died_at_once(seen: Observations) -> bool:
    first = next((cases[0].outcome for cases in seen.values() if cases), None)
    return isinstance(first, Died) and first.reason != "memory"


def _is_inside(name: Any) -> bool:
    if type(name) is not str or len(name) > 500 or "\0" in name or "\\" in name:
        return False
    path = PurePosixPath(name)
    try:
        too_long = any(len(part.encode()) > _LONGEST_NAME for part in path.parts)
    except UnicodeEncodeError:  # half a character
        return False
    return not too_long and bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _words(error: Any) -> str:
    return error[:_LONGEST_ERROR].encode("utf-8", "replace").decode() if type(error) is str else ""
