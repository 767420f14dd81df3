"""`autograder verify`: judges the judges of one assignment, or of all, and prints the table."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing.util import Finalize
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from autograder.cli import verify_table
from autograder.errors import CourseError, GraderError, IsolationError
from autograder.judge.course import AnswerKey, assignments, load_assignment
from autograder.judge.mutants import Mutant
from autograder.judge.verification import Finding, Verifier, draws, merged, unknown_excuses
from autograder.model.program import Runner
from autograder.sandbox import SubprocessRunner, Zygote

#: mutants per task: large enough to share the reference's expected values, small enough to keep two processes busy
_BATCH = 8
_verifiers: dict[str, Verifier] = {}


def _runner(key: AnswerKey) -> Runner:
    """Start a zygote for this process, or a plain subprocess runner where none can be had."""
    runner: Zygote | SubprocessRunner
    present = [name for name in key.needs if importlib.util.find_spec(name) is not None]
    try:
        runner = Zygote.start(present)
    except IsolationError:
        runner = SubprocessRunner()
    Finalize(runner, runner.close, exitpriority=10)
    return runner


def _verifier(assignment: str) -> Verifier:
    """Return this worker process's verifier; it lives as long as the process."""
    if assignment not in _verifiers:
        key = load_assignment(Path.cwd(), assignment)
        _verifiers[assignment] = Verifier(key, _runner(key))
    return _verifiers[assignment]


def _answers(assignment: str, exercise: str, number: int) -> list[Finding]:
    return _verifier(assignment).answers(exercise, draws(number + 1)[number])


def _mutants(assignment: str, exercise: str, batch: list[tuple[Mutant, str]]) -> list[Finding]:
    try:
        return [_verifier(assignment).mutant(exercise, mutant, excuse) for mutant, excuse in batch]
    except CourseError as error:
        return [Finding(exercise, "reference", "reference", str(error))]


def _tasks(
    pool: Executor, key: AnswerKey, names: list[str], count: int, made: dict[str, list[Mutant]]
) -> Iterator[Future[list[Finding]]]:
    excuses = key.survivors()
    for name in names:
        for number in range(count):
            yield pool.submit(_answers, key.assignment, name, number)
        batch = [(m, excuses.get(m.id, "")) for m in made.get(name, [])]
        for start in range(0, len(batch), _BATCH):
            yield pool.submit(_mutants, key.assignment, name, batch[start : start + _BATCH])


def run(key: AnswerKey, names: list[str], *, count: int, with_mutants: bool, jobs: int) -> list[Finding]:
    """Return the findings of some exercises of one assignment, in a stable order.

    Raises:
        GraderError: the answer key is wrong as a whole, or no code can be run.
    """
    made = {name: key.mutants_of(name) for name in key.exercises} if with_mutants else {}
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = list(_tasks(pool, key, names, count, made))
        done: Iterator[Future[list[Finding]]] = as_completed(futures)
        if sys.stderr.isatty():
            done = iter(track(done, key.assignment, len(futures), console=Console(stderr=True)))
        for future in done:
            future.result()
    found = [finding for future in futures for finding in future.result()]
    if with_mutants and names == list(key.exercises):
        found += unknown_excuses(key, names, [m for ms in made.values() for m in ms])
    return merged(found)


@click.command()
@click.argument("assignment", required=False)
@click.option("--exercise", "chosen", multiple=True, help="Only this exercise; may be given several times.")
@click.option("--draws", "count", default=3, show_default=True, help="Draws for reference, alternatives, mistakes.")
@click.option("--mutants/--no-mutants", "with_mutants", default=True, help="Whether to generate mutants.")
@click.option("--jobs", default=2, show_default=True, help="Processes.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--write", type=click.Path(path_type=Path), help="Write the table to this Markdown file.")
@click.option("--check", type=click.Path(path_type=Path), help="Fail if this Markdown file is not the present table.")
def verify(
    assignment: str | None,
    chosen: tuple[str, ...],
    count: int,
    with_mutants: bool,
    jobs: int,
    as_json: bool,
    write: Path | None,
    check: Path | None,
) -> None:
    """Judge the judges: right answers must pass, every mistake and every mutant must lose points."""
    everything: dict[str, list[Finding]] = {}
    keys: list[AnswerKey] = []
    try:
        for name in [assignment] if assignment else assignments(Path.cwd()):
            keys.append(load_assignment(Path.cwd(), name))
            names = _chosen(keys[-1], chosen, assignment is not None)
            everything[name] = run(keys[-1], names, count=count, with_mutants=with_mutants, jobs=jobs)
            if not as_json:
                verify_table.show(Console(), name, everything[name])
    except GraderError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({name: [asdict(f) for f in found] for name, found in everything.items()}, indent=1))
    failed = any(f.problem for found in everything.values() for f in found)
    page = verify_table.page(keys, everything, count)
    if write:
        write.write_text(page, encoding="utf-8")
    if check and (not check.is_file() or check.read_text(encoding="utf-8") != page):
        click.echo(f"{check} is out of date: run `autograder verify --write {check}`", err=True)
        failed = True
    sys.exit(failed)


def _chosen(key: AnswerKey, chosen: tuple[str, ...], only_assignment: bool) -> list[str]:
    unknown = [name for name in chosen if name not in key.exercises]
    if unknown and only_assignment:
        raise CourseError(f"{key.assignment} has no exercise {unknown[0]!r}", remedy=f"choose from {[*key.exercises]}")
    return [name for name in key.exercises if not chosen or name in chosen]


if __name__ == "__main__":
    verify()
