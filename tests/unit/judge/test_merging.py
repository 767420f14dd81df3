"""A package of probes becomes one text, in which every line still knows its file."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.judge.course import load_assignment
from autograder.judge.expected import compute_expected, program
from autograder.judge.merging import merged
from autograder.model.draw import Draw
from autograder.model.program import Runner, place_in_probes

COURSE = Path(__file__).parent / "course"
PACKAGE = "solutions.ch00_tiny.probes"
MEAN = '''"""Asks for gradients."""

from __future__ import annotations

import numpy as np

from solutions.ch00_tiny.probes.steps import (
    descent,
    twice,
)

def gradient(ns, x, **options):
    return np.asarray(twice(descent))
'''
STEPS = """import numpy as np
LIMIT = np.pi

def descent(ns):
    return LIMIT

def twice(f):
    return f
"""


def test_a_module_follows_what_it_imports_from() -> None:
    tree = ast.parse(merged({"mean": MEAN, "steps": STEPS}, PACKAGE))
    assert [n.name for n in tree.body if isinstance(n, ast.FunctionDef)] == ["descent", "twice", "gradient"]
    assert "solutions" not in ast.dump(tree)


def test_it_runs() -> None:
    names: dict[str, object] = {}
    exec(merged({"mean": MEAN, "steps": STEPS}, PACKAGE), names)
    assert callable(names["gradient"])


@pytest.mark.parametrize(("name", "text"), [("mean", MEAN), ("steps", STEPS)])
def test_every_line_knows_its_file(name: str, text: str) -> None:
    whole = merged({"mean": MEAN, "steps": STEPS}, PACKAGE)
    for line in (n for n, content in enumerate(text.splitlines(), 1) if content.startswith(("def", "    return"))):
        content = text.splitlines()[line - 1]
        at = whole.splitlines().index(content) + 1
        assert place_in_probes(whole, at) == (f"probes/{name}.py", line)


def test_a_line_of_one_file_is_that_line() -> None:
    assert place_in_probes(STEPS, 4) == ("probes.py", 4)


@pytest.mark.parametrize(
    ("mean", "steps", "words"),
    [
        ("def (", STEPS, "solutions/ch00_tiny/probes/mean.py, line 1"),
        (MEAN, STEPS + "def gradient(ns): ...", "another module of the probes has a 'gradient'"),
        (MEAN, STEPS + "import numpy.linalg as np", "another module of the probes has a 'np'"),
        (MEAN.replace("steps import", "stairs import"), STEPS, "imports from 'stairs'"),
        (MEAN.replace("twice,", "twice as again,"), STEPS, "mean.py, line 7: only names"),
        (f"from {PACKAGE} import steps", STEPS, "mean.py, line 1: only names"),
        (MEAN, f"from {PACKAGE}.mean import gradient\n" + STEPS, "mean, steps import from each other"),
    ],
)
def test_what_cannot_be_merged_is_a_course_error(mean: str, steps: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        merged({"mean": mean, "steps": steps}, PACKAGE)
    assert words in str(caught.value)


@pytest.mark.parametrize("line", ["import numpy.linalg", "import numpy as np", "from __future__ import annotations"])
def test_two_modules_may_import_the_same(line: str) -> None:
    assert merged({"one": line, "two": f"{line}\nimport numpy.fft\n"}, PACKAGE)


def split(root: Path) -> Path:
    """Copy the tiny course, with its probes in two modules; return the probes' folder."""
    shutil.copytree(COURSE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "solutions" / "ch00_tiny"
    text = (folder / "probes.py").read_text()
    (folder / "probes.py").unlink()
    (folder / "probes").mkdir()
    (folder / "probes" / "__init__.py").write_text('"""Probes."""\n')
    first, second = text.split("def descent(")
    (folder / "probes" / "mean.py").write_text(first)
    (folder / "probes" / "steps.py").write_text(
        f"from {PACKAGE}.mean import gradient\n\nFIRST = gradient\n\n\ndef descent({second}"
    )
    return folder / "probes"


def faults(root: Path, runner: Runner) -> list[str]:
    expected = compute_expected(load_assignment(root, "ch00_tiny"), Draw(graded=1, shown=2), runner, mistakes=False)
    return [str(e.fault) for e in expected.values() if e.fault]


def test_a_course_whose_probes_are_a_package(tmp_path: Path, runner: Runner) -> None:
    split(tmp_path)
    assert faults(tmp_path, runner) == []


def test_of_a_package_only_what_is_needed_is_sent(tmp_path: Path) -> None:
    split(tmp_path)
    key = load_assignment(tmp_path, "ch00_tiny")
    assert "def gradient" in program(key, key.exercises["mean_gradient"], 1).probes
    assert "def gradient" not in program(key, key.exercises["descend"], 1).probes


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("FIRST = gradient", "print(1 / 0)", "division by zero (probes/steps.py, line 3)"),
        (
            "    return ns.descend",
            "    raise KeyError(1)\n    return ns.descend",
            "solutions/ch00_tiny/probes/steps.py, line",
        ),
    ],
)
def test_a_fault_is_told_with_its_file(tmp_path: Path, runner: Runner, old: str, new: str, words: str) -> None:
    path = split(tmp_path) / "steps.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert any(words in fault for fault in faults(tmp_path, runner)), faults(tmp_path, runner)
