"""`autograder verify`: judges the judges of one assignment, or of all, and prints the table."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from autograder.errors import CourseError, GraderError
from autograder.judge.course import AnswerKey, assignments, load_assignment
from autograder.judge.local_runner import LocalRunner
from autograder.judge.mutants import Mutant
from autograder.judge.verification import Finding, Verifier, draws, merged, survivors

_verifiers: dict[str, Verifier] = {}


def _verifier(assignment: str) -> Verifier:
    if assignment not in _verifiers:
        key = load_assignment(Path.cwd(), assignment)
        _warm(key)
        _verifiers[assignment] = Verifier(key, LocalRunner())
    return _verifiers[assignment]


def _warm(key: AnswerKey) -> None:
    """Import what every fork would import again."""
    import importlib
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import matplotlib

        matplotlib.use("agg")
        for name in ("matplotlib.pyplot", "scipy.signal", "scipy.special", "scipy.optimize", "sympy", *key.needs):
            try:
                importlib.import_module(name)
            except ImportError:
                continue


def _answers(assignment: str, exercise: str, number: int) -> list[Finding]:
    return _verifier(assignment).answers(exercise, draws(number + 1)[number])


def _mutant(assignment: str, exercise: str, batch: list[tuple[Mutant, str]]) -> list[Finding]:
    try:
        return [_verifier(assignment).mutant(exercise, mutant, excuse) for mutant, excuse in batch]
    except CourseError as error:
        return [Finding(exercise, "reference", "reference", str(error))]


def _submit(
    pool: Executor, assignment: str, names: list[str], count: int, with_mutants: bool
) -> Iterator[Future[list[Finding]]]:
    verifier, excuses = _verifier(assignment), survivors(_verifier(assignment)._key)
    known: set[str] = set()
    for name in names:
        for number in range(count):
            yield pool.submit(_answers, assignment, name, number)
        made = verifier.mutants(name) if with_mutants else []
        known |= {m.id for m in made}
        for start in range(0, len(made), 8):
            yield pool.submit(_mutant, assignment, name, [(m, excuses.get(m.id, "")) for m in made[start : start + 8]])
    del known


def run(assignment: str, names: list[str], count: int, with_mutants: bool, jobs: int) -> list[Finding]:
    """Return the findings of one assignment, in a stable order."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        futures = list(_submit(pool, assignment, names, count, with_mutants))
        for _ in as_completed(futures):
            pass
    return merged([finding for future in futures for finding in future.result()])


def _table(assignment: str, findings: list[Finding]) -> Table:
    table = Table(title=assignment)
    for column in ("exercise", "reference", "alternatives", "mistakes", "mutants killed", "explained", "problems"):
        table.add_column(column, justify="left" if column == "exercise" else "right")
    for exercise in dict.fromkeys(f.exercise for f in findings):
        rows = [f for f in findings if f.exercise == exercise]
        table.add_row(exercise, *_counts(rows))
    return table


def _counts(rows: list[Finding]) -> list[str]:
    def ratio(kind: str) -> str:
        of = [f for f in rows if f.kind == kind]
        return f"{sum(not f.problem for f in of)}/{len(of)}" if of else "-"

    of = [f for f in rows if f.kind == "mutant"]
    killed = sum(not f.problem and not f.excuse for f in of)
    return [
        ratio("reference"),
        ratio("alternative"),
        ratio("mistake"),
        f"{killed}/{len(of)}" if of else "-",
        str(sum(bool(f.excuse) for f in of)),
        str(sum(bool(f.problem) for f in rows)),
    ]


@click.command()
@click.argument("assignment", required=False)
@click.option("--exercise", "chosen", multiple=True, help="Only this exercise; may be given several times.")
@click.option("--draws", "count", default=3, show_default=True, help="Draws for reference, alternatives, mistakes.")
@click.option("--mutants/--no-mutants", "with_mutants", default=True, help="Whether to generate mutants.")
@click.option("--jobs", default=2, show_default=True, help="Processes.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify(
    assignment: str | None, chosen: tuple[str, ...], count: int, with_mutants: bool, jobs: int, as_json: bool
) -> None:
    """Judge the judges: right answers must pass, every mistake and every mutant must lose points."""
    console = Console()
    everything: dict[str, list[Finding]] = {}
    try:
        for name in [assignment] if assignment else assignments(Path.cwd()):
            exercises = list(_verifier(name)._key.exercises)
            if unknown := set(chosen) - set(exercises):
                raise CourseError(f"{name} has no exercise {sorted(unknown)[0]!r}", remedy=f"choose from {exercises}")
            everything[name] = run(name, list(chosen) or exercises, count, with_mutants, jobs)
            if not as_json:
                _print(console, name, everything[name])
    except GraderError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({name: [asdict(f) for f in found] for name, found in everything.items()}, indent=1))
    sys.exit(any(f.problem for found in everything.values() for f in found))


def _print(console: Console, assignment: str, findings: list[Finding]) -> None:
    console.print(_table(assignment, findings))
    for finding in findings:
        if finding.problem:
            console.print(
                f"  {finding.exercise}: {finding.kind} {finding.name!r} {finding.problem}", markup=False, style="red"
            )


if __name__ == "__main__":
    verify()
