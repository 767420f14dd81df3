"""What the page says of the notebook as a whole."""

from __future__ import annotations

import nbformat
import pytest

from autograder.grading.notes import notes_on, stopped_in
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


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (
            "SyntaxError",
            "'(' was never closed (2983465.py, line 3)",
            "Nothing of cell 1 (descend_solution) was run, because Python cannot read it: "
            "SyntaxError: '(' was never closed (line 3).",
        ),
        (
            "NameError",
            "name 'nq' is not\n defined",
            "Cell 1 (descend_solution) stopped at an error, and the lines after it were not run: "
            "NameError: name 'nq' is not defined.",
        ),
        ("Loud", "x" * 9999, "Cell 1 (descend_solution) stopped at an error"),
    ],
)
def test_an_error_in_a_solution_cell_is_told(kind: str, value: str, said: str) -> None:
    marks = {"nbgrader": {"grade_id": "descend_solution", "solution": True}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = (", metadata=marks)])
    plan = Plan(notebook, (JobCell(0, "x = (", 10.0),), {}, {})
    shown = ({"output_type": "error", "ename": kind, "evalue": value, "traceback": []},)
    run = NotebookRun((CellRun(0, CellStatus.ERROR, shown, None),), {}, {}, {}, {}, ())
    (note,) = stopped_in(plan, run)
    assert list(notes_on(plan, run)) == []  # it happens to everybody: no reason to look at the notebook
    assert str(note).startswith(said)
    assert len(str(note)) < 320


def test_an_error_in_an_example_is_what_examples_are_for() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("assert False")])
    plan = Plan(notebook, (JobCell(0, "assert False", 10.0),), {}, {})
    run = NotebookRun((CellRun(0, CellStatus.ERROR, (), None),), {}, {}, {}, {}, ())
    assert [*notes_on(plan, run), *stopped_in(plan, run)] == []


def test_a_cell_that_python_could_not_even_report_on_is_told() -> None:
    marks = {"nbgrader": {"grade_id": "f_solution", "solution": True}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1", metadata=marks)])
    plan = Plan(notebook, (JobCell(0, "x = 1", 10.0),), {}, {})
    (note,) = stopped_in(plan, NotebookRun((CellRun(0, CellStatus.ERROR, (), None),), {}, {}, {}, {}, ()))
    assert str(note).startswith("Cell 1 (f_solution) could not be run to its end")


def test_an_error_that_the_notebook_does_not_show_is_told() -> None:
    marks = {"nbgrader": {"grade_id": "f_solution", "solution": True}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%env A", metadata=marks)])
    plan = Plan(notebook, (JobCell(0, "%env A", 10.0),), {}, {})
    cell = CellRun(0, CellStatus.ERROR, (), None, "UsageError: no such key")
    (note,) = stopped_in(plan, NotebookRun((cell,), {}, {}, {}, {}, ()))
    assert str(note).endswith("the lines after it were not run: UsageError: no such key.")
