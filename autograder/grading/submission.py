"""Reads one student's hand-in, whatever it holds: bytes in, a notebook or one clear line out."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat

from autograder.errors import SubmissionError
from autograder.grading.course import Course
from autograder.printable import printable

MAX_NOTEBOOK = 64 << 20
MAX_FILES = 1000
MAX_FILE_BYTES = 100 << 20
#: folders within folders, which many programs walk by recursion
MAX_DEPTH = 50
MAX_CELLS = 10_000
#: brackets and commas of a notebook's file: each list, object or number takes some hundred bytes once it is read
MAX_PARTS = 5_000_000
#: nbgrader's own files, which are no part of the student's work
TIMESTAMP, SECRET = CARRIED = ("timestamp.txt", "submission_secret.txt")
#: bytes of the first one that are looked at
LONGEST_STAMP = 200
#: what no student's id holds
_MARKUP = set('<>"&')
_NBFORMAT = 4
_NOTEBOOK_KEYS = {"cells", "metadata", "nbformat", "nbformat_minor"}
_TEXT_KEYS = {"cell_type", "source", "metadata", "id", "attachments"}
_CELL_KEYS = {
    "code": {"cell_type", "source", "metadata", "id", "outputs", "execution_count"},
    "markdown": _TEXT_KEYS,
    "raw": _TEXT_KEYS,
}
#: JSON's escape of half a character; where its other half is missing, nothing can write it down
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_REFETCH = "ask the student to hand in the notebook of this assignment again"


@dataclass(frozen=True, slots=True)
class Submission:
    """A hand-in as found: the notebook's bytes and the other regular files beside it."""

    student: str
    assignment: str
    notebook: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: str | None = None


def read_submission(course: Course, assignment: str, student: str, notebook: str) -> Submission:
    """Read `submitted/<student>/<assignment>/`, following no link.

    Raises:
        SubmissionError: the student's name is none, or there is no regular file of the notebook's name, or it or
            another file is too large or unreadable.
    """
    _check_name(student, assignment)
    folder = course.folder("submitted", student, assignment)
    where = f"{student}/{assignment}"
    if not os.path.lexists(folder):
        raise SubmissionError(
            f"{where}: there is no hand-in at {folder}", remedy="check the student's id, or collect it first"
        )
    try:
        files = {name: content for name, content in _files(folder, where).items() if not course.ignores(name)}
    except OSError as error:
        named = f" {Path(os.fsdecode(error.filename)).name}" if error.filename else ""
        raise SubmissionError(
            f"{where}:{named} cannot be read ({error.strerror})", remedy="make it readable for the grader"
        ) from error
    name = f"{notebook}.ipynb"
    if name not in files:
        raise SubmissionError(f"{where}: {_absence(folder, name, files)}", remedy=_REFETCH)
    content = files.pop(name)
    _check_size(len(content), name, where)
    stamp = files.pop(TIMESTAMP, b"")[:LONGEST_STAMP].decode("utf-8", "replace").strip() or None
    files = {other: held for other, held in files.items() if not is_reserved(other)}
    _check_files(files, course.limits.file_size, where)
    return Submission(student, assignment, content, files, stamp)


def _check_name(student: str, assignment: str) -> None:
    """Refuse a folder's name that is no student's id and that a page or the terminal could not show as it is."""
    if not _is_text(student):
        raise SubmissionError(
            f"{student!r}/{assignment}: the folder's name is not valid text", remedy="rename it to the student's id"
        )
    where = f"{student}/{assignment}"
    if printable(student) != student:
        raise SubmissionError(
            f"{where}: the folder's name holds characters that cannot be seen", remedy="rename it to the student's id"
        )
    if marks := _MARKUP & set(student):
        # nbgrader's formgrader puts students' names into its pages as they are
        raise SubmissionError(
            f"{where}: the folder's name holds {' '.join(sorted(marks))}, which a page would take for markup",
            remedy="rename it to the student's id, and ask who handed it in under this name",
        )


def is_reserved(name: str) -> bool:
    """Tell whether no file of a student's may have this name: nbgrader's own files, notebooks, and folders called so.

    Nor is there a folder called as a page: the student's own one would have no place.
    """
    first, *below = PurePosixPath(name).parts
    in_the_way = first in CARRIED or (bool(below) and first.endswith(".html"))
    return in_the_way or any(part.endswith(".ipynb") for part in (first, *below))


def is_left_out(course: Course, assignment: str, student: str, notebook: str, names: Sequence[str]) -> bool:
    """Tell whether a student handed in other notebooks of the assignment, and none that could be this one renamed."""
    folder = course.folder("submitted", student, assignment)
    there = {path.stem for path in folder.glob("*.ipynb")}
    return bool(there) and notebook not in there and there <= set(names)


def read_notebook(place: Path, where: str) -> bytes:
    """Read one notebook's bytes, following no link and waiting for no pipe.

    Raises:
        SubmissionError: it is not a regular file of a sensible size.
    """
    if place.is_symlink() or not place.is_file():
        raise SubmissionError(f"{where}: {_absence(place.parent, place.name, {})}", remedy=_REFETCH)
    _check_size(place.stat().st_size, place.name, where)
    return place.read_bytes()


def _check_size(size: int, name: str, where: str) -> None:
    if size > MAX_NOTEBOOK:
        raise SubmissionError(f"{where}: {name} has {size >> 20} MB", remedy="ask for one without its outputs")


def _check_files(files: Mapping[str, bytes], most: int, where: str) -> None:
    """Refuse a file that the jail could not hold: the cells would run without it, and fail for no fault of theirs."""
    for name, content in files.items():
        if len(content) > most:
            raise SubmissionError(
                f"{where}: {printable(name)} has {len(content) >> 20} MB, more than the {most >> 20} MB that one file "
                "may have",
                remedy="remove it, or raise c.AutograderLimits.file_size",
            )


def _files(folder: Path, where: str) -> dict[str, bytes]:
    if folder.is_symlink() or not folder.is_dir():
        what = "a link" if folder.is_symlink() else _kind(folder)
        raise SubmissionError(f"{where}: is {what}, not a folder", remedy=_REFETCH)
    found: dict[str, bytes] = {}
    total = 0
    for path in _walked(folder, where):
        about = path.lstat()
        if path.parent == folder and path.suffix == ".ipynb" and stat.S_ISREG(about.st_mode):
            _check_size(about.st_size, path.name, where)
        if not stat.S_ISREG(about.st_mode) or not _is_text(str(path.relative_to(folder))):
            continue
        total += about.st_size
        if len(found) >= MAX_FILES or total > MAX_FILE_BYTES:
            raise SubmissionError(
                f"{where}: more than {MAX_FILES} files or {MAX_FILE_BYTES >> 20} MB", remedy="remove what is not needed"
            )
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _walked(folder: Path, where: str) -> Iterator[Path]:
    """Yield what is in a folder and below it, following no link; unlike `rglob`, raise for what cannot be read."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if len(here.parts) - len(folder.parts) > MAX_DEPTH:
            raise SubmissionError(
                f"{where}: more than {MAX_DEPTH} folders within folders", remedy="remove what is not needed"
            )
        for path in sorted(here.iterdir()):
            yield path
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)


def _is_text(name: str) -> bool:
    """Tell whether a name can be written down: the system allows any bytes, databases and notebooks do not."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _absence(folder: Path, name: str, files: dict[str, bytes]) -> str:
    if (folder / name).is_symlink():
        return f"{name} is a link, not a file"
    if (folder / name).exists():
        return f"{name} is {_kind(folder / name)}, not a file"
    others = sorted(f for f in files if f.endswith(".ipynb"))
    return f"there is no {name}" + (f", only {', '.join(others[:3])}" if others else "")


def _kind(path: Path) -> str:
    mode = path.lstat().st_mode
    kinds = {stat.S_ISDIR: "a folder", stat.S_ISFIFO: "a named pipe", stat.S_ISSOCK: "a socket", stat.S_ISREG: "a file"}
    return next((word for test, word in kinds.items() if test(mode)), "a device")


def parse_notebook(content: bytes, where: str) -> Any:
    """Return the submitted bytes as an nbformat 4 notebook.

    Raises:
        SubmissionError: they are not UTF-8, not JSON, or not a notebook.
    """
    if sum(map(content.count, (b"[", b"{", b","))) > MAX_PARTS:
        raise SubmissionError(f"{where}: the notebook has more than {MAX_PARTS} parts", remedy=_REFETCH)
    try:
        raw = _loaded(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SubmissionError(
            f"{where}: the notebook is not UTF-8 text (byte {error.start})",
            remedy="ask the student to save it in JupyterLab and hand it in again",
        ) from error
    except (ValueError, RecursionError) as error:
        raise SubmissionError(f"{where}: the notebook is not valid JSON ({_short(error)})", remedy=_REFETCH) from error
    major = raw.get("nbformat", 4) if isinstance(raw, dict) else 4
    if isinstance(major, int) and major > _NBFORMAT:
        raise SubmissionError(
            f"{where}: the notebook has the format {major}, newer than {_NBFORMAT}",
            remedy=f"ask the student to save it as nbformat {_NBFORMAT}",
        )
    if (count := _cells(raw)) > MAX_CELLS:
        raise SubmissionError(f"{where}: the notebook has {count} cells, more than {MAX_CELLS}", remedy=_REFETCH)
    try:
        notebook = nbformat.convert(nbformat.from_dict(raw), _NBFORMAT)
        _plain_shape(notebook)
    except Exception as error:
        # nbformat raises whatever its traversal of a hostile document stumbles over
        raise SubmissionError(f"{where}: the file is not a notebook ({_short(error)})", remedy=_REFETCH) from error
    return notebook


def _cells(raw: Any) -> int:
    """Return how many cells a document has; until format 3 they stand in worksheets."""
    sheets = raw.get("worksheets") if isinstance(raw, dict) else None
    holders = [raw, *(sheets if isinstance(sheets, list) else ())]
    cells = (holder.get("cells") for holder in holders if isinstance(holder, dict))
    return sum(len(found) for found in cells if isinstance(found, list))


def _loaded(document: str) -> Any:
    raw = json.loads(document)
    if not _HALF.search(document):
        return raw
    return json.loads(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))


def _plain_shape(notebook: Any) -> None:
    if not isinstance(notebook.cells, list):
        raise ValueError("its cells are no list")
    for key in set(notebook) - _NOTEBOOK_KEYS:
        del notebook[key]
    if not isinstance(notebook.get("metadata"), dict):
        notebook.metadata = nbformat.from_dict({})
    for cell in notebook.cells:
        if isinstance(cell.source, list):
            cell.source = "".join(cell.source)
        if not isinstance(cell.source, str) or cell.cell_type not in _CELL_KEYS:
            raise ValueError("a cell is malformed")
        if not isinstance(cell.get("metadata"), dict):
            cell.metadata = nbformat.from_dict({})
        # what a later format adds, or a hand wrote, has no place in the autograded notebook
        for key in set(cell) - _CELL_KEYS[cell.cell_type]:
            del cell[key]


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
