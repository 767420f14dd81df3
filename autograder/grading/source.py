"""The instructor's notebook as the grader needs it: which cells are fixed, which hold exercises, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import nbformat
from nbgrader.nbgraderformat import MetadataValidator

from autograder.errors import CourseError, UsageError
from autograder.grading.course import Course

_IMPORT = re.compile(r"^\s*from\s+autograder\.probe\s+import\s+check\b", re.MULTILINE)
_CHECK = re.compile(r"""^\s*check\(\s*["']([^"']+)["']\s*\)\s*$""", re.MULTILINE)
_PYTHON = ("python", "ipython", "python3")
#: what nbgrader replaces by generated tests when it makes the release, and keeps in its gradebook only
_AUTOTEST = re.compile(r"^\s*#+\s*(?:\w+\s+)?AUTOTEST\b", re.MULTILINE)


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
    #: cells without an nbgrader mark that stand between this one and the cell before it
    loose: int = 0
    #: nbgrader's checksum of the released cell: an answer that still has it is no answer
    checksum: str | None = None

    @property
    def fixed(self) -> bool:
        """Whether the student's version of this cell is replaced by the instructor's."""
        return (self.locked or self.grade) and not self.solution

    @property
    def manual(self) -> bool:
        """Whether a person grades it: an answer with points, or a task."""
        return bool(self.metadata.get("task")) or (self.grade and (self.solution or self.cell_type != "code"))


@dataclass(frozen=True, slots=True)
class SourceNotebook:
    """The instructor's notebook: its nbgrader cells in order, and its kernel."""

    cells: tuple[SourceCell, ...]
    #: `kernelspec` and `language_info` as they stand in the notebook's metadata, where they do
    kernel: dict[str, Any]


def read_source(course: Course, assignment: str, notebook: str) -> SourceNotebook:
    """Read `source/<assignment>/<notebook>.ipynb`; metadata of older nbgrader versions is brought up to date.

    Raises:
        UsageError: there is no such notebook.
        CourseError: it is not a notebook, or not for a Python kernel.
    """
    path = course.folder("source", ".", assignment) / f"{notebook}.ipynb"
    where = str(path.relative_to(course.root) if path.is_relative_to(course.root) else path)
    if not path.is_file():
        raise UsageError(f"{where} is missing", remedy="name an assignment of this course")
    try:
        document = nbformat.read(path, as_version=4)
        MetadataValidator().upgrade_notebook_metadata(document)
        cells = tuple(_cells(document.cells))
    except Exception as error:
        raise CourseError(f"{where} is not a notebook ({error})", remedy="repair it in JupyterLab") from error
    kernel = {key: document.metadata[key] for key in ("kernelspec", "language_info") if key in document.metadata}
    if (language := foreign_language(kernel)) is not None:
        raise CourseError(
            f"{where} is for the kernel '{language}', and this grader runs Python only",
            remedy="leave `configure(c)` out of nbgrader_config.py to grade it with nbgrader's own engine",
        )
    return SourceNotebook(cells, kernel)


def foreign_language(metadata: Mapping[str, Any]) -> str | None:
    """Return the language that a notebook's metadata names if that is not Python; None also where they name none."""
    spec, about = metadata.get("kernelspec"), metadata.get("language_info")
    named = [
        spec.get("language") if isinstance(spec, Mapping) else None,
        about.get("name") if isinstance(about, Mapping) else None,
    ]
    languages = [name for name in named if isinstance(name, str) and name]
    return None if not languages or any(name.lower() in _PYTHON for name in languages) else languages[0][:40]


def as_released(cells: Sequence[SourceCell], released: Mapping[str, tuple[str, str]]) -> tuple[SourceCell, ...]:
    """Return the cells with checksums and generated tests (AUTOTEST) from `released`: grade_id -> text, checksum."""
    found = []
    for cell in cells:
        words, checksum = released.get(cell.grade_id, (cell.source, None))
        generated = cell.fixed and _AUTOTEST.search(cell.source) is not None
        found.append(replace(cell, checksum=checksum, source=words if generated else cell.source))
    return tuple(found)


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


def _cells(cells: Sequence[Any]) -> Iterator[SourceCell]:
    loose = 0
    for cell in cells:
        if "grade_id" in cell.metadata.get("nbgrader", {}):
            yield _cell(cell, loose)
            loose = 0
        else:
            loose += 1


def _cell(cell: Any, loose: int) -> SourceCell:
    about = cell.metadata.nbgrader
    ours = about.get("grade") and cell.cell_type == "code" and _IMPORT.search(cell.source) is not None
    asked = _CHECK.findall(cell.source) if ours else []
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
        loose=loose,
    )
