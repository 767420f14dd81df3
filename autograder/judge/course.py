"""Loads `solutions/<assignment>/`, the answer key; nothing else in the project opens that folder."""

from __future__ import annotations

import hashlib
import importlib
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from autograder.errors import CourseError
from autograder.judge.answer_key import AnswerKey
from autograder.judge.consistency import contradictions
from autograder.judge.exercise import Alternative, Exercise, Mistake
from autograder.judge.imports import imported
from autograder.judge.merging import merged
from autograder.judge.places import place_of

T = TypeVar("T")


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
    probes, reference = _probes(folder), _text(folder / "reference.py")
    key = AnswerKey(
        root=root,
        assignment=assignment,
        exercises={e.name: e for e in exercises},
        probes=probes,
        reference=reference,
        mistakes=tuple(_declared(root, assignment, "mistakes", "MISTAKES", Mistake)),
        alternatives=(),
        needs=tuple(sorted({n for e in exercises for n in e.needs} | imported([probes, reference]))),
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
    name = path.as_posix().rpartition("/solutions/")[2]
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"solutions/{name} is missing", remedy="write it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"solutions/{name} cannot be read ({error})", remedy="make it readable, as UTF-8") from error


def _probes(folder: Path) -> str:
    if not (folder / "probes" / "__init__.py").is_file():
        return _text(folder / "probes.py")
    files = sorted(path for path in (folder / "probes").glob("*.py") if path.name != "__init__.py")
    return merged({path.stem: _text(path) for path in files}, f"solutions.{folder.name}.probes")


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()
