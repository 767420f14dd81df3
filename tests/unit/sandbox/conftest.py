"""One real zygote for all tests of a process, and short ways to make programs and notebooks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest

from autograder.model.observation import Case, Observation, Outcome
from autograder.model.program import Family, JobCell, NotebookJob, NotebookRun, Probing, Program
from autograder.sandbox import Limits, Zygote

PROBES = """
def call(ns, x):
    return ns.f(x)

def with_function(ns, x, fun):
    return ns.f(x, fun)
"""


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    with Zygote.start(limits=Limits(memory=512 << 20, grace=0.5)) as started:
        yield started


def family(*cases: Case, probe: str = "call", aspect: str = "value", seconds: float = 5.0) -> Family:
    return Family(aspect, probe, cases or ({"x": 1},), seed=7, seconds=seconds)


def program(*families: Family, exercise: str = "f") -> Program:
    return Program(exercise, PROBES, families or (family(),))


class OutcomeOf(Protocol):
    def __call__(self, code: str, *families: Family) -> Outcome: ...


class NotebookOf(Protocol):
    def __call__(self, *cells: str, timeout: float = 5.0, probe_after: int | None = None) -> NotebookRun: ...


@pytest.fixture
def observe(zygote: Zygote) -> OutcomeOf:
    """Run code and return the outcome of the first case."""

    def run(code: str, *families: Family) -> Outcome:
        (first, *_), *_ = zygote.run_code(code, program(*families)).values()
        return first.outcome

    return run


def notebook(
    *cells: str, timeout: float = 5.0, probe_after: int | None = None, files: dict[str, bytes] | None = None
) -> NotebookJob:
    exercises = [("f",) if index == probe_after else () for index in range(len(cells))]
    job_cells = [JobCell(i, source, timeout, e) for i, (source, e) in enumerate(zip(cells, exercises, strict=True))]
    probings = (Probing(graded=program(), shown=program()),) if probe_after is not None else ()
    return NotebookJob(tuple(job_cells), probings, files or {})


@pytest.fixture
def run_notebook(zygote: Zygote) -> NotebookOf:
    def run(*cells: str, timeout: float = 5.0, probe_after: int | None = None) -> NotebookRun:
        return zygote.run_notebook(notebook(*cells, timeout=timeout, probe_after=probe_after))

    return run


def text_of(run: NotebookRun, index: int) -> str:
    """All text that a cell shows."""
    shown = []
    for output in run.cells[index].outputs:
        shown += [output.get("text", ""), output.get("evalue", ""), str(output.get("data", {}).get("text/plain", ""))]
    return "".join(shown)


def graded(run: NotebookRun) -> Observation:
    """The first graded observation of the exercise f."""
    return run.graded["f"]["value"][0]
