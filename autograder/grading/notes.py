"""What happened to a notebook as a whole while it ran, in sentences for its student and the instructor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.grading.plan import Plan
from autograder.model.program import CellRun, CellStatus, JobCell, NotebookRun
from autograder.model.text import Text, text
from autograder.wire.codec import MAX_JSON

_LONGEST = 40
_LONGEST_ERROR = 200
#: how IPython names the place of a syntax error: a file that the student has never seen
_PLACE = re.compile(r"\(\d+\.py, line (\d+)\)")
_FLAGS = {
    "output truncated": text("The notebook printed more than is kept; the rest was cut off."),
    "memory limit": text("The notebook used more memory than it may, and was stopped."),
    "backstop": text("The notebook as a whole took too long, and was stopped."),
}


def notes_on(plan: Plan, run: NotebookRun) -> Iterator[Text]:
    """Yield what was repaired before the run, which cells were stopped, and what else was odd."""
    yield from plan.notes
    jobs = {cell.index: cell for cell in plan.cells}
    for cell in run.cells:
        job = jobs.get(cell.index)
        if job is None:
            continue
        if cell.status is CellStatus.TIMED_OUT:
            yield text(
                "Cell %(number)s (%(name)s) was stopped after %(limit)s seconds: does a loop in it never end?",
                number=cell.index + 1, name=_name(plan, job), limit=f"{job.timeout:g}",
            )  # fmt: skip
        elif cell.status is CellStatus.DIED:
            yield text(
                "Cell %(number)s (%(name)s) ended Python; the notebook went on from the state before it.",
                number=cell.index + 1, name=_name(plan, job),
            )  # fmt: skip
        elif cell.status is CellStatus.TOO_LONG:
            yield text(
                "Cell %(number)s (%(name)s) was not run, its text is too long (more than %(limit)s MB): keep data in a "
                "file beside the notebook and read it from there.",
                number=cell.index + 1, name=_name(plan, job), limit=MAX_JSON >> 20,
            )  # fmt: skip
    for flag in run.flags:
        yield _FLAGS.get(flag, text("While the notebook ran: %(what)s.", what=flag))


def stopped_in(plan: Plan, run: NotebookRun) -> Iterator[Text]:
    """Yield which of the student's own cells stopped at an error."""
    jobs = {cell.index: cell for cell in plan.cells}
    for cell in run.cells:
        job = jobs.get(cell.index)
        if job is not None and cell.status is CellStatus.ERROR and _marks(plan, job).get("solution"):
            yield _stopped(cell, _name(plan, job))


def _stopped(cell: CellRun, name: str) -> Text:
    """Return the note on a student's cell that raises: what it was to define may be missing for that reason."""
    shown: Mapping[str, Any] = next((o for o in reversed(cell.outputs) if o.get("output_type") == "error"), {})
    said = f"{shown.get('ename', '')}: {shown.get('evalue', '')}" if shown else cell.error
    if not said:
        return text(
            "Cell %(number)s (%(name)s) could not be run to its end, and Python could not say why: has an earlier cell "
            "replaced something that Python itself needs, such as a built-in function or one of a standard module?",
            number=cell.index + 1, name=name,
        )  # fmt: skip
    what = " ".join(_PLACE.sub(r"(line \1)", said).split())[:_LONGEST_ERROR]
    if said.partition(":")[0] in ("SyntaxError", "IndentationError", "TabError"):
        return text(
            "Nothing of cell %(number)s (%(name)s) was run, because Python cannot read it: %(error)s.",
            number=cell.index + 1, name=name, error=what,
        )  # fmt: skip
    return text(
        "Cell %(number)s (%(name)s) stopped at an error, and the lines after it were not run: %(error)s.",
        number=cell.index + 1, name=name, error=what,
    )  # fmt: skip


def _marks(plan: Plan, cell: JobCell) -> Mapping[str, Any]:
    """Return what nbgrader notes on a cell."""
    found: Mapping[str, Any] = plan.notebook.cells[cell.index].metadata.get("nbgrader", {})
    return found


def _name(plan: Plan, cell: JobCell) -> str:
    """Return a cell's name in nbgrader, or its first line with code: a test cell's lines may be hidden ones."""
    if name := _marks(plan, cell).get("grade_id"):
        return str(name)
    line = next((x.strip() for x in cell.source.splitlines() if x.strip() and not x.lstrip().startswith("#")), "…")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
