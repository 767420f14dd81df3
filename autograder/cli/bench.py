"""`autograder bench`: marginal time per submission, beside stock nbgrader on the same submissions in the same run."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from autograder.errors import GraderError, UsageError

#: hand-ins whose time is decided by limits, or that nobody can grade, say nothing about the grader's speed
_LEFT_OUT = ("infinite loop", "20 MB", "renamed", "empty")
#: names of the submissions in the smaller batch
_FEW = "few-*"
#: the part of the cores that others may use before the figures are called into question
_QUIET = 0.15
#: seconds of looking at what others do
_LOOK = 3.0
_STAGES = ("fork", "cells", "probes", "judging", "notebook", "files", "database")


@dataclass(frozen=True, slots=True)
class Marginal:
    """Milliseconds that one more submission takes: the median over the rounds, and each round."""

    median: float
    rounds: tuple[float, ...]


@dataclass(slots=True)
class Figures:
    """What was measured; milliseconds per submission."""

    assignment: str
    #: numbers of submissions in the smaller and in the larger batch
    sizes: tuple[int, int]
    cores: int
    stock: Marginal
    ours: dict[int, Marginal] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    #: everything but the student's own cells and the probes
    beyond: float = 0.0
    #: cores that other programs used between the rounds
    others: float = 0.0


@click.command()
@click.argument("assignment")
@click.option("--count", default=12, show_default=True, type=click.IntRange(6), help="Submissions.")
@click.option("--rounds", default=2, show_default=True, type=click.IntRange(1), help="Pairs of runs.")
@click.option("--jobs", "jobs", multiple=True, type=click.IntRange(1), default=(1, 2), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def bench(assignment: str, count: int, rounds: int, jobs: tuple[int, ...], *, as_json: bool) -> None:
    """Time the grading of solved, wrong and half-done submissions of ASSIGNMENT, in course copies of its own."""
    try:
        figures = measure(Path.cwd(), assignment, count, rounds, jobs)
    except GraderError as error:
        click.echo(f"autograder bench: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(asdict(figures), indent=1))
    else:
        _show(figures)


def measure(root: Path, assignment: str, count: int, rounds: int, jobs: tuple[int, ...]) -> Figures:
    """Return the figures; nothing in the course itself is touched.

    Marginal means: the time for all submissions less the time for a third of them, over the difference of their
    numbers, so that start-up and expected values, which a class pays once, are left out on both sides. Each round runs
    both graders in turn, so that a machine that slows down slows down both.

    Raises:
        UsageError: there is no such assignment, or nbgrader cannot grade it.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-bench-") as scratch:
        ours, stock = Path(scratch, "ours"), Path(scratch, "stock")
        few, many = sizes = _lay_out(root, ours, assignment, count)
        _as_stock(ours, stock, assignment)
        _graded(ours, assignment, _FEW, 1)  # computes the expected values, fills the disk's cache
        _graded(stock, assignment, _FEW)
        spent: dict[int | None, list[float]] = {number: [] for number in (None, *jobs)}
        stages: list[dict[str, float]] = []
        others = [_others()]
        for _ in range(rounds):
            for number in spent:
                course = stock if number is None else ours
                less, more = (_graded(course, assignment, which, number) for which in (_FEW, "*"))
                spent[number].append(1000 * (more - less) / (many - few))
                # with several workers on few cores a stage's time is mostly waiting for a core
                stages += _noted(ours, assignment) if number == 1 else []
            others.append(_others())
        stock_times, *our_times = (Marginal(statistics.median(times), tuple(times)) for times in spent.values())
        figures = Figures(assignment, sizes, os.cpu_count() or 1, stock_times, dict(zip(jobs, our_times, strict=True)))
        figures.stages = {
            name: 1000 * statistics.median(s.get(name, 0.0) for s in stages) for name in _STAGES if stages
        }
        figures.beyond = 1000 * statistics.median(_beyond(s) for s in stages) if stages else 0.0
        figures.others = statistics.median(others)
        return figures


def _beyond(seconds: dict[str, float]) -> float:
    return sum(seconds.get(name, 0.0) for name in _STAGES if name not in ("cells", "probes"))


def _lay_out(root: Path, target: Path, assignment: str, count: int) -> tuple[int, int]:
    """Write the submissions; return how many are in the smaller batch, every third one, and in the larger."""
    from autograder.course.samples import samples
    from autograder.judge.course import load_assignment

    source = root / "source" / assignment / f"{assignment}.ipynb"
    if not source.is_file():
        raise UsageError(f"source/{assignment} has no notebook {source.name}", remedy="name an assignment")
    for folder in ("source", "solutions"):
        shutil.copytree(root / folder / assignment, target / folder / assignment)
    shutil.copy(root / "nbgrader_config.py", target)
    made = samples(load_assignment(target, assignment), source, count + len(_LEFT_OUT))
    chosen = [s for s in made if not any(word in s.what for word in _LEFT_OUT)][:count]
    for index, sample in enumerate(chosen):
        name_of = f"{'few' if index % 3 == 0 else 'more'}-{sample.student}"
        folder_of = target / "submitted" / name_of / assignment
        folder_of.mkdir(parents=True)
        for name, content in sample.files.items():
            (folder_of / name).write_bytes(content)
    return len(chosen[::3]), len(chosen)


def _as_stock(ours: Path, stock: Path, assignment: str) -> None:
    """Copy the course for stock nbgrader: plain asserts in place of our hidden tests, none of our configuration."""
    shutil.copytree(ours, stock)
    (stock / "nbgrader_config.py").unlink()
    shutil.rmtree(stock / "solutions")
    for path in stock.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            _plain(cell)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    for course in (ours, stock):
        _run(course, "nbgrader", "generate_assignment", assignment)


def _plain(cell: dict[str, Any]) -> None:
    about = cell.get("metadata", {}).get("nbgrader", {})
    if about.get("grade") and cell["cell_type"] == "code":
        cell["source"] = "import numpy as np\nassert np.allclose(np.ones(3) * 2, [2, 2, 2])"
        about.pop("checksum", None)


def _graded(course: Path, assignment: str, students: str, jobs: int | None = None) -> float:
    """Grade and return the seconds that it took; `jobs` None is stock nbgrader."""
    if jobs is None:
        program, command = "nbgrader", ["autograde", assignment, "--force", "--student", students]
    else:
        program = "autograder"
        command = ["grade", assignment, "--force", "--student", students, "--jobs", str(jobs)]
    began = time.perf_counter()
    _run(course, program, *command)
    return time.perf_counter() - began


def _others() -> float:
    """Return how many cores other programs use, looked at while this one waits.

    Not from the times of the runs themselves: what a jail uses is nobody's child time once its namespace is gone.
    """
    before, began = _busy_seconds(), time.perf_counter()
    time.sleep(_LOOK)
    return (_busy_seconds() - before) / (time.perf_counter() - began)


def _busy_seconds() -> float:
    """Return the CPU seconds that this machine has spent so far."""
    fields = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]
    user, nice, system, _idle, _iowait, irq, softirq = (int(n) for n in fields[:7])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _run(course: Path, program: str, *arguments: str) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments], cwd=course, env=_environment(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise UsageError(f"{program} {arguments[0]} failed: {last}", remedy="run it by hand in this course")


def _environment() -> dict[str, str]:
    # nbgrader calls `alembic` by name
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}


def _noted(course: Path, assignment: str) -> list[dict[str, float]]:
    """Return what the last run noted for each submission: seconds by stage."""
    folder = course / ".autograder" / assignment
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("*/seconds.json"))]


def _show(figures: Figures) -> None:
    console = Console()
    few, many = figures.sizes
    table = Table(title=f"{figures.assignment}: time for one more submission, from batches of {few} and {many}")
    for column in ("grader", "ms", "each round", "times faster"):
        table.add_column(column, justify="left" if column == "grader" else "right")
    rows = {"stock nbgrader autograde": figures.stock}
    rows |= {f"autograder grade --jobs {jobs}": spent for jobs, spent in figures.ours.items()}
    for name, spent in rows.items():
        each = " ".join(f"{time:.0f}" for time in spent.rounds)
        # from small batches on a busy machine the difference may be nothing but noise
        faster = f"{figures.stock.median / spent.median:.1f}" if spent.median > 0 else "-"
        table.add_row(name, f"{spent.median:.0f}", each, faster)
    console.print(table)
    stages = Table(title="where it goes with --jobs 1 (median, ms)")
    for name in (*figures.stages, "beyond cells and probes"):
        stages.add_column(name, justify="right")
    stages.add_row(*(f"{spent:.1f}" for spent in (*figures.stages.values(), figures.beyond)))
    console.print(stages)
    console.print(
        f"Between the rounds other programs used {figures.others:.1f} of this machine's {figures.cores} cores."
    )
    if figures.others > _QUIET * figures.cores:
        console.print("That is too much for figures to be trusted: run it again on a quiet machine.", style="red")
