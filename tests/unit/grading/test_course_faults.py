"""A fault of the course is told with file and line, for its exercise alone where it can be told apart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.grading.steady import Steady
from autograder.judge.course import load_for_grading
from autograder.judge.expected import compute_expected
from autograder.model.draw import Draw
from autograder.sandbox import Zygote

NAME = "ch00_tiny"
_COURSE = Path(__file__).parents[1] / "judge" / "course"
_TRACE = "x, history = x0, []"
_STEPS = "for steps in (1, 4):"


@pytest.fixture(scope="module")
def zygote() -> Iterator[Steady]:
    with Steady(Zygote.start()) as steady:
        yield steady


def _faults(root: Path, zygote: Steady) -> dict[str, str]:
    key = load_for_grading(root, NAME)
    if key.fault is not None:
        return dict.fromkeys(("mean_gradient", "descend"), str(key.fault))
    found = compute_expected(key, Draw(graded=1, shown=2), zygote)
    return {name: str(expected.fault) for name, expected in found.items() if expected.fault is not None}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("reference.py", _TRACE, "x, history = x0, [1 / 0]", "reference.py, line 17"),
        ("reference.py", _TRACE, "x, history = x0, bytearray(1 << 40)", "reference.py, line 17"),
        ("reference.py", _TRACE, "while True: pass", "reference.py, line 15"),
        ("reference.py", _TRACE, "import os; os._exit(0)", "reference.py, line 15"),
        ("reference.py", "def descend(", "def other(", "reference.py"),
        ("probes.py", "return ns.descend(f_prime, x0, steps)", "raise KeyError(x0)", "probes.py, line 11"),
        ("probes.py", "def descent(", "def ascent(", "names the probe 'descent'"),
        ("exercises.py", _STEPS, "for steps in (1, 1 // 0):", "exercises.py, line 49"),
        ("exercises.py", _STEPS, "while steps := 1:", "more than 10000 cases"),
        ("exercises.py", _STEPS, "for steps in ():", "has no cases"),
        ("exercises.py", 'case["steps"]', 'case["stops"]', "exercises.py, line 54"),
        ("mistakes.py", '"x - 0.1"', '"x - 0.2"', "mistake 'ascent'"),
        ("mistakes.py", '["trace"]', '["traces"]', "mistake 'ascent'"),
    ],
)
def test_a_fault_that_can_be_told_apart_touches_its_exercise_only(
    tmp_path: Path, zygote: Steady, file: str, old: str, new: str, said: str
) -> None:
    shutil.copytree(_COURSE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "solutions" / NAME / file
    assert old in path.read_text()
    before, _, after = path.read_text().rpartition(old)
    path.write_text(f"{before}{new}{after}")
    found = _faults(tmp_path, zygote)
    assert list(found) == ["descend"]
    assert said in found["descend"]


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("exercises.py", "1 / 0"),
        ("exercises.py", "raise SystemExit(0)"),
        ("mistakes.py", "import nothing_of_the_kind"),
        ("mistakes.py", "def ("),
        ("probes.py", "def ("),
        ("probes.py", "1 / 0"),
        ("reference.py", "def ("),
        ("reference.py", "1 / 0"),
    ],
)
def test_a_file_that_does_not_load_is_a_fault_of_all_its_exercises(
    tmp_path: Path, zygote: Steady, file: str, what: str
) -> None:
    shutil.copytree(_COURSE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "solutions" / NAME / file
    path.write_text(f"{path.read_text()}{what}\n")
    found = _faults(tmp_path, zygote)
    assert set(found) == {"mean_gradient", "descend"}
    for fault in found.values():
        assert f"{file}, line {len(path.read_text().splitlines())}" in fault


def test_a_broken_list_of_alternatives_is_no_matter_of_grading(tmp_path: Path, zygote: Steady) -> None:
    shutil.copytree(_COURSE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "solutions" / NAME / "alternatives.py").write_text("1 / 0")
    assert _faults(tmp_path, zygote) == {}
