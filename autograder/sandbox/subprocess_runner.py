"""Runs code and programs in a plain subprocess with a clock, where no zygote can be had; it isolates nothing."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from autograder.model.observation import Observations
from autograder.model.program import Program
from autograder.sandbox.bubblewrap import python_command
from autograder.sandbox.environment import jail_environment, own_folder
from autograder.sandbox.link import Link
from autograder.sandbox.plain import run_plain


class SubprocessRunner:
    """A `model.program.Runner` for the course's own code (references, mistakes) on any POSIX system."""

    def __init__(self) -> None:
        self._folder = Path(own_folder())
        (self._folder / "home").mkdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the runner's folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def run_code(self, code: str, program: Program) -> Observations:
        """Run a program on the names that `code` defines; see `model.program.Runner`."""
        ours, theirs = socket.socketpair()
        package = str(Path(__file__).parent.parent.parent)
        with theirs:
            process = subprocess.Popen(
                python_command(package, theirs.fileno(), entry="submission"),
                env={**jail_environment(str(self._folder / "home")), "TMPDIR": str(self._folder)},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        link, target = Link(ours), _Child(process)
        try:
            return run_plain(link, target, code, program)
        finally:
            link.close()
            target.kill()


class _Child:
    """A subprocess with its children, as the target of a session."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def cpu(self) -> float:
        with contextlib.suppress(psutil.Error):
            return float(sum(psutil.Process(self._process.pid).cpu_times()[:4]))
        return 0.0

    def kill(self) -> str:
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()
        self._process.kill()
        self._process.wait()
        return "exited"
