"""A course of one exercise that asks for a device, and a folder with the mock of CuPy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_notebook

from autograder.cli.feedback import feedback as feedback_command
from autograder.cli.grade import grade as grade_command
from autograder.cli.report import report as report_command

ROOT = Path(__file__).parents[2]
NAME = "ch00_device"
RIGHT = "def scaled(x, factor, xp):\n    return factor * xp.sin(xp.asarray(x))"
EXERCISES = """
from autograder.judge.authoring import Close, Exercise, OnDevice, Tolerance, text

NEAR = Tolerance(1e-9, "one sine and one product")
SCALED = Exercise("scaled", 3, text("Scaled sine"), {"V": 2, "R": 1})

@SCALED.family("plain", "V", text("values on the host"), probe="plain", compare=Close(NEAR))
def _(rng):
    yield {"x": rng.normal(size=3), "factor": 2.0}

@SCALED.family("there", "R", text("values on the device"), probe="there", compare=Close(NEAR),
               device=OnDevice(worked=lambda value: value[1], seconds=SECONDS))
def _(rng):
    yield {"x": rng.normal(size=3), "factor": 2.0}
    yield {"x": rng.normal(size=2), "factor": 3.0}

EXERCISES = [SCALED]
"""
PROBES = """
import numpy as np
from autograder.probe import device

def plain(ns, x, factor):
    return ns.scaled(x, factor, np)

def there(ns, x, factor):
    result = ns.scaled(x, factor, device.array_module())
    return device.on_host(result), device.is_there(result)
"""


def _about(grade_id: str, **keys: Any) -> dict[str, Any]:
    base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**base, "grade_id": grade_id, **keys}}


def notebook(code: str = RIGHT, *, tests: bool = True) -> Any:
    hidden = '### BEGIN HIDDEN TESTS\nfrom autograder.probe import check\ncheck("scaled")\n### END HIDDEN TESTS'
    body = f"### BEGIN SOLUTION\n{code}\n### END SOLUTION" if tests else code
    solution = new_code_cell(body, metadata=_about("scaled_solution", solution=True))
    asked = new_code_cell(
        f"# tests\n{hidden if tests else ''}", metadata=_about("scaled", grade=True, locked=True, points=3)
    )
    solution.id, asked.id = "c0", "c1"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[solution, asked], metadata={"kernelspec": kernel})


def make_course(root: Path, *, seconds: float = 20.0, packages: Path | None = None) -> Path:
    (root / "source" / NAME).mkdir(parents=True)
    nbformat.write(notebook(), root / "source" / NAME / f"{NAME}.ipynb")
    key = root / "solutions" / NAME
    key.mkdir(parents=True)
    (key / "exercises.py").write_text(EXERCISES.replace("SECONDS", str(seconds)))
    (key / "probes.py").write_text(PROBES)
    (key / "reference.py").write_text(RIGHT)
    configure(root, packages)
    generate(root)
    return root


def configure(root: Path, packages: Path | None) -> None:
    line = f"c.AutograderDevice.packages = {str(packages)!r}\n" if packages else ""
    (root / "nbgrader_config.py").write_text(f"{(ROOT / 'nbgrader_config.py').read_text()}\n{line}")


def submit(root: Path, student: str, code: str = RIGHT) -> None:
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook(code, tests=False)), encoding="utf-8")


def mock_packages(folder: Path, *lines: str) -> Path:
    """Put the mock of CuPy into a folder, with lines appended that make it misbehave."""
    place = folder / "cupy"
    place.mkdir(parents=True, exist_ok=True)
    for part in (folder, place):
        part.chmod(0o755)
    shutil.copy(Path(__file__).with_name("mock_cupy.py"), place / "__init__.py")
    with (place / "__init__.py").open("a") as file:
        file.write("\n".join(["", *lines, ""]))
    return folder


def generate(root: Path) -> None:
    """Put the assignment into the gradebook, by nbgrader's own command."""
    nbgrader(root, "generate_assignment", NAME)


def nbgrader(root: Path, *arguments: str) -> str:
    """Run one of nbgrader's own commands, and return what it logs."""
    binary = Path(sys.executable).with_name("nbgrader")
    path = f"{binary.parent}{os.pathsep}{os.environ['PATH']}"  # for alembic
    done = subprocess.run(
        [binary, *arguments],
        cwd=root, check=True, timeout=300, capture_output=True, text=True, env={**os.environ, "PATH": path},
    )  # fmt: skip
    return done.stderr


def run(root: Path, command: Any, *arguments: str, ok: int = 0) -> Result:
    """Run a command of ours in this process, and require its exit status."""
    before = Path.cwd()
    os.chdir(root)
    try:
        done = CliRunner().invoke(command, [NAME, *arguments], catch_exceptions=False)
    finally:
        os.chdir(before)
    assert done.exit_code == ok, f"{command.name} {arguments}: {done.exit_code}\n{done.stdout}\n{done.stderr}"
    return done


def grade(root: Path, *arguments: str, ok: int = 0) -> Result:
    return run(root, grade_command, *arguments, ok=ok)


def page(root: Path, student: str) -> str:
    """Return a student's page as `autograder feedback` writes it."""
    run(root, feedback_command, "--student", student)
    return (root / "feedback" / student / NAME / f"{NAME}.html").read_text()


def class_page(root: Path) -> str:
    run(root, report_command)
    return (root / "reports" / f"{NAME}.html").read_text()


def record(root: Path, student: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / ".autograder" / NAME / student / "device.json").read_text())
    return found
