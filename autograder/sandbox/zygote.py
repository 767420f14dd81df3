"""The worker's handle on a zygote: starts it in bubblewrap, lends it to one submission at a time, restarts it."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.errors import IsolationError, SandboxError
from autograder.model.observation import Observations
from autograder.model.program import NotebookJob, NotebookRun, Program
from autograder.sandbox import bubblewrap, fonts
from autograder.sandbox.environment import jail_environment, own_folder
from autograder.sandbox.isolation import Isolation, refused, remarks_on
from autograder.sandbox.limits import Limits
from autograder.sandbox.link import Link
from autograder.sandbox.notebook import NotebookDriver
from autograder.sandbox.opening import Opening
from autograder.sandbox.plain import run_plain
from autograder.sandbox.session import Ask
from autograder.sandbox.start import await_end, last_line, spawn, start_error
from autograder.wire.frames import receive, send
from autograder.wire.values import WireError

START_SECONDS = 120.0
ANSWER_SECONDS = 30.0


class Zygote:
    """A process with everything imported, from which each submission is a fork behind walls of its own.

    Thread-safe: one submission at a time. Belongs to one process: forks of that get twins of it.
    """

    def __init__(
        self,
        preload: Sequence[str],
        isolation: Isolation | None,
        limits: Limits,
        *,
        gpu: bool,
        ahead: bool,
        packages: Path | None,
    ) -> None:
        self._preload = tuple(preload)
        self._asked = isolation
        self.limits = limits
        self._gpu = gpu
        self._packages = packages
        self._ahead = ahead
        #: a fork that waits for the next submission
        self._waiting: Link | None = None
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder: str | None = None
        #: the one that this is a twin of, until it is adopted
        self._mother: Zygote | None = None
        #: cells that every fork has run already, and what they showed
        self.opening: Opening | None = None
        self.isolation = isolation or Isolation.FULL

    @classmethod
    def start(
        cls,
        preload: Sequence[str] = (),
        isolation: Isolation | None = None,
        limits: Limits | None = None,
        gpu: bool = False,
        *,
        packages: Path | None = None,
        warm: bool = True,
        ahead: bool = False,
    ) -> Self:
        """Start a zygote with the modules of `preload` imported.

        `isolation` None takes the best level but `none`; another one is the weakest that will do. `gpu` binds the
        device nodes, and `packages` is a folder whose modules come before all others. Without `warm` nothing is
        imported: for finding out what this machine can do. `ahead` forks for the next submission while the worker is
        still busy with the one before: for batches.

        Raises:
            IsolationError: this machine cannot isolate as asked.
            SandboxError: the zygote does not start, for instance because a module of `preload` is missing.
        """
        zygote = cls(preload, isolation, limits or Limits(), gpu=gpu, ahead=ahead, packages=packages)
        zygote._begin(warm=warm)
        return zygote

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote and everything in it; a later call starts it anew."""
        with self._lock:
            self._forget_waiting()
            if self._control is not None:
                self._control.close()
                self._control = None
            if self._process is not None:
                await_end(self._process)
                self._process = None
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def twin(self) -> Zygote:
        """Return another one with the same things imported, for a worker that this process is about to fork.

        It costs a fork instead of seconds. The worker calls `adopt` and this process `let_go`; it ends with this one,
        or when the worker closes it or dies.

        Raises:
            SandboxError: this zygote is broken and cannot be started anew.
        """
        with self._lock:
            self._ensure()
            if self._waiting is not None:
                self._forget_waiting()
                self._ask({"do": "end"})
            other = Zygote(
                self._preload, self._asked, self.limits, gpu=self._gpu, ahead=self._ahead, packages=self._packages
            )
            other._mother, other.isolation, other.opening = self, self.isolation, self.opening
            other._control = self._ask_for("twin")
            other._control.settimeout(ANSWER_SECONDS)
            return other

    def open(self, sources: Sequence[str]) -> Opening:
        """Run cells in the zygote itself: from now on each fork is a notebook that begins with them, and nothing else.

        Raises:
            SandboxError: they do not run there as they do in a submission, and the zygote is closed.
        """
        with self._lock:
            self._ensure()
            return self._run_opening(sources)

    def _run_opening(self, sources: Sequence[str]) -> Opening:
        sizes = {"cell_output": self.limits.cell_output, "total_output": self.limits.total_output}
        try:
            self.opening = Opening.of(sources, self._ask({"do": "open", "cells": list(sources), **sizes}))
        except BaseException:
            self.close()  # its forks would be taken for what they are not
            raise
        return self.opening

    def let_go(self) -> None:
        """Leave this twin to the worker that was forked for it."""
        if self._control is not None:
            self._control.close()
            self._control = None

    def adopt(self) -> None:
        """Be the worker's: called in the worker, which has nothing to do with the zygote that this is a twin of."""
        mother, self._mother = self._mother, None
        if mother is not None and mother._control is not None:
            mother._control.close()
            mother._control = None

    def _forget_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.close()
            self._waiting = None

    @property
    def pid(self) -> int:
        """The pid of bubblewrap (or of the zygote without isolation); 0 when it is not running."""
        return self._process.pid if self._process else 0

    def run_code(self, code: str, program: Program) -> Observations:
        """Run a program on the names that `code` defines; see `model.program.Runner`."""
        with self.submission() as (link, ask):
            return run_plain(link, Whole(ask), code, program)

    def run_notebook(self, job: NotebookJob) -> NotebookRun:
        """Run a notebook's cells in one fork, then the programs on snapshots of it.

        Raises:
            SandboxError: the zygote is broken.
        """
        return NotebookDriver(self, job).run()

    @contextlib.contextmanager
    def submission(self) -> Iterator[tuple[Link, Ask]]:
        """Lend a fresh fork: the link to it, and how to ask the zygote about it. It is gone afterwards."""
        with self._lock:
            self._ensure()
            link = self._waiting or self._fork()
            self._waiting = None
            try:
                yield link, self._ask
            finally:
                link.close()
                if self._control is not None:
                    self._ask({"do": "end"})
                    if self._ahead:
                        self._waiting = self._fork()

    def _ensure(self) -> None:
        if not self._is_there():
            self.close()
            self._begin(warm=True)
            if self.opening is not None:
                self._run_opening(self.opening.sources)

    def _is_there(self) -> bool:
        if self._control is None or (self._process is not None and self._process.poll() is not None):
            return False
        # no answer is due, so what can be read is the end
        return not select.select([self._control], [], [], 0)[0]

    def _fork(self) -> Link:
        """Ask for a fork, and return the link to it without waiting: it hears what was sent when it is there."""
        return Link(self._ask_for("fork"))

    def _ask_for(self, what: str) -> socket.socket:
        """Ask for a process, "fork" or "twin", and return our end of its socket."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                send(self._control, {"do": what})
                socket.send_fds(self._control, [b"!"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise self._gone(error, what) from error
        return ours

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Ask the zygote one thing.

        Raises:
            SandboxError: it is gone or silent; the next call starts a new one.
        """
        assert self._control is not None
        try:
            send(self._control, request)
            answer = receive(self._control)
        except (OSError, EOFError, WireError) as error:
            raise self._gone(error, request["do"]) from error
        return dict(answer)

    def _gone(self, error: Exception, at: str) -> SandboxError:
        self.close()
        return SandboxError(
            f"the jail's zygote went away ({type(error).__name__}) at {at!r}",
            remedy="grade this submission again; if it happens again, look for an out-of-memory kill in `dmesg`",
        )

    def _begin(self, *, warm: bool) -> None:
        for last in (False, True):
            hello = self._hello(warm=warm)
            if hello["is"] == "hello":
                break
            self.close()
            # without a word: something outside ended it, as the kernel does where memory is short
            if last or hello["is"] != "gone" or hello["text"]:
                raise start_error(hello, walled=self._asked is not Isolation.NONE)
        fonts.keep(hello["fonts"])
        self.isolation = Isolation(hello["isolation"])
        if self._asked is Isolation.FULL and self.isolation is not Isolation.FULL:
            self.close()
            raise refused(f"only level {self.isolation.value!r} can be had")

    def _hello(self, *, warm: bool) -> dict[str, Any]:
        """Start the process; return its first message, or `gone` with what it said last."""
        walled = self._asked is not Isolation.NONE
        if walled and sys.platform != "linux":
            raise IsolationError(
                "student code can be isolated on Linux only", remedy="grade in a Linux machine, WSL 2 or a container"
            )
        ours, theirs = socket.socketpair()
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the process
        with theirs, errors:
            self._process = spawn(self._command(theirs.fileno()), self._environment(), theirs.fileno(), errors)
            ours.settimeout(START_SECONDS)
            try:
                send(ours, self._first_message(walled=walled, warm=warm))
                theirs.close()
                hello = dict(receive(ours))
            except TimeoutError:
                hello = {"is": "gone", "text": f"it says nothing for {START_SECONDS:g} s"}
            except (OSError, EOFError, WireError):
                hello = {"is": "gone", "text": last_line(errors)}
        self._control = ours
        ours.settimeout(ANSWER_SECONDS)
        return hello

    def _command(self, control: int) -> list[str]:
        if self._asked is Isolation.NONE:
            first = str(self._packages) if self._packages else None
            return bubblewrap.python_command(str(Path(__file__).parent.parent.parent), control, first=first)
        return bubblewrap.command(bubblewrap.find_bubblewrap(), control, gpu=self._gpu, packages=self._packages)

    def _environment(self) -> dict[str, str]:
        if self._asked is not Isolation.NONE:
            return {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        self._folder = own_folder()
        home = Path(self._folder, "home")
        home.mkdir()
        return {**jail_environment(str(home)), "TMPDIR": self._folder}

    def _first_message(self, *, walled: bool, warm: bool) -> dict[str, Any]:
        bounds = self.limits
        return {
            "walls": {
                "namespaces": walled,
                "memory": bounds.memory,
                "processes": bounds.processes,
                "file_size": bounds.file_size,
                "tmp_size": bounds.tmp_size,
                "bound_address_space": not self._gpu,
            },
            "uid": bubblewrap.UNPRIVILEGED if walled and os.getuid() == 0 else None,
            "preload": list(self._preload),
            "home": str(Path.home()),
            "warm": warm,
            "fonts": fonts.kept() if warm else {},
        }


class Whole:
    """All of a submission, as the target of a session."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def cpu(self) -> float:
        """Return the CPU seconds of all its processes."""
        return float(self._ask({"do": "cpu", "inner": 0})["seconds"])

    def kill(self) -> str:
        """End it; return why it had ended."""
        return str(self._ask({"do": "end"})["reason"])


def detect_isolation() -> tuple[Isolation, tuple[str, ...]]:
    """Try for real, and return the best level of this machine with remarks on it.

    Raises:
        IsolationError: student code cannot be isolated here; the error says what to do.
    """
    with Zygote.start(warm=False) as zygote:
        return zygote.isolation, remarks_on(zygote.isolation)
