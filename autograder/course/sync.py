"""Keep the three copies of a course in step: references fill the source notebooks, sources make the releases."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from traitlets.config import Config

from autograder.course.release import make_releases
from autograder.course.solution_cell import solution_cell
from autograder.errors import CourseError
from autograder.files import SCRATCH, move_folder, scratch_folder, speaking_of, write_whole
from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import has_answer_key, load_assignment


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two copies differ: the file, relative to the course, and what is out of step."""

    file: str
    what: str


def assignments_of(root: Path) -> list[str]:
    """Return the assignments that have both a source notebook and an answer key, in order of their names."""
    return sorted(
        folder.name
        for folder in (root / "solutions").iterdir()
        if has_answer_key(root, folder.name) and (root / "source" / folder.name).is_dir()
    )


def sync(root: Path, assignments: list[str], settings: Config, *, check: bool) -> list[Difference]:
    """Fill solution cells and releases, or with `check` only report what differs; `settings` are the course's.

    Raises:
        CourseError: a source notebook lacks a cell, or its grade cells contradict exercises.py.
    """
    differences = []
    for assignment in assignments:
        differences += _sync_source(root, assignment, check=check)
    return differences + _sync_releases(root, assignments, settings, check=check)


def _sync_source(root: Path, assignment: str, *, check: bool) -> list[Difference]:
    path = root / "source" / assignment / f"{assignment}.ipynb"
    key = load_assignment(root, assignment)
    notebook = nbformat.read(path, as_version=4)
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    differences = []
    for exercise in key.exercises.values():
        _check_grade_cell(path, cells, exercise.name, exercise.points)
        cell = cells.get(f"{exercise.defines[0]}_solution")
        if cell is None:
            raise CourseError(
                f"{path}: no solution cell '{exercise.defines[0]}_solution'",
                remedy="give the exercise's solution cell this grade_id in JupyterLab (Create Assignment)",
            )
        wanted = solution_cell(key.reference, _definitions(key, exercise.defines[0]))
        if cell.source != wanted:
            cell.source = wanted
            differences.append(Difference(str(path.relative_to(root)), f"solution cell of {exercise.name}"))
    if differences and not check:
        write_whole(path, f"{nbformat.writes(notebook)}\n".encode())
    return differences


def _definitions(key: AnswerKey, first: str) -> tuple[str, ...]:
    """All definitions that share the solution cell whose first definition is `first`."""
    return next(e.defines for e in key.exercises.values() if e.defines[0] == first)


def _check_grade_cell(path: Path, cells: dict[str, Any], exercise: str, points: int) -> None:
    cell = cells.get(exercise)
    if cell is None or not cell.metadata.nbgrader.grade or f'check("{exercise}")' not in cell.source:
        raise CourseError(
            f"{path}: no grade cell '{exercise}' that calls check(\"{exercise}\")",
            remedy="add it (docs/authoring.md shows one)",
        )
    if cell.metadata.nbgrader.points != points:
        raise CourseError(
            f"{path}: grade cell '{exercise}' has {cell.metadata.nbgrader.points} points, exercises.py says {points}",
            remedy="make both the same",
        )


def _sync_releases(root: Path, assignments: list[str], settings: Config, *, check: bool) -> list[Difference]:
    differences = []
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        make_releases(root, assignments, made, settings)
        for assignment in assignments:
            target = root / "release" / assignment
            if _contents(made / assignment) == _contents(target):
                continue
            differences.append(Difference(f"release/{assignment}", "not what source/ gives"))
            if not check:
                with scratch_folder(root / "release", SCRATCH) as beside, speaking_of(target):
                    shutil.copytree(made / assignment, beside / "new")
                    move_folder(beside / "new", target, beside / "replaced")
    return differences


def _contents(folder: Path) -> dict[str, Any]:
    """File name -> content; notebooks as JSON, so that formatting alone is no difference."""
    return {
        str(p.relative_to(folder)): json.loads(p.read_text(encoding="utf-8"))
        if p.suffix == ".ipynb"
        else p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".ipynb_checkpoints" not in p.parts
    }
