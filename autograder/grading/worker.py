"""What a worker does with one hand-in, in whichever process or machine."""

from __future__ import annotations

import time
from dataclasses import dataclass

from autograder.errors import GraderError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.engine import Graded, grade
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
