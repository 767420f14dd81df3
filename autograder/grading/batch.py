"""Grades a whole assignment: workers grade, this process writes; a rerun does only what is missing."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial

from autograder.errors import GraderError, SubmissionError
from autograder.grading import worker
from autograder.grading.course import Course
from autograder.grading.engine import Bench
from autograder.grading.gradebook import Gradebook
from autograder.grading.prepare import answer_key, open_zygote, prepare, submission_key
from autograder.grading.source import read_source
from autograder.grading.store import Store
from autograder.grading.submission import read_submission
from autograder.sandbox import Isolation

#: a hand-in that brings its worker down this often by itself is reported instead of tried again
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Request:
    """What to grade and how."""

    assignment: str
    students: str = "*"
    jobs: int = 1
    force: bool = False
    redraw: bool = False
    isolation: Isolation | None = None
    #: address of a Dask scheduler; None grades in processes of this machine
    scheduler: str | None = None


@dataclass(slots=True)
class Summary:
    """What a batch did, for the last line, `--json` and the exit status."""

    assignment: str
    isolation: str
    draw: str
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    #: hand-ins that were graded before and are as they were
    unchanged: list[str] = field(default_factory=list)
    #: student -> exercises without a score because of the grader's own fault
    errored: dict[str, list[str]] = field(default_factory=dict)
    #: student -> the line that says why nothing was recorded
    ungradable: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The exit status: 0 all graded, 1 some Errored or ungradable."""
        return int(bool(self.errored or self.ungradable))


Progress = Callable[[str, int, int], None]


def run(course: Course, request: Request, progress: Progress) -> Summary:
    """Grade what the request names; `progress(student, done, total)` is called after each.

    Raises:
        GraderError: nothing can start (unknown assignment, no isolation, no gradebook).
    """
    store = Store(course.root, request.assignment)
    with Gradebook(course) as gradebook:
        gradebook.check_assignment(request.assignment, request.assignment)
        bench = _bench(course, request, store)
        summary = Summary(request.assignment, bench.isolation, bench.draw.id)
        todo = _missing(course, request, bench, store, gradebook, summary)
        done = len(summary.unchanged) + len(summary.ungradable)
        total = done + len(todo)
        for outcome in _outcomes(course, request, bench, list(todo)):
            _settle(outcome, todo[outcome.student], store, gradebook, summary)
            done += 1
            progress(outcome.student, done, total)
    return summary


def _bench(course: Course, request: Request, store: Store) -> Bench:
    """Load the answer key and run the reference and the mistakes, once for all submissions."""
    name = request.assignment
    key = answer_key(course.root, name, read_source(course.root, name, name))
    with open_zygote(key.needs, request.isolation) as zygote:
        return prepare(course, name, name, store.draw(fresh=request.redraw), zygote)


def _missing(
    course: Course, request: Request, bench: Bench, store: Store, gradebook: Gradebook, summary: Summary
) -> dict[str, str]:
    """Return student -> key of the hand-ins to grade; what cannot be read or is done goes into the summary."""
    todo = {}
    for student in course.students(request.assignment, request.students):
        try:
            found = read_submission(course.root, request.assignment, student, bench.notebook)
        except SubmissionError as error:
            summary.ungradable[student] = _kept_note(str(error), store, student)
            continue
        key = submission_key(found, bench)
        held = None if request.force or not store.is_done(student, key) else store.verdict(student)
        if held is None or not gradebook.is_recorded(held):
            todo[student] = key
        else:
            summary.unchanged.append(student)
            summary.scores[student] = (held.score, held.max_score)
            if held.errored:
                summary.errored[student] = [v.exercise for v in held.exercises if v.score is None]
    return todo


def _outcomes(course: Course, request: Request, bench: Bench, students: list[str]) -> Iterator[worker.Outcome]:
    """Grade in workers and yield as they finish; a hand-in whose worker dies is tried again, by itself."""
    left = dict.fromkeys(students)
    while left:
        lost: list[str] = []
        for student, outcome in _pool_run(course, request, bench, list(left), request.jobs):
            del left[student]
            if outcome is None:
                lost.append(student)
            else:
                yield outcome
        for student in lost:
            yield _alone(course, request, bench, student)


def _alone(course: Course, request: Request, bench: Bench, student: str) -> worker.Outcome:
    """Grade a hand-in in workers of its own, so that it brings down nobody else's."""
    for _ in range(_TRIES):
        for _, outcome in _pool_run(course, request, bench, [student], 1):
            if outcome is not None:
                return outcome
    where = f"{student}/{request.assignment}"
    return worker.Outcome(student, None, f"{where}: its worker died again and again; look for memory in `dmesg`")


def _pool_run(
    course: Course, request: Request, bench: Bench, students: list[str], jobs: int
) -> Iterator[tuple[str, worker.Outcome | None]]:
    """Run one executor until it is through or breaks; None marks those in work when it broke."""
    waiting = iter(students)
    pending: dict[Future[worker.Outcome], str] = {}
    with _executor(course, request, bench, max(1, min(jobs, len(students)))) as (pool, task, workers):
        try:
            while True:
                # few at a time: results hold whole notebooks, and this process is to stay small
                while len(pending) < 2 * workers and (student := next(waiting, None)) is not None:
                    pending[pool.submit(task, student)] = student
                if not pending:
                    return
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    yield pending.pop(future), outcome
        except BrokenExecutor:
            yield from ((student, None) for student in pending.values())


_Task = Callable[[str], worker.Outcome]


@contextlib.contextmanager
def _executor(course: Course, request: Request, bench: Bench, jobs: int) -> Iterator[tuple[Executor, _Task, int]]:
    """Yield an executor whose workers hold zygotes, the function that it runs, and the number of its workers."""
    if request.scheduler is not None:
        from autograder.grading.cluster import cluster, grade_there

        with cluster(request.scheduler, course.root, request.assignment, request.isolation) as (remote, workers):
            yield remote, grade_there, workers
        return
    _shared.update(root=course.root, bench=bench)
    make = partial(open_zygote, bench.key.needs, request.isolation)
    # fork: the expected values and the cases' functions are inherited instead of pickled
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=worker.start, initargs=(make,))
    try:
        yield pool, _grade_shared, jobs
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_shared: dict[str, object] = {}


def _grade_shared(student: str) -> worker.Outcome:
    return worker.grade_one(_shared["root"], _shared["bench"], student)  # type: ignore[arg-type]


def _settle(outcome: worker.Outcome, key: str, store: Store, gradebook: Gradebook, summary: Summary) -> None:
    """Record one outcome: files, then the gradebook's transaction, then the mark that nothing is left to do."""
    if outcome.graded is None:
        summary.ungradable[outcome.student] = _kept_note(outcome.error, store, outcome.student)
        return
    verdict = outcome.graded.verdict
    began = time.perf_counter()
    try:
        store.save(outcome.graded)
        saved = time.perf_counter()
        gradebook.record(verdict, outcome.graded.timestamp, outcome.graded.comments)
        spent = {"files": saved - began, "database": time.perf_counter() - saved}
        store.mark_done(outcome.student, key, outcome.graded.seconds | spent)
    except GraderError as error:
        summary.ungradable[outcome.student] = _kept_note(str(error), store, outcome.student)
        return
    summary.scores[outcome.student] = (verdict.score, verdict.max_score)
    if verdict.errored:
        summary.errored[outcome.student] = [v.exercise for v in verdict.exercises if v.score is None]


def _kept_note(line: str, store: Store, student: str) -> str:
    """Say so when an older score stays in the gradebook although the present hand-in could not be graded."""
    held = store.verdict(student)
    return line if held is None else f"{line} (the score {held.score:.4g} of an earlier hand-in stays recorded)"
