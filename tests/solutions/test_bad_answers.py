"""Answers that are no answers: each gets its reason, and the next exercises are judged as if nothing had happened.

A chapter takes part by a file `tests/bad_answers/<chapter>.py`, which may define

    DEFINES   exercise -> what to spoil, where it is not the exercise's own functions: ("Tensor.__add__",)
    GROUPS    exercises that are spoilt together, where every other one will not do
    MAY_LOSE  exercise -> those that it uses by design: where one of them is spoilt, it may lose points
    NUMBERS   exercises that are given numbers only: there is no argument to change, or to return a view of
    FIGURES   exercises that draw: there the reason is what is not drawn, or not returned
    OFTEN     exercises that others call thousands of times: there is no time for a million lines or 500 figures each
    WORDS     kind -> words of which one must stand in a reason, in place of those of `KINDS`
    REASONS   (exercise, kind) -> the same for one exercise
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.grading.bench import Bench
from autograder.grading.course import open_course
from autograder.grading.engine import grade
from autograder.grading.source import read_source
from autograder.grading.submission import Submission
from autograder.judge.course import load_assignment
from autograder.judge.exercise import Exercise
from autograder.judge.expected import compute_expected
from autograder.model.draw import Draw
from autograder.model.verdict import ExerciseVerdict
from autograder.sandbox import Limits, Zygote

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(p.stem for p in (ROOT / "tests" / "bad_answers").glob("ch*.py"))
#: CPU seconds of a family that does not end here: nobody need wait as long as for a student's slow answer
PATIENCE = 0.3

#: stands in front of every spoilt definition, which is called `right` in what follows
PRELUDE = """
import numpy as np

def _each(value, change):
    if hasattr(value, "_prev"):  # a Tensor
        value.data = change(value.data)
        return value
    if isinstance(value, dict):
        return {k: _each(v, change) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_each(v, change) for v in value)
    try:
        return change(np.asarray(value, dtype=float))
    except (TypeError, ValueError):
        return change(np.zeros(3))

class _Lazy:
    def __array__(self, *_, **__):
        return np.ones(3)

class _Yes:
    def __eq__(self, other):
        return True

def _given(args, kwargs):
    given = (getattr(a, "data", None) if hasattr(a, "_prev") else a for a in (*args, *kwargs.values()))
    return [a for a in given if a is not None]

def _arrays(args, kwargs):
    return [a for a in _given(args, kwargs) if isinstance(a, np.ndarray)]

def _spoil(args, kwargs):
    for a in _given(args, kwargs):
        if isinstance(a, np.ndarray):
            a += 1
        elif isinstance(a, list):
            a.reverse()
        elif isinstance(a, dict):
            a.clear()
"""

ANOTHER = ("another type", "structure")
#: kind -> (the body of a function of *args and **kwargs, words of which one must stand in a reason)
KINDS = {
    "None": ("return None", ("None",)),
    "a generator": ("return (x for x in [right(*args, **kwargs)])", ("generator", "structure")),
    "a lazy object": ("return _Lazy()", ANOTHER),
    "an object equal to all": ("return _Yes()", ANOTHER),
    "an array of objects": (
        "return _each(right(*args, **kwargs), lambda v: np.full(v.shape, Ellipsis, dtype=object))",
        ("array of object", "not a number", "structure"),
    ),
    "NaN": ("return _each(right(*args, **kwargs), lambda v: np.full(v.shape, np.nan)[()])", ("NaN",)),
    "infinity": ("return _each(right(*args, **kwargs), lambda v: np.full(v.shape, np.inf)[()])", ("infinity",)),
    "a view of the input": (
        "return next((a[1:] if a.ndim else a for a in _arrays(args, kwargs)), None)",
        ("values", "shifted", "constant", "sign", "shape", "entry", "entries", "None", "structure"),
    ),
    "1e9 elements": ("return np.ones(10**9)", ("memory", "too large", "MemoryError")),
    "no end": ("while True: pass", ("took longer",)),
    "no end, nothing lets it stop": (
        "while True:\n        try:\n            while True: sum(range(100))\n        except BaseException: pass",
        ("took longer",),
    ),
    "endless recursion": ("return spoilt(*args, **kwargs)", ("RecursionError",)),
    "an end of the process": ("import os\n    os._exit(0)", ("ended the Python process",)),
    "sys.exit": ("import sys\n    sys.exit()", ("SystemExit",)),
    "500 figures": (
        "import matplotlib.pyplot as plt\n    for _ in range(500): plt.figure()",
        ("took longer", "None"),
    ),
    "changed arguments": (
        # an object that is being made is no argument
        "found = right(*args, **kwargs)\n    _spoil(args[right.__name__ == '__init__' :], kwargs)\n    return found",
        ("changed",),
    ),
}
#: what is right but does more than asked: it keeps its own points, too
RUDE = {
    "a million lines": 'print("line\\n" * 10**6); return right(*args, **kwargs)',
    "seeded generators": "import random; np.random.seed(1); random.seed(1); return right(*args, **kwargs)",
    "other print options": 'np.set_printoptions(precision=1); np.seterr(all="ignore"); return right(*args, **kwargs)',
}
#: this may well break itself, from its second case on
REPLACED = (
    "found = right(*args, **kwargs)\n"
    "    for name in ('diff', 'asarray', 'sin', 'exp', 'polyval', 'allclose', 'array'):\n"
    "        setattr(np, name, lambda *a, **k: 7)\n"
    "    return found"
)
#: these wait for a clock of the jail's
ENDLESS = {"no end", "no end, nothing lets it stop", "500 figures"}
SLOW = {"no end, nothing lets it stop"}
#: these are too slow where others call them often
COSTLY = {"500 figures", "a million lines"}
#: these do nothing where all arguments are numbers
OF_ARRAYS = {"changed arguments", "a view of the input"}
DRAWS = (
    *("drawn", "Axes", "panel", "took longer", "changed"),
    *("RecursionError", "ended the Python", "SystemExit", "Memory"),
)


@dataclass(frozen=True)
class Chapter:
    """One chapter's solved notebook, without examples, and what grading it needs."""

    bench: Bench
    zygote: Zygote
    notebook: nbformat.NotebookNode
    notes: Mapping[str, Any]

    @property
    def exercises(self) -> list[str]:
        return list(self.bench.key.exercises)

    @property
    def foundations(self) -> set[str]:
        rests_on = {name for e in self.bench.key.exercises.values() for name in e.rests_on}
        return rests_on | set(self.notes.get("OFTEN", ()))

    def groups(self, kind: str) -> list[list[str]]:
        """Return the exercises to spoil together: by default every other one, so that each has right neighbours."""
        names = self.exercises
        if kind in COSTLY:
            names = [e for e in names if e not in self.foundations]
        if kind in OF_ARRAYS:
            names = [e for e in names if e not in self.notes.get("NUMBERS", ())]
        groups = self.notes.get("GROUPS") or (names[::2], names[1::2])
        return [asked for group in groups if (asked := [e for e in group if e in names])]

    def may_lose(self, exercise: str, spoilt: Collection[str]) -> bool:
        """Tell whether an exercise uses one of those that are spoilt, by design."""
        return not set(spoilt).isdisjoint(self.notes.get("MAY_LOSE", {}).get(exercise, ()))

    def words(self, exercise: str, kind: str) -> Collection[str]:
        """Return the words of which one must stand in a reason."""
        usual = DRAWS if exercise in self.notes.get("FIGURES", ()) else KINDS[kind][1]
        usual = self.notes.get("WORDS", {}).get(kind, usual)
        return self.notes.get("REASONS", {}).get((exercise, kind), usual)

    def graded(self, spoilt: Mapping[str, str], *, hurried: bool = False) -> dict[str, ExerciseVerdict]:
        """Return the verdicts on a solved notebook in which the definitions of some exercises are spoilt."""
        notebook = nbformat.from_dict(self.notebook)
        for exercise, body in spoilt.items():
            for place in self.notes.get("DEFINES", {}).get(exercise) or self.bench.key.exercises[exercise].defines:
                name = place.split(".")[0]
                cell = next(c for c in notebook.cells if re.search(rf"^(def|class) {name}\b", c.source, re.M))
                cell.source += (
                    f"\n\n{PRELUDE}\ndef _made(right):\n  def spoilt(*args, **kwargs):\n    {body}\n  return spoilt\n"
                    f"\n{place} = _made({place})\n"
                )
        submission = Submission("ada", self.bench.assignment, nbformat.writes(notebook).encode())
        may_lose = {e for e in self.exercises if self.may_lose(e, spoilt)}
        bench = _hurried(self.bench, {*spoilt, *may_lose}) if hurried else self.bench
        found = grade(submission, bench, self.zygote).verdict.exercises
        return {v.exercise: v for v in found}


def _hurried(bench: Bench, exercises: Collection[str]) -> Bench:
    """Return the bench with little patience for these exercises, and somewhat more for those that rest on them."""

    def impatient(exercise: Exercise, seconds: float) -> Exercise:
        return replace(exercise, aspects=[replace(a, seconds=seconds) for a in exercise.aspects])

    quick = {
        name: impatient(e, PATIENCE)
        if name in exercises
        else impatient(e, 5 * PATIENCE)
        if set(e.rests_on) & set(exercises)
        else e
        for name, e in bench.key.exercises.items()
    }
    return replace(bench, key=replace(bench.key, exercises=quick))


def _solved(chapter: str) -> nbformat.NotebookNode:
    """Return the source notebook with its first code cell, its solutions and its grade cells: no example, no prose."""
    notebook = nbformat.read(ROOT / "source" / chapter / f"{chapter}.ipynb", as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    notebook.cells = [c for c in code if c is code[0] or "nbgrader" in c.metadata or re.search(r"^[A-Z]+ = ", c.source)]
    return notebook


@pytest.fixture(scope="module")
def chapter(request: pytest.FixtureRequest) -> Iterator[Chapter]:
    name = request.param
    key, draw = load_assignment(ROOT, name), Draw(graded=5, shown=6)
    notes = runpy.run_path(str(ROOT / "tests" / "bad_answers" / f"{name}.py"))
    with Zygote.start(key.needs, limits=Limits(memory=3 << 29, grace=0.5)) as zygote:
        expected = compute_expected(key, draw, zygote, mistakes=False)
        source = read_source(open_course(ROOT), name, name).cells
        bench = Bench(name, name, source, key, expected, draw, str(zygote.isolation))
        yield Chapter(bench, zygote, _solved(name), notes)


def _reasons(verdict: ExerciseVerdict) -> list[str]:
    return [str(a.rationale) for a in verdict.aspects if a.rationale]


def _full(verdicts: Mapping[str, ExerciseVerdict]) -> set[str]:
    return {e for e, v in verdicts.items() if v.score == v.points}


def _harmed(chapter: Chapter, verdicts: Mapping[str, ExerciseVerdict], spoilt: Collection[str]) -> set[str]:
    """Return the exercises that lost points by the faults of others, and do not use any of these by design."""
    harmed = set(chapter.exercises) - _full(verdicts) - set(spoilt)
    return {e for e in harmed if not chapter.may_lose(e, spoilt)}


@pytest.mark.parametrize("kind", [pytest.param(k, marks=pytest.mark.long if k in SLOW else ()) for k in KINDS])
@pytest.mark.parametrize("chapter", CHAPTERS, indirect=True)
def test_a_bad_answer_gets_its_reason_and_harms_no_other_exercise(chapter: Chapter, kind: str) -> None:
    for spoilt in chapter.groups(kind):
        verdicts = chapter.graded(dict.fromkeys(spoilt, KINDS[kind][0]), hurried=kind in ENDLESS)
        assert not _harmed(chapter, verdicts, spoilt)
        assert not _full(verdicts) & set(spoilt)
        for exercise in spoilt:
            reasons = _reasons(verdicts[exercise])
            assert verdicts[exercise].score is not None
            assert any(word in reason for reason in reasons for word in chapter.words(exercise, kind)), (
                exercise,
                reasons,
            )


@pytest.mark.parametrize("kind", RUDE)
@pytest.mark.parametrize("chapter", CHAPTERS, indirect=True)
def test_rude_manners_cost_nothing(chapter: Chapter, kind: str) -> None:
    rude = set(chapter.exercises) - (set(chapter.notes.get("OFTEN", ())) if kind in COSTLY else set())
    assert _full(chapter.graded(dict.fromkeys(rude, RUDE[kind]))) == set(chapter.exercises)


@pytest.mark.parametrize("chapter", CHAPTERS, indirect=True)
def test_replaced_numpy_functions_harm_no_other_exercise(chapter: Chapter) -> None:
    for spoilt in chapter.groups("replaced"):
        verdicts = chapter.graded(dict.fromkeys(spoilt, REPLACED), hurried=True)
        assert not _harmed(chapter, verdicts, spoilt)
