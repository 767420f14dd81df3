"""What `feedback` and `report` share: finding stored verdicts in the course's folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from autograder.errors import GraderError, UsageError
from autograder.grading.store import student_of
from autograder.model.serial import verdict_from_json
from autograder.model.verdict import SubmissionVerdict


@dataclass(frozen=True, slots=True)
class Stored:
    """One student's stored verdict, or in `problem` the line that says why there is none."""

    student: str
    verdict: SubmissionVerdict | None
    problem: str = ""


def stored_verdicts(course: Path, assignment: str, pattern: str = "*") -> Iterator[Stored]:
    """Yield the verdicts of one assignment by student, for students whose name matches the glob.

    Raises:
        UsageError: nothing of this assignment was graded in this course.
    """
    folder = course / ".autograder" / assignment
    if Path(assignment).name != assignment or not folder.is_dir():
        raise UsageError(
            f"{assignment}: nothing of this assignment has been graded in {course.name or course}",
            remedy=f"run `autograder grade {assignment}` in the course's folder first",
        )
    for place in sorted(folder.iterdir()):
        student = student_of(place.name)
        if place.is_dir() and student is not None and fnmatchcase(student, pattern):
            # an assignment with several notebooks has a folder for each
            for path in sorted((*place.glob("verdict.json"), *place.glob("*/verdict.json"))):
                yield _stored(student, path)


def _stored(student: str, path: Path) -> Stored:
    try:
        return Stored(student, verdict_from_json(path.read_bytes()))
    except GraderError as error:
        return Stored(student, None, f"{student}: {error}")
    except OSError as error:
        return Stored(student, None, f"{student}: the stored verdict cannot be read ({error.strerror}); check it")


def by_student(verdicts: Sequence[SubmissionVerdict]) -> list[SubmissionVerdict]:
    """Return one verdict for each student: those of an assignment's several notebooks as one."""
    found: dict[str, list[SubmissionVerdict]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.student, []).append(verdict)
    return [held[0] if len(held) == 1 else _as_one(held) for held in found.values()]


def _as_one(verdicts: Sequence[SubmissionVerdict]) -> SubmissionVerdict:
    cells = [replace(c, grade_id=f"{v.notebook}: {c.grade_id}") for v in verdicts for c in v.cells]
    exercises = [exercise for verdict in verdicts for exercise in verdict.exercises]
    notes = tuple(note for verdict in verdicts for note in verdict.notes)
    stopped = tuple(note for verdict in verdicts for note in verdict.stopped)
    return replace(verdicts[0], exercises=tuple(exercises), cells=tuple(cells), notes=notes, stopped=stopped)
