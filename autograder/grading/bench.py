"""What grading one assignment needs and all its submissions share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from autograder.errors import CourseError
from autograder.grading.source import SourceCell
from autograder.judge.answer_key import AnswerKey
from autograder.judge.expected import Expected, program
from autograder.model.draw import Draw
from autograder.model.program import Probing, Program
from autograder.sandbox import Limits


@dataclass(frozen=True)
class Bench:
    """Everything that grading one assignment needs and that all its submissions share."""

    assignment: str
    notebook: str
    source: tuple[SourceCell, ...]
    key: AnswerKey
    expected: Mapping[str, Expected]
    draw: Draw
    isolation: str
    timeout: float = 10.0
    #: data and helper files of the assignment, which replace a submission's files of the same name
    helpers: Mapping[str, bytes] = field(default_factory=dict)
    #: exercise -> aspect -> what it asks (`judge.asked`), kept with the observations for `regrade`
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: `kernelspec` and `language_info` of the source notebook
    kernel: Mapping[str, Any] = field(default_factory=dict)
    #: False for `--no-execute`: nothing runs, and nothing gets an automatic score
    execute: bool = True
    #: how much one submission may use
    limits: Limits = field(default_factory=Limits)

    def fault_of(self, exercise: str) -> CourseError | None:
        """Return why an exercise cannot be judged, or None."""
        if exercise in self.expected:
            return self.expected[exercise].fault
        return self.key.fault or CourseError(
            f"solutions/{self.assignment} has no exercise {exercise}", remedy="add it to exercises.py"
        )

    def beside(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return what stands beside the notebook of a submission with these files, in the order of writing.

        The assignment's own come first, so that no file or folder of the submission is in their way.
        """
        return {**self.helpers, **files, **self.helpers}

    def telling(self, asked: Collection[str]) -> set[str]:
        """Return those of the exercises whose probes hold a piece of the answer to another one of them."""
        return {name for name in asked if set(self.key.exercises[name].tells) & set(asked)}

    def told_first(self, asked: Sequence[str]) -> list[str]:
        """Return exercises in an order in which each comes before those whose probes tell a piece of its answer."""
        told = {name: [t for t in self.key.exercises[name].tells if t in asked] for name in asked}
        return list(TopologicalSorter(told).static_order())

    def probing(self, exercise: str, *, shown: bool = True) -> Probing:
        """Return the programs of one exercise; the cases are those that the expected values were computed for."""
        found = self._probings[exercise]
        return found if shown else replace(found, shown=None)

    @cached_property
    def _probings(self) -> dict[str, Probing]:
        # made once: drawing the cases again would cost each submission milliseconds
        return {name: self._probing(name) for name, e in self.expected.items() if e.fault is None}

    def _probing(self, exercise: str) -> Probing:
        expected, subject = self.expected[exercise], self.key.exercises[exercise]
        graded, shown = (program(self.key, subject, seed) for seed in (self.draw.graded, self.draw.shown))
        return Probing(_with_cases(graded, expected.graded_cases), _with_cases(shown, expected.shown_cases))


def _with_cases(asked: Program, cases: Mapping[str, Any]) -> Program:
    return replace(asked, families=tuple(replace(f, cases=cases[f.aspect]) for f in asked.families))
