"""A page shows of the autograded notebook what its student may see."""

from __future__ import annotations

from typing import Any

from autograder.feedback.cells import page_cells


def _cell(kind: str, source: str, **about: Any) -> dict[str, Any]:
    outputs = {"outputs": [{"output_type": "stream", "name": "stdout", "text": "said"}]} if kind == "code" else {}
    return {"cell_type": kind, "source": source, "metadata": {"nbgrader": about} if about else {}, **outputs}


def test_hidden_tests_and_what_their_tracebacks_quote_are_not_shown() -> None:
    source = "assert f()\n### BEGIN HIDDEN TESTS\nassert f(3) == 7\n### END HIDDEN TESTS\nassert g()"
    (shown,) = page_cells({"cells": [_cell("code", source, grade=True, grade_id="t")]})
    assert (shown.source, shown.outputs) == ("assert f()\nassert g()", ())


def test_mark_schemes_are_not_shown() -> None:
    source = "Do it.\n\n=== BEGIN MARK SCHEME ===\nOne point for trying.\n=== END MARK SCHEME ==="
    (shown,) = page_cells({"cells": [_cell("markdown", source, task=True, grade_id="t")]})
    assert shown.source == "Do it."


def test_a_mark_scheme_without_an_end_is_not_shown_either() -> None:
    (shown,) = page_cells({"cells": [_cell("markdown", "Do it.\n=== BEGIN MARK SCHEME ===\nOne point.")]})
    assert shown.source == "Do it."
