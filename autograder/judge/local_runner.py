"""Runs the course's own code (reference, mistakes, mutants) in a forked child with a clock, without a jail.

Only for code of the answer key, on machines or in moments without a zygote; a submission never comes here.
"""

from __future__ import annotations

import contextlib
import linecache
import os
import resource
import signal
import socket
import time
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.model.observation import (
    Answered,
    Call,
    Case,
    Died,
    Malformed,
    Missing,
    NotRun,
    Observation,
    Observations,
    Outcome,
    Raised,
    Returned,
    TimedOut,
)
from autograder.model.program import Family, Program
from autograder.probe import runtime
from autograder.wire.frames import receive, send
from autograder.wire.values import Stub, WireError


class LocalRunner:
    """A `Runner` that forks the present process for every program."""

    def run_code(self, code: str, program: Program) -> Observations:
        """Return one observation per case; see `autograder.model.program.Runner`."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:  # pragma: no cover - runs in the child
            ours.close()
            _child(code, theirs)
        theirs.close()
        try:
            return _Conversation(ours, program).run()
        finally:
            ours.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _child(code: str, channel: socket.socket) -> None:  # pragma: no cover - runs in the child
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
        names: dict[str, Any] = {"__name__": "submission"}
        linecache.cache["<submission>"] = (len(code), None, code.splitlines(keepends=True), "<submission>")
        try:
            exec(compile(code, "<submission>", "exec"), names)  # noqa: S102 - that is what it is for
        except BaseException as error:  # noqa: BLE001 - reported; the other side decides what it means
            send(channel, {"is": "broken", "raised": runtime.raised(error)})
            return
        send(channel, {"is": "ready"})
        runtime.serve(names, channel)
    finally:
        os._exit(0)


class _Conversation:
    """One talk with a child: sends the cases in order, answers its calls, and keeps the clock of each family."""

    def __init__(self, channel: socket.socket, program: Program) -> None:
        self._channel = channel
        self._program = program

    def run(self) -> Observations:
        self._channel.settimeout(30)
        broken = self._start()
        observed: dict[str, tuple[Observation, ...]] = {}
        ended = False
        for family in self._program.families:
            if broken is not None:
                observed[family.aspect] = tuple(Observation(broken) for _ in family.cases)
                continue
            found, ended = ([], True) if ended else self._family(family)
            rest = [Observation(NotRun())] * (len(family.cases) - len(found))
            observed[family.aspect] = (*found, *rest)
        return observed

    def _start(self) -> Outcome | None:
        try:
            hello = receive(self._channel)
            if hello["is"] == "broken":
                return Raised(**_raised(hello["raised"]))
            send(self._channel, {"do": "load", "text": self._program.probes})
            loaded = receive(self._channel)
        except TimeoutError:
            return TimedOut(30)
        except (EOFError, OSError, WireError):
            return Died("exited")
        if loaded["is"] != "loaded":
            raise CourseError(f"probes.py does not load: {loaded['text']}", remedy="correct probes.py")
        return None

    def _family(self, family: Family) -> tuple[list[Observation], bool]:
        end = time.monotonic() + family.seconds
        found: list[Observation] = []
        for case in family.cases:
            observation = self._case(family, case, end)
            found.append(observation)
            if isinstance(observation.outcome, TimedOut | Died | Malformed):
                return found, True
        return found, False

    def _case(self, family: Family, case: Case, end: float) -> Observation:
        functions = {k: v for k, v in case.items() if isinstance(v, Answered)}
        args = {k: Stub(k) if k in functions else v for k, v in case.items()}
        calls: list[Call] = []
        try:
            send(self._channel, {"do": "case", "probe": family.probe, "args": args, "seed": family.seed})
            while True:
                self._channel.settimeout(max(0.001, end - time.monotonic()))
                reply = receive(self._channel)
                if reply["is"] != "call":
                    break
                send(self._channel, _answer(functions[reply["name"]], reply, calls))
        except TimeoutError:
            return Observation(TimedOut(family.seconds), calls=tuple(calls))
        except (EOFError, OSError):
            return Observation(Died("exited"), calls=tuple(calls))
        except (WireError, KeyError, TypeError) as error:
            return Observation(Malformed(type(error).__name__), calls=tuple(calls))
        if reply["is"] == "fault":
            raise CourseError(f"{self._program.exercise}: {reply['text']}", remedy="correct probes.py or exercises.py")
        return Observation(_outcome(reply), reply["printed"], tuple(reply["warnings"]), tuple(calls))


def _answer(answered: Answered, request: dict[str, Any], calls: list[Call]) -> dict[str, Any]:
    args = tuple(request["args"])
    # The function gets copies, so that what is recorded stays what was asked.
    copies = tuple(a.copy() if isinstance(a, np.ndarray) else a for a in args)
    try:
        with np.errstate(all="ignore"):
            value = answered.function(*copies)
    except Exception as error:  # noqa: BLE001 - a builtin class is raised again inside; part of a case's design
        calls.append(Call(request["name"], args, None))
        return {"do": "answer", "raise": [type(error).__name__, str(error)]}
    calls.append(Call(request["name"], args, value))
    return {"do": "answer", "value": value}


def _outcome(reply: dict[str, Any]) -> Outcome:
    if "returned" in reply:
        return Returned(reply["returned"])
    if "missing" in reply:
        return Missing(reply["missing"])
    if "raised" in reply:
        return Raised(**_raised(reply["raised"]))
    return Malformed(str(reply.get("malformed", "no outcome")))


def _raised(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "types": tuple(said["types"])}
