"""Reads one student's hand-in, whatever it holds: bytes in, a notebook or one clear line out."""

from __future__ import annotations

import json
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import SubmissionError

MAX_NOTEBOOK = 64 << 20
MAX_FILES = 200
MAX_FILE_BYTES = 100 << 20
#: nbgrader's own files, which are no part of the student's work
CARRIED = ("timestamp.txt", "submission_secret.txt")
_REFETCH = "ask the student to hand in the notebook of this assignment again"


@dataclass(frozen=True, slots=True)
class Submission:
    """A hand-in as found: the notebook's bytes and the other regular files beside it."""

    student: str
    assignment: str
    notebook: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: str | None = None


def read_submission(root: Path, assignment: str, student: str, notebook: str) -> Submission:
    """Read `submitted/<student>/<assignment>/`, following no link.

    Raises:
        SubmissionError: there is no regular file of the notebook's name, or it is too large or unreadable.
    """
    folder = root / "submitted" / student / assignment
    where = f"{student}/{assignment}"
    try:
        files = _files(folder, where)
    except OSError as error:
        raise SubmissionError(
            f"{where}: cannot be read ({error.strerror})", remedy="make the folder readable for the grader"
        ) from error
    name = f"{notebook}.ipynb"
    if name not in files:
        raise SubmissionError(f"{where}: {_absence(folder, name, files)}", remedy=_REFETCH)
    content = files.pop(name)
    if len(content) > MAX_NOTEBOOK:
        raise SubmissionError(f"{where}: {name} has {len(content) >> 20} MB", remedy="ask for one without its outputs")
    stamp = files.pop("timestamp.txt", b"").decode("utf-8", "replace").strip() or None
    files.pop("submission_secret.txt", None)
    return Submission(student, assignment, content, files, stamp)


def _files(folder: Path, where: str) -> dict[str, bytes]:
    if folder.is_symlink() or not folder.is_dir():
        raise SubmissionError(f"{where}: is not a folder", remedy=_REFETCH)
    found: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or any(p.is_symlink() for p in path.parents if folder in p.parents):
            continue
        total += about.st_size
        if len(found) >= MAX_FILES or total > MAX_FILE_BYTES:
            raise SubmissionError(
                f"{where}: more than {MAX_FILES} files or {MAX_FILE_BYTES >> 20} MB", remedy="remove what is not needed"
            )
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _absence(folder: Path, name: str, files: dict[str, bytes]) -> str:
    if (folder / name).is_symlink():
        return f"{name} is a link, not a file"
    if (folder / name).is_dir():
        return f"{name} is a folder, not a file"
    others = sorted(f for f in files if f.endswith(".ipynb"))
    return f"there is no {name}" + (f", only {', '.join(others[:3])}" if others else "")


def parse_notebook(content: bytes, where: str) -> Any:
    """Return the submitted bytes as an nbformat 4 notebook.

    Raises:
        SubmissionError: they are not UTF-8, not JSON, or not a notebook.
    """
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise SubmissionError(f"{where}: the notebook is not valid JSON ({_short(error)})", remedy=_REFETCH) from error
    try:
        notebook = nbformat.convert(nbformat.from_dict(raw), 4)
        _plain_shape(notebook)
    except Exception as error:
        # nbformat raises whatever its traversal of a hostile document stumbles over
        raise SubmissionError(f"{where}: the file is not a notebook ({_short(error)})", remedy=_REFETCH) from error
    return notebook


def _plain_shape(notebook: Any) -> None:
    for cell in notebook.cells:
        if isinstance(cell.source, list):
            cell.source = "".join(cell.source)
        if not isinstance(cell.source, str) or cell.cell_type not in ("code", "markdown", "raw"):
            raise ValueError("a cell is malformed")
        if not isinstance(cell.get("metadata"), dict):
            cell.metadata = nbformat.from_dict({})


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
