"""`autograder verify`: judges the judges of one assignment, or of all, and prints the table."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from autograder.cli import verify_table
from autograder.errors import CourseError, GraderError, IsolationError
from autograder.grading.course import open_course
from autograder.grading.crew import be_a_worker
from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import assignments, load_assignment
from autograder.judge.findings import Finding, merged, unknown_excuses
from autograder.judge.killing import Killer, draws
from autograder.judge.mutants import Mutant
from autograder.judge.verification import Verifier
from autograder.model.program import Runner
from autograder.sandbox import Limits, SubprocessRunner, Zygote

#: mutants per task: large enough to share the reference's expected values, small enough to keep two processes busy
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured of one assignment."""

    key: AnswerKey
    exercises: list[str]
    #: mutants with the exercises whose cells hold the mutated definition
    mutants: list[tuple[Mutant, list[str]]]


def plan(key: AnswerKey, exercises: list[str], *, with_mutants: bool) -> Plan:
    """Return the plan for some exercises; each mutant stands in it once, however many exercises share its class.

    Raises:
        CourseError: a definition is not there.
    """
    sharing: dict[tuple[str, ...], list[str]] = {}
    for name in exercises if with_mutants else ():
        sharing.setdefault(tuple(key.exercises[name].defines), []).append(name)
    made: dict[str, tuple[Mutant, list[str]]] = {}
    for names in sharing.values():
        for mutant in key.mutants_of(names[0]):
            made.setdefault(mutant.id, (mutant, []))[1].extend(names)
    return Plan(key, exercises, list(made.values()))


@cache
def _limits() -> Limits:
    """Return the limits of the course that stands here; workers have them from the process that forked them."""
    return open_course(Path.cwd()).limits


_runners: dict[tuple[str, ...], Runner] = {}
_keys: dict[str, tuple[Verifier, Killer]] = {}


def _runner(needs: tuple[str, ...]) -> Runner:
    """Return this process's zygote with these modules, or a plain subprocess runner where none can be had."""
    if needs not in _runners:
        runner: Zygote | SubprocessRunner
        try:
            present = [name for name in needs if importlib.util.find_spec(name) is not None]
            runner = Zygote.start(present, limits=_limits())
        except IsolationError:
            runner = SubprocessRunner()
        Finalize(runner, runner.close, exitpriority=10)
        _runners[needs] = runner
    return _runners[needs]


def _judges(assignment: str) -> tuple[Verifier, Killer]:
    """Return this process's judges of one assignment; they live as long as the process."""
    if assignment not in _keys:
        key = replace(load_assignment(Path.cwd(), assignment), family_seconds=_limits().family_seconds)
        runner = _runner(key.needs)
        _keys[assignment] = Verifier(key, runner), Killer(key, runner)
    return _keys[assignment]


def _answers(assignment: str, exercise: str, number: int) -> list[Finding]:
    return _judges(assignment)[0].answers(exercise, draws(number + 1)[number])


def _mutants(assignment: str, batch: list[tuple[Mutant, list[str], str]], count: int) -> list[Finding]:
    try:
        killer = _judges(assignment)[1]
        return [killer.finding(exercises, mutant, excuse, count=count) for mutant, exercises, excuse in batch]
    except CourseError as error:
        return [Finding(batch[0][1][0], "reference", "reference", str(error))]


def _submit(pool: Executor, plan: Plan, count: int, mutant_draws: int) -> Iterator[Future[list[Finding]]]:
    name, excuses = plan.key.assignment, plan.key.survivors()
    for exercise in plan.exercises:
        for number in range(count):
            yield pool.submit(_answers, name, exercise, number)
    every = [(mutant, exercises, excuses.get(mutant.id, "")) for mutant, exercises in plan.mutants]
    for start in range(0, len(every), _BATCH):
        yield pool.submit(_mutants, name, every[start : start + _BATCH], mutant_draws)


def measure(plans: Sequence[Plan], *, count: int, mutant_draws: int, jobs: int) -> Iterator[tuple[Plan, list[Finding]]]:
    """Yield each plan's findings, in a stable order, as soon as they and those before them are there.

    Raises:
        GraderError: an answer key is wrong as a whole, or no code can be run.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=be_a_worker, initargs=(os.getpid(),)) as pool:
        # its processes start here, and until they are workers a terminal's Ctrl-C must not reach them
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            futures = [list(_submit(pool, plan, count, mutant_draws)) for plan in plans]
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task("verify", total=sum(map(len, futures)))
            for group in futures:
                for future in group:
                    future.add_done_callback(lambda _: progress.advance(task))
            for asked, group in zip(plans, futures, strict=True):
                found = [finding for future in group for finding in future.result()]
                if asked.mutants and asked.exercises == list(asked.key.exercises):
                    found += unknown_excuses(asked.key, [mutant for mutant, _ in asked.mutants])
                yield asked, merged(found)


@click.command()
@click.argument("assignment", required=False)
@click.option("--exercise", "chosen", multiple=True, help="Only this exercise; may be given several times.")
@click.option("--draws", "count", default=3, show_default=True, type=click.IntRange(1), help="Draws for all others.")
@click.option("--mutant-draws", default=3, show_default=True, type=click.IntRange(1), help="Draws for mutants.")
@click.option("--mutants/--no-mutants", "with_mutants", default=True, help="Whether to generate mutants.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--write", type=click.Path(path_type=Path), help="Write the table of what was judged to this file.")
@click.option("--check", type=click.Path(path_type=Path), help="Fail if this Markdown file is not the present table.")
def verify(
    assignment: str | None,
    chosen: tuple[str, ...],
    count: int,
    mutant_draws: int,
    with_mutants: bool,
    jobs: int,
    as_json: bool,
    write: Path | None,
    check: Path | None,
) -> None:
    """Judge the judges: right answers must pass, every mistake and every mutant must lose points."""
    if (write or check) and (assignment or chosen):
        raise click.UsageError("--write and --check are about the whole course: leave out ASSIGNMENT and --exercise.")
    everything: dict[str, list[Finding]] = {}
    try:
        _limits()
        keys = [load_assignment(Path.cwd(), name) for name in ([assignment] if assignment else assignments(Path.cwd()))]
        plans = [plan(key, _chosen(key, chosen, assignment is not None), with_mutants=with_mutants) for key in keys]
        for asked, found in measure(plans, count=count, mutant_draws=mutant_draws, jobs=jobs):
            everything[asked.key.assignment] = found
            if not as_json:
                verify_table.show(Console(width=max(Console().width, 100)), asked.key.assignment, found)
    except GraderError as error:
        click.echo(f"autograder verify: {error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps({name: [asdict(f) for f in found] for name, found in everything.items()}, indent=1))
    failed = any(f.problem for found in everything.values() for f in found)
    page = verify_table.page(keys, everything, count, mutant_draws)
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
