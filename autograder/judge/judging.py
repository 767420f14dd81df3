"""Turns the observations of one exercise into its verdict: exact points, reasons, an example, the known mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from autograder.judge.compare import Raises
from autograder.judge.diagnosis import diagnose
from autograder.judge.endings import WRITE_THE_BODY, is_stub
from autograder.judge.example import example, in_words
from autograder.judge.exercise import Aspect, Exercise
from autograder.judge.expected import Expected
from autograder.judge.mismatch import Mismatch
from autograder.judge.places import place_of
from autograder.model.observation import (
    Case,
    Died,
    Malformed,
    Missing,
    NotRun,
    Observation,
    Observations,
    Outcome,
    Raised,
    Returned,
    TimedOut,
)
from autograder.model.text import Text, text
from autograder.model.verdict import AspectVerdict, ExerciseVerdict, Status

_FLAGS = {TimedOut: "timed out", Died: "process died", Malformed: "malformed reply"}
_UNIT = 1_000_000
#: of the answers; who says yes to all but a few has not looked either
_NEARLY_ALL = 0.95


def judge(exercise: Exercise, expected: Expected, graded: Observations, shown: Observations) -> ExerciseVerdict:
    """Judge one submission's observations of one exercise.

    Points come from `graded` alone; every input, value and place that the verdict mentions comes from `shown`.
    """
    if expected.fault is not None:
        return errored(exercise, text("%(fault)s", fault=str(expected.fault)))
    try:
        aspects = tuple(_aspect_verdict(exercise, a, expected, graded, shown) for a in exercise.aspects)
        if _raises_always(exercise, graded):
            aspects = tuple(_no_error_credit(exercise, v) for v in aspects)
        if _answers_alike(exercise, expected, graded):
            aspects = tuple(_no_value_credit(exercise, v) for v in aspects)
        status = _overall(aspects)
        whole = _nothing_there(exercise, graded) if status is Status.FAILED else None
        diagnosis = diagnose(exercise, expected, graded) if status is Status.FAILED and whole is None else None
    except (Exception, SystemExit) as error:  # noqa: BLE001
        # A check of the course that fails on some student's value is the course's fault, never that student's.
        return errored(
            exercise,
            text("the judge failed: %(kind)s: %(said)s", kind=type(error).__name__, said=f"{error}{place_of(error)}"),
        )
    if whole is not None:
        aspects = tuple(_without_reason(a) for a in aspects)
    return ExerciseVerdict(
        exercise=exercise.name,
        title=exercise.title,
        status=status,
        points=float(exercise.points),
        score=score(sum((a.earned for a in aspects), Fraction(0)), exercise.points),
        aspects=aspects,
        diagnosis=diagnosis,
        rationale=whole.rationale if whole is not None else None,
        help=whole.help if whole is not None else None,
        flags=_flags(graded),
    )


def errored(exercise: Exercise, rationale: Text) -> ExerciseVerdict:
    """Return the verdict of an exercise that the grader could not judge: no score, for the instructor to look at."""
    return ExerciseVerdict(
        exercise.name, exercise.title, Status.ERRORED, float(exercise.points), None, rationale=rationale
    )


def _raises_always(exercise: Exercise, graded: Observations) -> bool:
    """Tell whether nothing came back even where the arguments were right: then an error earns nothing either."""
    others = [a.family for a in exercise.aspects if not isinstance(a.compare, Raises)]
    return not any(isinstance(o.outcome, Returned) for name in others for o in graded.get(name, ()))


def _no_error_credit(exercise: Exercise, verdict: AspectVerdict) -> AspectVerdict:
    aspect = next(a for a in exercise.aspects if a.name == verdict.aspect)
    if not isinstance(aspect.compare, Raises) or not verdict.earned:
        return verdict
    why = text("raises for right arguments too, so its errors say nothing yet")
    return AspectVerdict(
        verdict.aspect, verdict.share, verdict.title, Status.FAILED, verdict.points, Fraction(0), why, aspect.help
    )


def _answers_alike(exercise: Exercise, expected: Expected, graded: Observations) -> bool:
    """Tell whether nearly every question got one and the same word or yes or no, where the right answers are several.

    Whoever always says yes is right wherever yes is right, and has looked at nothing.
    """
    names = [a.family for a in exercise.aspects if a.share == "V"]
    wanted, given = (
        Counter(_word(o.outcome) for name in names for o in seen.get(name, ())) for seen in (expected.graded, graded)
    )
    if None in wanted or not given or max(wanted.values(), default=0) >= _NEARLY_ALL * wanted.total():
        return False
    (most, count), *_ = given.most_common(1)
    return most is not None and count >= _NEARLY_ALL * given.total()


def _word(outcome: Outcome) -> bool | str | None:
    """Return a returned word or truth value, None for anything else."""
    value = outcome.value if isinstance(outcome, Returned) else None
    value = value.item() if isinstance(value, np.ndarray | np.generic) and value.shape == () else value
    return value if isinstance(value, bool | str) else None


def _no_value_credit(exercise: Exercise, verdict: AspectVerdict) -> AspectVerdict:
    if verdict.share != "V" or not verdict.earned:
        return verdict
    why = text("gives the same answer whatever it is asked, so its right ones say nothing yet")
    aspect = next(a for a in exercise.aspects if a.name == verdict.aspect)
    return AspectVerdict(
        verdict.aspect, verdict.share, verdict.title, Status.FAILED, verdict.points, Fraction(0), why, aspect.help
    )


def score(earned: Fraction, points: int) -> float:
    """Return the score as nbgrader stores it: the maximum exactly, else rounded down to a millionth."""
    return float(points) if earned == points else int(earned * _UNIT) / _UNIT


def _aspect_verdict(
    exercise: Exercise, aspect: Aspect, expected: Expected, graded: Observations, shown: Observations
) -> AspectVerdict:
    points = exercise.aspect_points(aspect)
    found = _mismatches(aspect, expected.graded, expected.graded_cases, graded)
    wrong = [m for m in found if m is not None]  # all of them: each may earn another part
    if not wrong:
        return AspectVerdict(aspect.name, aspect.share, aspect.title, Status.PASSED, points, points)
    outcomes = [o.outcome for o in graded.get(aspect.family, ())]
    if outcomes and all(isinstance(o, NotRun) for o in outcomes):
        skipped = text("was not run, because an earlier case did not end")
        return AspectVerdict(aspect.name, aspect.share, aspect.title, Status.SKIPPED, points, Fraction(0), skipped)
    earned = points * min(m.earned for m in wrong)
    return _failed(aspect, points, earned, wrong[0], expected, shown)


def _failed(
    aspect: Aspect, points: Fraction, earned: Fraction, hidden: Mismatch, expected: Expected, shown: Observations
) -> AspectVerdict:
    """Explain a lost aspect by the shown draw; by the kind of difference alone where only hidden cases fail."""
    rationale = hidden.brief or text("a hidden case of this kind is not satisfied")
    tip, picture = hidden.help if hidden.brief else None, None
    visible = _mismatches(aspect, expected.shown, expected.shown_cases, shown) if shown else ()
    for index, mismatch in enumerate(visible):
        observation = _nth(shown, aspect.family, index)
        if mismatch is None or isinstance(observation.outcome, NotRun):
            continue
        rationale, tip = mismatch.rationale, mismatch.help
        if aspect.example:
            right = expected.shown[aspect.family][index]
            words = expected.words.get((aspect.family, index))
            if words is None:
                words = in_words(expected.shown_cases[aspect.family][index], right)
                expected.words[aspect.family, index] = words
            picture = example(words, observation, right)
        break
    return AspectVerdict(
        aspect.name, aspect.share, aspect.title, Status.FAILED, points, earned, rationale, tip or aspect.help, picture
    )


def _mismatches(
    aspect: Aspect, right: Observations, cases: dict[str, tuple[Case, ...]], actual: Observations
) -> Iterator[Mismatch | None]:
    for i, case in enumerate(cases[aspect.family]):
        yield aspect.compare.compare(actual=_nth(actual, aspect.family, i), expected=right[aspect.family][i], case=case)


def _nth(observations: Observations, aspect: str, index: int) -> Observation:
    found = observations.get(aspect, ())
    return found[index] if index < len(found) else Observation(Malformed("no observation"))


def _overall(aspects: tuple[AspectVerdict, ...]) -> Status:
    states = {a.status for a in aspects}
    if states <= {Status.PASSED}:
        return Status.PASSED
    return Status.SKIPPED if states == {Status.SKIPPED} else Status.FAILED


def _nothing_there(exercise: Exercise, graded: Observations) -> Mismatch | None:
    """Return what to say of the whole exercise when its name is missing, or its body is still the released stub."""
    outcomes = [o.outcome for cases in graded.values() for o in cases]
    ran = [o for o in outcomes if not isinstance(o, NotRun)]
    if ran and all(isinstance(o, Missing) for o in ran):
        asked = [n.split(".")[0] for n in exercise.defines]
        name = next((o.name for o in ran if isinstance(o, Missing) and o.name in asked), asked[0])
        return Mismatch(
            text("`%(name)s` is not defined in the notebook", name=name),
            text("Define it under exactly this name; run all cells of a fresh kernel to see whether it is there."),
        )
    if ran and all(isinstance(o, Raised) and is_stub(o) for o in ran):
        return Mismatch(
            text("`%(name)s` is there, but its body is not written yet", name=exercise.defines[0]), WRITE_THE_BODY
        )
    return None


def _without_reason(a: AspectVerdict) -> AspectVerdict:
    return AspectVerdict(a.aspect, a.share, a.title, a.status, a.points, Fraction(0))


def _flags(graded: Observations) -> tuple[str, ...]:
    kinds = {type(o.outcome) for cases in graded.values() for o in cases}
    return tuple(flag for kind, flag in _FLAGS.items() if kind in kinds)
