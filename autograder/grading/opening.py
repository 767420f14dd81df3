"""Which cells at the beginning of an assignment's notebook are run once for all hand-ins, and whether they may be.

Everybody's notebook begins with the same imports and worked examples. They are tried in a jail, under watch: whatever
a fork would not take over (files, processes, threads, tasks) ends the opening before the cell that did it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.errors import GraderError, SandboxError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.plan import make_plan
from autograder.grading.steady import Steady
from autograder.grading.submission import Submission
from autograder.model.program import CellRun, CellStatus, JobCell, NotebookJob
from autograder.sandbox import Isolation

#: wall seconds that the trial may take; an opening that needs more is nothing to wait for before the first hand-in
_TRIAL_SECONDS = 20.0
_WITNESS = "__import__('autograder.jail.witness', fromlist=['*'])"
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


def run_opening_once(course: Course, bench: Bench, zygote: Steady) -> None:
    """Let hand-ins that begin as the source notebook be forks of a process that has run those cells already.

    Where they are not fit for that, every hand-in runs them itself, with the same outcome.
    """
    zygote.forget_opening()
    if not bench.execute or bench.helpers or zygote.isolation is Isolation.NONE:
        return
    cells = given_cells(course, bench)
    try:
        tried = fit(cells, zygote) if cells else []
        if not tried or zygote.open([cell.source for cell in cells[: len(tried)]]) is None:
            return
        shown = zygote.run_notebook(NotebookJob(tuple(cells[: len(tried)]), ())).cells
        agree = [_outputs(run) for run in shown] == [_outputs(run) for run in tried]
    except SandboxError:  # the jail's trouble is told with the first hand-in
        agree = False
    if not agree:
        zygote.forget_opening()


def given_cells(course: Course, bench: Bench) -> list[JobCell]:
    """Return the code cells of the source notebook before the first one that is a student's."""
    path = course.folder("source", ".", bench.assignment) / f"{bench.notebook}.ipynb"
    try:
        plan = make_plan(bench.source, Submission("source", bench.assignment, path.read_bytes()), bench.timeout)
    except (GraderError, OSError):  # whatever is wrong with it is not the opening's to say
        return []
    answers = {cell.grade_id for cell in bench.source if cell.solution}
    first = next(
        (i for i, c in enumerate(plan.notebook.cells) if c.metadata.get("nbgrader", {}).get("grade_id") in answers), 0
    )
    found: list[JobCell] = []
    for cell in plan.cells:
        if cell.index >= first or cell.exercises:
            break
        found.append(cell)
    return found


def fit(cells: Sequence[JobCell], zygote: Steady) -> list[CellRun]:
    """Run cells in a jail under watch; return how those went that a fork can be taken after.

    Raises:
        SandboxError: the jail broke.
    """

    def asking(expression: str) -> JobCell:
        return JobCell(-1, f"{_WITNESS}.{expression}", cells[0].timeout)

    job = [asking("watch()")]
    for cell in cells:
        job += [cell, asking("report()")]
    run = zygote.run_notebook(NotebookJob(tuple(job), (), seconds=_TRIAL_SECONDS))
    kept: list[CellRun] = []
    for ran, asked in zip(run.cells[1::2], run.cells[2::2], strict=True):
        if ran.status is not CellStatus.OK or _said(asked) != [] or run.flags:
            break
        kept.append(ran)
    return kept


def _said(asked: CellRun) -> Any:
    """Return what the witness reports."""
    shown: Mapping[str, Any] = next(iter(asked.outputs), {})
    text = shown.get("data", {}).get("text/plain")
    return ast.literal_eval(text) if isinstance(text, str) else None


def _outputs(run: CellRun) -> str:
    """Return what a cell shows, but for its number and for the places of objects in memory."""
    shown = [{key: value for key, value in output.items() if key != "execution_count"} for output in run.outputs]
    return _ADDRESS.sub("0x", json.dumps(shown, sort_keys=True))
