"""A large class: nothing is lost, the main process stays small, the last submission costs what the first one did."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from autograder.course.samples import samples
from autograder.judge.course import load_assignment

from .course import NAME, RIGHT_GRADIENT, ROOT, answer, make_course, run, scores, submit
from .killing import Command, start

CHAPTER = "ch06_layers"
MOST_BYTES = 300 << 20
#: accidents whose time is decided by limits, or that nobody can grade
ACCIDENTS = ("infinite loop", "20 MB", "renamed", "empty")


@dataclass
class Watched:
    """A run as it goes: how many were done when, and the main process's own CPU seconds by then."""

    command: Command
    done: list[int] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def follow(self, seconds: float) -> None:
        """Look until the command ends."""
        process, end = psutil.Process(self.command.pid), time.monotonic() + seconds
        while self.command.process.poll() is None:
            assert time.monotonic() < end, self.command.output()[-500:]
            self.command.look()
            if found := re.findall(r"^(\d+)/\d+ ", self.command.output(), re.MULTILINE):
                times = process.cpu_times()
                self.done.append(int(found[-1]))
                self.wall.append(time.monotonic())
                self.cpu.append(times.user + times.system)
            time.sleep(0.1)

    def cost(self, series: Sequence[float], first: int, last: int) -> float:
        """Return the seconds per hand-in between two numbers of hand-ins done."""
        here, there = (min(range(len(self.done)), key=lambda i: abs(self.done[i] - n)) for n in (first, last))
        return (series[there] - series[here]) / max(1, self.done[there] - self.done[here])


def _stages(root: Path, assignment: str) -> tuple[list[float], list[float]]:
    """Return, in the order of recording, what the workers and what the main process spent on each hand-in, in s."""
    marks = sorted((root / ".autograder" / assignment).glob("*/seconds.json"), key=lambda p: p.stat().st_mtime_ns)
    spent = [json.loads(path.read_bytes()) for path in marks]
    mains = [s["files"] + s["database"] for s in spent]
    return [sum(s.values()) - m for s, m in zip(spent, mains, strict=True)], mains


def _flat(root: Path, assignment: str, size: int, part: int, seconds: float) -> str:
    """Grade a class; hold the cost of its last `part` hand-ins against the first; return what was measured."""
    watched = Watched(start(root, "grade", assignment, "--jobs", "2"))
    watched.follow(seconds)
    said = watched.command.output()
    assert watched.command.process.returncode == 0, said[-500:]
    assert f"{assignment}: {size} graded, 0 unchanged, 0 ungradable" in said
    assert watched.command.peak < MOST_BYTES
    workers, mains = _stages(root, assignment)
    assert len(mains) == size
    medians = [[1000 * statistics.median(x) for x in (s[:part], s[-part:])] for s in (workers, mains)]
    cpu = [1000 * watched.cost(watched.cpu, *span) for span in ((10, part), (size - part, size - 1))]
    wall = [1000 * watched.cost(watched.wall, *span) for span in ((10, part), (size - part, size - 1))]
    told = (
        f"{size} submissions of {assignment}, first and last {part}, ms each: wall {wall[0]:.0f} and {wall[1]:.0f}, "
        f"worker {medians[0][0]:.0f} and {medians[0][1]:.0f}, files and database {medians[1][0]:.1f} and "
        f"{medians[1][1]:.1f}, CPU of the main process {cpu[0]:.1f} and {cpu[1]:.1f}; "
        f"main process {watched.command.peak >> 20} MB at most; "
        f"gradebook {(root / 'gradebook.db').stat().st_size / size / 1024:.1f} KiB and records "
        f"{_size(root / '.autograder') / size / 1024:.0f} KiB a submission"
    )
    # CPU time: what others do on this machine changes the rest
    assert cpu[1] < 1.15 * cpu[0] + 1.0, told
    return told


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def test_a_hundred_submissions_cost_the_same_each(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    for number in range(100):
        wrong = [answer("mean_gradient_solution", RIGHT_GRADIENT.replace(" / x.size", ""))] if number % 2 else []
        folder = submit(root, f"s{number:03}", *wrong)
        (folder / "notes.bin").write_bytes(bytes(1 << 20))  # what a hand-in holds must not add up in memory
    _flat(root, NAME, 100, 40, 250)
    given = scores(root)
    assert {sum(x or 0.0 for x in given[f"s{n:03}"].values()) for n in range(0, 100, 2)} == {10.0}
    assert {sum(x or 0.0 for x in given[f"s{n:03}"].values()) for n in range(1, 100, 2)} == {8.0}


@pytest.mark.long
def test_a_thousand_submissions_of_a_chapter_cost_the_same_each(tmp_path: Path) -> None:
    for folder in ("source", "solutions"):
        shutil.copytree(ROOT / folder / CHAPTER, tmp_path / folder / CHAPTER)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    made = samples(load_assignment(tmp_path, CHAPTER), tmp_path / "source" / CHAPTER / f"{CHAPTER}.ipynb", 40)
    chosen = [s for s in made if not any(word in s.what for word in ACCIDENTS)][:20]
    for number, sample in zip(range(1000), itertools.cycle(chosen), strict=False):
        place = tmp_path / "submitted" / f"s{number:04}" / CHAPTER
        place.mkdir(parents=True)
        for name, content in sample.files.items():
            (place / name).write_bytes(content)
    run(tmp_path, "nbgrader", "generate_assignment", CHAPTER)
    print(_flat(tmp_path, CHAPTER, 1000, 100, 580))
