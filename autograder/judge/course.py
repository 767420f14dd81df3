"""Loads `solutions/<assignment>/`, the answer key; nothing else in the project opens that folder."""

from __future__ import annotations

import ast
import hashlib
import importlib
import sys
import tomllib
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from autograder.errors import CourseError
from autograder.judge.definitions import edited, find
from autograder.judge.exercise import Alternative, Exercise, Mistake
from autograder.judge.mutants import Mutant, mutants

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
    folder = root / "solutions" / assignment
    if not has_answer_key(root, assignment):
        raise CourseError(f"{assignment}: no answer key at solutions/{assignment}/exercises.py", remedy="write it")
    exercises = _declared(root, assignment, "exercises", "EXERCISES", Exercise)
    mistakes = _declared(root, assignment, "mistakes", "MISTAKES", Mistake)
    alternatives = _declared(root, assignment, "alternatives", "ALTERNATIVES", Alternative)
    key = AnswerKey(
        root=root,
        assignment=assignment,
        exercises={e.name: e for e in exercises},
        probes=_text(folder / "probes.py"),
        reference=_text(folder / "reference.py"),
        mistakes=tuple(mistakes),
        alternatives=tuple(alternatives),
        needs=tuple(sorted({n for e in exercises for n in e.needs})),
        fingerprint=_fingerprint(folder),
    )
    _check(key, len(exercises))
    return key


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
    except CourseError:
        raise
    except Exception as error:
        raise CourseError(
            f"{module} does not load: {type(error).__name__}: {error}{_place(error, root)}", remedy="correct the file"
        ) from error
    finally:
        sys.path.remove(str(root))


def _is_under(module: ModuleType, root: Path) -> bool:
    return any(str(root) == str(Path(p).parent) for p in getattr(module, "__path__", [])) or str(
        getattr(module, "__file__", "")
    ).startswith(f"{root}/solutions/")


def _place(error: BaseException, root: Path) -> str:
    if isinstance(error, SyntaxError) and error.filename:
        return f" ({_relative(error.filename, root)}, line {error.lineno})"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/solutions/" in f.filename]
    return f" ({_relative(frames[-1].filename, root)}, line {frames[-1].lineno})" if frames else ""


def _relative(name: str, root: Path) -> str:
    return name.removeprefix(f"{root}/")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"solutions/{path.parent.name}/{path.name} is missing", remedy="write it") from None


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _check(key: AnswerKey, count: int) -> None:
    where = f"solutions/{key.assignment}"
    if len(key.exercises) != count:
        raise CourseError(f"{where}/exercises.py has two exercises of one name", remedy="rename one")
    probes = {n.name for n in _parsed(key.probes, f"{where}/probes.py").body if isinstance(n, ast.FunctionDef)}
    tree = _parsed(key.reference, f"{where}/reference.py")
    for exercise in key.exercises.values():
        _check_exercise(exercise, probes, tree, where)
    for answers in (key.mistakes, key.alternatives):
        _check_answers(key, answers, where)


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


def _check_answers(key: AnswerKey, answers: Iterable[Mistake | Alternative], where: str) -> None:
    seen: set[tuple[str, str]] = set()
    for answer in answers:
        kind = type(answer).__name__.lower()
        name = f"{where}: {kind} {answer.name!r}"
        if answer.exercise not in key.exercises:
            raise CourseError(f"{name} is for the unknown exercise {answer.exercise!r}", remedy="correct the name")
        if (answer.exercise, answer.name) in seen:
            raise CourseError(f"{name} of {answer.exercise} is there twice", remedy="rename one")
        seen.add((answer.exercise, answer.name))
        _parsed(key.code_of(answer), name)
        if isinstance(answer, Mistake):
            known = {a.name for a in key.exercises[answer.exercise].aspects}
            unknown = [a for a in answer.loses if a not in known]
            if unknown or not answer.loses:
                raise CourseError(
                    f"{name} of {answer.exercise}: `loses` names {unknown or 'no aspect'}; there are {sorted(known)}",
                    remedy="name the aspects that it must lose",
                )
