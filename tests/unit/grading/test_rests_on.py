"""An exercise that builds on another one's code is judged over the reference's version when that one failed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.grading.bench import Bench
from autograder.grading.course import open_course
from autograder.grading.engine import grade
from autograder.grading.source import read_source
from autograder.grading.submission import Submission
from autograder.judge.course import load_assignment
from autograder.judge.expected import compute_expected
from autograder.model.draw import Draw
from autograder.sandbox import Zygote

ROOT = Path(__file__).parents[3]
CHAPTER = "ch09_regression"


def _with_base(change: tuple[str, str]) -> bytes:
    """Return the solved notebook with one edit in the base class."""
    notebook = nbformat.read(ROOT / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    base = next(c for c in notebook.cells if "class LinearRegression:" in c.source)
    assert base.source.count(change[0]) == 1
    base.source = base.source.replace(*change)
    content: str = nbformat.writes(notebook)
    return content.encode()


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    key = load_assignment(ROOT, CHAPTER)
    draw = Draw(graded=5, shown=6)
    source = read_source(open_course(ROOT), CHAPTER, CHAPTER).cells
    with Zygote.start(key.needs) as zygote:
        expected = compute_expected(key, draw, zygote, mistakes=False)
        bench = Bench(CHAPTER, CHAPTER, source, key, expected, draw, str(zygote.isolation))
        wrong = _with_base(("@ self.w + self.b", "@ self.w - self.b"))
        graded = grade(Submission("ada", CHAPTER, wrong), bench, zygote)
    return {v.exercise: v.score or 0.0 for v in graded.verdict.exercises}


def test_the_faulty_base_costs_points_where_the_fault_is(scores: dict[str, float]) -> None:
    assert scores["LinearRegression"] < 3


def test_the_class_built_on_it_is_not_charged_again(scores: dict[str, float]) -> None:
    assert scores["RidgeRegression"] == 6
