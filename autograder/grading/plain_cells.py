"""Scores grade cells of other people's courses, which hold plain asserts, as nbgrader would, save its holes.

nbgrader gives full marks to a cell without output and to `nan`, `-1` or text, and none for a warning on stderr. Here a
warning costs nothing; partial credit that is not a number between 0 and the maximum is 0 and flagged; a cell that
did not run earns nothing.
"""

from __future__ import annotations

import math
import re

from autograder.grading.source import SourceCell
from autograder.model.program import CellRun, CellStatus
from autograder.model.text import Text, text
from autograder.model.verdict import CellVerdict, Status

#: how NumPy 2 shows a number of its own, which a sum of points may well be
_OF_NUMPY = re.compile(r"np\.(?:float|u?int)\d*\(([^()]*)\)")


def judge_plain(cell: SourceCell, run: CellRun | None) -> CellVerdict:
    """Return the verdict of one plain grade cell from what its execution gave."""
    if run is None or run.status is CellStatus.NOT_RUN:
        return _failed(cell, text("The tests did not run, because an earlier cell ended the notebook."), "not run")
    if run.status is CellStatus.TIMED_OUT:
        return _failed(cell, text("The tests took longer than the time limit."), "timed out")
    if run.status is CellStatus.DIED:
        return _failed(cell, text("The process ended while the tests ran."), "process died")
    if run.status is CellStatus.TOO_LONG:
        return _failed(cell, text("The tests are too long to be run."), "not run")
    if run.status is CellStatus.ERROR:
        return _failed(cell, text("A test of this cell failed; its message stands below the cell."))
    results = [o["data"].get("text/plain", "") for o in run.outputs if o["output_type"] == "execute_result"]
    if not results:
        return CellVerdict(cell.grade_id, Status.PASSED, cell.points, cell.points)
    return _partial(cell, str(results[-1]).strip())


def unanswered(cell: SourceCell) -> CellVerdict:
    """Return the verdict of a cell that a person grades, where the answer is as it was released."""
    return _failed(cell, text("There is no answer."), "no response")


def _failed(cell: SourceCell, why: Text, *flags: str) -> CellVerdict:
    return CellVerdict(cell.grade_id, Status.FAILED, cell.points, 0.0, why, flags)


def _partial(cell: SourceCell, shown: str) -> CellVerdict:
    """Score a cell whose last line has a value: nbgrader's partial credit."""
    try:
        value = float(_OF_NUMPY.sub(r"\1", shown))
    except ValueError:
        return _failed(cell, text("The tests ended with a value that is not a number of points."), "odd partial credit")
    if not (math.isfinite(value) and 0 <= value <= cell.points):
        return _failed(cell, text("The tests ended with an impossible number of points."), "odd partial credit")
    status = Status.PASSED if value == cell.points else Status.FAILED
    return CellVerdict(cell.grade_id, status, cell.points, value)
