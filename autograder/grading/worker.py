"""One worker: a process with a zygote, which grades one submission after another."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.errors import GraderError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.engine import Graded, grade
from autograder.grading.steady import Steady
from autograder.grading.submission import read_submission
from autograder.model.program import NotebookRunner


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one hand-in: graded, or the one line that says why not."""

    student: str
    graded: Graded | None
    error: str = ""
    #: wall seconds in the worker
    seconds: float = 0.0


_runner: Steady | None = None


def start(make: Callable[[], Steady]) -> None:
    """Make a zygote for this process, and search what is there before any hand-in for garbage no more.

    Raises:
        GraderError: it does not start.
    """
    global _runner
    _runner = make()
    gc.freeze()


def stop() -> None:
    """End the zygote that `start` made."""
    if _runner is not None:
        _runner.close()


def grade_here(course: Course, bench: Bench, student: str) -> Outcome:
    """Grade one hand-in on the zygote that `start` made."""
    assert _runner is not None
    return grade_one(course, bench, _runner, student)


def grade_one(course: Course, bench: Bench, runner: NotebookRunner, student: str) -> Outcome:
    """Grade one hand-in; a fault of it or of the grader comes back as a line, never as an exception."""
    began = time.perf_counter()
    try:
        submission = read_submission(course, bench.assignment, student, bench.notebook)
        graded = grade(submission, bench, runner)
    except GraderError as error:
        return Outcome(student, None, str(error), time.perf_counter() - began)
    except Exception as error:  # noqa: BLE001
        # Whatever this one hand-in uncovers in the grader, the others are graded all the same.
        what = f"{student}/{bench.assignment}: the grader failed ({type(error).__name__}: {error})"
        return Outcome(student, None, f"{what}; report this with the notebook", time.perf_counter() - began)
    return Outcome(student, graded, seconds=time.perf_counter() - began)
