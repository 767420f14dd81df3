"""`autograder new-exercise`: the skeleton of an exercise of one's own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.errors import GraderError


@click.command("new-exercise")
@click.argument("assignment")
@click.argument("name")
def new_exercise(assignment: str, name: str) -> None:
    """Lay out cells, probe, exercise, mistake and alternative for a new exercise NAME of ASSIGNMENT."""
    from autograder.course.new_exercise import new_exercise as lay_out

    root = Path.cwd()
    try:
        touched = lay_out(root, assignment, name)
    except GraderError as error:
        click.echo(f"autograder new-exercise: {error}", err=True)
        sys.exit(2)
    for path in touched:
        click.echo(f"wrote {path.relative_to(root)}")
    click.echo(f"next: write it, then `autograder sync {assignment}` and `autograder verify {assignment}`")
