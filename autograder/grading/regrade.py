"""Judges stored observations again, after an exercise, comparer or tolerance changed, without running student code.

What cannot be judged so (other cases, another hand-in, no observations) goes through the ordinary batch.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.errors import GraderError, StopRunError, SubmissionError
from autograder.grading import batch
from autograder.grading.autograded import with_verdicts
from autograder.grading.batch import Progress
from autograder.grading.bench import Bench
from autograder.grading.changes import Change, change
from autograder.grading.course import Course
from autograder.grading.engine import comments_of, judge_all
from autograder.grading.gradebook import Gradebook
from autograder.grading.observations import Observed
from autograder.grading.plan import make_plan
from autograder.grading.prepare import answer_key, open_zygote, prepare, submission_key
from autograder.grading.store import Store
from autograder.grading.submission import Submission, is_left_out, read_submission
from autograder.grading.terms import name_of, terms_of
from autograder.model.observation import NotRun, Observations
from autograder.model.verdict import SubmissionVerdict
from autograder.sandbox import Isolation


@dataclass(frozen=True, slots=True)
class Request:
    """What to judge again, and whether to apply it; `jobs` and `isolation` are for those that have to run again."""

    assignment: str
    students: str = "*"
    dry_run: bool = False
    jobs: int = 1
    isolation: Isolation | None = None


@dataclass(slots=True)
class Report:
    """What a regrading found, and did unless it was a dry run."""

    assignment: str
    draw: str
    dry_run: bool
    changed: list[Change] = field(default_factory=list)
    #: students whose points are as they were
    same: list[str] = field(default_factory=list)
    #: student -> why stored observations do not suffice; these hand-ins are, or would be, run again
    rerun: dict[str, str] = field(default_factory=dict)
    #: student -> exercise -> why it cannot be judged now; their recorded scores stay
    errored: dict[str, dict[str, str]] = field(default_factory=dict)
    #: student -> the line that says why nothing was done
    ungradable: dict[str, str] = field(default_factory=dict)
    #: why the run ended before all were judged, or ""
    stopped: str = ""

    @property
    def status(self) -> int:
        """The exit status: 0 all judged, 1 some Errored or ungradable."""
        return int(bool(self.errored or self.ungradable or self.stopped))


class RunAgainError(Exception):
    """Stored observations do not suffice for a verdict; the argument says why."""


def run(course: Course, request: Request, progress: Progress) -> Report:
    """Judge again what the request names; `progress(student, done, total)` is called after each.

    Raises:
        GraderError: nothing can start (unknown assignment, faulty answer key, no isolation, no gradebook).
    """
    name, report = request.assignment, Report(request.assignment, "", request.dry_run)
    store = Store(course, name)
    course.check_source(name)
    with store.only_run(), Gradebook(course) as gradebook:
        report.draw = store.draw().id
        names = gradebook.notebooks(name)
        for notebook in names:
            key = answer_key(course, name)
            with open_zygote(key.needs, request.isolation, course.limits) as zygote:
                bench = prepare(course, name, notebook, store.draw(), zygote)
            _Regrading(course, report, bench, gradebook, names).judge_all(
                course.students(name, request.students), progress
            )
    if report.rerun and not request.dry_run and not report.stopped:
        _run_again(course, request, report, names, progress)
    touched = {c.student for c in report.changed} | (report.rerun.keys() if request.dry_run else set())
    report.same = [
        s for s in dict.fromkeys(report.same) if s not in touched | report.errored.keys() | report.ungradable.keys()
    ]
    return report


class _Regrading:
    """One pass over the stored observations of one notebook."""

    def __init__(
        self, course: Course, report: Report, bench: Bench, gradebook: Gradebook, names: Sequence[str]
    ) -> None:
        self._course = course
        self._bench = bench
        self._store = Store(course, bench.assignment, bench.notebook)
        self._gradebook = gradebook
        #: the assignment's notebooks
        self._names = names
        self.report = report

    def judge_all(self, students: Sequence[str], progress: Progress) -> None:
        """Judge again as far as it goes."""
        try:
            for done, student in enumerate(students, 1):
                self.judge(student)
                progress(student, done, len(students))
        except StopRunError as error:
            self.report.stopped = str(error)

    def judge(self, student: str) -> None:
        """Judge one student's observations again, and unless it is a dry run, record what came out."""
        try:
            submission = read_submission(self._course, self._bench.assignment, student, self._bench.notebook)
            held, verdict = self._verdicts(submission)
            self._settle(submission, held, verdict)
        except RunAgainError as error:
            self.report.rerun[student] = str(error)
        except SubmissionError as error:
            if not is_left_out(self._course, self._bench.assignment, student, self._bench.notebook, self._names):
                self.report.ungradable[student] = f"{error} (what is recorded stays)"
        except StopRunError:
            raise
        except GraderError as error:
            self.report.ungradable[student] = str(error)

    def _verdicts(self, submission: Submission) -> tuple[SubmissionVerdict, SubmissionVerdict]:
        """Return the stored verdict and the one of now.

        Raises:
            RunAgainError: the stored observations do not suffice.
        """
        student = submission.student
        try:
            held, observed = self._store.verdict(student), self._store.observed(student)
        except GraderError as error:
            raise RunAgainError(f"{error.what}") from error
        if held is None or observed is None:
            raise RunAgainError("has not been graded yet" if held is None else "its observations are not stored")
        return held, rejudged(self._bench, submission, held, observed)

    def _settle(self, submission: Submission, held: SubmissionVerdict, verdict: SubmissionVerdict) -> None:
        report, student = self.report, submission.student
        scored = {v.exercise for v in held.exercises if v.score is not None}
        lost = {v.exercise: str(v.rationale) for v in verdict.exercises if v.score is None}
        if lost:
            report.errored[student] = lost
        if scored & set(lost):
            return  # a fault of the grader takes no recorded score away
        notebook = self._notebook(verdict)
        given = self._gradebook.given_by_hand(held, {})
        found = change(held, verdict, frozenset(name for name, (score, _, _) in given.items() if score is not None))
        if not report.dry_run:
            self._apply(submission, held, verdict, notebook)
        if found is not None:
            report.changed.append(found)
        else:
            report.same.append(student)

    def _notebook(self, verdict: SubmissionVerdict) -> bytes:
        stored = self._store.autograded(verdict.student, verdict.notebook)
        if stored is None:
            raise RunAgainError("its autograded notebook is not there")
        try:
            return with_verdicts(stored, self._bench, verdict)
        except GraderError as error:
            raise RunAgainError(error.what) from error

    def _apply(
        self, submission: Submission, held: SubmissionVerdict, verdict: SubmissionVerdict, notebook: bytes
    ) -> None:
        """Record a verdict: the gradebook's transaction, then files, then the mark; a rerun does what is missing."""
        key = submission_key(submission, self._bench)
        if self._store.is_done(submission.student, key) and verdict == held and self._gradebook.is_recorded(verdict):
            return
        empty = make_plan(self._bench.source, submission, self._bench.timeout, self._bench.kernel).empty
        with self._store.writing():
            self._gradebook.record(verdict, None, comments_of(self._bench, verdict, empty), rejudged=True)
            self._store.replace(verdict, notebook, key)


def rejudged(bench: Bench, submission: Submission, held: SubmissionVerdict, observed: Observed) -> SubmissionVerdict:
    """Return the verdict on stored observations.

    Raises:
        RunAgainError: they were made under other terms, or of other cases.
    """
    _same_terms(bench, submission, held, observed)
    exercises = [v.exercise for v in held.exercises]
    for exercise in exercises:
        if exercise in bench.asked:
            _same_question(bench, exercise, observed)

    def once_more(exercise: str, failed: Collection[str], standing: str) -> Observations:
        known = observed.over.get(exercise)
        if known is None or known.standing != name_of(standing):
            raise RunAgainError(f"{exercise} is to be run over the reference's {', '.join(failed)}")
        return known.graded

    def show(failed: Collection[str]) -> Mapping[str, Observations]:
        raise RunAgainError(f"{', '.join(failed)} failed now, and no example of that was observed")

    verdicts = judge_all(bench, exercises, observed, once_more, show)
    return dataclasses.replace(held, exercises=tuple(verdicts))


def _same_terms(bench: Bench, submission: Submission, held: SubmissionVerdict, observed: Observed) -> None:
    if not bench.execute:
        raise RunAgainError("the course does not run notebooks")
    if held.draw != bench.draw.id:
        raise RunAgainError("was graded under another draw")
    if not observed.terms:
        raise RunAgainError("its observations are of an older grader")
    for what, name in terms_of(submission, bench).items():
        if observed.terms.get(what) != name:
            raise RunAgainError(f"{what} changed since it was graded")


def _same_question(bench: Bench, exercise: str, observed: Observed) -> None:
    """Make sure that all present families of an exercise were observed, on the present cases."""
    now, then = bench.asked[exercise], observed.asked.get(exercise, {})
    if not then or exercise not in observed.graded:
        raise RunAgainError(f"{exercise} was not observed")
    new = [name for name in now if name not in then]
    other = [name for name in now if name in then and now[name] != then[name]]
    if new or other:
        parts = [f"{exercise}/{name} is new" for name in new]
        parts += [f"the cases, limit or probe of {exercise}/{name} changed" for name in other]
        raise RunAgainError("; ".join(parts))
    # a family that was not reached would be reached now, if the one that ended the run is gone
    draws = (observed.graded.get(exercise, {}), observed.shown.get(exercise, {}))
    unreached = any(isinstance(o.outcome, NotRun) for d in draws for name in now for o in d.get(name, ()))
    if unreached and list(now) != list(then):
        raise RunAgainError(f"{exercise} has other families, and not all of its cases had been reached")


def _run_again(course: Course, request: Request, report: Report, names: Sequence[str], progress: Progress) -> None:
    """Grade by the ordinary path those whose observations do not suffice."""
    stores = [Store(course, request.assignment, name) for name in names]
    before = {(student, store): _held(store, student) for student in report.rerun for store in stores}
    wanted = batch.Request(
        request.assignment, request.students, request.jobs, isolation=request.isolation, only=frozenset(report.rerun)
    )
    done = batch.run(course, wanted, progress)
    report.ungradable |= done.ungradable
    report.stopped = done.stopped
    for student, exercises in done.errored.items():
        report.errored[student] = {name: done.faults.get(name, "") for name in exercises}
    for (student, store), old in before.items():
        new = _held(store, student)
        if old is None or new is None:
            continue
        if (found := change(old, new)) is not None:
            report.changed.append(found)
        else:
            report.same.append(student)


def _held(store: Store, student: str) -> SubmissionVerdict | None:
    try:
        return store.verdict(student)
    except GraderError:
        return None
