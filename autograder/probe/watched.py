"""Lets a probe try what another exercise judges: that may not end, end the process, or replace functions of NumPy."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import numpy as np

#: CPU seconds in which what another exercise judges must show that it works
HURRY = 0.25
#: CPU seconds after which what went on nevertheless is stopped again
AGAIN = 0.05


class Misbehaved(BaseException):
    """What was tried does not come to an end, ends the process, or replaces functions of NumPy."""


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Raise Misbehaved in, or after, what runs too long, ends the process or replaces functions of NumPy.

    These are put back. For `with watched():` in the main thread; one may stand inside another. Where an answer's own
    `except` catches Misbehaved, its next line raises it again, and every `AGAIN` seconds both are repeated. What
    catches even two in a row goes on until the jail's clock ends it.
    """
    outside, caught = sys._getframe(2), False

    def misbehaved(*_: Any) -> None:
        nonlocal caught
        caught = True
        raise Misbehaved

    def next_line(_frame: FrameType, event: str, _value: Any) -> Any:
        return misbehaved() if event == "line" else next_line

    def stop(_signal: int, frame: FrameType | None) -> None:
        sys.settrace(_no_trace)
        while frame is not None and frame is not outside:
            # a probe's own functions may have something to put back
            frame.f_trace = None if frame.f_globals is outside.f_globals else next_line
            frame = frame.f_back
        misbehaved()

    functions, leave, tracing = dict(vars(np)), os._exit, sys.gettrace()
    os._exit = misbehaved  # type: ignore[assignment]
    handler = signal.signal(signal.SIGVTALRM, stop)
    clock = signal.setitimer(signal.ITIMER_VIRTUAL, HURRY, AGAIN)
    try:
        yield
    except SystemExit:
        raise Misbehaved from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, handler)
        signal.setitimer(signal.ITIMER_VIRTUAL, *clock)
        sys.settrace(tracing)
        os._exit = leave
        replaced = [name for name, function in vars(np).items() if functions.get(name, function) is not function]
        vars(np).update({name: functions[name] for name in replaced})
    if caught or replaced:
        raise Misbehaved


def _no_trace(*_: Any) -> None:
    """Trace nothing of functions that are called from now on."""
