"""Grades a whole assignment: workers grade, this process writes; a rerun does only what is missing."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autograder.errors import GraderError, StopRunError, SubmissionError
from autograder.grading import worker
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.device import DeviceSummary, DeviceTier, asking
from autograder.grading.gradebook import Gradebook
from autograder.grading.prepare import answer_key, open_zygote, prepare, submission_key
from autograder.grading.steady import Steady
from autograder.grading.store import Store
from autograder.grading.submission import is_left_out, read_submission
from autograder.grading.workers import outcomes_of
from autograder.judge.answer_key import AnswerKey
from autograder.model.verdict import Status, SubmissionVerdict
from autograder.sandbox import Isolation


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
    #: of the students that match, only these; None for all
    only: frozenset[str] | None = None
    #: run exercises that ask for a device on this machine's GPU, or do not start without one
    gpu: bool = False


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
    #: exercise -> why it has no score
    faults: dict[str, str] = field(default_factory=dict)
    #: student -> the line that says why nothing was recorded
    ungradable: dict[str, str] = field(default_factory=dict)
    #: student -> how many workers died before the hand-in was graded, or given up
    deaths: dict[str, int] = field(default_factory=dict)
    #: why the run ended before all were graded, or ""
    stopped: str = ""
    #: what ran on a GPU, apart from all scores
    device: DeviceSummary = field(default_factory=DeviceSummary)
    #: whether the GPU was asked for, so that what did not run there is a failure
    gpu: bool = False

    @property
    def status(self) -> int:
        """The exit status: 0 all graded, 1 some Errored or ungradable, or not run on the GPU that was asked for."""
        unfinished = self.gpu and self.device.failed
        return int(bool(self.errored or self.ungradable or self.stopped or unfinished))

    def merged(self, other: Summary) -> Summary:
        """Return the summary of two notebooks of the same assignment."""
        both = {**self.scores, **other.scores}
        for student in self.scores.keys() & other.scores.keys():
            (score, most), (score2, most2) = self.scores[student], other.scores[student]
            both[student] = (score + score2, most + most2)
        touched = (self.scores.keys() - set(self.unchanged)) | (other.scores.keys() - set(other.unchanged))
        errored = {s: [*self.errored.get(s, []), *other.errored.get(s, [])] for s in {**self.errored, **other.errored}}
        refused = dict(self.ungradable)
        for student, line in other.ungradable.items():
            refused[student] = f"{refused[student]}; {line}" if student in refused else line
        return Summary(
            self.assignment,
            self.isolation,
            self.draw,
            both,
            [student for student in both if student not in touched],
            errored,
            self.faults | other.faults,
            refused,
            self.deaths | other.deaths,
            self.stopped or other.stopped,
            self.device.merged(other.device),
            self.gpu or other.gpu,
        )


Progress = Callable[[str, int, int], None]


def run(course: Course, request: Request, progress: Progress, tell: Callable[[str], None] = print) -> Summary:
    """Grade what the request names; `progress(student, done, total)` is called after each.

    `tell` gets lines about what the run waits for.

    Raises:
        GraderError: nothing can start (unknown assignment, no isolation, no gradebook).
    """
    store = Store(course, request.assignment)
    course.check_source(request.assignment)
    with (
        store.only_run(),
        Gradebook(course, tell) as gradebook,
        DeviceTier(course, request.isolation, wanted=request.gpu) as tier,
    ):
        store.sweep()
        names = gradebook.notebooks(request.assignment)
        key = answer_key(course, request.assignment)
        _require_device(tier, request, key, tell)
        draw = store.draw(fresh=request.redraw)
        summaries: list[Summary] = []
        with open_zygote(key.needs, request.isolation, course.limits, ahead=True) as zygote:
            for name in names:
                bench = prepare(course, request.assignment, name, draw, zygote)
                batch = _Batch(course, request, bench, gradebook, names)
                batch.grade(zygote, progress)
                summaries.append(batch.summary)
                if batch.summary.stopped:
                    break
                batch.on_device(tier, progress)
    return functools.reduce(Summary.merged, summaries)


def _require_device(tier: DeviceTier, request: Request, key: AnswerKey, tell: Callable[[str], None]) -> None:
    """Where a GPU is asked for, find it before anything else is done.

    Raises:
        DeviceError: there is none.
    """
    if not request.gpu:
        return
    if asking(key):
        tier.require()
    else:
        tell(f"{request.assignment}: no exercise asks for a device, so there is nothing to run on one")


class _Batch:
    """One run over one notebook of an assignment, as it goes."""

    def __init__(
        self, course: Course, request: Request, bench: Bench, gradebook: Gradebook, names: Sequence[str]
    ) -> None:
        self._course = course
        self._request = request
        self._bench = bench
        self._store = Store(course, request.assignment, bench.notebook)
        self._gradebook = gradebook
        #: the assignment's notebooks
        self._names = names
        self.summary = Summary(request.assignment, bench.isolation, bench.draw.id, gpu=request.gpu)

    def grade(self, zygote: Steady, progress: Progress) -> None:
        """Grade what is missing, as far as it goes; the workers get twins of the zygote."""
        summary = self.summary
        try:
            todo = self._missing()
            done = len(summary.unchanged) + len(summary.ungradable)
            total = done + len(todo)
            # closed at once, however this ends: the workers go with it
            outcomes = outcomes_of(
                self._course,
                self._bench,
                list(todo),
                zygote,
                jobs=self._request.jobs,
                isolation=self._request.isolation,
                scheduler=self._request.scheduler,
                deaths=summary.deaths,
            )
            with contextlib.closing(outcomes) as found:
                for outcome in found:
                    self._settle(outcome, todo[outcome.student])
                    done += 1
                    progress(outcome.student, done, total)
        except StopRunError as error:
            summary.stopped = str(error)

    def on_device(self, tier: DeviceTier, progress: Progress) -> None:
        """Add the device tier to what is graded, as far as it goes; no score changes."""
        students = list(self.summary.scores)
        done = iter(range(1, len(students) + 1))
        try:
            self.summary.device = tier.run(
                self._bench,
                students,
                force=self._request.force,
                progress=lambda student: progress(student, next(done), len(students)),
            )
        except StopRunError as error:
            self.summary.stopped = str(error)

    def _missing(self) -> dict[str, str]:
        """Return student -> key of the hand-ins to grade; what cannot be read or is done goes into the summary."""
        todo = {}
        for student in self._course.students(self._request.assignment, self._request.students):
            if self._request.only is not None and student not in self._request.only:
                continue
            try:
                found = read_submission(self._course, self._request.assignment, student, self._bench.notebook)
            except SubmissionError as error:
                if is_left_out(self._course, self._request.assignment, student, self._bench.notebook, self._names):
                    self._gradebook.record_left_out(self._request.assignment, self._bench.notebook, student)
                    continue
                self._refuse(student, str(error))
                continue
            key = submission_key(found, self._bench)
            held = self._done(student, key)
            if held is None:
                todo[student] = key
            else:
                self.summary.unchanged.append(student)
                self._count(held)
        return todo

    def _done(self, student: str, key: str) -> SubmissionVerdict | None:
        """Return the verdict of a hand-in with which nothing is left to do, else None."""
        if self._request.force or not self._store.is_done(student, key):
            return None
        held = self._held(student)
        if held is None or not self._store.has_autograded(student, self._bench.notebook):
            return None
        same_faults = all(self._still(exercise, why) for exercise, why in _faults(held).items())
        return held if same_faults and self._gradebook.is_recorded(held) else None

    def _still(self, exercise: str, said: str) -> bool:
        """Tell whether an exercise without a score could be judged no better today."""
        fault = self._bench.fault_of(exercise)
        return fault is not None and str(fault) == said

    def _held(self, student: str) -> SubmissionVerdict | None:
        try:
            return self._store.verdict(student)
        except GraderError:  # damaged: the hand-in is graded again, and it is replaced
            return None

    def _settle(self, outcome: worker.Outcome, key: str) -> None:
        """Record one outcome: files beside their places, the gradebook's transaction, files in place, and the mark."""
        if outcome.graded is None:
            self._refuse(outcome.student, outcome.error)
            return
        graded, began = outcome.graded, time.perf_counter()
        try:
            with self._store.writing(), self._store.staged(graded) as staged:
                saved = time.perf_counter()
                self._gradebook.record(graded.verdict, graded.timestamp, graded.comments)
                spent = {"files": saved - began, "database": time.perf_counter() - saved}
                self._store.put(staged)
                self._store.mark_done(outcome.student, key, graded.seconds | spent)
        except StopRunError:
            raise
        except GraderError as error:
            self._refuse(outcome.student, str(error))
        except Exception as error:  # noqa: BLE001
            # Whatever this one hand-in uncovers in the grader, the others are recorded all the same.
            what = f"{outcome.student}: recording failed ({type(error).__name__}: {error})"
            self._refuse(outcome.student, f"{what}; report this with the notebook")
        else:
            self._count(graded.verdict)

    def _count(self, verdict: SubmissionVerdict) -> None:
        summary = self.summary
        summary.scores[verdict.student] = (verdict.score, verdict.max_score)
        if verdict.errored:
            summary.errored[verdict.student] = [v.exercise for v in verdict.exercises if v.score is None]
            summary.faults |= _faults(verdict)

    def _refuse(self, student: str, line: str) -> None:
        """Note that a hand-in is not graded, and if an older score stays in the gradebook, say so."""
        held = self._held(student)
        kept = "" if held is None else f" (the score {held.score:.4g} of an earlier hand-in stays recorded)"
        self.summary.ungradable[student] = line + kept


def _faults(verdict: SubmissionVerdict) -> dict[str, str]:
    """Return exercise -> why it has no score."""
    return {v.exercise: str(v.rationale or "") for v in verdict.exercises if v.status is Status.ERRORED}
