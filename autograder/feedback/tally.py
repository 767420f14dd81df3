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


@dataclass(frozen=True, slots=True)
class MistakeCount:
    """A recognised mistake and how many students made it."""

    count: int
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
    return Difficulty(title, max(0.0, min(1.0, average)), sum(s >= 1 for s in shares), len(shares), worst)


def mistakes(verdicts: Sequence[SubmissionVerdict]) -> list[MistakeCount]:
    """Return the recognised mistakes, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    words: dict[tuple[str, str], tuple[Text, Text]] = {}
    for exercise in (e for v in verdicts for e in v.exercises):
        if exercise.diagnosis is not None:
            key = (exercise.exercise, exercise.diagnosis.mistake)
            counts[key] += 1
            words[key] = (exercise.title, exercise.diagnosis.rationale)
    ordered = sorted(counts, key=lambda k: (-counts[k], k))
    return [MistakeCount(counts[k], words[k][0], k[1], words[k][1]) for k in ordered]
