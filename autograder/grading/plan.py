"""What will be run: the student's cells with the instructor's fixed cells put back where they belong.

Tags, deleted, duplicated, reordered or edited test cells change nothing: every fixed cell comes from the source, once,
right after the cell it follows there.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.errors import SubmissionError
from autograder.grading.source import SourceCell, foreign_language, own_solutions
from autograder.grading.submission import Submission, parse_notebook
from autograder.model.program import JobCell
from autograder.model.text import Text, text

_KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}


@dataclass(slots=True)
class Plan:
    """The notebook to be stored as autograded, and what of it is executed and probed."""

    notebook: Any
    cells: tuple[JobCell, ...]
    #: index in the notebook of each plain grade cell, by grade_id
    plain: dict[str, int]
    #: index in the notebook of each exercise's grade cell
    asked: dict[str, int]
    #: indices of cells whose text is the instructor's
    trusted: frozenset[int] = frozenset()
    #: names of answers that are as they were released
    empty: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)


def make_plan(
    source: Sequence[SourceCell], submission: Submission, timeout: float, kernel: Mapping[str, Any] | None = None
) -> Plan:
    """Return the plan for one submission; `timeout` in seconds per cell, `kernel` from the source's metadata.

    Raises:
        SubmissionError: the file is not a notebook, has no cell of this assignment although it has cells, or is for
            another language than Python where the source does not say which.
    """
    where = f"{submission.student}/{submission.assignment}"
    notebook = parse_notebook(submission.notebook, where)
    known = {cell.grade_id: cell for cell in source}
    _refuse_strangers(notebook, known, where)
    if not (kernel or {}).get("kernelspec") and (language := foreign_language(notebook.metadata)) is not None:
        raise SubmissionError(
            f"{where}: the notebook is for the kernel '{language}', and this grader runs Python only",
            remedy="ask the student to choose the assignment's kernel",
        )
    notes: list[Text] = []
    notebook.cells = _merged(notebook.cells, source, known, notes)
    _name_cells(notebook)
    # a wrong or missing kernel is no reason not to grade: the source's counts
    notebook.metadata = nbformat.from_dict(_KERNEL | dict(kernel or {}))
    return Plan(
        notebook,
        _job(notebook, known, timeout),
        *_places(notebook, known),
        trusted=frozenset(index for index, cell in enumerate(notebook.cells) if _is_fixed(cell, known)),
        empty=tuple(_empty(notebook.cells, known)),
        notes=tuple(notes),
        files=submission.files,
    )


def _empty(cells: Sequence[Any], known: Mapping[str, SourceCell]) -> Iterator[str]:
    for cell in cells:
        found = known.get(_grade_id(cell) or "")
        if found is not None and found.solution and found.checksum == compute_checksum(cell):
            yield found.grade_id


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
    """Return the student's cells with every fixed cell in the instructor's version, once, and in its place."""
    kept, again = _kept(cells, known)
    met = {_grade_id(cell) for cell in kept}
    staying = _staying(kept, source)
    result = [cell for cell in kept if not _is_fixed(cell, known) or _grade_id(cell) in staying]
    placed = {name: cell for cell in result if (name := _grade_id(cell)) in known}
    own: SourceCell | None = None
    previous: Any = None
    for cell in source:
        own = cell if cell.solution else own
        name = cell.grade_id
        if not cell.fixed:
            previous = placed.get(name, previous)
            continue
        # where the exercise's own cell is gone, its definition may stand anywhere
        astray = cell.grade and own is not None and own.grade_id not in placed
        if astray and cell.exercise is not None and name in placed:
            held = placed.pop(name)
            result = [other for other in result if other is not held]
        node = _restored(cell, placed.get(name))
        if name in placed:
            result[_index(result, placed[name])] = node
        elif astray or (previous is None and cell.grade):
            result.append(node)
        else:
            result.insert(_after(result, previous, cell.loose), node)
        placed[name] = previous = node
        if name not in met:
            notes.append(text("The cell %(name)s was missing and was put back.", name=name))
    for name in again:
        notes.append(text("The cell %(name)s was there more than once; the first one counts.", name=name))
    return result


def _staying(kept: list[Any], source: Sequence[SourceCell]) -> set[str]:
    """Return the names of cells that stand as in the source: between their neighbours, tests behind what they test."""
    order = {cell.grade_id: place for place, cell in enumerate(source)}
    names = [name for cell in kept if (name := _grade_id(cell)) in order]
    at = {name: place for place, name in enumerate(names)}
    in_order = _increasing([order[name] for name in names])
    tested: dict[str, list[str]] = {}
    for solution, test in own_solutions(source).items():
        tested.setdefault(test, []).append(solution)
    return {
        name
        for name in names
        if order[name] in in_order and all(at.get(s, -1) < at[name] for s in tested.get(name, ()))
    }


def _is_fixed(cell: Any, known: dict[str, SourceCell]) -> bool:
    found = known.get(_grade_id(cell) or "")
    return found is not None and found.fixed


def _increasing(places: Sequence[int]) -> set[int]:
    """Return a longest increasing subsequence: the cells that need not be moved."""
    ends: list[tuple[int, ...]] = []
    for place in places:
        at = bisect.bisect_left([chain[-1] for chain in ends], place)
        chain = (*(ends[at - 1] if at else ()), place)
        ends[at : at + 1] = [chain]
    return set(ends[-1]) if ends else set()


def _index(cells: list[Any], one: Any) -> int:
    return next(place for place, cell in enumerate(cells) if cell is one)


def _kept(cells: list[Any], known: dict[str, SourceCell]) -> tuple[list[Any], list[str]]:
    """Return the student's cells with the marks that the source has, each name once, and the names met again."""
    kept: list[Any] = []
    seen: set[str] = set()
    again: set[str] = set()
    for found in cells:
        name = _grade_id(found)
        cell = _bare(found, found.cell_type)
        if name is not None and name in known and name in seen:
            again.add(name)
            if known[name].fixed:
                continue
        elif name is not None and name in known:
            seen.add(name)
            if cell.cell_type != known[name].cell_type:
                cell = _bare(found, known[name].cell_type)
            cell.metadata = nbformat.from_dict({"nbgrader": known[name].metadata})
        kept.append(cell)
    return kept, sorted(again)


def _new_cell(cell_type: str, source: str, metadata: Any) -> Any:
    """Return a cell. nbformat's own constructors also hold it against the schema, which costs most of a millisecond."""
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if cell_type == "code" else {}
    return NotebookNode(cell_type=cell_type, id="cell", source=source, metadata=metadata, **code)


def _bare(cell: Any, cell_type: str) -> Any:
    """Return a cell of the given type with a cell's source and what belongs to it, and nothing else."""
    node = _new_cell(cell_type, cell.source, NotebookNode())
    if cell_type == "code":
        held = cell.get("outputs")
        node.outputs = held if isinstance(held, list) else []
    elif isinstance(held := cell.get("attachments"), dict):
        node.attachments = held
    return node


def _restored(cell: SourceCell, held: Any) -> Any:
    """Return the instructor's version of a cell; what the student's `held` one showed stays until cells run."""
    node = _new_cell(cell.cell_type, cell.source, nbformat.from_dict({"nbgrader": dict(cell.metadata)}))
    if held is not None and held.cell_type == cell.cell_type == "code":
        node.outputs = held.outputs
    return node


def _after(cells: list[Any], anchor: Any, loose: int) -> int:
    """Return the place after `anchor` and after up to `loose` unmarked cells behind it, which the source has there."""
    at = 0 if anchor is None else _index(cells, anchor) + 1
    while loose and at < len(cells) and _grade_id(cells[at]) is None:
        at, loose = at + 1, loose - 1
    return at


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
