"""Grades what arrives in the exchange, one hand-in after another, and releases the page at once.

Everything is found again after a restart: what is in the exchange, what was collected, and each student's attempts on
disk say together what is left to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from watchfiles._rust_notify import (
    RustNotify,  # documented as its lower level; `watch()` cannot wait until a given time
)

from autograder.errors import GraderError, SubmissionError
from autograder.files import locked, write_whole
from autograder.grading.attempts import History, Refusal, Watch
from autograder.grading.course import Course
from autograder.grading.exchange import Arrival, Inbox
from autograder.grading.gradebook import Gradebook
from autograder.grading.prepare import submission_key
from autograder.grading.single import Grader, grader_of
from autograder.grading.store import Store
from autograder.grading.submission import CARRIED
from autograder.grading.terms import terms_of
from autograder.model.verdict import SubmissionVerdict
from autograder.sandbox import Isolation

#: seconds until a fault of the grader (gradebook away, disk full) is tried again
_RETRY = 10.0
#: seconds between two looks at a hand-in that is still being written
_WRITING = 0.5
#: milliseconds between two looks at the exchange where the system does not tell
_POLL = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: "watching", "graded", "refused", "ungradable", "waiting" or "note"."""

    event: str
    student: str = ""
    #: the hand-in's time stamp
    hand_in: str = ""
    score: float | None = None
    max_score: float | None = None
    #: exercises without a score because of the grader's own fault
    errored: tuple[str, ...] = ()
    #: from the moment it was seen to the released page
    seconds: float = 0.0
    line: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """How pages are made; the commands know that. Both return nothing and write below the course's folder."""

    #: writes a student's page of a verdict to feedback/, ready to be released
    verdict: Callable[[SubmissionVerdict], None]
    #: returns the page of a hand-in that is held back until a time (None: for good), or unreadable
    waiting: Callable[[str, str | None], str]
    unreadable: Callable[[str], str]


@dataclass(slots=True)
class Watcher:
    """Grades the hand-ins of one assignment as they arrive."""

    course: Course
    assignment: str
    limits: Watch
    pages: Pages
    tell: Callable[[Event], None]
    isolation: Isolation | None = None
    inbox: Inbox = field(init=False)
    #: student -> stamp of the hand-in with which nothing is left to do
    _settled: dict[str, str] = field(init=False, default_factory=dict)
    #: student -> when to look again (time.time())
    _due: dict[str, float] = field(init=False, default_factory=dict)
    _told: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.course, self.assignment)

    def run(self, *, once: bool = False) -> int:
        """Grade until it is stopped, or `once` what is there; return the exit status.

        Raises:
            GraderError: it cannot start.
        """
        store = Store(self.course, self.assignment)
        busy = f"{self.assignment}: another `autograder watch` is at it at this moment"
        status = 0
        with locked(store.folder / "watch.lock", busy):
            self._grader()  # a zygote is warm and the expected values are there before the first hand-in
            # watched before looked at, so that nothing falls in between
            folder = str(self.inbox.folder)
            with RustNotify([folder], False, self.limits.polling, _POLL, False, True) as notify:
                self.tell(Event("watching", line=folder))
                while True:
                    status |= self._look()
                    wait = min(self._due.values(), default=None)
                    if once and (wait is None or wait - time.time() > _RETRY / 2):
                        return status
                    if self._wait(notify, wait) == "signal":
                        raise KeyboardInterrupt

    def _wait(self, notify: RustNotify, until: float | None) -> Any:
        left = 0 if until is None else max(1, int(1000 * (until - time.time())))
        return notify.watch(50, 10, min(left, 3_600_000), None)

    def _look(self) -> int:
        """Go through the newest hand-ins, oldest first; return 1 if one could not be graded."""
        status, now = 0, time.time()
        for arrival in sorted(self.inbox.newest().values(), key=lambda a: a.when):
            student = arrival.student
            if self._settled.get(student) == arrival.stamp:
                continue
            if self._due.get(student, 0.0) > now and self._told.get(student) == arrival.stamp:
                continue
            self._due.pop(student, None)
            try:
                status |= self._take(arrival)
            except GraderError as error:
                status |= self._postpone(arrival, str(error))
        return status

    def _postpone(self, arrival: Arrival, line: str) -> int:
        self._due[arrival.student] = time.time() + _RETRY
        if self._told.get(arrival.student) != arrival.stamp:
            self._told[arrival.student] = arrival.stamp
            self.tell(Event("waiting", arrival.student, arrival.stamp, line=line))
        return 1

    def _take(self, arrival: Arrival) -> int:
        """Do with one hand-in what is left to do."""
        seen, student, stamp = time.time(), arrival.student, arrival.stamp
        if not self.inbox.is_whole(arrival, seen):
            self._due[student] = seen + _WRITING
            self._told[student] = stamp
            return 0
        history = History(Store(self.course, self.assignment).of(student))
        held = history.of(stamp)
        if held is not None and held.outcome in ("graded", "ungradable"):
            self._settled[student] = stamp
            return 0
        if held is None or held.outcome == "refused":
            if self._graded_elsewhere(arrival):
                self._settled[student] = stamp
                return 0
            if (refusal := history.refusal(self.limits, seen)) is not None:
                self._refuse(arrival, history, refusal, known=held is not None)
                return 0
            history.note(stamp, seen)
        return self._grade(arrival, history, seen)

    def _refuse(self, arrival: Arrival, history: History, refusal: Refusal, *, known: bool) -> None:
        """Hold a hand-in back, and say so to its student."""
        if refusal.until is None:
            self._settled[arrival.student] = arrival.stamp
        else:
            self._due[arrival.student] = refusal.until
            self._told[arrival.student] = arrival.stamp
        if known:
            return
        until = None if refusal.until is None else _clock(refusal.until)
        self._publish_notice(arrival, self.pages.waiting(arrival.stamp, until))
        history.note(arrival.stamp, 0.0, "refused")
        line = f"held back until {until}" if until else "no attempts left"
        self.tell(Event("refused", arrival.student, arrival.stamp, line=line))

    def _grade(self, arrival: Arrival, history: History, seen: float) -> int:
        student, stamp = arrival.student, arrival.stamp
        collected = self.inbox.collected(student)
        if collected is None or collected < arrival.when:
            for line in self.inbox.collect(student):
                self.tell(Event("note", student, stamp, line=line))
        try:
            verdicts = self._verdicts(student)
        except SubmissionError as error:
            self._publish_notice(arrival, self.pages.unreadable(stamp))
            history.note(stamp, seen, "ungradable")
            self._settled[student] = stamp
            self.tell(Event("ungradable", student, stamp, line=str(error)))
            return 1
        for verdict in verdicts:
            self.pages.verdict(verdict)
        self.inbox.release(student)
        history.note(stamp, seen, "graded")
        self._settled[student] = stamp
        errored = tuple(v.exercise for verdict in verdicts for v in verdict.exercises if v.score is None)
        score, most = sum(v.score for v in verdicts), sum(v.max_score for v in verdicts)
        self.tell(Event("graded", student, stamp, score, most, errored, round(time.time() - seen, 3)))
        return int(bool(errored))

    def _grader(self) -> list[Grader]:
        with Gradebook(self.course) as gradebook:
            names = gradebook.notebooks(self.assignment)
        return [grader_of(self.course, self.assignment, name, self.isolation) for name in names]

    def _verdicts(self, student: str) -> list[SubmissionVerdict]:
        """Grade and record what was collected, unless that is done already."""
        return [self._verdict(grader, student) for grader in self._grader()]

    def _verdict(self, grader: Grader, student: str) -> SubmissionVerdict:
        store = Store(self.course, self.assignment, grader.bench.notebook)
        with Gradebook(self.course) as gradebook:
            key = submission_key(grader.read(student), grader.bench)
            held = store.verdict(student) if store.is_done(student, key) else None
            if held is not None and gradebook.is_recorded(held):
                return held
            one = grader.grade(student)
            graded = one.graded
            with store.writing(), store.staged(graded) as staged:
                gradebook.record(graded.verdict, graded.timestamp, graded.comments)
                store.put(staged)
                store.mark_done(student, one.key, graded.seconds)
        for line in grader.on_device(student):
            self.tell(Event("note", student, line=line))
        return graded.verdict

    def _graded_elsewhere(self, arrival: Arrival) -> bool:
        """Tell whether this very hand-in was collected and graded by another command; it releases its pages itself."""
        if self.inbox.collected(arrival.student) != arrival.when:
            return False
        for grader in self._grader():
            observed = Store(self.course, self.assignment, grader.bench.notebook).observed(arrival.student)
            if observed is None:
                return False
            try:
                now = terms_of(grader.read(arrival.student), grader.bench)
            except SubmissionError:
                return False
            if observed.terms.get("the hand-in") != now["the hand-in"]:
                return False
        return True

    def _publish_notice(self, arrival: Arrival, page: str) -> None:
        """Release a page for a hand-in without a verdict, in place of its feedback, from a folder of its own."""
        notices = ".autograder/notices"
        target = self.course.root / notices
        place = self.course.folder("feedback", arrival.student, self.assignment)
        place = target / place.relative_to(self.course.root / self.course.layout.steps.get("feedback", "feedback"))
        for name in CARRIED:
            source = arrival.folder / name
            if source.is_symlink() or not source.is_file():
                return  # nowhere to put it: nbgrader finds a page by the hand-in's secret
            write_whole(place / name, source.read_bytes()[:4096], private=True)
        for grader in self._grader():
            write_whole(place / f"{grader.bench.notebook}.html", page.encode(), private=True)
        self.inbox.release(arrival.student, notices)


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
