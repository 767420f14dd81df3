"""Whether the files of an answer key agree with each other; what does not is told by exercise."""

from __future__ import annotations

import ast
import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from autograder.errors import CourseError
from autograder.judge.answer_key import AnswerKey
from autograder.judge.definitions import find
from autograder.judge.exercise import Alternative, Exercise, Mistake


def contradictions(key: AnswerKey, exercises: Sequence[Exercise]) -> Iterator[tuple[str, CourseError]]:
    """Yield (exercise, what is wrong with it) for all that the files of an answer key, read one by one, hide.

    Raises:
        CourseError: a file cannot be parsed.
    """
    where = f"solutions/{key.assignment}"
    probes = {n.name for n in _parsed(key.probes, f"{where}/probes.py").body if isinstance(n, ast.FunctionDef)}
    tree = _parsed(key.reference, f"{where}/reference.py")
    for exercise in exercises:
        with _noted() as noted:
            _check_exercise(exercise, probes, tree, where)
        yield from ((exercise.name, error) for error in noted)
    yield from _tellers(exercises, where)
    for name, count in Counter(e.name for e in exercises).items():
        if count > 1:
            yield name, CourseError(f"{where}/exercises.py has two exercises {name!r}", remedy="rename one")
    seen: set[tuple[str, str, str]] = set()
    answers: list[Mistake | Alternative] = [*key.mistakes, *key.alternatives]
    for answer in answers:
        with _noted() as noted:
            _check_answer(key, answer, seen, where)
        yield from ((answer.exercise, error) for error in noted)


def _tellers(exercises: Sequence[Exercise], where: str) -> Iterator[tuple[str, CourseError]]:
    """Yield the exercises that tell of one that is not there, or that can be told before each other in no order."""
    names = {e.name for e in exercises}
    for exercise in exercises:
        for unknown in set(exercise.tells) - names:
            yield (
                exercise.name,
                CourseError(
                    f"{where}/exercises.py: {exercise.name} tells of {unknown!r}, which is no exercise",
                    remedy="correct it",
                ),
            )
        if exercise.tells and exercise.asks_for_device:
            yield (
                exercise.name,
                CourseError(
                    f"{where}/exercises.py: {exercise.name} tells of another exercise and has families for the device, "
                    "which are compared with a shown draw that is not run where all is right",
                    remedy="take `tells` or `device` away",
                ),
            )
    try:
        TopologicalSorter({e.name: e.tells for e in exercises}).prepare()
    except CycleError as error:
        ring = list(dict.fromkeys(error.args[1]))
        for name in ring:
            yield (
                name,
                CourseError(
                    f"{where}/exercises.py: the probes of {', '.join(ring)} tell pieces of each other's "
                    "answers, so that none can be graded first",
                    remedy="give one of them probes that hold no piece of another's answer",
                ),
            )


@contextlib.contextmanager
def _noted() -> Iterator[list[CourseError]]:
    errors: list[CourseError] = []
    try:
        yield errors
    except CourseError as error:
        errors.append(error)


def _parsed(text: str, where: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{where}, line {error.lineno}: {error.msg}", remedy="correct the file") from error


def _check_exercise(exercise: Exercise, probes: set[str], reference: ast.Module, where: str) -> None:
    for name in exercise.defines:
        find(reference, name, f"{where}/reference.py")
    for aspect in exercise.aspects:
        if aspect.probe not in probes:
            raise CourseError(
                f"{where}/exercises.py: {exercise.name}/{aspect.name} names the probe {aspect.probe!r}, "
                f"which {where}/probes.py does not define",
                remedy="correct the name or write the probe",
            )
    for share, points in exercise.shares.items():
        if points and not any(a.share == share for a in exercise.aspects):
            raise CourseError(
                f"{where}/exercises.py: {exercise.name} gives {points} points to {share}, but no family has that share",
                remedy="add a family or move the points",
            )


def _check_answer(key: AnswerKey, answer: Mistake | Alternative, seen: set[tuple[str, str, str]], where: str) -> None:
    kind = type(answer).__name__.lower()
    name = f"{where}: {kind} {answer.name!r}"
    if answer.exercise not in key.exercises:
        raise CourseError(f"{name} is for the unknown exercise {answer.exercise!r}", remedy="correct the name")
    if (kind, answer.exercise, answer.name) in seen:
        raise CourseError(f"{name} of {answer.exercise} is there twice", remedy="rename one")
    seen.add((kind, answer.exercise, answer.name))
    _parsed(key.code_of(answer), name)
    if isinstance(answer, Mistake):
        known = {a.name for a in key.exercises[answer.exercise].aspects}
        unknown = [a for a in answer.loses if a not in known]
        if unknown or not answer.loses:
            raise CourseError(
                f"{name} of {answer.exercise}: `loses` names {unknown or 'no aspect'}; there are {sorted(known)}",
                remedy="name the aspects that it must lose",
            )
