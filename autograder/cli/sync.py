"""`autograder sync`: references into source notebooks, source notebooks into releases."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from autograder.errors import GraderError


@click.command()
@click.argument("assignment", required=False)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something is out of step.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences for programs.")
def sync(assignment: str | None, *, check: bool, as_json: bool) -> None:
    """Fill solution cells from reference.py and make the releases; with --check only say what differs."""
    from autograder.course.sync import assignments_of
    from autograder.course.sync import sync as run
    from autograder.grading.course import open_course

    root = Path.cwd()
    try:
        if not (root / "solutions").is_dir():
            click.echo(f"{root} has no solutions/; run this in the folder of an nbgrader course", err=True)
            sys.exit(2)
        chosen = [assignment] if assignment else assignments_of(root)
        differences = run(root, chosen, open_course(root).config, check=check)
    except GraderError as error:
        click.echo(f"autograder sync: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps([{"file": d.file, "what": d.what} for d in differences]))
    else:
        for difference in differences:
            verb = "out of step" if check else "updated"
            click.echo(f"{verb}: {difference.file}: {difference.what}")
        if not differences:
            click.echo("source/ and release/ are in step with solutions/")
        elif check:
            click.echo("run `autograder sync` and commit the result", err=True)
    sys.exit(1 if check and differences else 0)
