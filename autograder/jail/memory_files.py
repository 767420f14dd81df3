"""The files in memory behind the descriptors of stdout and stderr: whoever writes there never waits for a reader."""

from __future__ import annotations

import fcntl
import os
import tempfile

_prepared: list[int] = []


def prepare_memory() -> None:
    """Make the memory files of both streams: later, behind the filter of system calls, nobody can make any."""
    _prepared[:] = [os.memfd_create("output") for _ in range(2)]


def forget() -> None:
    """Close what was made and is not needed."""
    while _prepared:
        os.close(_prepared.pop())


def into_memory(number: int) -> None:
    """Replace the descriptor `number` by a memory file to which everybody appends."""
    if _prepared:
        fresh = _prepared.pop()
    elif hasattr(os, "memfd_create"):
        fresh = os.memfd_create("output")
    else:
        fresh, path = tempfile.mkstemp()
        os.unlink(path)
    fcntl.fcntl(fresh, fcntl.F_SETFL, fcntl.fcntl(fresh, fcntl.F_GETFL) | os.O_APPEND)
    os.dup2(fresh, number)
    os.close(fresh)
