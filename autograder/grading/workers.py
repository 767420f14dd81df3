"""The workers of one run: on this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

from autograder.grading import worker
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.crew import Crew
from autograder.grading.opening import run_opening_once
from autograder.grading.steady import Steady
from autograder.sandbox import Isolation

#: with fewer hand-ins it takes longer to try the notebook's first cells than to run them for each
_FEW = 4


def outcomes_of(
    course: Course,
    bench: Bench,
    students: list[str],
    zygote: Steady,
    *,
    jobs: int,
    isolation: Isolation | None,
    scheduler: str | None,
    deaths: dict[str, int],
) -> Generator[worker.Outcome, None, None]:
    """Grade in workers and yield as they finish; those of this machine get twins of the zygote.

    `deaths` gets student -> how many workers died before the hand-in was graded, or given up.

    Raises:
        StopRunError: no worker can be started.
        UsageError: no such scheduler.
    """
    if scheduler is not None:
        zygote.close()
        from autograder.grading import cluster

        yield from cluster.outcomes(scheduler, course.root, bench.assignment, bench.notebook, isolation, students)
        return
    if len(students) >= _FEW:
        run_opening_once(course, bench, zygote)
    crew = Crew(min(jobs, len(students)), zygote.twin, partial(worker.grade_one, course, bench), deaths)
    with crew:
        yield from crew.outcomes(students)
