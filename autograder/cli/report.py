"""`autograder report`: the class page of one assignment."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from autograder.cli.pages import by_student, stored_verdicts
from autograder.errors import GraderError
from autograder.feedback.report import CourseFacts, class_report
from autograder.files import SCRATCH, sweep, write_whole
from autograder.grading.course import Course, open_course
from autograder.grading.page import language_of
from autograder.grading.store import Store
from autograder.model.device import DeviceRecord
from autograder.model.verdict import SubmissionVerdict


@click.command()
@click.argument("assignment")
@click.option("--student", "pattern", default="*", metavar="GLOB", help="Only students whose name matches.")
@click.option("--language", help="Language of the page: en, zh_CN, ...  [default: the course's, or en]")
@click.option("--json", "as_json", is_flag=True, help="Print results for programs.")
def report(assignment: str, pattern: str, language: str | None, as_json: bool) -> None:
    """Write the class page of ASSIGNMENT to reports/."""
    place = Path("reports") / f"{assignment}.html"
    try:
        opened = open_course(Path.cwd())
        course = opened.root
        stored = list(stored_verdicts(course, assignment, pattern))
        verdicts = by_student([s.verdict for s in stored if s.verdict is not None])
        unread = tuple(s.problem for s in stored if s.verdict is None)
        page = class_report(
            verdicts,
            CourseFacts(
                assignment,
                seconds=time_used(course, assignment),
                unread=unread,
                devices=_devices(opened, [s.verdict for s in stored if s.verdict is not None]),
            ),
            language=language_of(opened, language),
            folder=course,
        )
        sweep((course / place).parent, SCRATCH)
        write_whole(course / place, page.encode("utf-8"))
    except (GraderError, OSError) as error:
        click.echo(f"autograder report: {error}", err=True)
        sys.exit(2)
    errored = sorted(v.student for v in verdicts if v.errored)
    if as_json:
        click.echo(
            json.dumps({"page": str(place), "submissions": len(verdicts), "errored": errored, "problems": unread})
        )
    else:
        click.echo(
            f"{assignment}: {len(verdicts)} submissions, {len(errored)} with an error of the grader; see {place}"
        )
        for line in unread:
            click.echo(line, err=True)
    sys.exit(1 if unread else 0)


def _devices(course: Course, verdicts: Sequence[SubmissionVerdict]) -> tuple[DeviceRecord, ...]:
    found = (Store(course, v.assignment, v.notebook).device(v.student) for v in verdicts)
    return tuple(record for record in found if record is not None)


def time_used(course: Path, assignment: str) -> float | None:
    """Return the seconds that grading took, over all submissions and stages; None where nothing is recorded."""
    total: list[float] = []
    for path in sorted((course / ".autograder" / assignment).glob("**/seconds.json")):
        try:
            total.append(sum(float(value) for value in json.loads(path.read_bytes()).values()))
        except (OSError, ValueError, TypeError, AttributeError):
            continue  # a nicety of the page, never worth failing for
    return sum(total) if total else None
