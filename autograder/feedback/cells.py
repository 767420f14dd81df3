"""The student's own notebook as a page shows it: code, prose and outputs, and nothing of a hidden test."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: what begins and what ends a region, each somewhere in a line of its own
Region = tuple[str, str]
HIDDEN_TESTS: Region = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
MARK_SCHEME: Region = ("BEGIN MARK SCHEME", "END MARK SCHEME")
SOLUTION: Region = ("BEGIN SOLUTION", "END SOLUTION")
_CHECK = re.compile(r"^\s*(?:from\s+autograder\b.*|import\s+autograder\b.*|check\s*\(.*)(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Regions:
    """What stands between which words and is for no student: nbgrader's defaults, and what a course has set instead."""

    #: in the instructor's cells
    instructors: tuple[Region, ...] = (HIDDEN_TESTS, SOLUTION)
    #: in any cell: what a task's own marker is told, and its student is not
    anywhere: tuple[Region, ...] = (MARK_SCHEME,)


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell of the submission: `kind` is "code", "markdown" or "raw"; `exercise` is set on a solution cell."""

    kind: str
    source: str
    outputs: tuple[Mapping[str, Any], ...] = ()
    exercise: str = ""
    number: int | None = None


def page_cells(notebook: Mapping[str, Any], hidden: Regions | None = None) -> tuple[PageCell, ...]:
    """Return the cells of an autograded notebook (nbformat 4 as a dict) that its student may see.

    A test cell keeps its visible part; where something of it was hidden its outputs go too, since a traceback
    quotes the hidden lines. A solution cell belongs to the exercise of the next test cell of ours.
    """
    cells = [c for c in notebook.get("cells", ()) if isinstance(c, Mapping)]
    regions = hidden or Regions()
    shown = [_page_cell(cell, _exercise_after(cells, place), regions) for place, cell in enumerate(cells)]
    return tuple(cell for cell in shown if cell is not None)


def _joined(source: Any) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return marks if isinstance(marks, Mapping) else {}


def _is_test(cell: Mapping[str, Any]) -> bool:
    marks = _nbgrader(cell)
    return bool(marks.get("grade")) and not marks.get("solution")


def _exercise_after(cells: list[Mapping[str, Any]], place: int) -> str:
    if not _nbgrader(cells[place]).get("solution"):
        return ""
    if _nbgrader(cells[place]).get("grade"):
        return str(_nbgrader(cells[place]).get("grade_id", ""))
    return next((str(_nbgrader(c).get("grade_id", "")) for c in cells[place + 1 :] if _is_test(c)), "")


def _without(source: str, regions: Sequence[Region]) -> str:
    """Return a text without its regions, found by lines as nbgrader does; one that is not ended goes to the end."""
    for begin, end in regions:
        kept, inside = [], False
        for line in source.split("\n"):
            if begin in line:
                inside = True
            elif end in line:
                inside = False
            elif not inside:
                kept.append(line)
        source = "\n".join(kept)
    return source


def _page_cell(cell: Mapping[str, Any], exercise: str, hidden: Regions) -> PageCell | None:
    source = _without(_joined(cell.get("source", "")), hidden.anywhere)
    outputs = tuple(o for o in cell.get("outputs", ()) if isinstance(o, Mapping))
    marks = _nbgrader(cell)
    if marks and not marks.get("solution"):
        visible = _without(source, hidden.instructors)
        visible = _CHECK.sub("", visible) if marks.get("grade") else visible
        outputs = outputs if visible == source else ()
        source = visible
    if not source.strip() and not outputs:
        return None
    count = cell.get("execution_count")
    return PageCell(
        str(cell.get("cell_type", "raw")),
        source.strip("\n"),
        outputs,
        exercise,
        count if isinstance(count, int) else None,
    )
