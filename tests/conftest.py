"""What tests of all kinds share: a PostgreSQL server, started once where there is one."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _signals_of_a_terminal() -> None:
    """Let commands that tests start be stopped, also where the tests themselves run in a shell's background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """A running `postgres.Postgres` server of this test session; skips where PostgreSQL is not installed."""
    from postgres import Postgres, binaries

    found = binaries()
    if found is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    server = Postgres(found)
    try:
        server.start()
        yield server
    finally:
        server.close()
