"""What `feedback` and `report` share: finding stored verdicts in the course's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from autograder.errors import GraderError, UsageError
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
        if place.is_dir() and fnmatchcase(place.name, pattern) and (place / "verdict.json").exists():
            yield _stored(place)


def _stored(place: Path) -> Stored:
    try:
        return Stored(place.name, verdict_from_json((place / "verdict.json").read_bytes()))
    except GraderError as error:
        return Stored(place.name, None, f"{place.name}: {error}")
    except OSError as error:
        return Stored(place.name, None, f"{place.name}: the stored verdict cannot be read ({error.strerror}); check it")
