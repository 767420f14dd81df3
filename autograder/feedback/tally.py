"""Counts over a class: how hard each exercise was, and which mistakes were made how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.model.text import Text
from autograder.model.verdict import ExerciseVerdict, Status, SubmissionVerdict


@dataclass(frozen=True, slots=True)
class Difficulty:
    """One exercise over the class: mean share of points, complete ones, how many were graded, the aspect lost most."""

    title: Text | str
    average: float
    complete: int
    graded: int
    worst: Text | None
    #: how many lost points in `worst`
    losing: int = 0


@dataclass(frozen=True, slots=True)
class MistakeCount:
    """A recognised mistake, how many students made it, and who."""

    count: int
    students: tuple[str, ...]
    title: Text
    mistake: str
    rationale: Text


def difficulties(verdicts: Sequence[SubmissionVerdict]) -> list[Difficulty]:
    """Return one line per exercise or grade cell, in the notebook's order; Errored ones do not count as graded."""
    titles: dict[str, Text | str] = {}
    shares: dict[str, list[float]] = defaultdict(list)
    lost: dict[str, Counter[Text]] = defaultdict(Counter)
    for part in (p for v in verdicts for p in v.parts):
        name = part.exercise if isinstance(part, ExerciseVerdict) else part.grade_id
        titles.setdefault(name, part.title if isinstance(part, ExerciseVerdict) else name)
        if part.score is not None:
            shares[name].append(part.score / part.points if part.points else 1.0)
        if isinstance(part, ExerciseVerdict):
            lost[name].update(a.title for a in part.aspects if a.status is Status.FAILED)
    return [_difficulty(titles[name], shares[name], lost[name]) for name in titles]


def _difficulty(title: Text | str, shares: list[float], lost: Counter[Text]) -> Difficulty:
    worst = min(lost, key=lambda t: (-lost[t], t.msgid)) if lost else None
    average = sum(shares) / len(shares) if shares else 0.0
    losing = lost[worst] if worst else 0
    return Difficulty(title, max(0.0, min(1.0, average)), sum(s >= 1 for s in shares), len(shares), worst, losing)


def mistakes(verdicts: Sequence[SubmissionVerdict]) -> list[MistakeCount]:
    """Return the recognised mistakes, the most frequent first."""
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    words: dict[tuple[str, str], tuple[Text, Text]] = {}
    for verdict in verdicts:
        for exercise in verdict.exercises:
            if exercise.diagnosis is not None:
                key = (exercise.exercise, exercise.diagnosis.mistake)
                made[key].append(verdict.student)
                words[key] = (exercise.title, exercise.diagnosis.rationale)
    ordered = sorted(made, key=lambda k: (-len(made[k]), k))
    return [MistakeCount(len(made[k]), tuple(sorted(made[k])), words[k][0], k[1], words[k][1]) for k in ordered]
