"""What the page says of the notebook as a whole."""

from __future__ import annotations

import nbformat
import pytest

from autograder.grading.notes import notes_on
from autograder.grading.plan import Plan
from autograder.model.program import CellRun, CellStatus, JobCell, NotebookRun


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (CellStatus.TIMED_OUT, "Cell 1 (x = 1) was stopped after 10 seconds"),
        (CellStatus.DIED, "Cell 1 (x = 1) ended Python"),
        (CellStatus.TOO_LONG, "Cell 1 (x = 1) was not run, its text is too long (more than 4 MB): keep data in a file"),
    ],
)
def test_a_cell_that_did_not_run_to_its_end_is_named(status: CellStatus, said: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    plan = Plan(notebook, (JobCell(0, "x = 1", 10.0),), {}, {})
    run = NotebookRun((CellRun(0, status, (), None),), {}, {}, {}, {}, ())
    (note,) = notes_on(plan, run)
    assert said in str(note)
