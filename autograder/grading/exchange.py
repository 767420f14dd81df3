"""nbgrader's exchange as the grader uses it: what arrived, collect it, release a page. nbgrader's own classes do it."""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import parse_utc

from autograder.errors import SubmissionError, UsageError
from autograder.files import remove
from autograder.grading.course import Course
from autograder.grading.submission import (
    CARRIED,
    LONGEST_STAMP,
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_FILES,
    SECRET,
    TIMESTAMP,
)

try:
    import pwd
except ImportError:  # no accounts of this kind, as on Windows
    pwd = None  # type: ignore[assignment]

#: seconds without a change after which a hand-in without a secret (of an old nbgrader) counts as whole
_QUIET = 5.0
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """One hand-in in the exchange; `stamp` is its time as nbgrader wrote it, `when` the same in UTC."""

    student: str
    stamp: str
    when: datetime
    folder: Path


class SafeCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no types
    """Collects as nbgrader does, but follows no link, and takes no file that is not of the folder's owner.

    Every student can write to the inbound folder. nbgrader copies what a link points to with the rights of whoever
    collects: a link to the answer key would come back to its student in the outputs of the next feedback. It takes any
    size, a hand-in in another student's name, and ends where one cannot be read, so that nobody's is collected.
    """

    src_records: list[dict[str, Any]]
    #: where one hand-in alone is collected, what is wrong with it is raised
    alone = False

    def init_src(self) -> None:
        """Find the hand-ins; what is not as nbgrader makes them is left out."""
        super().init_src()
        for record in self.src_records:
            if record["timestamp"] == datetime.min:
                self.log.warning("Not collected, since no student has handed this in: %s", record["filename"])
        self.src_records = [record for record in self.src_records if record["timestamp"] != datetime.min]

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy a hand-in, with the time in its folder's name as its time."""
        try:
            with tempfile.TemporaryDirectory(prefix="autograder-collect-") as scratch:
                plain = Path(scratch, "plain")
                copy_own_files(Path(src), plain)
                _write_time(plain / TIMESTAMP, os.path.basename(src))
                super().do_copy(str(plain), dest)
        except (OSError, RuntimeError, shutil.Error) as error:
            if self.alone:
                raise
            self.log.error("Not collected: %s (%s)", src, error)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        # a name that is none of nbgrader's must not keep the student's real hand-ins from being collected
        name = os.path.basename(path)
        nobodys: dict[str, Any] = {"username": name.split("+")[0], "filename": name, "timestamp": datetime.min}
        try:
            found: dict[str, Any] = super()._path_to_record(path)
        except (ExchangeError, ValueError, OverflowError):
            return nobodys
        if not _is_name(found["username"]) or (self.check_owner and is_of_another(Path(path), found["username"])):
            return nobodys
        return found


def is_of_another(folder: Path, student: str) -> bool:
    """Tell whether another account than the student's own has made a hand-in in the student's name.

    Only where the student has an account on this machine can that be known; whoever collects may hand in for anybody.
    """
    if pwd is None:
        return False
    try:
        account = pwd.getpwnam(student).pw_uid
        return _owner(folder) not in (account, os.getuid(), 0)
    except (KeyError, OSError):
        return False


def _owner(folder: Path) -> int:
    return folder.lstat().st_uid


def _is_name(student: str) -> bool:
    """Tell whether a student's name can be that of a folder beside the others' ones."""
    return bool(student) and not student.startswith(".") and not set(student) & set("*?[]/")


def _write_time(place: Path, name: str) -> None:
    """Write the time of a hand-in as nbgrader put it into its folder's name; a student may have changed the file."""
    remove(place)
    place.write_text(name.rsplit("+", 3)[2], encoding="utf-8")


def copy_own_files(source: Path, target: Path) -> None:
    """Copy the regular files of a folder that belong to its owner; links and everything else are left out.

    Each is opened without following links, and looked at when it is open: its owner may swap files at any moment.
    What is far beyond a hand-in's limits is left out, too: grading refuses what is left for its size.
    """
    left, count = 2 * MAX_FILE_BYTES, 0
    for here, folders, names, folder in os.fwalk(source, follow_symlinks=False):
        place = target / Path(here).relative_to(source)
        place.mkdir(parents=True, exist_ok=True)
        if len(place.parts) - len(target.parts) > MAX_DEPTH:
            folders.clear()
        owner = os.fstat(folder).st_uid
        for name in names:
            if (count := count + 1) > 2 * MAX_FILES:
                return
            with contextlib.suppress(OSError):
                descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
                with os.fdopen(descriptor, "rb") as file:
                    about = os.fstat(descriptor)
                    if stat.S_ISREG(about.st_mode) and about.st_uid == owner:
                        with (place / name).open("wb") as copy:
                            left -= _copy_up_to(left, file, copy)


def _copy_up_to(most: int, file: IO[bytes], copy: IO[bytes]) -> int:
    done = 0
    while chunk := file.read(min(_CHUNK, most - done)):
        copy.write(chunk)
        done += len(chunk)
    return done


class SafeRelease(ExchangeReleaseFeedback):  # type: ignore[misc]  # nbgrader has no types
    """Releases as nbgrader does, but a student without the files that this needs keeps nobody's page back."""

    src_path: str
    #: where one student's page alone is released, what is wrong with it is raised
    alone = False

    def copy_files(self) -> None:
        """Copy the pages, student by student."""
        pattern = self.src_path
        if self.alone:
            super().copy_files()
            return
        for folder in sorted(glob.glob(pattern)):
            missing = [name for name in CARRIED if not Path(folder, name).is_file()]
            if missing:
                self.log.warning("Not released, there is no %s: %s", " and no ".join(missing), folder)
                continue
            self.src_path = glob.escape(folder)
            try:
                super().copy_files()
            except (OSError, ValueError) as error:
                self.log.error("Not released: %s (%s)", folder, error)
        self.src_path = pattern


class Inbox:
    """The inbound folder of one assignment."""

    def __init__(self, course: Course, assignment: str) -> None:
        self._course = course
        self._assignment = assignment
        self._directory = CourseDirectory(config=course.config)
        self._directory.root = str(course.root)
        self._directory.assignment_id = assignment
        self._factory = ExchangeFactory(config=course.config)
        if self._factory.collect is ExchangeCollect:
            self._factory.collect = SafeCollect
        if self._factory.release_feedback is ExchangeReleaseFeedback:
            self._factory.release_feedback = SafeRelease
        collector = self._collector()
        self._checks_owner = bool(getattr(collector, "check_owner", False))
        root, name = getattr(collector, "root", ""), self._directory.course_id
        self.folder = Path(str(root), name, "inbound")
        if not root or not name:
            raise UsageError(
                "there is no exchange folder to watch" if name else "the course has no name for the exchange",
                remedy="set `c.Exchange.root`" if name else "set `c.CourseDirectory.course_id`",
            )
        if not self.folder.is_dir():
            raise UsageError(
                f"the exchange has no folder {self.folder}",
                remedy=f"run `nbgrader release_assignment {assignment}` first",
            )

    def newest(self) -> dict[str, Arrival]:
        """Return each student's newest hand-in, also one that is still being written."""
        found: dict[str, Arrival] = {}
        for path in self.folder.glob(f"*+{glob.escape(self._assignment)}+*"):
            arrival = _arrival(path, self._assignment)
            if arrival is None or not path.is_dir() or path.is_symlink():
                continue
            if self._checks_owner and is_of_another(path, arrival.student):
                continue
            held = found.get(arrival.student)
            if held is None or held.when < arrival.when:
                found[arrival.student] = arrival
        return found

    def is_whole(self, arrival: Arrival, now: float) -> bool:
        """Tell whether a hand-in is written to its end; nbgrader writes the secret last."""
        try:
            # of an old nbgrader there is none
            with contextlib.suppress(FileNotFoundError):
                if (arrival.folder / SECRET).stat().st_size >= 2 * 64:
                    return True
            newest = max(path.lstat().st_mtime for path in (arrival.folder, *arrival.folder.iterdir()))
        except OSError:
            return False
        return (arrival.folder / TIMESTAMP).is_file() and now - newest > _QUIET

    def collected(self, student: str) -> datetime | None:
        """Return the time of the hand-in that is in `submitted/`, or None."""
        place = self._directory.format_path(self._directory.submitted_directory, student, self._assignment)
        # not with nbgrader's own method, which raises what nobody expects where the file holds no time
        with contextlib.suppress(OSError, ValueError, OverflowError), Path(place, TIMESTAMP).open("rb") as file:
            found: datetime = parse_utc(file.read(LONGEST_STAMP).decode().strip())
            return found
        return None

    def collect(self, student: str) -> list[str]:
        """Run `nbgrader collect --update` for one student; return its warnings.

        Raises:
            SubmissionError: it cannot be collected.
        """
        with self._about(student), _warnings() as said:
            collector = self._collector()
            collector.update = True
            collector.alone = True
            try:
                collector.start()
            except (ExchangeError, OSError, RuntimeError, shutil.Error) as error:
                raise SubmissionError(
                    f"{student}/{self._assignment}: cannot be collected ({error})",
                    remedy="look at the hand-in in the exchange's inbound folder",
                ) from error
        return said

    def release(self, student: str, feedback: str | None = None) -> None:
        """Run `nbgrader release_feedback` for one student; `feedback` names another folder than the course's.

        Raises:
            SubmissionError: it cannot be released.
        """
        kept = self._directory.feedback_directory
        with self._about(student), _warnings():
            try:
                self._directory.feedback_directory = feedback or kept
                release = self._factory.ReleaseFeedback(
                    coursedir=self._directory, authenticator=self._authenticator(), config=self._course.config
                )
                release.alone = True
                release.start()
            except (ExchangeError, OSError) as error:
                raise SubmissionError(
                    f"{student}/{self._assignment}: the page cannot be released ({error})",
                    remedy=f"run `nbgrader release_feedback {self._assignment}`, which says more",
                ) from error
            finally:
                self._directory.feedback_directory = kept

    def _collector(self) -> Any:
        return self._factory.Collect(
            coursedir=self._directory, authenticator=self._authenticator(), config=self._course.config
        )

    def _authenticator(self) -> Any:
        return Authenticator(config=self._course.config)

    @contextlib.contextmanager
    def _about(self, student: str) -> Iterator[None]:
        kept = self._directory.student_id
        self._directory.student_id = student
        try:
            yield
        finally:
            self._directory.student_id = kept


def _arrival(path: Path, assignment: str) -> Arrival | None:
    """Return what a folder's name says, read as nbgrader reads it, or None if it is none of nbgrader's."""
    parts = path.name.rsplit("+", 3)
    if len(parts) < 3 or parts[1] != assignment or not _is_name(parts[0]):
        return None
    try:
        return Arrival(parts[0], parts[2], parse_utc(parts[2]), path)
    except (ValueError, OverflowError):
        return None


@contextlib.contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what nbgrader's classes warn of, on one line each."""
    said: list[str] = []

    class _Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(" ".join(record.getMessage().split()))

    # the logger of traitlets' configurables that have no application
    logger, ear = logging.getLogger("traitlets"), _Ear(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate = propagates
