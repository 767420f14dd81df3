"""What a family asks has a name that changes with its cases, functions and probe, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.judge.asked import asked
from autograder.judge.course import load_assignment
from autograder.judge.expected import program

KEY = Path(__file__).parent / "course" / "solutions"
NAME = "ch00_tiny"


def names(root: Path, seed: int = 1) -> dict[str, str]:
    key = load_assignment(root, NAME)
    return {f"{e}/{a}": n for e, x in key.exercises.items() for a, n in asked(program(key, x, seed)).items()}


def changed(root: Path, file: str, old: str, new: str) -> set[str]:
    """Return the families whose name an edit changes."""
    shutil.copytree(KEY, root / "solutions")
    before = names(root)
    path = root / "solutions" / NAME / file
    assert path.read_text().count(old) >= 1
    path.write_text(path.read_text().replace(old, new))
    after = names(root)
    return {family for family in before | after if before.get(family) != after.get(family)}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("exercises.py", "1e-12", "1e-3"),
        ("exercises.py", "compare=Unchanged()", "compare=Close(EXACT)"),
        ("exercises.py", '5, text("Mean gradient"), {"V": 2', '6, text("Gradient"), {"V": 3'),
        ("probes.py", "def purity(ns, x):", "def purity(ns, x):\n    # a remark\n"),
        ("reference.py", "raise ValueError", "raise IndexError"),
    ],
)
def test_what_is_judged_may_change(tmp_path: Path, file: str, old: str, new: str) -> None:
    assert changed(tmp_path, file, old, new) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "families"),
    [
        ("exercises.py", "uniform(3, 9)", "uniform(3, 8)", {"mean_gradient/scale"}),
        ("exercises.py", "2 * x + 5", "2 * x + 6", {"descend/trace", "descend/calls"}),
        ("exercises.py", '"types", "C"', '"kinds", "C"', {"mean_gradient/types", "mean_gradient/kinds"}),
        ("probes.py", "    ns.mean_gradient(x)\n", "    ns.mean_gradient(x, 3.0)\n", {"mean_gradient/purity"}),
    ],
)
def test_what_is_asked_may_not(tmp_path: Path, file: str, old: str, new: str, families: set[str]) -> None:
    assert changed(tmp_path, file, old, new) == families


def test_a_function_is_known_by_what_it_uses(tmp_path: Path) -> None:
    shutil.copytree(KEY, tmp_path / "solutions")
    path = tmp_path / "solutions" / NAME / "exercises.py"
    text = path.read_text().replace("lambda x: 2 * x + 5", "lambda x: _slope * _other(x)")
    helpers = "_slope = 2.0\ndef _other(x):\n    return x + 2.5 if x else _other(1)\n\n"
    path.write_text(text.replace("def _cases", helpers + "def _cases"))
    before = names(tmp_path)
    assert names(tmp_path) == before
    for old, new in (("_slope = 2.0", "_slope = 2.5"), ("x + 2.5", "x + 2.0")):
        path.write_text(path.read_text().replace(old, new))
        after = names(tmp_path)
        assert {f for f in after if after[f] != before[f]} == {"descend/trace", "descend/calls"}
        before = after


def test_another_draw_asks_other_things() -> None:
    one, two = names(KEY.parent, 1), names(KEY.parent, 2)
    assert not set(one.values()) & set(two.values())
