"""Loads `solutions/<assignment>/`, the answer key; nothing else in the project opens that folder."""

from __future__ import annotations

import hashlib
import importlib
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from autograder.errors import CourseError
from autograder.judge.consistency import contradictions
from autograder.judge.definitions import edited
from autograder.judge.exercise import Alternative, Exercise, Mistake
from autograder.judge.mutants import Mutant, mutants
from autograder.judge.places import place_of
from autograder.model.program import FAMILY_SECONDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Everything an instructor knows about one assignment."""

    root: Path
    assignment: str
    exercises: dict[str, Exercise]
    #: the text of probes.py, which is sent into the jail, and of reference.py, which never is
    probes: str
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


def assignments(root: Path) -> list[str]:
    """Return the names of the assignments that have an answer key."""
    folders = (root / "solutions").iterdir() if (root / "solutions").is_dir() else ()
    return sorted(folder.name for folder in folders if has_answer_key(root, folder.name))


def has_answer_key(root: Path, assignment: str) -> bool:
    """Tell whether an assignment has `exercises.py`, or a package `exercises/` where one file would be too long."""
    return _is_declared(root / "solutions" / assignment, "exercises")


def load_assignment(root: Path, assignment: str) -> AnswerKey:
    """Read and check the answer key of one assignment.

    Raises:
        CourseError: a file is missing, does not load, or contradicts another; with file and line where there is one.
    """
    if not has_answer_key(root, assignment):
        raise CourseError(f"{assignment}: no answer key at solutions/{assignment}/exercises.py", remedy="write it")
    exercises, key = _read(root, assignment)
    key = replace(key, alternatives=tuple(_declared(root, assignment, "alternatives", "ALTERNATIVES", Alternative)))
    for _, error in contradictions(key, exercises):
        raise error
    return key


def load_for_grading(root: Path, assignment: str) -> AnswerKey:
    """Read what there is of an answer key; what is wrong with it stands in `fault` and `faults`, and nothing raises."""
    try:
        exercises, key = _read(root, assignment)
        found = list(contradictions(key, exercises))
    except CourseError as error:
        folder = root / "solutions" / assignment
        return AnswerKey(root, assignment, {}, "", "", (), (), (), _fingerprint(folder), fault=error)
    # of several, the first one is said
    return replace(key, faults=dict(reversed(found)))


def _read(root: Path, assignment: str) -> tuple[list[Exercise], AnswerKey]:
    folder = root / "solutions" / assignment
    exercises = _declared(root, assignment, "exercises", "EXERCISES", Exercise)
    key = AnswerKey(
        root=root,
        assignment=assignment,
        exercises={e.name: e for e in exercises},
        probes=_text(folder / "probes.py"),
        reference=_text(folder / "reference.py"),
        mistakes=tuple(_declared(root, assignment, "mistakes", "MISTAKES", Mistake)),
        alternatives=(),
        needs=tuple(sorted({n for e in exercises for n in e.needs})),
        fingerprint=_fingerprint(folder),
    )
    return exercises, key


def _is_declared(folder: Path, name: str) -> bool:
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()


def _declared(root: Path, assignment: str, name: str, variable: str, kind: type[T]) -> list[T]:
    if not _is_declared(root / "solutions" / assignment, name):
        return []
    found = getattr(_imported(root, f"solutions.{assignment}.{name}"), variable, None)
    if not isinstance(found, list | tuple) or not all(isinstance(x, kind) for x in found):
        raise CourseError(
            f"solutions/{assignment}/{name}.py has no list {variable} of {kind.__name__}",
            remedy=f"define {variable}: list[{kind.__name__}] at module level",
        )
    return list(found)


def _imported(root: Path, module: str) -> ModuleType:
    # Another course, or an older version of this one, may have been loaded before in this process.
    for name in [n for n in sys.modules if n.split(".")[0] == "solutions" and not _is_under(sys.modules[n], root)]:
        del sys.modules[name]
    # All parts of a package anew: its families are added to the exercises that its modules hold.
    for name in [n for n in sys.modules if n == module or n.startswith(f"{module}.")]:
        del sys.modules[name]
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        return importlib.import_module(module)
    except CourseError as error:
        raise CourseError(f"{error.what}{place_of(error)}", remedy=error.remedy) from error
    except (Exception, SystemExit) as error:
        raise CourseError(
            f"{module} does not load: {type(error).__name__}: {error}{place_of(error)}", remedy="correct the file"
        ) from error
    finally:
        sys.path.remove(str(root))


def _is_under(module: ModuleType, root: Path) -> bool:
    return any(str(root) == str(Path(p).parent) for p in getattr(module, "__path__", [])) or str(
        getattr(module, "__file__", "")
    ).startswith(f"{root}/solutions/")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"solutions/{path.parent.name}/{path.name} is missing", remedy="write it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"solutions/{path.parent.name}/{path.name} cannot be read ({error})", remedy="make it readable, as UTF-8"
        ) from error


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()
