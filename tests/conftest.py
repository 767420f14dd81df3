"""What tests of all kinds share: a PostgreSQL server, started once where there is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


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
