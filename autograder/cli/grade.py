"""`autograder grade`: the main job."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.cli.options import isolation_option
from autograder.errors import GraderError
from autograder.grading.batch import Request, Summary, run
from autograder.grading.course import open_course
from autograder.sandbox import Isolation


@click.command()
@click.argument("assignment")
@click.option("--student", "students", default="*", metavar="GLOB", help="Only students whose names match.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Hand-ins that run at once.")
@click.option("--force", is_flag=True, help="Grade again what is graded already.")
@click.option("--redraw", is_flag=True, help="Draw new test cases first; everybody is then graded anew.")
@isolation_option
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster, e.g. tcp://host:8786.")
@click.option("--gpu", is_flag=True, help="Also run on this machine's GPU what asks for one; no score depends on it.")
@click.option("--json", "as_json", is_flag=True, help="Print the results for programs.")
def grade(
    assignment: str,
    students: str,
    jobs: int,
    *,
    force: bool,
    redraw: bool,
    isolation: Isolation | None,
    scheduler: str | None,
    gpu: bool,
    as_json: bool,
) -> None:
    """Grade the submissions of ASSIGNMENT; a rerun does only what is missing."""
    console = Console(stderr=True)
    try:
        course = open_course(Path.cwd())
        request = Request(assignment, students, jobs, force, redraw, isolation, scheduler, gpu=gpu)
        with progress_bar(console) as bar:
            task = bar.add_task(assignment, total=None)

            def progress(student: str, done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)
                if not console.is_terminal and not as_json:
                    click.echo(f"{done}/{total} {student}", err=True)

            summary = run(course, request, progress, lambda line: click.echo(line, err=True))
    except GraderError as error:
        click.echo(f"autograder grade: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(asdict(summary), indent=1, sort_keys=True))
    else:
        _say(summary)
    sys.exit(summary.status)


def progress_bar(console: Console) -> Progress:
    """Return the bar that a terminal shows, and nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _say(summary: Summary) -> None:
    graded = len(summary.scores) - len(summary.unchanged)
    click.echo(
        f"{summary.assignment}: {graded} graded, {len(summary.unchanged)} unchanged, "
        f"{len(summary.ungradable)} ungradable; isolation {summary.isolation}, draw {summary.draw}"
    )
    if not (summary.scores or summary.ungradable or summary.stopped):
        click.echo(
            f"  no hand-in was found; `nbgrader collect {summary.assignment}` takes them from the exchange", err=True
        )
    for student, count in summary.deaths.items():
        if student in summary.scores:
            click.echo(f"  {student}: {count} worker(s) died, another one graded the hand-in", err=True)
    for exercise, why in summary.faults.items():
        touched = [student for student, exercises in summary.errored.items() if exercise in exercises]
        click.echo(f"  Errored, no score: {exercise} ({_some(touched)}): {why}", err=True)
    for line in summary.ungradable.values():
        click.echo(f"  not graded: {line}", err=True)
    _say_device(summary)
    if summary.stopped:
        click.echo(f"  stopped before all were graded: {summary.stopped}", err=True)


def _say_device(summary: Summary) -> None:
    device = summary.device
    if not device.device:
        return
    ran = f": {len(device.run)} run on it, {len(device.unchanged)} before" if device.device != "none" else ""
    click.echo(f"  device {device.device}{ran}; no score depends on it")
    for line in device.complaints():
        click.echo(f"  {line}", err=True)


def _some(students: list[str]) -> str:
    shown = ", ".join(students[:5])
    return shown if len(students) <= 5 else f"{shown} and {len(students) - 5} more"
