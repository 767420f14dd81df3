"""An exercise that builds on another one's code is judged over the reference's version when that one failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
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
from autograder.model.observation import Observations
from autograder.model.program import NotebookJob, NotebookRun, Program
from autograder.model.serial import verdict_to_json
from autograder.model.verdict import Status, SubmissionVerdict
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


#: reads what its methods are called by, says it aloud, and leaves it where other exercises' processes find it
_THIEF = """
import marshal, mmap, sys, types
import numpy as np
shared = mmap.mmap(-1, 1 << 16)  # the pages of all later forks

def steal():
    frame = sys._getframe(1)
    while frame is not None:
        code = marshal.dumps({n: f.__code__ for n, f in frame.f_globals.items() if n.startswith("given_")})
        if len(code) > 20:
            shared[8:8 + len(code)], shared[:8] = code, len(code).to_bytes(8, "little")
        frame = frame.f_back

def stolen(name):
    steal()
    codes = marshal.loads(shared[8:8 + int.from_bytes(shared[:8], "little")])
    scope = {"np": np, "given_forward": None}
    for known, code in codes.items():
        scope[known] = types.FunctionType(code, scope, known, (0.01, 100) if known == "given_train" else None)
    return scope[name]

class LinearRegression:
    def __init__(self, input_dim, seed=None):
        steal()

    def forward(self, X):
        return stolen("given_forward")(self, X)

    def compute_gradients(self, X, y):
        return stolen("given_gradients")(self, X, y)

    def train(self, X, y, lr=0.01, epochs=100):
        return stolen("given_train")(self, X, y, lr, epochs)
"""
_LOUD = """
class RidgeRegression(LinearRegression):
    def __init__(self, *args, **keywords):
        steal()
        raise ValueError("STOLEN " + shared[8:200].hex())
"""


def _with_thief() -> bytes:
    notebook = nbformat.read(ROOT / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    for cell in notebook.cells:
        for name, code in (("class LinearRegression:", _THIEF), ("class RidgeRegression", _LOUD)):
            if name in cell.source and cell.cell_type == "code":
                cell.source = code
    content: str = nbformat.writes(notebook)
    return content.encode()


class _Counting:
    """A zygote that keeps what it is asked to run."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote
        self.jobs: list[NotebookJob] = []

    def run_code(self, code: str, program: Program) -> Observations:
        return self._zygote.run_code(code, program)

    def run_notebook(self, job: NotebookJob) -> NotebookRun:
        self.jobs.append(job)
        return self._zygote.run_notebook(job)


Grading = Callable[[bytes], tuple[SubmissionVerdict, list[NotebookJob]]]


@pytest.fixture(scope="module")
def bench_and_zygote() -> Iterator[tuple[Bench, Zygote]]:
    key = replace(load_assignment(ROOT, CHAPTER), family_seconds=2.0)
    draw = Draw(graded=5, shown=6)
    source = read_source(open_course(ROOT), CHAPTER, CHAPTER).cells
    with Zygote.start(key.needs) as zygote:
        expected = compute_expected(key, draw, zygote, mistakes=False)
        yield Bench(CHAPTER, CHAPTER, source, key, expected, draw, str(zygote.isolation)), zygote


@pytest.fixture(scope="module")
def graded(bench_and_zygote: tuple[Bench, Zygote]) -> Grading:
    """Grade a notebook; return the verdict and what was run for it."""
    bench, zygote = bench_and_zygote

    def run(notebook: bytes) -> tuple[SubmissionVerdict, list[NotebookJob]]:
        counting = _Counting(zygote)
        return grade(Submission("who", CHAPTER, notebook), bench, counting).verdict, counting.jobs

    return run


@pytest.fixture(scope="module")
def verdicts(graded: Grading) -> dict[str, SubmissionVerdict]:
    wrong = _with_base(("@ self.w + self.b", "@ self.w - self.b"))
    return {who: graded(what)[0] for who, what in {"wrong": wrong, "thief": _with_thief()}.items()}


@pytest.fixture(scope="module")
def scores(verdicts: dict[str, SubmissionVerdict]) -> dict[str, float]:
    return {v.exercise: v.score or 0.0 for v in verdicts["wrong"].exercises}


def test_the_faulty_base_costs_points_where_the_fault_is(scores: dict[str, float]) -> None:
    assert scores["LinearRegression"] < 3


def test_the_class_built_on_it_is_not_charged_again(scores: dict[str, float]) -> None:
    assert scores["RidgeRegression"] == 6


def test_what_a_probe_holds_earns_nothing_in_another_exercise(verdicts: dict[str, SubmissionVerdict]) -> None:
    """The probes of train hold a forward and a gradient to stand in for wrong ones: no answer to those exercises."""
    found = {v.exercise: v.score or 0.0 for v in verdicts["thief"].exercises}
    assert found["LinearRegression"] < 1
    assert found["LinearRegression_compute_gradients"] == 0
    assert found["LinearRegression_train"] == 0


def test_what_a_probe_holds_is_not_carried_home(verdicts: dict[str, SubmissionVerdict]) -> None:
    assert b"STOLEN" not in verdict_to_json(verdicts["thief"])


TRAIN = "LinearRegression_train"


def test_a_solved_chapter_runs_once(graded: Grading) -> None:
    verdict, jobs = graded(_with_base(("@ self.w + self.b", "@ self.w + self.b")))
    assert {v.status for v in verdict.exercises} == {Status.PASSED}
    assert len(jobs) == 1


def test_where_probes_tell_of_another_exercise_only_what_failed_is_shown(
    graded: Grading, bench_and_zygote: tuple[Bench, Zygote]
) -> None:
    """In a run of its own, in which nothing of the graded draw is."""
    bench, _ = bench_and_zygote
    verdict, jobs = graded(_with_base(("losses.append(", "losses.append(1.0 + ")))
    failed = next(v for v in verdict.exercises if v.exercise == TRAIN)
    assert failed.status is Status.FAILED
    assert any(aspect.example for aspect in failed.aspects)
    first, second, *_ = jobs
    assert {p.graded.exercise for p in first.probings if p.shown is None} == bench.telling(list(bench.key.exercises))
    assert [p.graded for p in second.probings] == [bench.probing(TRAIN).shown]
    assert second.cells[-1].exercises == (TRAIN,)


def test_what_timed_out_is_not_shown_once_more(graded: Grading) -> None:
    verdict, jobs = graded(_with_base(("losses = []", "losses = []\n        while epochs == 4: pass")))
    failed = next(v for v in verdict.exercises if v.exercise == TRAIN)
    assert failed.flags == ("timed out",)
    assert all(TRAIN not in {p.graded.exercise for p in job.probings} for job in jobs[1:])
