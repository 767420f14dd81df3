"""Names the one known mistake whose observations equal the submission's, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.judge.exercise import Aspect, Exercise, Mistake
from autograder.judge.expected import Expected
from autograder.model.observation import Missing, NotRun, Observation, Observations
from autograder.model.verdict import Diagnosis


def diagnose(exercise: Exercise, expected: Expected, graded: Observations) -> Diagnosis | None:
    """Return the diagnosis if exactly one cause explains every graded case, else None.

    Aspects of values and properties must always match. Where the others do not (a submission may also forget a check),
    a match on values and properties alone counts, if something was lost there.
    """
    wrong = {a.name: _wrong(a, expected, graded) for a in exercise.aspects}
    core = [a for a in exercise.aspects if a.share in "VP"]
    if found := _only_match(exercise.aspects, expected, graded, wrong):
        return found
    return _only_match(core, expected, graded, wrong) if core else None


def _only_match(
    aspects: Sequence[Aspect], expected: Expected, graded: Observations, wrong: Mapping[str, list[bool]]
) -> Diagnosis | None:
    """Return the diagnosis that these aspects allow; `wrong` says of all aspects which cases are wrong."""
    if not any(any(wrong[a.name]) for a in aspects):
        return None
    kept = {name for name, cases in wrong.items() if not any(cases)}
    matches = [
        m
        for m, seen in expected.mistakes
        # What a mistake must lose and this submission keeps tells the two apart, also outside the aspects compared.
        if not kept & set(m.loses)
        and all(wrong[a.name] == _wrong_of(m, a, expected, seen) for a in aspects)
        and all(_alike(a, expected, graded, seen, wrong[a.name]) for a in aspects)
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


def _wrong_of(mistake: Mistake, aspect: Aspect, expected: Expected, seen: Observations) -> list[bool]:
    """Return which cases a mistake gets wrong, which is the same for all submissions."""
    found = expected.wrong.get((mistake.name, aspect.name))
    if found is None:
        found = expected.wrong[mistake.name, aspect.name] = _wrong(aspect, expected, seen)
    return found


def _alike(
    aspect: Aspect, expected: Expected, actual: Observations, other: Observations, wrong: Sequence[bool]
) -> bool:
    """Tell whether two submissions that get the same cases of an aspect wrong are wrong in the same way."""
    mine, theirs = actual.get(aspect.family, ()), other.get(aspect.family, ())
    cases = expected.graded_cases[aspect.family]
    if not len(mine) == len(theirs) == len(cases) or not all(map(_informative, mine)):
        return False
    return all(
        aspect.compare.same(actual=a, other=b, case=case)
        for a, b, case, is_wrong in zip(mine, theirs, cases, wrong, strict=True)
        if is_wrong
    )


def _informative(observation: Observation) -> bool:
    return not isinstance(observation.outcome, Missing | NotRun)
