"""The student's own notebook as a page shows it: code, prose and outputs, and nothing of a hidden test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?(?:END HIDDEN TESTS[^\n]*(?:\n|\Z)|\Z)", re.DOTALL | re.MULTILINE)
#: what a task's own marker is told, and its student is not
_SCHEME = re.compile(r"^[^\n]*BEGIN MARK SCHEME.*?(?:END MARK SCHEME[^\n]*(?:\n|\Z)|\Z)", re.DOTALL | re.MULTILINE)
_CHECK = re.compile(r"^\s*(?:from\s+autograder\b.*|import\s+autograder\b.*|check\s*\(.*)(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell of the submission: `kind` is "code", "markdown" or "raw"; `exercise` is set on a solution cell."""

    kind: str
    source: str
    outputs: tuple[Mapping[str, Any], ...] = ()
    exercise: str = ""
    number: int | None = None


def page_cells(notebook: Mapping[str, Any]) -> tuple[PageCell, ...]:
    """Return the cells of an autograded notebook (nbformat 4 as a dict) that its student may see.

    A test cell keeps its visible part; where something of it was hidden its outputs go too, since a traceback
    quotes the hidden lines. A solution cell belongs to the exercise of the next test cell of ours.
    """
    cells = [c for c in notebook.get("cells", ()) if isinstance(c, Mapping)]
    shown = [_page_cell(cell, _exercise_after(cells, place)) for place, cell in enumerate(cells)]
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


def _page_cell(cell: Mapping[str, Any], exercise: str) -> PageCell | None:
    source = _SCHEME.sub("", _joined(cell.get("source", "")))
    outputs = tuple(o for o in cell.get("outputs", ()) if isinstance(o, Mapping))
    if _is_test(cell):
        visible = _CHECK.sub("", _HIDDEN.sub("", source))
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
