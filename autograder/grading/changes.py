"""What differs between two verdicts on the same hand-in: whose points, by how much, and in which aspects."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model.verdict import AspectVerdict, CellVerdict, ExerciseVerdict, Status, SubmissionVerdict


@dataclass(frozen=True, slots=True)
class AspectChange:
    """One aspect whose points or state changed; None where the aspect is new or gone. `why` is the judge's reason."""

    aspect: str
    before: float | None
    after: float | None
    #: what it is worth now
    points: float
    status: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """One exercise or plain grade cell with another score; None stands for no score."""

    exercise: str
    before: float | None
    after: float | None
    points: float
    aspects: tuple[AspectChange, ...] = ()
    #: a person gave this exercise a score by hand, which stands
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One student whose automatic score changed."""

    student: str
    before: float
    after: float
    max_score: float
    exercises: tuple[ExerciseChange, ...]


def change(before: SubmissionVerdict, after: SubmissionVerdict, by_hand: frozenset[str] = frozenset()) -> Change | None:
    """Return what changed between two verdicts, or None if no score and no maximum did."""
    old = {_name(v): v for v in before.parts}
    new = {_name(v): v for v in after.parts}
    pairs = [(name, old.get(name), new.get(name)) for name in dict.fromkeys([*new, *old])]
    found = tuple(
        ExerciseChange(
            name, _score(a), _score(b), b.points if b else 0.0, _aspects(a, b) if a and b else (), name in by_hand
        )
        for name, a, b in pairs
        if (_score(a), a and a.points) != (_score(b), b and b.points)
    )
    if not found:
        return None
    return Change(after.student, before.score, after.score, after.max_score, found)


def _name(verdict: ExerciseVerdict | CellVerdict) -> str:
    return verdict.exercise if isinstance(verdict, ExerciseVerdict) else verdict.grade_id


def _score(verdict: ExerciseVerdict | CellVerdict | None) -> float | None:
    return None if verdict is None else verdict.score


def _aspects(before: ExerciseVerdict | CellVerdict, after: ExerciseVerdict | CellVerdict) -> tuple[AspectChange, ...]:
    if not isinstance(before, ExerciseVerdict) or not isinstance(after, ExerciseVerdict):
        return ()
    old = {a.aspect: a for a in before.aspects}
    new = {a.aspect: a for a in after.aspects}
    return tuple(
        _aspect(name, old.get(name), new.get(name), after)
        for name in dict.fromkeys([*new, *old])
        if _essence(old.get(name)) != _essence(new.get(name))
    )


def _essence(aspect: AspectVerdict | None) -> object:
    return aspect and (aspect.status, aspect.points, aspect.earned)


def _aspect(name: str, old: AspectVerdict | None, new: AspectVerdict | None, whole: ExerciseVerdict) -> AspectChange:
    before = None if old is None else float(old.earned)
    if new is None:
        return AspectChange(name, before, None, 0.0, "gone", str(whole.rationale or ""))
    why = new.rationale if new.status is not Status.PASSED else None
    return AspectChange(name, before, float(new.earned), float(new.points), new.status.value, str(why or ""))
