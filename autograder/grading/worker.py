"""What a worker does with one hand-in, in whichever process or machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.errors import GraderError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.engine import Graded, grade
from autograder.grading.submission import read_submission
from autograder.model.program import NotebookJob, NotebookRun, NotebookRunner


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one hand-in: graded, or the one line that says why not."""

    student: str
    graded: Graded | None
    error: str = ""
    #: wall seconds in the worker
    seconds: float = 0.0


class _Telling:
    """A runner that tells each time that a notebook has been run."""

    def __init__(self, runner: NotebookRunner, ran: Callable[[], None]) -> None:
        self._runner = runner
        self._ran = ran

    def run_notebook(self, job: NotebookJob) -> NotebookRun:
        """Run a job."""
        found = self._runner.run_notebook(job)
        self._ran()
        return found


def grade_one(
    course: Course, bench: Bench, runner: NotebookRunner, student: str, ran: Callable[[], None] = lambda: None
) -> Outcome:
    """Grade one hand-in; a fault of it or of the grader comes back as a line, never as an exception.

    `ran` is called when the notebook has been run and is to be judged, and again if that needed another run.
    """
    began = time.perf_counter()
    try:
        submission = read_submission(course, bench.assignment, student, bench.notebook)
        graded = grade(submission, bench, _Telling(runner, ran))
    except GraderError as error:
        return Outcome(student, None, str(error), time.perf_counter() - began)
    except Exception as error:  # noqa: BLE001
        # Whatever this one hand-in uncovers in the grader, the others are graded all the same.
        what = f"{student}/{bench.assignment}: the grader failed ({type(error).__name__}: {error})"
        return Outcome(student, None, f"{what}; report this with the notebook", time.perf_counter() - began)
    return Outcome(student, graded, seconds=time.perf_counter() - began)
