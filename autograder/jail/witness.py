"""Watches what cells do that would not be there in a fork taken after them; used in a trial run of an opening only."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import Any

#: what of the operating system's module leaves nothing behind
_HARMLESS = frozenset({"os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.putenv", "os.unsetenv", "os.listxattr"})
#: modules whose audit events tell of files, processes, threads, sockets or limits
_TELLING = frozenset(
    {
        *("os", "subprocess", "pty", "_thread", "socket", "shutil", "tempfile", "sqlite3", "mmap", "fcntl"),
        *("resource", "signal", "syslog", "webbrowser", "urllib", "http", "ftplib", "smtplib"),
    }
)
_TRACING = frozenset({"sys.settrace", "sys.setprofile", "sys.addaudithook", "sys.monitoring.register_callback"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FONTS = (".ttf", ".otf", ".ttc", ".afm")
#: descriptors that a process may have here
_MOST = 256

#: KiB that the cells may take: a fork is not charged for them
_MOST_MEMORY = 64 << 10

_seen: list[str] = []
_descriptors: set[int] = set()
_memory = 0
_work = "."


def watch() -> None:
    """Begin to watch this process."""
    global _memory, _work
    _work = os.getcwd()
    _memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _descriptors.update(_open_descriptors())
    own = tuple(str(folder) for folder in {Path.cwd(), Path.home()})

    def note(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
            if (flags or 0) & _WRITING or not os.path.isabs(name) or name.startswith(own):
                _seen.append(event)
        elif event in _TRACING or (event.partition(".")[0] in _TELLING and event not in _HARMLESS):
            _seen.append(event)

    sys.addaudithook(note)


def report() -> list[str]:
    """Return what was seen since `watch`, with what is there now that a fork does not take over."""
    seen = list(_seen)
    if threading.active_count() > 1 or _tasks() > 1:
        seen.append("a thread")
    if len(asyncio.all_tasks()) > 1:
        seen.append("an asyncio task")
    if _open_descriptors() != _descriptors:
        seen.append("an open file")
    if os.listdir(_work):
        seen.append("a file")
    if signal.getitimer(signal.ITIMER_REAL) != (0.0, 0.0):
        seen.append("an alarm")
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - _memory > _MOST_MEMORY:
        seen.append("memory")
    return sorted(set(seen))


def _tasks() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:  # the jail has no /proc, or this is not Linux
        return 1


def _open_descriptors() -> set[int]:
    """Return this process's descriptors, but for fonts: matplotlib opens them anew in every fork."""
    found = set()
    for number in range(_MOST):
        try:
            os.fstat(number)
        except OSError:
            continue
        with contextlib.suppress(OSError):  # the jail has no /proc
            if os.readlink(f"/proc/self/fd/{number}").endswith(_FONTS):
                continue
        found.add(number)
    return found
