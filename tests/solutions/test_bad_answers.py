"""Answers that are no answers: each gets its reason, and the next exercises are judged as if nothing had happened."""

from __future__ import annotations

from collections.abc import Iterator
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
from autograder.model.verdict import ExerciseVerdict
from autograder.sandbox import Limits, Zygote

ROOT = Path(__file__).parents[2]
CHAPTER, SOLUTION, EXERCISE = "ch01_velocity", "average_velocity_solution", "average_velocity"

RIGHT = """
    t, s = np.array(t, float), np.array(s, float)
    if len(t) != len(s) or len(t) < 2 or not np.all(t[1:] > t[:-1]):
        raise ValueError("bad times")
    return (s[1:] - s[:-1]) / (t[1:] - t[:-1])
"""

#: kind -> (code around the answer, the function's body, words of which one must stand in the first reason)
BAD = {
    "None": ("", "pass", ("None",)),
    "a generator": ("", "return (b - a for a, b in zip(s, s[1:]))", ("generator",)),
    "a lazy object": (
        "class Lazy:\n    def __array__(self, *_, **__): return np.ones(3)",
        "return Lazy()",
        ("another type",),
    ),
    "an object equal to all": (
        "class Yes:\n    def __eq__(self, other): return True",
        "return Yes()",
        ("another type",),
    ),
    "an array of objects": ("", "return np.array([Ellipsis] * (len(t) - 1), dtype=object)", ("array of object",)),
    "NaN": ("", "return np.full(len(t) - 1, np.nan)", ("NaN",)),
    "infinity": ("", "return np.full(len(t) - 1, np.inf)", ("infinity",)),
    "a view of the input": ("", "return np.asarray(s)[1:]", ("values", "shifted", "constant", "sign")),
    "1e9 elements": ("", "return np.ones(10**9)", ("memory", "too large", "MemoryError")),
    "no end": ("", "while True: pass", ("took longer",)),
    "no end, nothing lets it stop": (
        "",
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        ("took longer",),
    ),
    "endless recursion": ("", "return average_velocity(t, s)", ("RecursionError",)),
    "an end of the process": ("import os", "os._exit(0)", ("ended the Python process",)),
    "500 figures": ("", "for _ in range(500): plt.figure()", ("took longer", "None")),
    "changed arguments": (
        "",
        f"u = np.array(s)\n    if isinstance(s, np.ndarray): s += 1\n    s = u{RIGHT}",
        ("changed",),
    ),
}
#: what is right but does more than asked; its own points it may keep
RUDE = {
    "a million lines": ("", f'print("line\\n" * 10**6){RIGHT}'),
    "seeded generators": ("import random", f"np.random.seed(1); random.seed(1){RIGHT}"),
    "replaced NumPy functions": (
        "",
        f"np.diff = np.asarray = np.sin = np.polyval = np.allclose = lambda *a, **k: np.zeros(99){RIGHT}",
    ),
    "other print options": ("", f'np.set_printoptions(precision=1); np.seterr(all="raise"){RIGHT}'),
}


@pytest.fixture(scope="module")
def bench() -> Iterator[tuple[Bench, Zygote]]:
    key, draw = load_assignment(ROOT, CHAPTER), Draw(graded=5, shown=6)
    with Zygote.start(key.needs, limits=Limits(memory=1 << 30, grace=0.5)) as zygote:
        expected = compute_expected(key, draw, zygote, mistakes=False)
        source = read_source(open_course(ROOT), CHAPTER, CHAPTER).cells
        yield Bench(CHAPTER, CHAPTER, source, key, expected, draw, str(zygote.isolation)), zygote


def _graded(bench: tuple[Bench, Zygote], around: str, body: str) -> tuple[ExerciseVerdict, list[ExerciseVerdict]]:
    """Return the verdicts of the exercise and of the three after it."""
    notebook = nbformat.read(ROOT / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == SOLUTION)
    cell.source = f"{around}\n\ndef average_velocity(t, s):\n    {body}\n"
    found = grade(Submission("ada", CHAPTER, nbformat.writes(notebook).encode()), *bench).verdict.exercises
    return next(v for v in found if v.exercise == EXERCISE), [v for v in found if v.exercise != EXERCISE]


def _unharmed(others: list[ExerciseVerdict]) -> bool:
    return [v.score for v in others] == [2, 3, 3]


SLOW = {"no end, nothing lets it stop"}


@pytest.mark.parametrize("kind", [pytest.param(k, marks=pytest.mark.long if k in SLOW else ()) for k in BAD])
def test_a_bad_answer_gets_its_reason_and_harms_no_other_exercise(bench: tuple[Bench, Zygote], kind: str) -> None:
    around, body, words = BAD[kind]
    verdict, others = _graded(bench, around, body)
    assert verdict.score is not None
    assert verdict.score < verdict.points
    reason = next(str(a.rationale) for a in verdict.aspects if a.rationale)
    assert any(word in reason for word in words), reason
    assert _unharmed(others)


@pytest.mark.parametrize("kind", RUDE)
def test_rude_manners_cost_nothing_elsewhere(bench: tuple[Bench, Zygote], kind: str) -> None:
    verdict, others = _graded(bench, *RUDE[kind])
    assert verdict.score == verdict.points
    assert _unharmed(others)
