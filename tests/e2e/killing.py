"""Runs commands that are killed or stopped on purpose, and looks at what they leave behind."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

#: what a kill may hit: the command itself, a worker, a zygote (or its bubblewrap), a process of a submission
KINDS = ("main", "worker", "zygote", "child")


@dataclass
class Command:
    """An installed command running in a course, in a process group of its own, as a terminal would start it."""

    root: Path
    process: subprocess.Popen[str]
    said: Path
    began: float
    #: the most memory that the command itself was seen to use, in bytes
    peak: int = 0

    @property
    def pid(self) -> int:
        return self.process.pid

    def output(self) -> str:
        return self.said.read_text()

    def wait(self, seconds: float = 300.0) -> int:
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running: {self.output()}"
            self.look()
            time.sleep(0.02)
        return self.process.returncode

    def look(self) -> None:
        with contextlib.suppress(psutil.Error):
            self.peak = max(self.peak, psutil.Process(self.pid).memory_info().rss)

    def await_text(self, words: str, seconds: float = 120.0) -> None:
        end = time.monotonic() + seconds
        while words not in self.output():
            assert self.process.poll() is None, f"ended before {words!r}: {self.output()}"
            assert time.monotonic() < end, self.output()
            time.sleep(0.01)

    def await_handlers(self) -> None:
        """Wait until the command can be stopped in order: it catches SIGTERM, as Python by itself does not."""
        status = Path(f"/proc/{self.pid}/status")
        while self.process.poll() is None:
            caught = next((x for x in status.read_text().splitlines() if x.startswith("SigCgt")), "SigCgt: 0")
            if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
                return
            time.sleep(0.002)


def start(root: Path, *arguments: str) -> Command:
    """Start `autograder ARGUMENTS` in the course."""
    number, name = tempfile.mkstemp(dir=root, prefix="said-")
    binary = Path(sys.executable).with_name("autograder")
    with open(number, "w") as said:
        process = subprocess.Popen(
            [binary, *arguments],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            text=True,
            start_new_session=True,
        )
    return Command(root, process, Path(name), time.time())


def victims(pid: int) -> dict[str, list[psutil.Process]]:
    """Return the processes of a running `grade` by kind."""
    found: dict[str, list[psutil.Process]] = {kind: [] for kind in KINDS}
    with contextlib.suppress(psutil.Error):
        main = psutil.Process(pid)
        found["main"].append(main)
        for process in main.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                found[_kind(process, pid)].append(process)
    return found


def _kind(process: psutil.Process, main: int) -> str:
    parent = process.parent()
    if process.name() == "bwrap":
        return "zygote"
    if "autograder.jail" in " ".join(process.cmdline()):
        return "zygote" if parent is not None and parent.name() == "bwrap" else "child"
    return "worker" if process.ppid() == main else "child"


def kill_one(command: Command, kind: str, chance: random.Random) -> bool:
    """Kill one process of a kind with SIGKILL; return whether there was one."""
    found = victims(command.pid)[kind]
    if not found:
        return False
    with contextlib.suppress(psutil.Error):
        chance.choice(found).kill()
        return True
    return False


def left_behind(since: float) -> list[str]:
    """Return the grader's processes that nobody owns, after giving them some seconds to end."""
    end = time.monotonic() + 15
    while (found := _orphans(since)) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def _orphans(since: float) -> list[str]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = " ".join(process.cmdline())
            if process.create_time() < since - 1 or str(Path(sys.executable).parent) not in line:
                continue
            owners = process.parents()
            owned = any("pytest" in " ".join(owner.cmdline()) for owner in owners)
            if not owned and ("autograder" in line or process.name() == "bwrap"):
                found.append(f"{process.pid} {line[:120]}")
    return found


def scratch_files(root: Path) -> list[Path]:
    """Return what is half-written, or a journal that nobody has rolled back."""
    return [*root.rglob(".writing-*"), *root.glob("gradebook.db-*")]


def integrity(root: Path) -> str:
    """Return what SQLite finds wrong with the gradebook, "ok" for nothing."""
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


@dataclass
class Killing:
    """Runs of `grade` that are hit, one after another, until a given list of kinds has been hit."""

    root: Path
    assignment: str
    chance: random.Random
    #: mean seconds between two kills
    pace: float
    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    runs: int = 0
    peak: int = 0

    def run(self, waiting: list[str]) -> bool:
        """Start the run, or go on with it, and kill a process of each kind in turn; tell whether it came to its end.

        A kind that was hit is taken from the list.
        """
        self.runs += 1
        command = start(self.root, "grade", self.assignment, "--jobs", "2")
        while waiting and command.process.poll() is None:
            end = time.monotonic() + self.chance.uniform(0, 2) * self.pace
            while time.monotonic() < end and command.process.poll() is None:
                command.look()
                time.sleep(0.01)
            if kill_one(command, waiting[0], self.chance):
                self.hits[waiting.pop(0)] += 1
        status = command.wait()
        assert status in (0, 1, 2, -signal.SIGKILL), command.output()
        assert "Traceback" not in command.output()
        self.peak = max(self.peak, command.peak)
        return status == 0


def send(command: Command, number: int, *, group: bool) -> None:
    """Send a signal as a terminal does (to the process group), or to the process alone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(command.pid, number) if group else os.kill(command.pid, number)
