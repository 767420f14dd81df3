"""What the reference and the known mistakes give on the cases of a draw: computed once, shared by all submissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from zlib import crc32

import numpy as np

from autograder.errors import CourseError
from autograder.judge.answer_key import AnswerKey
from autograder.judge.compare import Holds
from autograder.judge.definitions import pruned
from autograder.judge.example import InWords
from autograder.judge.exercise import MAX_CASES, Aspect, Exercise, Mistake
from autograder.judge.places import defined_at, place, place_of
from autograder.model.draw import Draw
from autograder.model.observation import Case, NotRun, Observation, Observations, Raised, Returned
from autograder.model.program import Family, Program, Runner, place_in_probes

Cases = dict[str, tuple[Case, ...]]


@dataclass(slots=True)
class Expected:
    """The right answers to one exercise under one draw, and what each known mistake gives on the graded cases."""

    exercise: str
    graded: Observations
    shown: Observations
    graded_cases: Cases
    shown_cases: Cases
    mistakes: tuple[tuple[Mistake, Observations], ...] = ()
    #: why this exercise cannot be judged at all; a grader's fault, never the student's
    fault: CourseError | None = None
    #: (aspect, index of a shown case) -> the case in words, once they were needed
    words: dict[tuple[str, int], InWords] = field(default_factory=dict)
    #: (mistake, aspect) -> which graded cases it gets wrong, once that was needed
    wrong: dict[tuple[str, str], list[bool]] = field(default_factory=dict)


def program(key: AnswerKey, exercise: Exercise, seed: int, *, only: Iterable[str] | None = None) -> Program:
    """Return the program that probes one exercise under one seed, all families or only some.

    Of probes.py only what this exercise needs goes along: another exercise's probe may hold a piece of its answer.

    Raises:
        CourseError: a generator of cases raises.
    """
    names = None if only is None else {a.family for a in exercise.aspects if a.name in set(only)}
    families = tuple(
        Family(
            a.name,
            a.probe,
            _cases(exercise, a.name, seed),
            seed=crc32(f"{seed} {a.name}".encode()),
            seconds=key.family_seconds if a.seconds is None else a.seconds,
        )
        for a in exercise.aspects
        if not a.of and (names is None or a.name in names)
    )
    if exercise.mixed:
        families = _mixed(families, crc32(f"{seed} {exercise.name}".encode()))
    return Program(exercise.name, pruned(key.probes, {a.probe for a in exercise.aspects}), families)


_Item = TypeVar("_Item")


def _mixed(items: Sequence[_Item], seed: int) -> tuple[_Item, ...]:
    """Return the items in an order that depends on the seed alone."""
    return tuple(items[place] for place in np.random.default_rng(seed).permutation(len(items)))


def _cases(exercise: Exercise, aspect: str, seed: int) -> tuple[Case, ...]:
    found = next(a for a in exercise.aspects if a.name == aspect)
    try:
        cases = found.draw(exercise.name, seed)
    except (Exception, SystemExit) as error:
        raise CourseError(
            f"{exercise.name}: the cases of {aspect!r} cannot be drawn: {type(error).__name__}: {error}"
            f"{place_of(error)}",
            remedy="correct the family's generator in exercises.py",
        ) from error
    if len(cases) > MAX_CASES:
        raise CourseError(
            f"{exercise.name}: {aspect!r} has more than {MAX_CASES} cases", remedy="let its generator come to an end"
        )
    if not cases:
        raise CourseError(f"{exercise.name}: {aspect!r} has no cases", remedy="yield at least one case")
    return _mixed(cases, crc32(f"{seed} {aspect}".encode())) if exercise.mixed else cases


def cases_of(program: Program) -> Cases:
    """Return the cases of a program by aspect."""
    return {f.aspect: f.cases for f in program.families}


def compute_expected(
    key: AnswerKey, draw: Draw, runner: Runner, exercises: Iterable[str] | None = None, *, mistakes: bool = True
) -> dict[str, Expected]:
    """Run the reference (both draws) and the mistakes (graded draw) of the given exercises, or of all.

    An exercise whose reference or cases are faulty comes back with `fault` set; the others are not touched.
    """
    names = key.exercises if exercises is None else exercises
    return {name: _expected(key, key.exercises[name], draw, runner, mistakes) for name in names}


def _expected(key: AnswerKey, exercise: Exercise, draw: Draw, runner: Runner, mistakes: bool) -> Expected:
    empty = Expected(exercise.name, {}, {}, {}, {})
    try:
        if exercise.name in key.faults:
            raise key.faults[exercise.name]
        graded, shown = program(key, exercise, draw.graded), program(key, exercise, draw.shown)
        right = runner.run_code(key.reference, graded)
        _check_reference(key, exercise, right, cases_of(graded))
        right_shown = runner.run_code(key.reference, shown)
        _check_reference(key, exercise, right_shown, cases_of(shown))
        wrong = tuple(
            (m, runner.run_code(key.code_of(m), graded)) for m in (key.mistakes_of(exercise.name) if mistakes else ())
        )
    except CourseError as error:
        empty.fault = error
        return empty
    return Expected(exercise.name, right, right_shown, cases_of(graded), cases_of(shown), wrong)


def _check_reference(key: AnswerKey, exercise: Exercise, found: Observations, cases: Cases) -> None:
    """Hold the reference to its own comparers: where it does not satisfy one, no submission can be judged by it."""
    for aspect in exercise.aspects:
        for index, (observation, case) in enumerate(zip(found[aspect.family], cases[aspect.family], strict=True)):
            try:
                mismatch = aspect.compare.compare(actual=observation, expected=observation, case=case)
            except (Exception, SystemExit) as error:
                raise CourseError(
                    f"{exercise.name}/{aspect.name}, case {index}: the comparer raised {type(error).__name__}: {error}"
                    f"{place_of(error)}",
                    remedy="correct the check in exercises.py",
                ) from error
            if mismatch is not None and not isinstance(observation.outcome, NotRun):
                raise CourseError(
                    f"{exercise.name}/{aspect.name}, case {index}: the reference itself does not pass: "
                    f"{mismatch.rationale}{_line(key, exercise, aspect, observation, case)}",
                    remedy="correct reference.py, the probe or the family's comparer",
                )


def _line(key: AnswerKey, exercise: Exercise, aspect: Aspect, observation: Observation, case: Case) -> str:
    """Return where to look: the line that raised, else the probe that did, else the reference's definition."""
    outcome = observation.outcome
    if isinstance(aspect.compare, Holds) and isinstance(outcome, Returned):
        try:
            aspect.compare.check(observation, case)
        except Exception as error:  # noqa: BLE001 - of a student's value the comparer takes it for an odd structure
            return f"; its check raised {type(error).__name__}: {error}{place_of(error)}"
    name, line = "reference.py", defined_at(key.reference, exercise.defines[0])
    if isinstance(outcome, Raised):
        if outcome.lineno:
            line = outcome.lineno
        else:
            name, line = place_in_probes(key.probes, defined_at(key.probes, aspect.probe) or 0)
    return place(f"/solutions/{key.assignment}/{name}", line)
