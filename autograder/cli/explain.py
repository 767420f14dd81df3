"""`autograder explain`: reruns one exercise of one student for a complaint; inputs, actual and expected in full."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
from rich.console import Console

from autograder.errors import CourseError, GraderError
from autograder.grading.bench import Bench
from autograder.grading.course import Course, open_course
from autograder.grading.plan import make_plan
from autograder.grading.source import read_source
from autograder.grading.store import Store
from autograder.grading.submission import read_submission
from autograder.judge.course import load_assignment
from autograder.judge.expected import compute_expected
from autograder.judge.explaining import ExplainedCase, explained
from autograder.model.program import NotebookJob
from autograder.printable import printable
from autograder.sandbox import Zygote


@click.command()
@click.argument("assignment")
@click.argument("student")
@click.argument("exercise")
@click.option("--all", "everything", is_flag=True, help="Show the cases that are right, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the cases for programs.")
def explain(assignment: str, student: str, exercise: str, *, everything: bool, as_json: bool) -> None:
    """Rerun EXERCISE of STUDENT under the stored draw. For the instructor: hidden inputs and answers are shown."""
    try:
        cases = rerun(open_course(Path.cwd()), assignment, student, exercise)
    except GraderError as error:
        click.echo(f"autograder explain: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps([asdict(case) for case in cases], indent=1))
        return
    _show(Console(soft_wrap=True, highlight=False, markup=False), cases, everything=everything)


def rerun(course: Course, assignment: str, student: str, exercise: str) -> tuple[ExplainedCase, ...]:
    """Return every case of one exercise of one submission, run again in a jail of its own.

    The notebook's cells run as in grading; nothing is written.

    Raises:
        GraderError: unknown names, an unreadable submission, no isolation, or a faulty exercise.
    """
    key = replace(load_assignment(course.root, assignment), family_seconds=course.limits.family_seconds)
    if exercise not in key.exercises:
        raise CourseError(
            f"{assignment} has no exercise {exercise!r}", remedy=f"choose from {', '.join(key.exercises)}"
        )
    submission = read_submission(course, assignment, student, assignment)
    source = read_source(course, assignment, assignment).cells
    draw = Store(course, assignment).draw()
    present = [name for name in key.needs if importlib.util.find_spec(name) is not None]
    with Zygote.start(preload=present, limits=course.limits) as zygote:
        expected = compute_expected(key, draw, zygote, [exercise], mistakes=False)
        level = str(zygote.isolation)
        bench = Bench(assignment, assignment, source, key, expected, draw, level, course.timeout, limits=course.limits)
        if expected[exercise].fault is None:
            plan = make_plan(bench.source, submission, bench.timeout)
            run = zygote.run_notebook(
                NotebookJob(plan.cells, (bench.probing(exercise),), plan.files, course.limits.seconds)
            )
            graded, shown = run.graded.get(exercise, {}), run.shown.get(exercise, {})
        else:
            graded, shown = {}, {}
    return explained(key.exercises[exercise], expected[exercise], graded, shown)


def _show(console: Console, cases: Sequence[ExplainedCase], *, everything: bool) -> None:
    def say(line: str) -> None:
        console.print(printable(line))

    for case in cases:
        if not case.rationale and not everything:
            continue
        say(f"{case.aspect}, case {case.index} of the {case.draw} draw: {case.rationale or 'right'}")
        for name, value in case.inputs:
            say(f"    {name} = {value}")
        say(f"  actual:   {case.actual}\n  expected: {case.expected}")
        for title, lines in (("printed", [case.printed] if case.printed else []), ("warning", case.warnings)):
            for line in lines:
                say(f"  {title}: {line}")
        for call in case.calls:
            say(f"  called {call}")
    wrong = sum(bool(case.rationale) for case in cases)
    say(f"{wrong} of {len(cases)} cases are wrong")
