"""Ends a command in good order when somebody stops it: Ctrl-C, a closed terminal, or SIGTERM.

Only the standard library is imported here, so that nobody waits for an import before a command can be stopped.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: seconds after which a command that is still tidying up is ended; what it recorded is whole at every moment
_GRACE = 10.0
#: a second signal within this time is the first one arriving by another way
_SAME = 1.0
#: what the line says for a command that records results; the others just stop
_GOES_ON = {"grade", "watch", "regrade", "feedback"}


class StoppedError(BaseException):
    """Somebody stopped the command; not a KeyboardInterrupt, which libraries catch for reasons of their own."""


class _Stop:
    """Which signal stopped this process, and when."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.number = 0
        self.when = 0.0

    def arrive(self, number: int, frame: object) -> None:
        """Be the handler of the signals."""
        if os.getpid() != self.owner:  # a fork that has not found its own way yet
            if number != signal.SIGINT:
                os._exit(128 + number)
            return
        now = time.monotonic()
        if self.number:
            if now - self.when > _SAME:
                self.end()
            return
        self.number, self.when = number, now
        signal.signal(signal.SIGALRM, lambda *_: self.end())
        signal.setitimer(signal.ITIMER_REAL, _GRACE)
        with contextlib.suppress(Exception):
            # nobody waits for their results any more, and they ignore a terminal's Ctrl-C
            workers = sys.modules.get("multiprocessing")
            for child in workers.active_children() if workers else ():
                child.kill()
        raise StoppedError

    def end(self) -> NoReturn:
        """Say one line and end the process at once."""
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        recorded = any(word in _GOES_ON for word in sys.argv[1:2])
        line = "stopped; what was done is recorded, run the same command to go on" if recorded else "stopped"
        with contextlib.suppress(OSError):
            os.write(2, f"{line}\n".encode())
        os._exit(128 + self.number)


def run(command: Callable[[], Any]) -> None:
    """Run a command to its end, or until somebody stops it; then exit with 128 + the signal's number."""
    stop = _Stop()
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a shell's background job
            signal.signal(number, stop.arrive)
    sys.unraisablehook = _quiet(sys.unraisablehook, stop)
    try:
        command()
    except BaseException:
        # what the stop broke on its way out (an import, a library's clean-up) is no error of its own
        if stop.number:
            stop.end()
        raise
    finally:
        for number in _SIGNALS:  # only the interpreter's own end is left
            signal.signal(number, signal.SIG_IGN)
    if stop.number:
        stop.end()


def _quiet(hook: Callable[[Any], object], stop: _Stop) -> Callable[[Any], object]:
    return lambda about: None if stop.number else hook(about)
