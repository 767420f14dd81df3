"""Names the one known mistake whose observations equal the submission's, or none."""

from __future__ import annotations

from collections.abc import Collection

from autograder.judge.exercise import Aspect, Exercise
from autograder.judge.expected import Expected
from autograder.model.observation import Missing, NotRun, Observation, Observations
from autograder.model.verdict import Diagnosis


def diagnose(exercise: Exercise, expected: Expected, graded: Observations) -> Diagnosis | None:
    """Return the diagnosis if exactly one cause explains every graded case, else None.

    Aspects of values and properties must always match. Where the others do not (a submission may also forget a check),
    a match on values and properties alone counts, if something was lost there.
    """
    everything = [a.name for a in exercise.aspects]
    core = [a.name for a in exercise.aspects if a.share in "VP"]
    if found := _only_match(exercise, expected, graded, everything):
        return found
    return _only_match(exercise, expected, graded, core) if core else None


def _only_match(
    exercise: Exercise, expected: Expected, graded: Observations, names: Collection[str]
) -> Diagnosis | None:
    aspects = [a for a in exercise.aspects if a.name in names]
    if not any(_lost(a, expected, graded) for a in aspects):
        return None
    kept = {a.name for a in exercise.aspects if not _lost(a, expected, graded)}
    matches = [
        m
        for m, seen in expected.mistakes
        # What a mistake must lose and this submission keeps tells the two apart, also outside the aspects compared.
        if not kept & set(m.loses) and all(_alike(a, expected, graded, seen) for a in aspects)
    ]
    if len({(str(m.rationale), str(m.help)) for m in matches}) != 1:
        return None
    return Diagnosis(matches[0].name, matches[0].rationale, matches[0].help)


def _wrong(aspect: Aspect, expected: Expected, found: Observations) -> list[bool]:
    return [
        aspect.compare.compare(actual=actual, expected=right, case=case) is not None
        for actual, right, case in zip(
            found.get(aspect.family, ()),
            expected.graded[aspect.family],
            expected.graded_cases[aspect.family],
            strict=False,
        )
    ]


def _lost(aspect: Aspect, expected: Expected, found: Observations) -> bool:
    return any(_wrong(aspect, expected, found))


def _alike(aspect: Aspect, expected: Expected, actual: Observations, other: Observations) -> bool:
    """Tell whether two submissions pass the same cases of an aspect and are wrong in the same way on the rest."""
    mine, theirs = actual.get(aspect.family, ()), other.get(aspect.family, ())
    cases = expected.graded_cases[aspect.family]
    if not len(mine) == len(theirs) == len(cases) or not all(map(_informative, mine)):
        return False
    wrong_mine, wrong_theirs = _wrong(aspect, expected, actual), _wrong(aspect, expected, other)
    return wrong_mine == wrong_theirs and all(
        aspect.compare.same(actual=a, other=b, case=case)
        for a, b, case, wrong in zip(mine, theirs, cases, wrong_mine, strict=True)
        if wrong
    )


def _informative(observation: Observation) -> bool:
    return not isinstance(observation.outcome, Missing | NotRun)
