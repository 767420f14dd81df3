"""Courses of other people, graded by stock nbgrader, by nbgrader with this engine, and by `autograder grade`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
from nbgrader.api import Gradebook

from autograder.grading.sanitize import harmless_outputs

from .fidelity import masked

WHEEL = Path(nbgrader.__file__).parent
GUIDE = WHEEL / "docs/source/user_guide"
ENGINE = "c = get_config()\nfrom autograder.plugin import configure\nconfigure(c)\n"
STOCK = "c = get_config()\n"


def run(root: Path, program: str, *arguments: str, ok: tuple[int, ...] = (0,)) -> str:
    """Run an installed command in a course; return what it said."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in ok, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def three_ways(root: Path, assignment: str, config: str = "", ok: tuple[int, ...] = (0,)) -> dict[str, Path]:
    """Release the course at `root` and grade copies of it; return way -> graded course."""
    (root / "nbgrader_config.py").write_text(STOCK + config)
    run(root, "nbgrader", "generate_assignment", assignment)
    ways = {"stock": root, "plugin": root.with_name("plugin"), "cli": root.with_name("cli")}
    for way in ("plugin", "cli"):
        shutil.copytree(root, ways[way])
        (ways[way] / "nbgrader_config.py").write_text(ENGINE + config)
    run(ways["stock"], "nbgrader", "autograde", assignment, ok=ok)
    run(ways["plugin"], "nbgrader", "autograde", assignment, ok=ok)
    run(ways["cli"], "autograder", "grade", assignment, ok=ok)
    return ways


def grades(root: Path, assignment: str, database: str = "gradebook.db") -> dict[tuple[str, str, str], tuple[Any, bool]]:
    """Return (student, notebook, cell) -> automatic score, and whether a person has to look."""
    with Gradebook(f"sqlite:///{root}/{database}") as gradebook:
        return {
            (submission.student.id, notebook.name, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def comments(root: Path, assignment: str) -> dict[tuple[str, str, str], str | None]:
    """Return (student, notebook, cell) -> automatic comment."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {
            (submission.student.id, notebook.name, comment.name): comment.auto_comment
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for comment in notebook.comments
        }


def shown(path: Path) -> list[tuple[str, str, Any]]:
    """Return the cells of an autograded notebook: kind, source of code, and outputs as this engine stores them."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        (c.cell_type, c.source, masked(_stored(c.outputs))) if c.cell_type == "code" else (c.cell_type, "", None)
        for c in cells
    ]


#: what nbgrader adds where a cell fails without showing it, and no kernel would
_ADDED = ["ERROR: An error occurred while showtraceback was disabled"]


def _stored(outputs: list[Any]) -> list[dict[str, Any]]:
    kept = [
        {key: held for key, held in output.items() if key != "execution_count"}
        for output in outputs
        if output.get("traceback") != _ADDED
    ]
    joined: list[dict[str, Any]] = []
    for output in harmless_outputs(kept):
        if joined and output.get("name") is not None and joined[-1].get("name") == output["name"]:
            joined[-1]["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def files(root: Path) -> Mapping[str, bytes]:
    """Return the files below a folder, without notebooks."""
    found = sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".ipynb")
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}
