"""Measures mutants: each must lose points in a family of an exercise that holds its definition, in every draw."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.judge.answer_key import AnswerKey
from autograder.judge.definitions import lines_of
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.findings import Finding
from autograder.judge.mutants import Mutant
from autograder.model.draw import Draw
from autograder.model.observation import TimedOut
from autograder.model.program import Family, Program, Runner

#: a mutant that loops is noticed in less time than a student gets
_SECONDS = 2.0


def draws(count: int) -> tuple[Draw, ...]:
    """Return the fixed draws of `verify`, so that its table can be committed and checked."""
    return tuple(Draw(graded=1_000 + i, shown=2_000 + i) for i in range(count))


@dataclass(frozen=True, slots=True)
class _Kill:
    """Where a mutant lost points, and whether by a time-out, which is not repeated in other draws."""

    exercise: str
    family: str
    slow: bool


class Killer:
    """Runs the mutants of one assignment, family by family, until one kills."""

    def __init__(self, key: AnswerKey, runner: Runner) -> None:
        self._key = key
        self._runner = runner
        self._expected: dict[tuple[str, Draw], Expected] = {}
        self._hurried: dict[tuple[str, Draw], list[Family]] = {}

    def finding(self, exercises: Sequence[str], mutant: Mutant, excuse: str = "", *, count: int = 3) -> Finding:
        """Judge one mutant in `count` draws; after the first, the family that killed it runs first.

        `exercises` are those whose cell holds the mutated definition: a class may serve several, and one must notice.

        Raises:
            CourseError: the reference or the cases of an exercise are faulty.
        """
        kill: _Kill | None = None
        for number, draw in enumerate(draws(count)):
            first = kill
            kill = self._again(first, mutant, draw) if first else None
            kill = kill or self._search(exercises, mutant, draw)
            if kill is None:
                where = f" in draw {number + 1} (before, {first.family!r} killed it)" if first else ""
                return Finding(exercises[0], "mutant", mutant.id, "" if excuse else f"survives{where}", "", excuse)
            if kill.slow:
                break
        assert kill is not None
        stale = f"survivors.toml excuses it, but {kill.family!r} kills it" if excuse else ""
        return Finding(kill.exercise, "mutant", mutant.id, stale, kill.family)

    def _again(self, kill: _Kill, mutant: Mutant, draw: Draw) -> _Kill | None:
        same = [f for f in self._families(kill.exercise, draw) if f.aspect == kill.family]
        return self._try(kill.exercise, mutant, draw, same)

    def _search(self, exercises: Sequence[str], mutant: Mutant, draw: Draw) -> _Kill | None:
        """Try the first family of each exercise by itself, for it kills most, and then all the others together."""
        for exercise in sorted(exercises, key=lambda name: not self._is_about(name, mutant)):
            families = self._families(exercise, draw)
            for part in (families[:1], families[1:]):
                if part and (kill := self._try(exercise, mutant, draw, part)) is not None:
                    return kill
        return None

    def _is_about(self, exercise: str, mutant: Mutant) -> bool:
        """Tell whether an exercise is named after the method that a mutant changes, so that it is tried first."""
        methods = [
            node.name.strip("_")
            for node in ast.walk(ast.parse(self._key.reference))
            if isinstance(node, ast.FunctionDef) and lines_of(node)[0] <= mutant.line <= lines_of(node)[1]
        ]
        return any(name in exercise for name in methods)

    def _families(self, exercise: str, draw: Draw) -> list[Family]:
        """Return the families as they are probed, with a student's patience cut short."""
        if (exercise, draw) not in self._hurried:
            asked = program(self._key, self._key.exercises[exercise], draw.graded)
            self._hurried[exercise, draw] = [
                dataclasses.replace(f, seconds=min(f.seconds, _SECONDS)) for f in asked.families
            ]
        return self._hurried[exercise, draw]

    def _try(self, exercise: str, mutant: Mutant, draw: Draw, families: Sequence[Family]) -> _Kill | None:
        right = self._right(exercise, draw)
        seen = self._runner.run_code(mutant.code, Program(exercise, self._key.probes, tuple(families)))
        aspects = self._key.exercises[exercise].aspects
        for family in families:
            compare = [a.compare for a in aspects if a.family == family.aspect]
            for i, observation in enumerate(seen[family.aspect]):
                expected, case = right.graded[family.aspect][i], family.cases[i]
                if any(c.compare(actual=observation, expected=expected, case=case) is not None for c in compare):
                    return _Kill(exercise, family.aspect, isinstance(observation.outcome, TimedOut))
        return None

    def _right(self, exercise: str, draw: Draw) -> Expected:
        if (exercise, draw) not in self._expected:
            found = compute_expected(self._key, draw, self._runner, [exercise], mistakes=False)[exercise]
            if found.fault is not None:
                raise found.fault
            self._expected[exercise, draw] = found
        return self._expected[exercise, draw]
