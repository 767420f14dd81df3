"""What is waited for, and what is not."""

from __future__ import annotations

import sqlite3

import psycopg2
import pytest
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from autograder.errors import GradebookLostError
from autograder.grading.patience import Patience


class _Remote(psycopg2.OperationalError):
    """As psycopg2 raises it: `pgcode` cannot be set on the real one."""

    pgcode = None


def _error(original: Exception, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    return kind("SELECT 1", {}, original)


class _Piece:
    """Raises its errors one after another, then returns "done"."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "done"


LOCKED = _error(sqlite3.OperationalError("database is locked"))


@pytest.mark.parametrize("error", [LOCKED, _error(_Remote("server closed the connection unexpectedly"))])
def test_a_lock_and_a_server_that_is_away_are_waited_for_with_one_line(error: DBAPIError) -> None:
    said: list[str] = []
    undone: list[int] = []
    assert Patience("g.db", 10, said.append).work(_Piece(error, error), lambda: undone.append(1)) == "done"
    assert len(said) == 1
    assert "waiting up to 10 s for the gradebook g.db" in said[0]
    assert len(undone) == 2


def test_what_lasts_too_long_is_one_line_with_the_remedy() -> None:
    with pytest.raises(GradebookLostError, match=r"g.db cannot be used .*locked.*; close what locks it"):
        Patience("g.db", 0, print).work(_Piece(LOCKED))


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("attempt to write a readonly database", "writable"),
        ("database or disk is full", "free the disk"),
        ("database disk image is malformed", "backup"),
        ("file is not a database", "backup"),
    ],
)
def test_what_waiting_does_not_help_stops_at_once(said: str, remedy: str) -> None:
    with pytest.raises(GradebookLostError, match=remedy):
        Patience("g.db", 60, print).work(_Piece(_error(sqlite3.DatabaseError(said), DatabaseError)))


def test_what_concerns_one_piece_of_work_only_is_raised_as_it_is() -> None:
    error = _error(sqlite3.IntegrityError("UNIQUE constraint failed"), IntegrityError)
    with pytest.raises(IntegrityError):
        Patience("g.db", 60, print).work(_Piece(error))
