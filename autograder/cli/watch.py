"""`autograder watch`: grades what the exchange receives, and releases the feedback within seconds."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click
from traitlets import TraitError

from autograder.cli.feedback import carry_along, write_page
from autograder.cli.options import isolation_option
from autograder.errors import GraderError, UsageError
from autograder.feedback.notice import notice_page, unreadable, waiting
from autograder.grading.attempts import Watch
from autograder.grading.course import Course, open_course
from autograder.grading.page import language_of
from autograder.grading.watch import Event, Pages, Watcher
from autograder.model.verdict import SubmissionVerdict
from autograder.sandbox import Isolation


@click.command()
@click.argument("assignment")
@click.option("--interval", type=float, metavar="SECONDS", help="Least time between two gradings of one student.")
@click.option("--attempts", type=int, metavar="N", help="Hand-ins that are graded per student; 0 for no limit.")
@click.option("--polling", is_flag=True, default=None, help="Look every second; for network file systems.")
@click.option("--once", is_flag=True, help="Grade what has arrived, then end.")
@isolation_option
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per event.")
def watch(
    assignment: str,
    *,
    interval: float | None,
    attempts: int | None,
    polling: bool | None,
    once: bool,
    isolation: Isolation | None,
    as_json: bool,
) -> None:
    """Grade ASSIGNMENT's hand-ins as they arrive in the exchange, and release the feedback.

    Limits also stand in nbgrader_config.py: c.Watch.interval, c.Watch.attempts, c.Watch.polling.
    """
    try:
        course = open_course(Path.cwd())
        limits = _limits(course, {"interval": interval, "attempts": attempts, "polling": polling})
        say = _json if as_json else _line
        watcher = Watcher(course, assignment, limits, _pages(course, assignment), say, isolation)
        status = watcher.run(once=once)
    except GraderError as error:
        click.echo(f"autograder watch: {error}", err=True)
        sys.exit(2)
    sys.exit(status)


def _limits(course: Course, options: dict[str, float | int | bool | None]) -> Watch:
    try:
        limits = Watch(config=course.config)
        for name, value in options.items():
            if value is not None:
                setattr(limits, name, value)
    except TraitError as error:
        raise UsageError(f"a limit is wrong: {error}", remedy="correct the option or c.Watch") from error
    return limits


def _pages(course: Course, assignment: str) -> Pages:
    language = language_of(course)

    def page(verdict: SubmissionVerdict) -> None:
        write_page(course, verdict, language)
        carry_along(course, assignment, verdict.student)

    return Pages(
        page,
        lambda stamp, until: notice_page(assignment, stamp, waiting(until), language),
        lambda stamp: notice_page(assignment, stamp, unreadable(), language),
    )


def _json(event: Event) -> None:
    click.echo(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **asdict(event)}))


def _line(event: Event) -> None:
    said = f": {event.line}" if event.line else ""
    if event.event == "graded":
        missing = f", Errored: {', '.join(event.errored)}" if event.errored else ""
        said = f" {event.score:.4g} of {event.max_score:.4g}{missing}, released after {event.seconds:.1f} s"
    who = f"{event.student} ({event.hand_in}) " if event.student else ""
    click.echo(f"{time.strftime('%H:%M:%S')} {who}{event.event}{said}")
