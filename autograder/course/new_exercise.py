"""Lays out a new exercise: a working skeleton in `solutions/`, and its two cells in the source notebook."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import UsageError

_REFERENCE = '''

def {name}(x: float) -> float:
    """Return x squared. (Say here what the student is to do: parameters, shapes, units, errors.)"""
    return x * x
'''
_PROBES = '''

def call_{name}(ns, x):  # noqa: ANN001, ANN201 - runs on the student's names
    """Call the exercise once."""
    return ns.{name}(x)
'''
_EXERCISES = """

{name} = Exercise("{name}", points=2, title=text("{title}"), shares={{"V": 2}})


@{name}.family(
    "values",
    "V",
    text("Values at random points"),
    probe="call_{name}",
    compare=Close(Tolerance(1e-12, "one multiplication: rounding is below 1e-15")),
)
def {name}_values(rng: np.random.Generator) -> Iterator[Case]:
    for x in rng.uniform(-3, 3, size=5):
        yield {{"x": float(x)}}


EXERCISES.append({name})
"""
_MISTAKES = """
MISTAKES.append(
    Mistake(
        "doubled",
        "{name}",
        loses=["values"],
        rationale=text("The result is what you get when x is doubled instead of squared."),
        help=text("Try x = 3: what should come out?"),
        edits=[("x * x", "2 * x")],
    )
)
"""
_ALTERNATIVES = """
ALTERNATIVES.append(Alternative("power", "{name}", edits=[("x * x", "x**2")]))
"""
_HEADS = {
    "reference.py": '"""The reference implementations: what the students are to write."""\n',
    "probes.py": '"""How the exercises are called, inside the jail."""\n',
    "exercises.py": (
        '"""What is asked, on which cases, and how it is compared."""\n\n'
        "from collections.abc import Iterator\n\nimport numpy as np\n\n"
        "from autograder.judge.authoring import Case, Close, Exercise, Tolerance, text\n\n"
        "EXERCISES: list[Exercise] = []\n"
    ),
    "mistakes.py": (
        '"""Known wrong answers, with what to tell the student."""\n\n'
        "from autograder.judge.authoring import Mistake, text\n\nMISTAKES: list[Mistake] = []\n"
    ),
    "alternatives.py": (
        '"""Right answers that look different from the reference."""\n\n'
        "from autograder.judge.authoring import Alternative\n\nALTERNATIVES: list[Alternative] = []\n"
    ),
}
_BODIES = {
    "reference.py": _REFERENCE,
    "probes.py": _PROBES,
    "exercises.py": _EXERCISES,
    "mistakes.py": _MISTAKES,
    "alternatives.py": _ALTERNATIVES,
}
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def new_exercise(root: Path, assignment: str, name: str) -> list[Path]:
    """Write the skeleton of one exercise, which `verify` accepts as it stands, and return the files touched.

    Raises:
        UsageError: the name cannot be a function's, or the assignment has it already, or cannot be one.
    """
    if Path(assignment).name != assignment or not assignment or assignment.startswith(".") or "+" in assignment:
        # nbgrader puts a + between the parts of a hand-in's name
        raise UsageError(f"{assignment!r} cannot be the name of an assignment", remedy="use letters, digits and - or _")
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UsageError(f"{name!r} cannot be the name of a function", remedy="use letters, digits and underscores")
    folder = root / "solutions" / assignment
    reference = folder / "reference.py"
    if reference.is_file() and f"def {name}(" in reference.read_text(encoding="utf-8"):
        raise UsageError(f"{assignment} has an exercise {name!r} already", remedy="choose another name")
    folder.mkdir(parents=True, exist_ok=True)
    touched = []
    for file, body in _BODIES.items():
        package = folder / file.removesuffix(".py") / "__init__.py"
        path = package if package.is_file() else folder / file
        text = path.read_text(encoding="utf-8") if path.is_file() else _HEADS[file]
        path.write_text(text + body.format(name=name, title=name.replace("_", " ")), encoding="utf-8")
        touched.append(path)
    return [*touched, _add_cells(root / "source" / assignment / f"{assignment}.ipynb", name)]


def _add_cells(path: Path, name: str) -> Path:
    if path.is_file():
        notebook = nbformat.read(path, as_version=4)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": _KERNEL})
    tests = (
        f"# {name}: 2 points; the tests are hidden\n### BEGIN HIDDEN TESTS\nfrom autograder.probe import check\n"
        f'check("{name}")\n### END HIDDEN TESTS'
    )
    notebook.cells += [
        nbformat.v4.new_markdown_cell(f"## {name.replace('_', ' ')}\n\nSay what to do, with a formula and a number."),
        nbformat.v4.new_code_cell("pass", metadata=_about(f"{name}_solution", solution=True)),
        nbformat.v4.new_code_cell(tests, metadata=_about(name, grade=True, locked=True, points=2)),
    ]
    nbformat.write(notebook, path)
    return path


def _about(grade_id: str, **keys: Any) -> dict[str, Any]:
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**known, "grade_id": grade_id, **keys}}
