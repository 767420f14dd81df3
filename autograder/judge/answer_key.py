"""The answer key of one assignment: what is asked, the reference, and known wrong and right answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.judge.definitions import edited
from autograder.judge.exercise import Alternative, Exercise, Mistake
from autograder.judge.mutants import Mutant, mutants
from autograder.model.program import FAMILY_SECONDS


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Everything an instructor knows about one assignment."""

    root: Path
    assignment: str
    exercises: dict[str, Exercise]
    #: the text of probes.py, or of all modules of a package probes/, which is sent into the jail
    probes: str
    #: the text of reference.py, which never is
    reference: str
    mistakes: tuple[Mistake, ...]
    alternatives: tuple[Alternative, ...]
    #: modules to import in the zygote
    needs: tuple[str, ...]
    #: sha256 over the folder's Python files: stored verdicts of another key are out of date
    fingerprint: str
    #: why the files as a whole cannot be used, or None; only `load_for_grading` leaves faults in a key
    fault: CourseError | None = None
    #: exercise -> why it cannot be judged
    faults: Mapping[str, CourseError] = field(default_factory=dict)
    #: CPU seconds of a family that names no other number
    family_seconds: float = FAMILY_SECONDS

    @property
    def folder(self) -> Path:
        """Where the answer key stands."""
        return self.root / "solutions" / self.assignment

    def code_of(self, answer: Mistake | Alternative) -> str:
        """Return a namespace's code in which one exercise is answered by a mistake or an alternative.

        Raises:
            CourseError: an edit does not occur exactly once in the exercise's definitions.
        """
        defines = self.exercises[answer.exercise].defines
        where = f"{self.assignment}: {type(answer).__name__.lower()} {answer.name!r} of {answer.exercise}"
        code = edited(self.reference, defines, answer.edits, where) if answer.edits else self.reference
        return f"{code}\n\n{answer.code}\n" if answer.code else code

    def mistakes_of(self, exercise: str) -> tuple[Mistake, ...]:
        """Return the known wrong implementations of one exercise."""
        return tuple(m for m in self.mistakes if m.exercise == exercise)

    def alternatives_of(self, exercise: str) -> tuple[Alternative, ...]:
        """Return the other right implementations of one exercise."""
        return tuple(a for a in self.alternatives if a.exercise == exercise)

    def mutants_of(self, exercise: str) -> list[Mutant]:
        """Return the mutants of one exercise's definitions in the reference."""
        return mutants(self.reference, self.exercises[exercise].defines, f"solutions/{self.assignment}/reference.py")

    def survivors(self) -> dict[str, str]:
        """Return the mutants that are known to survive, with reasons, from `survivors.toml`.

        Raises:
            CourseError: the file is not a table of strings.
        """
        path = self.folder / "survivors.toml"
        if not path.is_file():
            return {}
        where = f"solutions/{self.assignment}/survivors.toml"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise CourseError(f"{where}: {error}", remedy="correct the file") from error
        for name, reason in table.items():
            if not isinstance(reason, str) or not reason.strip():
                raise CourseError(f"{where}: no reason for {name!r}", remedy='write "mutant id" = "why it survives"')
        return table
