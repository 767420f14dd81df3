"""The workers of one run: on this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial

from autograder.grading import worker
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.crew import Crew
from autograder.grading.prepare import open_zygote
from autograder.grading.steady import Steady
from autograder.sandbox import Isolation


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
    """Grade in workers and yield as they finish; the first worker of this machine takes over the zygote.

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
    warm = _Warm(zygote, partial(open_zygote, bench.key.needs, isolation, course.limits, ahead=True))
    crew = Crew(
        min(jobs, len(students)),
        begin=partial(worker.start, warm.take),
        grade=partial(worker.grade_here, course, bench),
        end=worker.stop,
        hired=warm.taken,
        deaths=deaths,
    )
    with crew:
        yield from crew.outcomes(students)


class _Warm:
    """A zygote that is there already: the first worker takes it over, those after it start their own."""

    def __init__(self, zygote: Steady, another: Callable[[], Steady]) -> None:
        self._zygote: Steady | None = zygote
        self._another = another

    def take(self) -> Steady:
        """Return a worker's zygote: called in the worker."""
        if self._zygote is None:
            return self._another()
        self._zygote.adopt()
        return self._zygote

    def taken(self) -> None:
        """Note that a worker has been forked: called in the process that forked it."""
        if self._zygote is not None:
            self._zygote.let_go()
            self._zygote = None
