"""Grades one submission in this very process: for `nbgrader autograde`, formgrader and complaints.

A grader (zygote and expected values) is kept for the next submission of the same assignment, until its files change.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.grading.course import open_course
from autograder.grading.engine import Bench, Graded, grade
from autograder.grading.prepare import answer_key, open_zygote, prepare, submission_key
from autograder.grading.source import read_source
from autograder.grading.steady import Steady
from autograder.grading.store import Store
from autograder.grading.submission import Submission, read_submission
from autograder.sandbox import Isolation


@dataclass(frozen=True, slots=True)
class One:
    """A graded submission, and the name under which it is marked as done."""

    graded: Graded
    key: str


class Grader:
    """One assignment's bench with a zygote of its own."""

    def __init__(self, root: Path, assignment: str, notebook: str, isolation: Isolation | None = None) -> None:
        course = open_course(root)
        key = answer_key(root, assignment, read_source(root, assignment, notebook))
        self.root = root
        self.zygote: Steady = open_zygote(key.needs, isolation)
        self.bench: Bench = prepare(course, assignment, notebook, Store(root, assignment).draw(), self.zygote)

    def close(self) -> None:
        """End the zygote."""
        self.zygote.close()

    def read(self, student: str) -> Submission:
        """Read a student's hand-in.

        Raises:
            SubmissionError: it cannot be read.
        """
        return read_submission(self.root, self.bench.assignment, student, self.bench.notebook)

    def grade(self, student: str) -> One:
        """Grade one student's hand-in.

        Raises:
            SubmissionError: it cannot be graded.
            SandboxError: the jail broke.
        """
        found = self.read(student)
        return One(grade(found, self.bench, self.zygote), submission_key(found, self.bench))


_kept: dict[tuple[Path, str, str], tuple[str, Grader]] = {}


def grader_of(root: Path, assignment: str, notebook: str) -> Grader:
    """Return a grader for an assignment, the one of last time if nothing it depends on has changed."""
    place = (root, assignment, notebook)
    state = _state(root, assignment)
    held = _kept.pop(place, None)
    if held is not None and held[0] != state:
        held[1].close()
        held = None
    if held is None:
        # a server that lives for weeks must not collect zygotes
        while _kept:
            _kept.popitem()[1][1].close()
        grader = Grader(root, assignment, notebook)
        held = (_state(root, assignment), grader)
    _kept[place] = held
    return held[1]


def _state(root: Path, assignment: str) -> str:
    """Return the state of every file that a grader was made from."""
    watched = [root / "nbgrader_config.py", root / ".autograder" / assignment / "draw.json"]
    watched += [*(root / "solutions" / assignment).rglob("*.py"), *(root / "source" / assignment).rglob("*")]
    found = ((p, p.stat()) for p in sorted(watched) if p.is_file())
    return " ".join(f"{p}:{s.st_mtime_ns}:{s.st_size}" for p, s in found)
