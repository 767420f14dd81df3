"""The plan: what is executed and probed, whatever a student did to the notebook."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autograder.errors import SubmissionError
from autograder.grading.plan import make_plan
from autograder.grading.source import SourceCell
from autograder.grading.submission import Submission


def _source(grade_id: str, source: str, *, solution: bool = False, exercise: str | None = None) -> SourceCell:
    about = {"grade_id": grade_id, "grade": not solution, "solution": solution, "locked": not solution, "points": 1}
    return SourceCell(grade_id, "code", source, not solution, solution, not solution, 1.0, about, exercise)


SOURCE = (
    _source("f_solution", "def f(): ...", solution=True),
    _source("f", "check('f')", exercise="f"),
    _source("g_solution", "def g(): ...", solution=True),
    _source("plain", "assert g() == 1"),
)


def _cell(source: str, grade_id: str | None = None, **metadata: Any) -> dict[str, Any]:
    about = {"nbgrader": {"grade_id": grade_id, "grade": False, "solution": True}} if grade_id else {}
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {**about, **metadata},
        "outputs": [],
        "execution_count": None,
    }


def _plan(*cells: dict[str, Any]) -> Any:
    content = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells)}).encode()
    return make_plan(SOURCE, Submission("ada", "ch", content), 10.0)


def test_an_exercise_is_probed_right_after_its_solution_cell() -> None:
    plan = _plan(_cell("F", "f_solution"), _cell("check('f')", "f"), _cell("G", "g_solution"), _cell("x", "plain"))
    assert [(c.source, c.exercises) for c in plan.cells] == [("F", ("f",)), ("G", ()), ("assert g() == 1", ())]


def test_missing_test_cells_are_put_back_in_place() -> None:
    plan = _plan(_cell("F", "f_solution"), _cell("G", "g_solution"))
    assert [(c.source, c.exercises) for c in plan.cells] == [("F", ("f",)), ("G", ()), ("assert g() == 1", ())]
    assert len(plan.notes) == 2


def test_the_first_of_doubled_cells_counts_and_the_second_is_a_plain_one() -> None:
    plan = _plan(_cell("F", "f_solution"), _cell("F again", "f_solution"), _cell("G", "g_solution"))
    assert [(c.source, c.exercises) for c in plan.cells][:2] == [("F", ("f",)), ("F again", ())]


def test_tags_are_dropped() -> None:
    plan = _plan(_cell("F", "f_solution", tags=["skip-execution"]))
    assert all("tags" not in c.metadata for c in plan.notebook.cells)


def test_an_empty_notebook_is_graded() -> None:
    assert set(_plan().asked) == {"f"}


def test_another_assignments_notebook_is_refused() -> None:
    with pytest.raises(SubmissionError, match="belongs to another assignment"):
        _plan(_cell("x", "elsewhere"))


@pytest.mark.parametrize("content", [b"{oops", b"[]", b'{"cells": 3}', b"\xff\xfe", b'{"a": ' + b"[" * 100_000])
def test_what_is_not_a_notebook_is_one_clear_line(content: bytes) -> None:
    with pytest.raises(SubmissionError, match=r"^ada/ch: "):
        make_plan(SOURCE, Submission("ada", "ch", content), 10.0)
