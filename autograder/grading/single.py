"""Grades one submission in this very process: for `nbgrader autograde`, formgrader and complaints.

A zygote and the benches (expected values) of the last notebooks are kept for the next submission, until the files that
they were made from change.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import GraderError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.device import DeviceTier
from autograder.grading.engine import Graded, grade
from autograder.grading.gradebook import Gradebook
from autograder.grading.prepare import answer_key, open_zygote, prepare, submission_key
from autograder.grading.steady import Steady
from autograder.grading.store import Store
from autograder.grading.submission import Submission, read_submission
from autograder.sandbox import Isolation, Limits

#: benches kept at most; an assignment rarely has more notebooks
_BENCHES = 8


@dataclass(frozen=True, slots=True)
class One:
    """A graded submission, and the name under which it is marked as done."""

    graded: Graded
    key: str


class Grader:
    """One notebook's bench, and the zygote that it runs on."""

    def __init__(self, course: Course, bench: Bench, zygote: Steady, isolation: Isolation | None) -> None:
        self.course = course
        self.bench = bench
        self.zygote = zygote
        self._isolation = isolation

    def read(self, student: str) -> Submission:
        """Read a student's hand-in.

        Raises:
            SubmissionError: it cannot be read.
        """
        return read_submission(self.course, self.bench.assignment, student, self.bench.notebook)

    def grade(self, student: str) -> One:
        """Grade one student's hand-in.

        Raises:
            SubmissionError: it cannot be graded.
            SandboxError: the jail broke.
        """
        found = self.read(student)
        return One(grade(found, self.bench, self.zygote), submission_key(found, self.bench))

    def on_device(self, student: str) -> list[str]:
        """Run a hand-in, whose verdict is recorded, on the GPU if one is there and asked for; no score changes.

        Returns lines about what did not run there as it did on the stand-in.
        """
        tier = _tier(self.course, self._isolation)
        try:
            found = tier.run(self.bench, [student], force=False, progress=lambda _: None)
        except GraderError as error:  # the score stands
            return [f"not run on the device: {error}"]
        return list(found.complaints())


_benches: dict[tuple[Path, str, str], tuple[str, Bench]] = {}
_tiers: dict[tuple[Path, bool, Path | None, Isolation | None], DeviceTier] = {}
_zygotes: dict[tuple[tuple[str, ...], Isolation | None, Limits], Steady] = {}


def grader_of(course: Course, assignment: str, notebook: str, isolation: Isolation | None = None) -> Grader:
    """Return a grader for a notebook, with the bench of last time if nothing it depends on has changed."""
    place = (course.root, assignment, notebook)
    state = _state(course, assignment, notebook)
    held = _benches.pop(place, None)
    if held is not None and held[0] == state:
        _benches[place] = held
        return Grader(course, held[1], _zygote(held[1].key.needs, isolation, course.limits), isolation)
    key = answer_key(course, assignment)
    zygote = _zygote(key.needs, isolation, course.limits)
    bench = prepare(course, assignment, notebook, Store(course, assignment, notebook).draw(), zygote)
    while len(_benches) >= _BENCHES:
        del _benches[next(iter(_benches))]
    _benches[place] = (_state(course, assignment, notebook), bench)
    return Grader(course, bench, zygote, isolation)


def _zygote(needs: tuple[str, ...], isolation: Isolation | None, limits: Limits) -> Steady:
    """Return the zygote of last time if it imported the same; a server that lives for weeks must not collect them."""
    wanted = (tuple(needs), isolation, limits)
    if wanted not in _zygotes:
        while _zygotes:
            _zygotes.popitem()[1].close()
        _zygotes[wanted] = open_zygote(needs, isolation, limits)
    return _zygotes[wanted]


def _tier(course: Course, isolation: Isolation | None) -> DeviceTier:
    """Return the device tier of last time: whether there is a device is found out once."""
    wanted = (course.root, course.gpu, course.gpu_packages, isolation)
    if wanted not in _tiers:
        while _tiers:
            _tiers.popitem()[1].close()
        _tiers[wanted] = DeviceTier(course, isolation, wanted=False)
    return _tiers[wanted]


def _state(course: Course, assignment: str, notebook: str) -> str:
    """Return the state of everything that a bench was made from: files, settings, and what was released."""
    with Gradebook(course) as gradebook:
        released = gradebook.released(assignment, notebook)
    watched = [course.root / ".autograder" / assignment / "draw.json"]
    watched += (course.root / "solutions" / assignment).rglob("*.py")
    watched += course.folder("source", ".", assignment).rglob("*")
    files = [(str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(watched) if p.is_file()]
    settings = (course.db_url, course.timeout, course.execute, course.limits, course.layout, course.exclude_overwriting)
    return repr((released, settings, files))
