"""The gradebook: the only place that speaks to nbgrader's database. One transaction per submission, one writer."""

from __future__ import annotations

import contextlib
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from nbgrader.api import BaseCell, InvalidEntry, MissingEntry
from nbgrader.api import Gradebook as Database
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.utils import parse_utc
from sqlalchemy.exc import DBAPIError, SAWarning, SQLAlchemyError

from autograder.errors import GradebookError, GradebookLostError
from autograder.grading.course import Course
from autograder.grading.patience import Patience, short
from autograder.model.verdict import SubmissionVerdict

_T = TypeVar("_T")
#: what SQLite itself waits for a lock before it is our turn to wait and say so
_SQLITE_SECONDS = 0.5
#: enters an assignment; without --force it does nothing where the release stands already, as in a copy of a course
_GENERATE = "nbgrader generate_assignment --force"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class Gradebook:
    """A long-lived connection to the course's gradebook, which waits when it is locked or its server is away.

    `tell` gets a line while it waits.

    Raises:
        GradebookError: there is none.
        GradebookLostError: it cannot be used; any method may raise this.
    """

    def __init__(self, course: Course, tell: Callable[[str], None] = _say) -> None:
        self._course = course
        url = course.db_url
        self._file = Path(url.removeprefix("sqlite:///").partition("?")[0]) if url.startswith("sqlite:///") else None
        self._check_file()
        self._patience = Patience(url.rpartition("@")[2] if "@" in url else url, course.wait, tell)
        if self._file is not None and "?" not in url:
            url += f"?timeout={_SQLITE_SECONDS}"
        try:
            self._db = self._patience.work(lambda: Database(url))
        except SQLAlchemyError as error:
            raise GradebookError(
                f"the gradebook {course.db_url.rpartition('@')[2]} does not open ({short(error)})",
                remedy="check `CourseDirectory.db_url` and whether the server runs",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _check_file(self) -> None:
        # SQLite would make an empty one, or go on writing to one that was deleted
        if self._file is not None and not self._file.is_file():
            raise GradebookError(f"there is no gradebook at {self._file}", remedy=f"run `{_GENERATE} ASSIGNMENT` first")

    def _read(self, piece: Callable[[], _T]) -> _T:
        try:
            return self._patience.work(piece, self._forget)
        finally:
            # no transaction stays open while hand-ins are graded: a server may be restarted meanwhile
            with contextlib.suppress(DBAPIError):
                self._forget()

    def _forget(self) -> None:
        session = self._db.db()
        try:
            session.rollback()
        finally:
            session.expunge_all()

    def check_assignment(self, assignment: str, notebook: str) -> None:
        """Make sure that scores of this notebook can be recorded.

        Raises:
            GradebookError: the gradebook does not know it.
        """
        try:
            self._read(lambda: self._db.find_notebook(notebook, assignment))
        except MissingEntry:
            raise GradebookError(
                f"the gradebook does not know {assignment}",
                remedy=f"run `{_GENERATE} {assignment}` first",
            ) from None

    def notebooks(self, assignment: str) -> list[str]:
        """Return the names of an assignment's notebooks, sorted.

        Raises:
            GradebookError: the gradebook does not know the assignment, or it has none.
        """

        def names() -> list[str]:
            return sorted(notebook.name for notebook in self._db.find_assignment(assignment).notebooks)

        with contextlib.suppress(MissingEntry):
            if found := self._read(names):
                return found
        raise GradebookError(
            f"the gradebook does not know {assignment}", remedy=f"run `{_GENERATE} {assignment}` first"
        )

    def released(self, assignment: str, notebook: str) -> dict[str, tuple[str, str]]:
        """Return text and checksum of the released cells by grade_id: tests whole, answers as students get them."""
        self.check_assignment(assignment, notebook)

        def cells() -> dict[str, tuple[str, str]]:
            found = self._db.find_notebook(notebook, assignment)
            return {cell.name: (cell.source or "", cell.checksum) for cell in found.source_cells}

        return self._read(cells)

    def knows_student(self, student: str) -> bool:
        """Tell whether a student has an entry."""
        try:
            self._read(lambda: self._db.find_student(student))
        except MissingEntry:
            return False
        return True

    def is_recorded(self, verdict: SubmissionVerdict) -> bool:
        """Tell whether the gradebook holds exactly this verdict's scores."""

        def scores() -> dict[str, float | None]:
            notebook = self._db.find_submission_notebook(verdict.notebook, verdict.assignment, verdict.student)
            return {grade.name: grade.auto_score for grade in notebook.grades}

        try:
            held = self._read(scores)
        except MissingEntry:
            return False
        return all(held.get(name, -1.0) == score for name, score in _scores(verdict).items())

    def given_by_hand(
        self, verdict: SubmissionVerdict, belongs: Mapping[str, str]
    ) -> dict[str, tuple[float | None, float | None, str]]:
        """Return (score, maximum, comment) that a person gave, by grade cell.

        Comments stand at solution cells; `belongs` names the grade cell of each.
        """
        try:
            return self._read(partial(self._by_hand, verdict, belongs))
        except MissingEntry:
            return {}

    def _by_hand(
        self, verdict: SubmissionVerdict, belongs: Mapping[str, str]
    ) -> dict[str, tuple[float | None, float | None, str]]:
        notebook = self._db.find_submission_notebook(verdict.notebook, verdict.assignment, verdict.student)
        said: dict[str, list[str]] = {}
        for comment in notebook.comments:
            if comment.manual_comment:
                said.setdefault(belongs.get(comment.name, comment.name), []).append(comment.manual_comment)
        given: dict[str, tuple[float | None, float | None, str]] = {}
        for grade in notebook.grades:
            if grade.manual_score is not None or grade.extra_credit or grade.name in said:
                score = grade.score if grade.manual_score is not None or grade.extra_credit else None
                given[grade.name] = (score, grade.max_score, "\n".join(said.pop(grade.name, [])))
        return given | {name: (None, None, "\n".join(lines)) for name, lines in said.items()}

    def total(self, verdict: SubmissionVerdict) -> float | None:
        """Return the notebook's score after manual grading and late penalty, None if nothing is recorded."""

        def score() -> float:
            notebook = self._db.find_submission_notebook(verdict.notebook, verdict.assignment, verdict.student)
            return float(notebook.score - (notebook.late_submission_penalty or 0.0))

        try:
            return self._read(score)
        except MissingEntry:
            return None

    def record(
        self,
        verdict: SubmissionVerdict,
        timestamp: str | None,
        comments: Mapping[str, str] | None = None,
        *,
        rejudged: bool = False,
    ) -> None:
        """Write all scores of one submission, or none; manual scores and comments are not touched.

        `comments` are the automatic ones by solution cell, as HTML, for nbgrader shows them unescaped. `rejudged` is
        for a hand-in that people may have looked at: only what is different calls for another look.

        Raises:
            GradebookError: the database refuses or is locked, or the student is unknown and may not be created.
        """
        where = f"{verdict.student}/{verdict.assignment}"
        if not self._course.create_student and not self.knows_student(verdict.student):
            raise GradebookError(
                f"{where}: the gradebook has no student '{verdict.student}'",
                remedy=f"run `nbgrader db student add {verdict.student}`, or set Autograde.create_student",
            )
        self._check_file()
        when = _time(timestamp, where)
        try:
            self._write_whole(partial(self._write, verdict, when, comments or {}, rejudged=rejudged))
        except GradebookLostError:
            raise
        except (SQLAlchemyError, MissingEntry) as error:
            raise GradebookError(
                f"{where}: the gradebook does not take the scores ({short(error)})",
                remedy=f"run `{_GENERATE} {verdict.assignment}` if cells were added since",
            ) from error

    def _write_whole(self, piece: Callable[[], None]) -> None:
        """Write in one transaction, as soon as the database lets us."""
        self._patience.work(partial(self._try_to_write, piece))

    def _try_to_write(self, piece: Callable[[], None]) -> None:
        # nbgrader logs what a database says with its traceback, and wraps it; here it is waited for, or is one line
        log = logging.getLogger("tornado.application")
        quiet, log.disabled = log.disabled, True
        try:
            with self._transaction():
                piece()
        except InvalidEntry as error:
            raise _of_the_database(error) from error
        finally:
            log.disabled = quiet

    def record_left_out(self, assignment: str, notebook: str, student: str) -> None:
        """Give no points for a notebook that was not handed in beside others, as nbgrader does; a person's stay."""

        def write() -> None:
            self._db.update_or_create_student(student)
            self._db.update_or_create_submission(assignment, student)
            for grade in self._db.find_submission_notebook(notebook, assignment, student).grades:
                grade.auto_score = 0.0
                grade.needs_manual_grade = False

        self._write_whole(write)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Let nbgrader's API flush where it would commit, and commit once at the end."""
        session = self._db.db()
        commit, session.commit = session.commit, session.flush
        try:
            with warnings.catch_warnings():
                # nbgrader's add_submission links objects before it adds them; that is harmless
                warnings.simplefilter("ignore", SAWarning)
                yield
            commit()
        except BaseException:
            with contextlib.suppress(DBAPIError):  # where the connection is gone, nothing is left to undo
                session.rollback()
            raise
        finally:
            session.commit = commit
            session.expunge_all()

    def _write(self, verdict: SubmissionVerdict, when: Any, comments: Mapping[str, str], *, rejudged: bool) -> None:
        database = self._db
        database.update_or_create_student(verdict.student)
        known = {} if when is None else {"timestamp": when}
        submission = database.update_or_create_submission(verdict.assignment, verdict.student, **known)
        notebook = database.find_submission_notebook(verdict.notebook, verdict.assignment, verdict.student)
        # held, so that each grade and comment below finds its cell in the session instead of by a query of its own
        _cells = database.db.query(BaseCell).filter(BaseCell.notebook_id == notebook.notebook_id).all()
        scores = _scores(verdict)
        for grade in notebook.grades:
            if rejudged and (grade.name not in scores or grade.auto_score == scores[grade.name]):
                continue
            if grade.name in scores:
                grade.auto_score = scores[grade.name]
                grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
            elif grade.auto_score is None and grade.manual_score is None:
                grade.needs_manual_grade = True
        for comment in notebook.comments:
            comment.auto_comment = _storable(comments.get(comment.name))
        session = database.db()
        session.flush()
        session.refresh(notebook)
        notebook.late_submission_penalty = _penalty(self._course, verdict.student, notebook, submission)


def _scores(verdict: SubmissionVerdict) -> dict[str, float | None]:
    found: dict[str, float | None] = {v.exercise: v.score for v in verdict.exercises}
    return found | {c.grade_id: c.score for c in verdict.cells}


def _penalty(course: Course, student: str, notebook: Any, submission: Any) -> float | None:
    """Return what nbgrader's late-submission plug-in takes off, as AssignLatePenalties does."""
    late = submission.total_seconds_late
    if late <= 0:
        return None
    plugin = course.config.AssignLatePenalties.get("plugin_class", LateSubmissionPlugin)
    if isinstance(plugin, str):
        from traitlets.utils.importstring import import_item

        plugin = import_item(plugin)
    penalty = plugin(config=course.config).late_submission_penalty(student, notebook.score, late)
    return None if penalty is None else float(min(max(penalty, 0.0), notebook.score))


def _time(timestamp: str | None, where: str) -> Any:
    try:
        return None if timestamp is None else parse_utc(timestamp)
    except (ValueError, OverflowError, TypeError) as error:
        raise GradebookError(
            f"{where}: timestamp.txt holds no time ({str(timestamp)[:40]!r})",
            remedy="write the time of the hand-in there, as `2026-01-31 23:59:00 UTC`, or delete the file",
        ) from error


def _of_the_database(error: BaseException) -> BaseException:
    """Return the database's own error inside of one that nbgrader made of it."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, DBAPIError):
        inner = inner.__cause__ or inner.__context__
    return inner or error


def _storable(said: str | None) -> str | None:
    """Return a text that every database takes: a student's output may hold NUL and half characters."""
    return said and said.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
