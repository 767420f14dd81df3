"""A course on disk with honest students and attackers, graded once by the real command in the real jail."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from tests.attacks.attack import Attack

CANARY = "c4nary-7f3a9e"
ASSIGNMENT = "ch00_tiny"
_KEY = Path(__file__).parents[1] / "unit" / "judge" / "course" / "solutions" / ASSIGNMENT
_BIN = Path(sys.executable).parent
HONEST = """import numpy as np


def mean_gradient(x, scale=2.0):
    x = np.asarray(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("one dimension only")
    return scale * x / x.size
"""
_HALF = HONEST.replace("scale * x / x.size", "scale * x")


@dataclass(frozen=True, slots=True)
class Classroom:
    """The folders of one graded course, and what the run said."""

    root: Path
    outside: Path
    summary: dict[str, Any]
    status: int
    #: connections that reached the listening socket
    reached: int

    def score(self, student: str) -> float:
        """The points recorded in the verdict."""
        verdict = json.loads((self.root / ".autograder" / ASSIGNMENT / student / "verdict.json").read_text())
        return float(sum((v["score"] or 0.0) for v in verdict["exercises"]))

    def verdict(self, student: str) -> bytes:
        """The verdict file without the student's name."""
        content = (self.root / ".autograder" / ASSIGNMENT / student / "verdict.json").read_bytes()
        return content.replace(student.encode(), b"STUDENT")

    def products(self, student: str) -> str:
        """Everything that the student, or formgrader, gets to see of the run."""
        folders = [self.root / kind / student for kind in ("autograded", "feedback")]
        files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
        return "\n".join(p.read_text(encoding="utf-8", errors="replace") for p in files)


def _command(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}", "SECRET_OF_THE_GRADER": CANARY}
    program = str(_BIN / words[0])
    return subprocess.run(
        [program, *words[1:]], cwd=root, env=environment, capture_output=True, text=True, timeout=1500, check=False
    )


def _cell(source: str, **about: Any) -> Any:
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False} | about
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": known})


def _grade_cell(name: str, points: int) -> Any:
    source = (
        f"# points for {name}\n### BEGIN HIDDEN TESTS\nfrom autograder.probe import check\n"
        f'check("{name}")\n### END HIDDEN TESTS'
    )
    return _cell(source, grade_id=name, grade=True, locked=True, points=points)


def _source() -> Any:
    unsolved = "raise NotImplementedError()"
    cells = [
        _cell(unsolved, grade_id="mean_gradient_solution", solution=True),
        _grade_cell("mean_gradient", 5),
        _cell(unsolved, grade_id="descend_solution", solution=True),
        _grade_cell("descend", 3),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=kernel)


def _hand_in(root: Path, student: str, attack: Attack, marks: dict[str, str]) -> None:
    notebook = json.loads(nbformat.writes(_source()))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    code = attack.code
    for mark, value in marks.items():
        code = code.replace(mark, value)
    notebook["cells"][0]["source"] = code
    if attack.change is not None:
        attack.change(notebook)
    folder = root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    for name, content in attack.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def student_of(number: int) -> str:
    """The name under which an attack is handed in; honest students sort before, between and after."""
    return f"m{number:03d}"


def honest_students(count: int) -> list[str]:
    """Honest students, so named that they are graded before, between and after the attacks."""
    return ["a-honest", *(f"m{n:03d}-honest" for n in range(0, count, 25)), "z-honest"]


def _prepare(root: Path) -> None:
    shutil.copytree(_KEY, root / "solutions" / ASSIGNMENT, ignore=shutil.ignore_patterns("__pycache__"))
    reference = root / "solutions" / ASSIGNMENT / "reference.py"
    reference.write_text(f"# {CANARY}\n{reference.read_text()}")
    (root / "source" / ASSIGNMENT).mkdir(parents=True)
    nbformat.write(_source(), root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nfrom autograder.plugin import configure\nconfigure(c)\nc.Execute.timeout = 2\n"
    )
    done = _command(root, "nbgrader", "generate_assignment", ASSIGNMENT, "--create", "--force")
    assert done.returncode == 0, done.stderr


def hold_class(root: Path, outside: Path, attacks: list[Attack]) -> Classroom:
    """Make the course, hand everything in, grade it, and write the feedback."""
    _prepare(root)
    (outside / "canary.txt").write_text(CANARY)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        marks = {"COURSE_ROOT": str(root), "HOST_TMP": str(outside), "LISTEN_PORT": port}
        for number, attack in enumerate(attacks):
            _hand_in(root, attack.student or student_of(number), attack, marks)
        for student in honest_students(len(attacks)):
            _hand_in(root, student, Attack("honest", _HALF), marks)
        graded = _command(root, "autograder", "grade", ASSIGNMENT, "--jobs", "2", "--json")
        assert graded.returncode in (0, 1), graded.stderr[-3000:]
        server.setblocking(False)
        try:
            server.accept()[0].close()
            reached = 1
        except BlockingIOError:
            reached = 0
    pages = _command(root, "autograder", "feedback", ASSIGNMENT)
    assert pages.returncode == 0, pages.stderr[-3000:]
    report = _command(root, "autograder", "report", ASSIGNMENT)
    assert report.returncode == 0, report.stderr[-3000:]
    return Classroom(root, outside, json.loads(graded.stdout), graded.returncode, reached)
