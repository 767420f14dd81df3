"""Waits for a gradebook that somebody else has locked or whose server is away, and says so; tells what is past waiting.

SQLite is locked while another program writes; a PostgreSQL server may be restarted in the middle of a run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError

from autograder.errors import GradebookError, GradebookLostError

_T = TypeVar("_T")
#: seconds between two tries, and between two lines that say what is waited for
_PAUSE, _LINE_EVERY = 0.25, 10.0
#: PostgreSQL's codes for a server that shuts down or starts, too many connections, and a lock not had in time
_PASSING_CODES = {"57P01", "57P02", "57P03", "53300", "40001", "40P01", "55P03"}
#: SQLite's and PostgreSQL's words -> what to do about it; the run is of no use before
_LASTING = {
    "readonly": "make the gradebook and its folder writable",
    "disk is full": "free the disk",
    "No space left": "free the server's disk",
    "disk I/O": "look after the disk",
    "malformed": "restore the gradebook from a backup",
    "not a database": "restore the gradebook from a backup",
    "unable to open": "make the gradebook and its folder readable and writable",
    "no such": "run `nbgrader db upgrade`, or restore the gradebook from a backup",
    "does not exist": "create the database, or correct CourseDirectory.db_url",
    "authentication failed": "correct the password in CourseDirectory.db_url",
}
_AFTERWARDS = "then run the same command again; what is recorded stays, and what was graded since is written again"


class Patience:
    """Tries a piece of work with a database again until `seconds` are over; `tell` gets a line while it waits."""

    def __init__(self, name: str, seconds: float, tell: Callable[[str], None]) -> None:
        self._name = name
        self._seconds = seconds
        self._tell = tell

    def work(self, piece: Callable[[], _T], undo: Callable[[], None] = lambda: None) -> _T:
        """Return what `piece` returns; after a failure `undo` is called, and it is tried again or given up.

        Raises:
            GradebookLostError: the database cannot be used, now or within the time.
            SQLAlchemyError: it refuses this piece of work only.
        """
        began = time.monotonic()
        told = began - _LINE_EVERY
        while True:
            try:
                return piece()
            except (DatabaseError, InterfaceError) as error:
                self._undo(undo)
                remedy = _lasting(error)
                if remedy is not None:
                    raise self._lost(error, remedy) from error
                if not _passes(error):
                    raise
                now = time.monotonic()
                if now - began >= self._seconds:
                    waited = f" after {self._seconds:g} s" if self._seconds else ""
                    raise self._lost(error, "close what locks it or start its server", waited) from error
                if now - told >= _LINE_EVERY:
                    told = now
                    left = self._seconds - (now - began)
                    self._tell(f"waiting up to {left:.0f} s for the gradebook {self._name} ({short(error)})")
                time.sleep(_PAUSE)

    def _undo(self, undo: Callable[[], None]) -> None:
        try:
            undo()
        except DBAPIError:
            return  # the connection is gone, and with it what was to be undone

    def _lost(self, error: Exception, remedy: str, waited: str = "") -> GradebookError:
        what = f"the gradebook {self._name} cannot be used{waited} ({short(error)})"
        return GradebookLostError(what, remedy=f"{remedy}, {_AFTERWARDS}")


def _lasting(error: DBAPIError) -> str | None:
    said = str(error.orig)
    return next((remedy for words, remedy in _LASTING.items() if words in said), None)


def _passes(error: DBAPIError) -> bool:
    code = getattr(error.orig, "pgcode", None)
    if error.connection_invalidated or code in _PASSING_CODES:
        return True
    said = str(error.orig)
    if "locked" in said or "busy" in said:
        return True
    # psycopg2 gives no code where no server has answered
    is_remote = hasattr(error.orig, "pgcode")
    return is_remote and code is None and isinstance(error, OperationalError | InterfaceError | InternalError)


def short(error: BaseException) -> str:
    """Return the first line of what a database says, not too long."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0][:160] if said else type(error).__name__
