"""`autograder regrade`: who gets other points after an exercise changed, and why; no student code runs for it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from autograder.cli.grade import progress_bar
from autograder.cli.options import isolation_option
from autograder.errors import GraderError
from autograder.grading.changes import Change, ExerciseChange
from autograder.grading.course import open_course
from autograder.grading.regrade import Report, Request, run
from autograder.sandbox import Isolation


@click.command()
@click.argument("assignment")
@click.option("--dry-run", is_flag=True, help="Only say what would change; write nothing.")
@click.option("--student", "students", default="*", metavar="GLOB", help="Only students whose names match.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Workers for what must run again.")
@isolation_option
@click.option("--json", "as_json", is_flag=True, help="Print the results for programs.")
def regrade(
    assignment: str, students: str, jobs: int, *, dry_run: bool, isolation: Isolation | None, as_json: bool
) -> None:
    """Judge ASSIGNMENT's stored observations again, after an exercise, comparer, tolerance or point changed.

    No student code runs where the observations suffice; they were made under an isolation level, so give the same one.
    Manual grades and comments stay as they are.
    """
    console = Console(stderr=True)
    try:
        request = Request(assignment, students, dry_run, jobs, isolation)
        with progress_bar(console) as shown:
            task = shown.add_task(assignment, total=None)
            report = run(
                open_course(Path.cwd()), request, lambda _, done, total: shown.update(task, completed=done, total=total)
            )
    except GraderError as error:
        click.echo(f"autograder regrade: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(asdict(report), indent=1))
    else:
        _say(report)
    sys.exit(report.status)


def _say(report: Report) -> None:
    name, dry = report.assignment, report.dry_run
    click.echo(
        f"{name}: {len(report.changed)} {'would change' if dry else 'changed'}, {len(report.same)} as before, "
        f"{len(report.rerun)} {'to run again' if dry else 'run again'}, {len(report.ungradable)} ungradable; "
        f"draw {report.draw}"
    )
    for change in sorted(report.changed, key=lambda c: c.student):
        _say_change(change)
    for student, why in report.rerun.items():
        click.echo(f"  {'needs a run' if dry else 'run again'}: {student}: {why}")
    if report.rerun and dry:
        click.echo(f"  without --dry-run these hand-ins are run again, as `autograder grade {name}` would do")
    for student, faults in report.errored.items():
        for exercise, why in faults.items():
            click.echo(f"  Errored: {student}: {exercise}: {why}", err=True)
    for line in report.ungradable.values():
        click.echo(f"  not judged: {line}", err=True)
    if report.stopped:
        click.echo(f"  stopped before all were judged: {report.stopped}", err=True)
    if report.changed and not dry:
        click.echo(f"  run `autograder feedback {name}` and `nbgrader release_feedback {name}` for the pages")


def _say_change(change: Change) -> None:
    click.echo(f"  {change.student}: {change.before:.6g} -> {change.after:.6g} of {change.max_score:g}")
    for exercise in change.exercises:
        note = " (the score given by hand stands)" if exercise.by_hand else ""
        click.echo(f"    {exercise.exercise}: {_points(exercise)} of {exercise.points:g}{note}")
        for a in exercise.aspects:
            why = f": {a.why}" if a.why else ""
            click.echo(
                f"      {a.aspect}: {_number(a.before)} -> {_number(a.after)} of {a.points:.4g}, {a.status}{why}"
            )


def _points(exercise: ExerciseChange) -> str:
    return f"{_number(exercise.before)} -> {_number(exercise.after)}"


def _number(points: float | None) -> str:
    return "none" if points is None else f"{points:.6g}"
