"""For the instructor only: every case of one exercise with its full inputs, what came out, and what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judge.endings import not_returned
from autograder.judge.exercise import Exercise
from autograder.judge.expected import Cases, Expected
from autograder.model.observation import Answered, Malformed, Observation, Observations, Raised, Returned


@dataclass(frozen=True, slots=True)
class ExplainedCase:
    """One case of one aspect, of the "graded" or the "shown" draw; `rationale` is empty where it is right."""

    draw: str
    aspect: str
    index: int
    inputs: tuple[tuple[str, str], ...]
    actual: str
    expected: str
    rationale: str
    printed: str = ""
    warnings: tuple[str, ...] = ()
    #: calls of the functions that the trusted side answered, as text
    calls: tuple[str, ...] = ()


def explained(
    exercise: Exercise, expected: Expected, graded: Observations, shown: Observations
) -> tuple[ExplainedCase, ...]:
    """Return all cases of both draws, graded first, nothing shortened and nothing hidden.

    Raises:
        CourseError: the exercise cannot be judged at all.
    """
    if expected.fault is not None:
        raise expected.fault
    return (
        *_draw(exercise, "graded", expected.graded_cases, expected.graded, graded),
        *_draw(exercise, "shown", expected.shown_cases, expected.shown, shown),
    )


def _draw(
    exercise: Exercise, draw: str, cases: Cases, right: Observations, actual: Observations
) -> list[ExplainedCase]:
    found = []
    for aspect in exercise.aspects:
        seen = actual.get(aspect.family, ())
        for index, case in enumerate(cases[aspect.family]):
            got = seen[index] if index < len(seen) else Observation(Malformed("no observation"))
            wanted = right[aspect.family][index]
            mismatch = aspect.compare.compare(actual=got, expected=wanted, case=case)
            found.append(
                ExplainedCase(
                    draw=draw,
                    aspect=aspect.name,
                    index=index,
                    inputs=tuple((name, full(value)) for name, value in case.items()),
                    actual=_ending(got),
                    expected=_ending(wanted),
                    rationale="" if mismatch is None else str(mismatch.rationale),
                    printed=got.printed,
                    warnings=got.warnings,
                    calls=tuple(f"{c.name}({', '.join(map(full, c.args))}) -> {full(c.answer)}" for c in got.calls),
                )
            )
    return found


def full(value: Any) -> str:
    """Return a plain value as Python code that gives it back, to the last digit."""
    match value:
        case Answered():
            return f"<function {getattr(value.function, '__name__', 'f')}>"
        case np.ndarray():
            return f"array({value.tolist()!r}, dtype={value.dtype})"
        case tuple():
            return f"({', '.join(map(full, value))}{',' if len(value) == 1 else ''})"
        case list():
            return f"[{', '.join(map(full, value))}]"
        case dict():
            return "{" + ", ".join(f"{k!r}: {full(v)}" for k, v in value.items()) + "}"
        case _:
            return repr(value)


def _ending(observation: Observation) -> str:
    outcome = observation.outcome
    if isinstance(outcome, Returned):
        return full(outcome.value)
    if isinstance(outcome, Raised):
        place = f" (line {outcome.lineno}: {outcome.line})" if outcome.line else ""
        return f"{'.'.join(outcome.types[:1])}: {outcome.message}{place}"
    return str(not_returned(outcome).rationale)
