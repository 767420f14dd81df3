"""`autograder explain`: reruns one exercise of one student for a complaint; inputs, actual and expected in full."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from autograder.errors import GraderError
from autograder.grading.course import open_course
from autograder.grading.explain import rerun
from autograder.judge.explaining import ExplainedCase
from autograder.printable import printable


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
