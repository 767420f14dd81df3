"""Solution cells: what a student gets, and what nbgrader replaces."""

from __future__ import annotations

from autograder.course.solution_cell import solution_cell

REFERENCE = '''"""Module."""
import numpy as np

_SMALL = 1e-12


def _guard(x: float) -> float:
    """Keep x away from zero."""
    return max(x, _SMALL)


def halve(x: float, *, by: float = 2.0) -> float:
    """Return half of x."""
    # divide safely
    y: float = x / _guard(by)
    return y


class Box:
    """Holds one."""

    def __init__(self, x: float) -> None:
        """Store x."""
        self.x: float = x
'''


def test_signature_and_docstring_stay_and_annotations_go() -> None:
    cell = solution_cell(REFERENCE, ["halve"])
    assert 'def halve(x, *, by=2.0):\n    """Return half of x."""\n    ### BEGIN SOLUTION' in cell
    assert "y = x / _guard(by)" in cell


def test_helpers_stand_inside_the_solution_region() -> None:
    cell = solution_cell(REFERENCE, ["halve"])
    start, end = cell.index("### BEGIN SOLUTION"), cell.index("### END SOLUTION")
    assert start < cell.index("_SMALL = 1e-12") < cell.index("def _guard(x):") < end


def test_comments_above_the_first_statement_belong_to_the_solution() -> None:
    cell = solution_cell(REFERENCE, ["halve"])
    assert cell.index('"""Return half of x."""') < cell.rindex("### BEGIN SOLUTION") < cell.index("# divide safely")


def test_each_method_has_a_region_of_its_own_and_the_cell_runs() -> None:
    cell = solution_cell(REFERENCE, ["Box", "halve"])
    names: dict[str, object] = {}
    exec(cell, names)
    assert cell.count("### BEGIN SOLUTION") == cell.count("### END SOLUTION") == 3
    assert names["halve"](3.0) == 1.5  # type: ignore[operator]
