"""`autograder feedback`: the students' pages, at the place where nbgrader looks for them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from autograder.cli.pages import stored_verdicts
from autograder.errors import DiskError, GraderError, SubmissionError
from autograder.feedback.cells import PageCell, page_cells
from autograder.feedback.language import language as known_language
from autograder.feedback.student import student_page
from autograder.files import SCRATCH, sweep, write_whole
from autograder.model.verdict import SubmissionVerdict

#: what nbgrader's release_feedback needs beside the page
_CARRIED = ("timestamp.txt", "submission_secret.txt")


@click.command()
@click.argument("assignment")
@click.option("--student", "pattern", default="*", metavar="GLOB", help="Only students whose name matches.")
@click.option("--language", default="en", show_default=True, help="Language of the pages: en, zh_CN.")
@click.option("--json", "as_json", is_flag=True, help="Print results for programs.")
def feedback(assignment: str, pattern: str, language: str, as_json: bool) -> None:
    """Write the students' pages of ASSIGNMENT to feedback/."""
    course, written, problems, notes = Path.cwd(), {}, [], []
    try:
        known_language(language)
        for stored in stored_verdicts(course, assignment, pattern):
            if stored.verdict is None:
                problems.append(stored.problem)
                continue
            try:
                written[stored.student] = str(write_page(course, stored.student, stored.verdict, language))
                notes += carry_along(course, assignment, stored.student)
            except DiskError as error:
                problems.append(str(error))
                break
            except (GraderError, OSError) as error:
                problems.append(f"{stored.student}: {error}")
    except GraderError as error:
        click.echo(f"autograder: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps({"pages": written, "problems": problems, "notes": notes}))
    else:
        click.echo(f"{assignment}: {len(written)} pages written to feedback/")
        for line in (*notes, *problems):
            click.echo(line, err=True)
    sys.exit(1 if problems else 0)


def write_page(course: Path, student: str, verdict: SubmissionVerdict, language: str = "en") -> Path:
    """Write one student's page to nbgrader's place and return where, relative to the course.

    Raises:
        SubmissionError: the autograded notebook is there but cannot be read.
    """
    place = Path("feedback") / student / verdict.assignment / f"{verdict.notebook}.html"
    notebook = course / "autograded" / student / verdict.assignment / f"{verdict.notebook}.ipynb"
    page = student_page(verdict, read_cells(notebook), language)
    # what a killed run left there would be released to the student with the page
    sweep((course / place).parent, SCRATCH)
    write_whole(course / place, page.encode("utf-8"))
    return place


def read_cells(notebook: Path) -> tuple[PageCell, ...]:
    """Return the cells that a student may see of an autograded notebook; none if there is no notebook."""
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        return page_cells(content) if isinstance(content, dict) else ()
    except FileNotFoundError:
        return ()
    except (ValueError, RecursionError) as error:
        raise SubmissionError(
            f"{notebook.name}: the autograded notebook cannot be read ({type(error).__name__})",
            remedy="grade this submission again with --force",
        ) from error


def carry_along(course: Path, assignment: str, student: str) -> list[str]:
    """Copy the time and secret of the submission beside the page; return a line if one is missing."""
    missing = []
    for name in _CARRIED:
        source = course / "submitted" / student / assignment / name
        if source.is_file() and not source.is_symlink():
            write_whole(course / "feedback" / student / assignment / name, source.read_bytes())
        else:
            missing.append(name)
    told = f"{student}: no {' and no '.join(missing)} in submitted/, so release_feedback will skip this page"
    return [told] if missing else []
