"""The instructor's notebook as the grader needs it: which cells are fixed, which hold exercises, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import CourseError, UsageError

_CHECK = re.compile(r"""^\s*check\(\s*["']([^"']+)["']\s*\)\s*$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell of the source notebook that nbgrader knows by its grade_id."""

    grade_id: str
    cell_type: str
    source: str
    grade: bool
    solution: bool
    locked: bool
    points: float
    metadata: dict[str, Any]
    #: the exercise that its hidden part asks for; None for plain cells
    exercise: str | None

    @property
    def fixed(self) -> bool:
        """Whether the student's version of this cell is replaced by the instructor's."""
        return (self.locked or self.grade) and not self.solution


def read_source(root: Path, assignment: str, notebook: str) -> tuple[SourceCell, ...]:
    """Return the nbgrader cells of `source/<assignment>/<notebook>.ipynb` in order.

    Raises:
        UsageError: there is no such notebook.
        CourseError: it is not a notebook.
    """
    path = root / "source" / assignment / f"{notebook}.ipynb"
    if not path.is_file():
        raise UsageError(f"{path.relative_to(root)} is missing", remedy="name an assignment of this course")
    try:
        document = nbformat.read(path, as_version=4)
    except Exception as error:
        raise CourseError(
            f"{path.relative_to(root)} is not a notebook ({error})", remedy="repair it in JupyterLab"
        ) from error
    return tuple(_cell(cell) for cell in document.cells if "grade_id" in cell.metadata.get("nbgrader", {}))


def own_solutions(source: Sequence[SourceCell]) -> dict[str, str]:
    """Return solution cell -> the next grade cell, which judges it."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for cell in source:
        if cell.solution and not cell.grade:
            waiting.append(cell.grade_id)
        elif cell.grade:
            found |= dict.fromkeys(waiting, cell.grade_id)
            waiting.clear()
    return found


def _cell(cell: Any) -> SourceCell:
    about = cell.metadata.nbgrader
    asked = _CHECK.findall(cell.source) if about.get("grade") and cell.cell_type == "code" else []
    return SourceCell(
        grade_id=about.grade_id,
        cell_type=cell.cell_type,
        source=cell.source,
        grade=bool(about.get("grade")),
        solution=bool(about.get("solution")),
        locked=bool(about.get("locked")),
        points=float(about.get("points", 0) or 0),
        metadata=dict(about),
        exercise=asked[0] if asked else None,
    )
