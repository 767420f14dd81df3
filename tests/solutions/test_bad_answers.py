"""Answers that are no answers: each gets its reason, and the next exercises are judged as if nothing had happened.

A chapter takes part by a file `tests/bad_answers/<chapter>.py`, which may define

    DEFINES   exercise -> what to spoil, where it is not the exercise's own functions: ("Tensor.__add__",)
    NUMBERS   exercises that are given numbers only: there is no argument to change, or to return a view of
    FIGURES   exercises that draw: there the reason is what is not drawn, or not returned
    REASONS   (exercise, kind) -> words of which one must stand in a reason, in place of those of `KINDS`
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

def _arrays(args, kwargs):
    return [a for a in (*args, *kwargs.values()) if isinstance(a, np.ndarray)]

def _spoil(args, kwargs):
    for a in (*args, *kwargs.values()):
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
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        ("took longer",),
    ),
    "endless recursion": ("return spoilt(*args, **kwargs)", ("RecursionError",)),
    "an end of the process": ("import os\n    os._exit(0)", ("ended the Python process",)),
    "500 figures": (
        "import matplotlib.pyplot as plt\n    for _ in range(500): plt.figure()",
        ("took longer", "None"),
    ),
    "changed arguments": (
        "found = right(*args, **kwargs)\n    _spoil(args, kwargs)\n    return found",
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
#: these do nothing where all arguments are numbers
OF_ARRAYS = {"changed arguments", "a view of the input"}
DRAWS = ("drawn", "Axes", "panel", "took longer", "changed", "RecursionError", "ended the Python", "Memory")


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
        return {name for e in self.bench.key.exercises.values() for name in e.rests_on}

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
        bench = _hurried(self.bench, spoilt) if hurried else self.bench
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


@pytest.mark.parametrize("kind", [pytest.param(k, marks=pytest.mark.long if k in SLOW else ()) for k in KINDS])
@pytest.mark.parametrize("chapter", CHAPTERS, indirect=True)
def test_a_bad_answer_gets_its_reason_and_harms_no_other_exercise(chapter: Chapter, kind: str) -> None:
    body, usual = KINDS[kind]
    notes = chapter.notes
    asked = [e for e in chapter.exercises if not (kind in OF_ARRAYS and e in notes.get("NUMBERS", ()))]
    if kind == "500 figures":  # nor so many again by every call from another exercise
        asked = [e for e in asked if e not in chapter.foundations]
    for spoilt in (asked[::2], asked[1::2]):  # its neighbours are right, and stay right
        verdicts = chapter.graded(dict.fromkeys(spoilt, body), hurried=kind in ENDLESS)
        assert _full(verdicts) == set(chapter.exercises) - set(spoilt)
        for exercise in spoilt:
            words = DRAWS if exercise in notes.get("FIGURES", ()) else usual
            words = notes.get("REASONS", {}).get((exercise, kind), words)
            reasons = _reasons(verdicts[exercise])
            assert verdicts[exercise].score is not None
            assert any(word in reason for reason in reasons for word in words), (exercise, reasons)


@pytest.mark.parametrize("kind", RUDE)
@pytest.mark.parametrize("chapter", CHAPTERS, indirect=True)
def test_rude_manners_cost_nothing(chapter: Chapter, kind: str) -> None:
    assert _full(chapter.graded(dict.fromkeys(chapter.exercises, RUDE[kind]))) == set(chapter.exercises)


@pytest.mark.parametrize("chapter", CHAPTERS, indirect=True)
def test_replaced_numpy_functions_harm_no_other_exercise(chapter: Chapter) -> None:
    for spoilt in (chapter.exercises[::2], chapter.exercises[1::2]):
        verdicts = chapter.graded(dict.fromkeys(spoilt, REPLACED))
        assert _full(verdicts) >= set(chapter.exercises) - set(spoilt)
