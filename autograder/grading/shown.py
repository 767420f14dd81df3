"""The shown draw of exercises that failed and whose probes hold a piece of another exercise's answer.

These probes may come near a notebook only after that other exercise is graded, and nothing may be shown of a run in
which graded cases were. So their shown draw waits, and has a run of the notebook for itself; what passes needs none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from autograder.grading.bench import Bench
from autograder.model.observation import NotRun, Observation, Observations, TimedOut
from autograder.model.program import (
    CellRun,
    CellStatus,
    JobCell,
    NotebookJob,
    NotebookRun,
    NotebookRunner,
    Probing,
    Program,
)


def shown_late(
    exercises: Collection[str], bench: Bench, job: NotebookJob, run: NotebookRun, runner: NotebookRunner
) -> dict[str, Observations]:
    """Return what exercises give in the shown draw, after the `run` of `job` in which they failed in the graded one.

    What did not come to an end there is not run once more: neither cells that ended their process, nor the family
    that timed out and those after it.
    """
    asked = {name: program for name in exercises if (program := bench.probing(name).shown) is not None}
    cut = [_until_timeout(program, run.graded[name]) for name, program in asked.items()]
    probings = tuple(Probing(program, None) for program in cut if program.families)
    found: dict[str, Observations] = {}
    if probings:
        wanted = {probing.graded.exercise for probing in probings}
        found = runner.run_notebook(replace(job, cells=_cells(job, run, wanted), probings=probings)).graded
    return {name: _whole(program, found.get(name, {})) for name, program in asked.items()}


def _until_timeout(program: Program, graded: Observations) -> Program:
    for number, family in enumerate(program.families):
        if any(isinstance(o.outcome, TimedOut) for o in graded[family.aspect]):
            return replace(program, families=program.families[:number])
    return program


def _whole(program: Program, seen: Observations) -> Observations:
    never = {family.aspect: (Observation(NotRun()),) * len(family.cases) for family in program.families}
    return {**never, **seen}


def _cells(job: NotebookJob, run: NotebookRun, wanted: Collection[str]) -> tuple[JobCell, ...]:
    """Return the cells up to the last exercise that is wanted, without those that their process did not survive."""
    cells = [
        JobCell(
            cell.index,
            "" if _was_lost(ran) else cell.source,
            cell.timeout,
            tuple(e for e in cell.exercises if e in wanted),
        )
        for cell, ran in zip(job.cells, run.cells, strict=True)
    ]
    while not cells[-1].exercises:
        cells.pop()
    return tuple(cells)


def _was_lost(ran: CellRun) -> bool:
    return ran.status is CellStatus.DIED or (ran.status is CellStatus.TIMED_OUT and ran.execution_count is None)
