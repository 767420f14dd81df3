"""What the judge says of a submission: values that are stored, rendered and summed, and that hold no time or path."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from autograder.model.text import Text


class Status(StrEnum):
    """Passed and Failed are about the student; Skipped was not reached; Errored is the grader's own fault."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERRORED = "errored"


@dataclass(frozen=True, slots=True)
class Picture:
    """Numbers that say more when drawn: `kind` is "curves" (named 1-D series) or "heatmap" (named 2-D arrays)."""

    kind: str
    #: series or images by name ("yours", "expected", "error"); nested lists of finite floats or None
    #: (list[float | None] for curves, list[list[float | None]] for heat maps)
    data: dict[str, list[Any]]
    #: which part of the result is drawn, in Python's words ("['lr=0.1']"); empty for all of it
    where: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A counterexample from the *shown* draw: the call in the student's words, what came out, what was expected."""

    inputs: tuple[tuple[str, str], ...]
    actual: str
    expected: str
    printed: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class AspectVerdict:
    """The smallest thing with points, judged. `points` and `earned` are exact."""

    aspect: str
    #: V values, P properties, R robustness and errors, C contract
    share: str
    title: Text
    status: Status
    points: Fraction
    earned: Fraction
    rationale: Text | None = None
    help: Text | None = None
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The one known mistake whose observations equal the submission's."""

    mistake: str
    rationale: Text
    help: Text


@dataclass(frozen=True, slots=True)
class ExerciseVerdict:
    """One exercise judged; `score` is None when Errored (no score may be written), else 0 <= score <= points."""

    exercise: str
    title: Text
    status: Status
    points: float
    score: float | None
    aspects: tuple[AspectVerdict, ...] = ()
    diagnosis: Diagnosis | None = None
    #: why it is Errored (for the instructor), or what touched the whole exercise (for the student)
    rationale: Text | None = None
    help: Text | None = None
    #: odd things an instructor should look at ("malformed reply", "timed out", ...), stable words
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """A plain grade cell of someone else's course, scored as nbgrader would, save its holes."""

    grade_id: str
    status: Status
    points: float
    score: float | None
    rationale: Text | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionVerdict:
    """All verdicts of one student's notebook under one draw."""

    assignment: str
    notebook: str
    student: str
    draw: str
    isolation: str
    exercises: tuple[ExerciseVerdict, ...]
    cells: tuple[CellVerdict, ...] = ()
    #: things about the notebook as a whole ("cell 5 timed out", "grade cell restored"), for student and instructor
    notes: tuple[Text, ...] = ()
    #: the student's own cells that stopped at an error: told to the student, and nothing odd in a class
    stopped: tuple[Text, ...] = ()
    device: str = "cpu"

    @property
    def parts(self) -> tuple[ExerciseVerdict | CellVerdict, ...]:
        """Everything that has points: exercises, then plain grade cells."""
        return (*self.exercises, *self.cells)

    @property
    def score(self) -> float:
        """The points gained so far; Errored exercises count nothing here."""
        return sum(v.score or 0.0 for v in self.parts)

    @property
    def max_score(self) -> float:
        """The points that could be gained."""
        return sum(v.points for v in self.parts)

    @property
    def errored(self) -> bool:
        """Whether something got no score because of the grader's own fault."""
        return any(v.status is Status.ERRORED for v in self.parts)
