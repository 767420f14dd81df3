"""A small real course in a folder of its own: two exercises of ours, and one plain grade cell of nbgrader's kind."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[2]
NAME = "ch00_tiny"

RIGHT_GRADIENT = '''import numpy as np
def mean_gradient(x, scale=2.0):
    """Return scale * x / n."""
    x = np.asarray(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("x must be 1-D")
    return scale * x / x.size'''
RIGHT_DESCEND = '''def descend(f_prime, x0, steps=3):
    """Return (x, history) of `steps` steps of size 0.1."""
    x, history = x0, []
    for _ in range(steps):
        x = x - 0.1 * f_prime(x)
        history.append(x)
    return x, history'''
RIGHT_DOUBLE = "def double(x):\n    return 2 * x"

Change = Callable[[Any], None]


def _about(grade_id: str, **keys: Any) -> dict[str, Any]:
    base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**base, "grade_id": grade_id, **keys}}


def _solution(grade_id: str, code: str) -> Any:
    return new_code_cell(f"### BEGIN SOLUTION\n{code}\n### END SOLUTION", metadata=_about(grade_id, solution=True))


def _tests(grade_id: str, points: int, source: str) -> Any:
    return new_code_cell(source, metadata=_about(grade_id, grade=True, locked=True, points=points))


def _ours(grade_id: str, points: int) -> Any:
    hidden = f'### BEGIN HIDDEN TESTS\nfrom autograder.probe import check\ncheck("{grade_id}")\n### END HIDDEN TESTS'
    return _tests(grade_id, points, f"# tests of {grade_id}\n{hidden}")


def source_notebook() -> Any:
    """Return the instructor's notebook."""
    plain = "import sys\nprint('a warning', file=sys.stderr)\nassert double(2) == 4\n"
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# A tiny chapter", metadata=_about("intro", locked=True)),
            new_code_cell("import numpy as np"),
            _solution("mean_gradient_solution", RIGHT_GRADIENT),
            _ours("mean_gradient", 5),
            _solution("descend_solution", RIGHT_DESCEND),
            _ours("descend", 3),
            _solution("double_solution", RIGHT_DOUBLE),
            _tests("double", 2, plain),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"c{number}"
    return notebook


def make_course(root: Path, config: str = "", *changes: Change) -> Path:
    """Lay out the course, with more lines of configuration and changes of its source, and generate its assignment."""
    (root / "source" / NAME).mkdir(parents=True)
    notebook = source_notebook()
    for change in changes:
        change(notebook)
    nbformat.write(notebook, root / "source" / NAME / f"{NAME}.ipynb")
    shutil.copytree(ROOT / "tests/unit/judge/course/solutions", root / "solutions")
    (root / "nbgrader_config.py").write_text(f"{(ROOT / 'nbgrader_config.py').read_text()}\n{config}\n")
    run(root, "nbgrader", "generate_assignment", NAME)
    return root


def run(root: Path, program: str, *arguments: str, ok: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    """Run an installed command in the course, and require one of the exit statuses."""
    binary = Path(sys.executable).with_name(program)
    done = subprocess.run([binary, *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in ok, f"{program} {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def solved() -> Any:
    """Return the notebook as a student hands it in, everything right."""
    notebook = copy.deepcopy(source_notebook())
    for cell in notebook.cells:
        lines = cell.source.splitlines()
        if "### BEGIN HIDDEN TESTS" in lines:
            lines = lines[: lines.index("### BEGIN HIDDEN TESTS")]
        cell.source = "\n".join(x for x in lines if not x.startswith("### "))
    return notebook


def cell(notebook: Any, grade_id: str) -> Any:
    """Return one cell by its grade_id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def submit(root: Path, student: str, *changes: Change) -> Path:
    """Hand in the solved notebook with changes made; return its folder."""
    notebook = solved()
    for change in changes:
        change(notebook)
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    # not through nbformat, which repairs what some of these notebooks have wrong on purpose
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def answer(grade_id: str, source: str) -> Change:
    """Return the change that puts other code into a solution cell."""

    def change(notebook: Any) -> None:
        cell(notebook, grade_id).source = source

    return change


def drop(*grade_ids: str) -> Change:
    """Return the change that deletes cells."""

    def change(notebook: Any) -> None:
        notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in grade_ids]

    return change


def scores(root: Path, db_url: str = "") -> dict[str, dict[str, float | None]]:
    """Return student -> grade cell -> automatic score, as the gradebook holds them."""
    from nbgrader.api import Gradebook

    with Gradebook(db_url or f"sqlite:///{root}/gradebook.db") as gradebook:
        return {
            s.student.id: {g.name: g.auto_score for n in s.notebooks for g in n.grades}
            for s in gradebook.assignment_submissions(NAME)
        }
