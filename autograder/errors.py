"""The grader's own faults, which are never a student's: each says what happened, to which thing, and what to do.

A student's fault is a *verdict* (see `autograder.model.verdict`); nothing here ever costs a student points.
"""

from __future__ import annotations

from autograder.printable import printable


class GraderError(Exception):
    """Something on the grader's side that prevents a score; `remedy` tells the instructor what to do about it."""

    def __init__(self, what: str, *, remedy: str) -> None:
        # what is quoted may be a student's: a file's name, a cell's mark
        super().__init__(printable(what))
        self.what = printable(what)
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:  # keyword-only arguments do not survive the default pickling
        return (_rebuild, (type(self), self.what, self.remedy))


def _rebuild(kind: type[GraderError], what: str, remedy: str) -> GraderError:
    return kind(what, remedy=remedy)


class CourseError(GraderError):
    """The course's own files are wrong: a reference, probe, exercise or mistake that is missing, odd or raises."""


class IsolationError(GraderError):
    """Student code cannot be isolated on this machine as asked."""


class SandboxError(GraderError):
    """The jail's zygote could not be started, died, or answered with nonsense."""


class DeviceError(GraderError):
    """No GPU can be used for the device tier; scores never depend on one."""


class SubmissionError(GraderError):
    """One submission cannot be graded at all (broken JSON, wrong notebook, unreadable folder); the others can."""


class GradebookError(GraderError):
    """The gradebook cannot be read or written, or does not know the assignment."""


class StopRunError(GraderError):
    """Going on with the next submission is of no use; what is recorded stays, and a rerun does what is missing."""


class GradebookLostError(GradebookError, StopRunError):
    """The gradebook cannot be used at all: locked for too long, its server away, read-only, damaged."""


class DiskError(StopRunError):
    """The disk is full or read-only."""


class UsageError(GraderError):
    """The command cannot start: wrong folder, unknown assignment, bad option."""
