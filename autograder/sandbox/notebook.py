"""Drives a notebook through a fork: cells first, then all shown programs, and only then the graded ones.

In that order nothing of the graded draw exists in the jail while anything is still to come out of it that a student
will see: outputs, files and the observations of the shown draw.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from autograder.model.observation import Died, NotRun, Observations, Outcome, TimedOut
from autograder.model.program import CellRun, CellStatus, JobCell, NotebookJob, NotebookRun, Program
from autograder.sandbox.link import CellClock, Clock, Link, OutOfTimeError, TooMuchError
from autograder.sandbox.outputs import CellOutputs, error_output
from autograder.sandbox.session import Ask, Session, everywhere
from autograder.wire.values import WireError

if TYPE_CHECKING:
    from autograder.sandbox.zygote import Zygote

#: seconds for what takes an honest process milliseconds: a fork, collecting files
_MOMENT = 10.0
#: the part of a job's time after which no further cell is executed, so that what was defined is still probed
_FOR_CELLS = 0.75
_PROBLEMS = (OutOfTimeError, TooMuchError, WireError, EOFError, OSError)


class _CellKilledError(Exception):
    """A cell ended its process, or had to be ended with it."""

    def __init__(self, position: int, run: CellRun) -> None:
        super().__init__(position)
        self.position = position
        self.run = run


class _Snapshot:
    """The process as it stood after a cell, waiting: as the target of a session, and where shown forks come from."""

    def __init__(self, link: Link, ask: Ask, pid: int) -> None:
        self.link = link
        self._ask = ask
        self._pid = pid

    def cpu(self) -> float:
        return float(self._ask({"do": "cpu", "inner": self._pid})["seconds"])

    def kill(self) -> str:
        reason = str(self._ask({"do": "why", "inner": self._pid})["reason"])
        self._ask({"do": "kill", "inner": self._pid})
        return reason


class NotebookDriver:
    """One job on one zygote. A cell that kills its process is left out when the job is run again from its start."""

    def __init__(self, zygote: Zygote, job: NotebookJob) -> None:
        self._zygote = zygote
        self._job = job
        now = time.monotonic()
        self._deadline = now + job.seconds
        self._cells_deadline = now + _FOR_CELLS * job.seconds
        self._killed: dict[int, CellRun] = {}
        self._runs: dict[int, CellRun] = {}
        self._snapshots: dict[str, _Snapshot] = {}
        self._files: dict[str, bytes] = {}
        self._flags: dict[str, None] = {}
        self._seconds = {"fork": 0.0, "cells": 0.0, "probes": 0.0}

    def run(self) -> NotebookRun:
        """Run the job.

        Raises:
            SandboxError: the zygote is broken.
        """
        graded: dict[str, Observations] = {}
        shown: dict[str, Observations] = {}
        while True:
            started = time.monotonic()
            with self._zygote.submission() as (link, ask):
                try:
                    self._cells(link, ask, started)
                except _CellKilledError as killed:
                    self._killed[killed.position] = killed.run
                    self._close_snapshots()
                    if time.monotonic() < self._deadline:
                        continue
                    self._flags["backstop"] = None
                self._probe(graded, shown)
                self._close_snapshots()
                break
        return NotebookRun(self._cell_runs(), graded, shown, self._files, self._seconds, tuple(self._flags))

    def _cell_runs(self) -> tuple[CellRun, ...]:
        runs = {**self._runs, **self._killed}
        never = [CellRun(cell.index, CellStatus.NOT_RUN, (), None) for cell in self._job.cells]
        return tuple(runs.get(position, none) for position, none in enumerate(never))

    def _cells(self, link: Link, ask: Ask, started: float) -> None:
        limits = self._zygote.limits
        self._runs.clear()
        outputs = CellOutputs([cell.source for cell in self._job.cells], 2 * limits.total_output)
        request = {"do": "notebook", "files": self._job.files}
        sizes = {"cell_output": limits.cell_output, "total_output": limits.total_output}
        if self._exchange(link, {**request, **sizes}) is None:
            self._flags["malformed"] = None
            return
        self._spend("fork", started)
        started = time.monotonic()
        try:
            for position, cell in enumerate(self._job.cells):
                if time.monotonic() >= self._cells_deadline:
                    self._flags["backstop"] = None
                    break
                if position not in self._killed:
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
            late = (_too_slow(self._job.cells[position]),) if run.status is CellStatus.TIMED_OUT else ()
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
            link.send({"do": "cell", "source": cell.source, "index": cell.index})
            while type(reply := link.receive()) is dict and reply.get("is") == "message":
                if reply.get("cut"):
                    self._flags["output truncated"] = None
                if not outputs.take(position, reply.get("json")):
                    self._flags["malformed output"] = None
            count = reply.get("count") if type(reply) is dict and reply.get("is") == "done" else None
            if type(count) is not int:
                raise WireError("not the end of a cell")
        except _PROBLEMS as problem:
            raise self._killed_by(problem, ask, position, outputs) from None
        shown = outputs.outputs(position)
        if clock.interrupted:
            return CellRun(cell.index, CellStatus.TIMED_OUT, (*shown, _too_slow(cell)), count)
        status = CellStatus.OK if reply.get("ok") is True else CellStatus.ERROR
        return CellRun(cell.index, status, shown, count)

    def _killed_by(self, problem: Exception, ask: Ask, position: int, outputs: CellOutputs) -> _CellKilledError:
        cell = self._job.cells[position]
        reason = ask({"do": "end"})["reason"]
        shown = outputs.outputs(position)
        if isinstance(problem, OutOfTimeError):
            run = CellRun(cell.index, CellStatus.TIMED_OUT, (*shown, _too_slow(cell)), None)
        elif reason == "memory":
            self._flags["memory limit"] = None
            text = f"this cell used more than {self._zygote.limits.memory >> 20} MiB of memory and was ended"
            run = CellRun(cell.index, CellStatus.DIED, (*shown, _ended("MemoryLimit", text)), None)
        else:
            if isinstance(problem, WireError | TooMuchError):
                self._flags["malformed"] = None
            text = "this cell ended the whole Python process; the notebook went on without it"
            run = CellRun(cell.index, CellStatus.DIED, (*shown, _ended("ProcessDied", text)), None)
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
        except _PROBLEMS:
            return None
        return reply if type(reply) is dict else None

    def _fork(self, link: Link, ask: Ask, what: str) -> _Snapshot | None:
        ours, theirs = socket.socketpair()
        with theirs:
            reply = self._exchange(link, {"do": what}, theirs)
        pid = reply.get("pid") if reply else None
        if type(pid) is not int or not 1 < pid < 1 << 22:
            ours.close()
            return None
        return _Snapshot(Link(ours), ask, pid)

    def _snapshot(self, link: Link, ask: Ask, exercise: str, position: int, outputs: CellOutputs) -> None:
        snapshot = self._fork(link, ask, "snapshot")
        if snapshot is not None:
            self._snapshots[exercise] = snapshot
        elif position not in self._killed:
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

    def _probe(self, graded: dict[str, Observations], shown: dict[str, Observations]) -> None:
        started = time.monotonic()
        stops: dict[str, int | None] = {}
        for probing in self._job.probings:
            if probing.shown is not None:
                name, program = probing.graded.exercise, probing.shown
                shown[name], stops[name] = self._on_snapshot(name, program, self._shown_fork)
        for probing in self._job.probings:
            name = probing.graded.exercise
            graded[name], _ = self._on_snapshot(name, probing.graded, self._itself, stops.get(name))
        self._spend("probes", started)

    def _on_snapshot(
        self,
        name: str,
        program: Program,
        where: Callable[[_Snapshot], _Snapshot | None],
        stop_at: int | None = None,
    ) -> tuple[Observations, int | None]:
        snapshot = self._snapshots.get(name)
        late = time.monotonic() >= self._deadline
        target = where(snapshot) if snapshot is not None and not late else None
        if target is None:
            if late:
                self._flags["backstop"] = None
            return everywhere(program, self._absent(name, late=late)), None
        session = Session(target.link, target, self._deadline)
        try:
            return session.run(program, trusted_probes=False, stop_at=stop_at), session.timed_out_at
        finally:
            target.kill()
            target.link.close()

    def _absent(self, name: str, *, late: bool) -> Outcome:
        if late:
            return TimedOut(self._job.seconds)
        return Died("exited") if name in self._snapshots else NotRun()

    def _shown_fork(self, snapshot: _Snapshot) -> _Snapshot | None:
        return self._fork(snapshot.link, snapshot._ask, "fork")

    def _itself(self, snapshot: _Snapshot) -> _Snapshot | None:
        snapshot.link.start(Clock(_MOMENT, None, backstop=self._deadline))
        try:
            snapshot.link.send({"do": "serve"})
        except _PROBLEMS:
            return None
        return snapshot

    def _close_snapshots(self) -> None:
        for snapshot in self._snapshots.values():
            snapshot.link.close()
        self._snapshots.clear()


def _is_inside(name: Any) -> bool:
    if type(name) is not str or len(name) > 500 or "\0" in name or "\\" in name:
        return False
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _too_slow(cell: JobCell) -> dict[str, Any]:
    return _ended("CellTimeout", f"this cell ran longer than {cell.timeout:g} s and was stopped")


def _ended(name: str, text: str) -> dict[str, Any]:
    return error_output(name, text, [f"{name}: {text}"])
