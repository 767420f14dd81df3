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
_STAGES = ("fork", "cells", "probes", "judging", "notebook", "files", "database")


@dataclass(slots=True)
class Figures:
    """What was measured; milliseconds per submission."""

    assignment: str
    submissions: int
    stock: float
    ours: dict[int, float] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)


@click.command()
@click.argument("assignment")
@click.option("--count", default=12, show_default=True, type=click.IntRange(4), help="Submissions.")
@click.option("--jobs", "jobs", multiple=True, type=click.IntRange(1), default=(1, 2), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def bench(assignment: str, count: int, jobs: tuple[int, ...], *, as_json: bool) -> None:
    """Time the grading of solved, wrong and half-done submissions of ASSIGNMENT, in course copies of its own."""
    try:
        figures = measure(Path.cwd(), assignment, count, jobs)
    except GraderError as error:
        click.echo(f"autograder bench: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(asdict(figures), indent=1))
    else:
        _show(figures)


def measure(root: Path, assignment: str, count: int, jobs: tuple[int, ...]) -> Figures:
    """Return the figures; nothing in the course itself is touched.

    Marginal means: the time for all submissions less the time for the first one, over their number less one, so that
    start-up and expected values, which a class pays once, are left out on both sides.

    Raises:
        UsageError: there is no such assignment, or nbgrader cannot grade it.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-bench-") as scratch:
        ours, stock = Path(scratch, "ours"), Path(scratch, "stock")
        students = _lay_out(root, ours, assignment, count)
        _as_stock(ours, stock, assignment)
        figures = Figures(assignment, len(students), _marginal(stock, "nbgrader", assignment, students))
        for number in jobs:
            shutil.rmtree(ours / ".autograder", ignore_errors=True)
            figures.ours[number] = _marginal(ours, "autograder", assignment, students, number)
        figures.stages = _stages(ours, assignment)
        return figures


def _lay_out(root: Path, target: Path, assignment: str, count: int) -> list[str]:
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
    for sample in chosen:
        folder_of = target / "submitted" / sample.student / assignment
        folder_of.mkdir(parents=True)
        for name, content in sample.files.items():
            (folder_of / name).write_bytes(content)
    return [s.student for s in chosen]


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


def _marginal(course: Path, program: str, assignment: str, students: list[str], jobs: int = 1) -> float:
    _timed(course, program, assignment, students[0], jobs)  # computes the expected values, fills the disk's cache
    first = _timed(course, program, assignment, students[0], jobs)
    everyone = _timed(course, program, assignment, "*", jobs)
    return 1000 * (everyone - first) / (len(students) - 1)


def _timed(course: Path, program: str, assignment: str, students: str, jobs: int) -> float:
    if program == "nbgrader":
        command = ["autograde", assignment, "--force", "--student", students]
    else:
        command = ["grade", assignment, "--force", "--student", students, "--jobs", str(jobs)]
    began = time.perf_counter()
    _run(course, program, *command)
    return time.perf_counter() - began


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


def _stages(course: Path, assignment: str) -> dict[str, float]:
    """Return the median milliseconds of each stage, from what the last run noted for each submission."""
    found = [
        json.loads(path.read_bytes()) for path in sorted((course / ".autograder" / assignment).glob("*/seconds.json"))
    ]
    return {name: 1000 * statistics.median([f.get(name, 0.0) for f in found]) for name in _STAGES if found}


def _show(figures: Figures) -> None:
    console = Console()
    table = Table(title=f"{figures.assignment}: marginal time per submission, {figures.submissions} submissions")
    for column in ("grader", "ms", "times faster"):
        table.add_column(column, justify="left" if column == "grader" else "right")
    table.add_row("stock nbgrader autograde", f"{figures.stock:.0f}", "1")
    for jobs, spent in figures.ours.items():
        table.add_row(f"autograder grade --jobs {jobs}", f"{spent:.0f}", f"{figures.stock / max(spent, 0.1):.1f}")
    console.print(table)
    stages = Table(title="where it goes (median, ms)")
    for name in figures.stages:
        stages.add_column(name, justify="right")
    stages.add_row(*(f"{spent:.1f}" for spent in figures.stages.values()))
    console.print(stages)
