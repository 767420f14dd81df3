"""A verdict in a few lines of plain text. Apart from the engine, so that a notebook of the course gets it quickly."""

from __future__ import annotations

from autograder.model.text import Text
from autograder.model.verdict import ExerciseVerdict, Status


def summary(verdict: ExerciseVerdict) -> str:
    """Return a verdict in a few lines of plain text, as it stands below its grade cell."""
    gained = "not scored" if verdict.score is None else f"{verdict.score:.4g} of {verdict.points:g} points"
    lines = [f"{verdict.exercise}: {gained}"]
    lines += [f"  {said}" for said in _reasons(verdict)]
    return "\n".join(lines) + "\n"


def _reasons(verdict: ExerciseVerdict) -> list[Text]:
    reasons = [verdict.rationale] if verdict.rationale else []
    if verdict.diagnosis:
        return [*reasons, verdict.diagnosis.rationale]
    return reasons + [a.rationale for a in verdict.aspects if a.rationale and a.status is not Status.PASSED]
