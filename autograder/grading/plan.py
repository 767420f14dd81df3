"""What will be run: the student's cells with the instructor's fixed cells put back where they belong.

Tags, deleted, duplicated, reordered or edited test cells change nothing: every fixed cell comes from the source, once,
right after the cell it follows there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat

from autograder.errors import SubmissionError
from autograder.grading.source import SourceCell
from autograder.grading.submission import Submission, parse_notebook
from autograder.model.program import JobCell
from autograder.model.text import Text, text


@dataclass(slots=True)
class Plan:
    """The notebook to be stored as autograded, and what of it is executed and probed."""

    notebook: Any
    cells: tuple[JobCell, ...]
    #: index in the notebook of each plain grade cell, by grade_id
    plain: dict[str, int]
    #: index in the notebook of each exercise's grade cell
    asked: dict[str, int]
    notes: tuple[Text, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)


def make_plan(source: Sequence[SourceCell], submission: Submission, timeout: float) -> Plan:
    """Return the plan for one submission; `timeout` in seconds per cell.

    Raises:
        SubmissionError: the file is not a notebook, or has no cell of this assignment although it has cells.
    """
    where = f"{submission.student}/{submission.assignment}"
    notebook = parse_notebook(submission.notebook, where)
    known = {cell.grade_id: cell for cell in source}
    _refuse_strangers(notebook, known, where)
    notes: list[Text] = []
    notebook.cells = _merged(notebook.cells, source, known, notes)
    _name_cells(notebook)
    # a wrong or missing kernel is no reason not to grade: the grader runs Python
    notebook.metadata.kernelspec = nbformat.from_dict(
        {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    )
    return Plan(notebook, _job(notebook, known, timeout), *_places(notebook, known), tuple(notes), submission.files)


def _name_cells(notebook: Any) -> None:
    """Give every cell an id of its own, the same on every run, as nbformat 4.5 asks."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for index, cell in enumerate(notebook.cells):
        cell.id = f"cell-{index}"


def _refuse_strangers(notebook: Any, known: dict[str, SourceCell], where: str) -> None:
    ids = {_grade_id(cell) for cell in notebook.cells} - {None}
    if ids and not ids & set(known):
        raise SubmissionError(
            f"{where}: the notebook belongs to another assignment (it has the cell '{sorted(map(str, ids))[0]}')",
            remedy="ask the student to hand in this assignment's notebook",
        )


def _grade_id(cell: Any) -> str | None:
    about = cell.metadata.get("nbgrader")
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else None


def _merged(
    cells: list[Any], source: Sequence[SourceCell], known: dict[str, SourceCell], notes: list[Text]
) -> list[Any]:
    kept, seen, dropped = _kept(cells, known)
    result = list(kept)
    previous: Any = None
    placed: dict[str, Any] = {_grade_id(c) or "": c for c in kept}
    own: SourceCell | None = None
    for cell in source:
        own = cell if cell.solution else own
        if not cell.fixed:
            previous = placed.get(cell.grade_id, previous)
            continue
        node = _restored(cell)
        lost_own = cell.grade and own is not None and own.grade_id not in placed
        at = len(result) if lost_own or (previous is None and cell.grade) else _after(result, previous)
        result.insert(at, node)
        placed[cell.grade_id] = previous = node
        if cell.grade_id not in seen:
            notes.append(text("The cell %(name)s was missing and was put back.", name=cell.grade_id))
    for name in dropped:
        notes.append(text("The cell %(name)s was there more than once; the first one counts.", name=name))
    return result


def _kept(cells: list[Any], known: dict[str, SourceCell]) -> tuple[list[Any], set[str], list[str]]:
    """Return the student's own cells, the names met, and the names met again."""
    kept, seen, again = [], set(), []
    for cell in cells:
        name = _grade_id(cell)
        cell.metadata.pop("tags", None)
        fixed = name in known and known[name].fixed
        if name in known and name in seen:
            again.append(name)
            cell.metadata.pop("nbgrader", None)
        elif name in known:
            seen.add(name)
            if not fixed:
                cell.metadata.nbgrader = nbformat.from_dict(known[name].metadata)
                if cell.cell_type != known[name].cell_type:
                    cell = _retyped(cell, known[name].cell_type)
        else:
            cell.metadata.pop("nbgrader", None)
        if not fixed:
            kept.append(_cleared(cell))
    return kept, seen, sorted(set(again))


def _retyped(cell: Any, cell_type: str) -> Any:
    make: Any = nbformat.v4.new_code_cell if cell_type == "code" else nbformat.v4.new_markdown_cell
    return make(cell.source, metadata=cell.metadata, id="cell")


def _cleared(cell: Any) -> Any:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _restored(cell: SourceCell) -> Any:
    make: Any = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    return make(cell.source, metadata={"nbgrader": dict(cell.metadata)}, id="cell")


def _after(cells: list[Any], anchor: Any) -> int:
    return next((i + 1 for i, cell in enumerate(cells) if cell is anchor), 0)


def _job(notebook: Any, known: dict[str, SourceCell], timeout: float) -> tuple[JobCell, ...]:
    jobs: list[tuple[int, str, list[str]]] = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        exercise = known[name].exercise if (name := _grade_id(cell)) in known else None
        if exercise is None:
            jobs.append((index, cell.source, []))
        else:
            if not jobs:
                jobs.append((-1, "", []))
            jobs[-1][2].append(exercise)
    return tuple(JobCell(index, source, timeout, tuple(exercises)) for index, source, exercises in jobs)


def _places(notebook: Any, known: dict[str, SourceCell]) -> tuple[dict[str, int], dict[str, int]]:
    plain, asked = {}, {}
    for index, cell in enumerate(notebook.cells):
        found = known.get(_grade_id(cell) or "")
        if found is None or not found.grade:
            continue
        if found.exercise is not None:
            asked[found.exercise] = index
        elif found.cell_type == "code" and not found.solution:
            plain[found.grade_id] = index
    return plain, asked
