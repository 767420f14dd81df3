"""Files that are whole at every moment: written beside their place, then renamed; and locks between processes."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import DiskError, GraderError, UsageError

#: names of files that a killed process may leave; `sweep` removes them
SCRATCH = ".writing-"
#: what concerns the disk or the whole folder, so that trying the next file is of no use
_NO_USE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a file in place in one step, so that a reader sees the old or the new one, never half of it.

    Raises:
        DiskError: the disk is full or read-only.
        GraderError: the folder cannot be written.
    """
    with speaking_of(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
        descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=SCRATCH)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(scratch, 0o600 if private else 0o644)
            os.replace(scratch, path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Turn the system's errors into the grader's, naming the file that could not be written.

    Raises:
        DiskError: the disk is full or read-only.
        GraderError: anything else that the system says.
    """
    try:
        yield
    except OSError as error:
        what = f"{error.filename or path}: cannot be written ({error.strerror or error})"
        if error.errno in _NO_USE:
            raise DiskError(
                what, remedy="free the disk or make it writable, then run the same command again"
            ) from error
        raise GraderError(what, remedy="make the folder writable for the grader, then run again") from error


def fits(folder: Path, name: str) -> bool:
    """Tell whether a file can stand there: no file is where its folders would be, and no folder where it would."""
    place = folder / name
    between = [parent for parent in place.parents if parent.is_relative_to(folder)]
    return not place.is_dir() and not any(parent.is_file() for parent in between)


def move_folder(new: Path, place: Path, aside: Path) -> None:
    """Put the folder `new` at `place`; what is there goes to `aside` first and is removed last."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        os.replace(place, aside)
    os.replace(new, place)
    remove(aside)


def remove(folder: Path) -> None:
    """Remove a folder with everything in it, also where nbgrader took away the right to write."""
    if not folder.is_symlink() and folder.is_dir():
        for path in (folder, *folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(folder)


@contextlib.contextmanager
def scratch_folder(parent: Path, prefix: str, *, private: bool = False) -> Iterator[Path]:
    """Yield a new folder in `parent`, which is removed afterwards with what is left in it."""
    with speaking_of(parent):
        parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
    try:
        yield folder
    finally:
        remove(folder)


def sweep(folder: Path, prefix: str) -> None:
    """Remove what a killed process left half-written in a folder."""
    for path in folder.glob(f"{prefix}*") if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            remove(path)
        else:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def locked(path: Path, refusal: str = "") -> Iterator[None]:
    """Hold a lock between processes, which the system frees when this one ends, however it ends.

    Waits for the lock; with a `refusal` it does not wait. Forks of this process do not hold it.

    Raises:
        UsageError: another process holds it, and there is a `refusal`, which becomes the error's text.
    """
    with speaking_of(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if refusal else 0))
        except (BlockingIOError, PermissionError):
            raise UsageError(refusal, remedy="wait for it to end or stop it, then run again") from None
        yield
    finally:
        os.close(descriptor)
