"""`autograder feedback`: the students' pages, at the place where nbgrader looks for them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from autograder.cli.pages import stored_verdicts
from autograder.errors import DiskError, GraderError, SubmissionError
from autograder.feedback.language import language as known_language
from autograder.files import SCRATCH, sweep, write_whole
from autograder.grading.course import Course, open_course
from autograder.grading.page import language_of, page_of
from autograder.grading.submission import CARRIED
from autograder.model.verdict import SubmissionVerdict


@click.command()
@click.argument("assignment")
@click.option("--student", "pattern", default="*", metavar="GLOB", help="Only students whose name matches.")
@click.option("--language", help="Language of the pages: en, zh_CN, ...  [default: the course's, or en]")
@click.option("--json", "as_json", is_flag=True, help="Print results for programs.")
def feedback(assignment: str, pattern: str, language: str | None, as_json: bool) -> None:
    """Write the students' pages of ASSIGNMENT to feedback/."""
    written: dict[str, str] = {}
    problems: list[str] = []
    notes: list[str] = []
    try:
        course = open_course(Path.cwd())
        tongue = language_of(course, language)
        known_language(tongue, course.root)
        for stored in stored_verdicts(course.root, assignment, pattern):
            if stored.verdict is None:
                problems.append(stored.problem)
                continue
            try:
                page = write_page(course, stored.verdict, tongue)
                written[stored.student] = " ".join(filter(None, (written.get(stored.student), str(page))))
                notes += [n for n in carry_along(course, assignment, stored.student) if n not in notes]
            except DiskError as error:
                problems.append(str(error))
                break
            except (GraderError, OSError) as error:
                problems.append(f"{stored.student}: {error}")
    except GraderError as error:
        click.echo(f"autograder feedback: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps({"pages": written, "problems": problems, "notes": notes}))
    else:
        click.echo(f"{assignment}: pages of {len(written)} students written to {course.layout.steps['feedback']}/")
        for line in (*notes, *problems):
            click.echo(line, err=True)
    sys.exit(1 if problems else 0)


def write_page(course: Course, verdict: SubmissionVerdict, language: str = "en") -> Path:
    """Write one student's page to nbgrader's place and return where, relative to the course if it is inside.

    Raises:
        SubmissionError: the autograded notebook is there but cannot be read.
        GraderError: the gradebook does not open.
    """
    who = (verdict.student, verdict.assignment)
    place = course.folder("feedback", *who) / f"{verdict.notebook}.html"
    notebook = course.folder("autograded", *who) / f"{verdict.notebook}.ipynb"
    page = page_of(course, verdict, read_notebook(notebook), language)
    # what a killed run left there would be released to the student with the page
    sweep(place.parent, SCRATCH)
    write_whole(place, page.encode("utf-8"))
    return place.relative_to(course.root) if place.is_relative_to(course.root) else place


def read_notebook(notebook: Path) -> dict[str, Any]:
    """Return an autograded notebook as JSON has it; an empty one if there is none."""
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise SubmissionError(
            f"{notebook.name}: the autograded notebook cannot be read ({type(error).__name__})",
            remedy="grade this submission again with --force",
        ) from error


def carry_along(course: Course, assignment: str, student: str) -> list[str]:
    """Copy the hand-in's time and secret beside the page, for release_feedback; return a line if one is missing."""
    missing = []
    for name in CARRIED:
        source = course.folder("submitted", student, assignment) / name
        if source.is_file() and not source.is_symlink():
            write_whole(course.folder("feedback", student, assignment) / name, source.read_bytes())
        else:
            missing.append(name)
    told = f"{student}: no {' and no '.join(missing)} in submitted/, so release_feedback will skip this page"
    return [told] if missing else []
