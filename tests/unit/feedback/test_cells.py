"""A page shows of the autograded notebook what its student may see."""

from __future__ import annotations

from typing import Any

from autograder.feedback.cells import HIDDEN_TESTS, SOLUTION, Regions, page_cells


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


def test_a_course_may_have_words_of_its_own_for_what_is_hidden() -> None:
    source = "assert f()\n# <secret>\nassert f(3) == 7\n# </secret>\nassert g()"
    own = Regions((("<secret>", "</secret>"), HIDDEN_TESTS))
    (shown,) = page_cells({"cells": [_cell("code", source, grade=True, grade_id="t")]}, own)
    assert (shown.source, shown.outputs) == ("assert f()\nassert g()", ())


def test_what_is_hidden_is_so_in_every_cell_of_the_instructor_and_stays_in_the_students() -> None:
    source = "a = 1\n### BEGIN SOLUTION\nb = 2\n### END SOLUTION\n### BEGIN HIDDEN TESTS\nc = 3"
    cells = [_cell("code", source, locked=True, grade_id="t"), _cell("code", source, solution=True, grade_id="s")]
    fixed, answer = page_cells({"cells": cells}, Regions((HIDDEN_TESTS, SOLUTION)))
    assert (fixed.source, fixed.outputs) == ("a = 1", ())
    assert answer.source == source
