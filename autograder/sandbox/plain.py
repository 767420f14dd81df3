"""Runs a program on the names that a plain piece of code defines, over a link to a process that waits for it."""

from __future__ import annotations

from typing import Any

from autograder.model.observation import Died, Malformed, Observations, Outcome, TimedOut
from autograder.model.program import Program
from autograder.model.reply import NonsenseError, read_raised
from autograder.sandbox.link import Clock, Link, OutOfTimeError, TooMuchError
from autograder.sandbox.program_frames import compiled
from autograder.sandbox.session import Session, Target, everywhere, unloadable
from autograder.wire.values import WireError

#: CPU seconds for executing the code itself, before any case
CODE_SECONDS = 10.0


def run_plain(link: Link, target: Target, code: str, program: Program) -> Observations:
    """Execute `code` at the other end of `link` and run the program on it; see `model.program.Runner`.

    Raises:
        CourseError: `probes.py` itself does not load.
    """
    link.start(Clock(CODE_SECONDS, target.cpu))
    try:
        link.send({"do": "code", "probes": compiled(program), "source": code})
        reply: Any = link.receive()
    except (OutOfTimeError, TooMuchError, WireError, EOFError, OSError) as problem:
        return everywhere(program, _ended(problem, target.kill()))
    match reply:
        case {"is": "ready"}:
            return Session(link, target, float("inf")).run(program, trusted_probes=False)
        case {"is": "fault", "text": text}:
            raise unloadable(program, text)
        case {"is": "raised"}:
            try:
                return everywhere(program, read_raised(reply))
            except NonsenseError as nonsense:
                return everywhere(program, Malformed(str(nonsense)))
        case _:
            return everywhere(program, Malformed("a reply that is not one of the protocol's"))


def _ended(problem: Exception, reason: str) -> Outcome:
    match problem:
        case OutOfTimeError():
            return TimedOut(CODE_SECONDS)
        case TooMuchError() | WireError():
            return Malformed("a reply that is not one of the protocol's")
        case _:
            return Died(reason)
