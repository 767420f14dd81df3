"""Drives programs over a link: sends the cases, answers calls, and turns hostile replies into observations."""

from __future__ import annotations

import builtins
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from autograder.errors import CourseError
from autograder.model.observation import (
    Answered,
    Call,
    Case,
    Died,
    Malformed,
    NotRun,
    Observation,
    Observations,
    Outcome,
    Raised,
    TimedOut,
)
from autograder.model.program import Family, Program, place_in_probes
from autograder.model.reply import NonsenseError, observation
from autograder.sandbox.link import Clock, Link, OutOfTimeError, TooMuchError
from autograder.sandbox.program_frames import chunks, compiled
from autograder.wire.values import WireError

MAX_CALLS = 100_000
_PROBE_LINE = re.compile(r'File "probes.py", line (\d+)')
#: seconds for reading probes.py; not the student's time
LOAD_SECONDS = 20.0
#: bytes of a reply that is kept as it came, so that storing it costs nothing; of a larger one only the value is
_SMALL = 1 << 16
#: how an exchange with a hostile process can end
PROBLEMS = (OutOfTimeError, TooMuchError, WireError, EOFError, OSError)


#: asks the zygote one thing about the running submission
Ask = Callable[[dict[str, Any]], dict[str, Any]]


class Target(Protocol):
    """The process at the other end of a link, as far as the driver needs it."""

    def cpu(self) -> float:
        """Return the CPU seconds it has used, with its children's."""

    def kill(self) -> str:
        """End it with all its children; return why it had ended: "exited", "memory" or "killed"."""


class Session:
    """Programs on one process. After a time-out, a death or nonsense it is ended, the rest NotRun."""

    def __init__(self, link: Link, target: Target, backstop: float) -> None:
        self._link = link
        self._target = target
        self._backstop = backstop
        self._loaded: str | None = None
        #: the process has ever answered
        self.began = False
        #: the process was ended; nothing more can be run on it
        self.over = False
        #: the index of the family that timed out, and None as long as none did
        self.timed_out_at: int | None = None
        #: wall seconds by family, from the end of the one before; for readers only, never for a verdict
        self.spent: dict[str, float] = {}

    def run(self, program: Program, *, trusted_probes: bool, backstop: float | None = None) -> Observations:
        """Run all families in order; `backstop` is when they must be through, if earlier than the session's.

        All cases are sent before the first one runs, so that nobody waits for the other side between two of them.

        Raises:
            CourseError: `trusted_probes` and probes.py does not load, or a case or an answered function is wrong.
        """
        if backstop is not None:
            self._backstop = backstop
        refusal = self._load(program, trusted=trusted_probes)
        if refusal is not None:
            return everywhere(program, refusal)
        self._link.refill()
        seen: Observations = {}
        for request, families in chunks(program.families):
            problem = None if self.over else self._send(request)
            for family in families:
                began = time.monotonic()
                seen[family.aspect] = self._family(family) if problem is None else first_then_not_run(family, problem)
                problem = None
                self.spent[family.aspect] = time.monotonic() - began
                if self.timed_out_at is None and any(isinstance(o.outcome, TimedOut) for o in seen[family.aspect]):
                    self.timed_out_at = len(seen) - 1
        return seen

    def _load(self, program: Program, *, trusted: bool) -> Outcome | None:
        """Send probes.py unless it is there; return None, or what to report for every case."""
        if program.probes == self._loaded:
            return None
        code = compiled(program)
        self._link.start(Clock(LOAD_SECONDS, None, backstop=self._backstop))
        try:
            self._link.send({"do": "load", "code": code})
            reply = self._link.receive()
        except PROBLEMS as problem:
            return self._ended(problem, LOAD_SECONDS)
        if type(reply) is dict and reply.get("is") == "loaded":
            self.began = True
            self._loaded = program.probes
            return None
        if trusted:
            raise unloadable(program, reply.get("text", "") if type(reply) is dict else "")
        self._end()
        return Malformed("the tests could not be prepared after the notebook's code had run")

    def _send(self, request: dict[str, Any]) -> Outcome | None:
        """Send cases; return None, or what to report for the first of them."""
        self._link.start(Clock(LOAD_SECONDS, None, backstop=self._backstop))
        try:
            self._link.send(request)
        except PROBLEMS as problem:
            return self._ended(problem, LOAD_SECONDS)
        return None

    def _family(self, family: Family) -> tuple[Observation, ...]:
        observations: list[Observation] = []
        if not self.over:
            self._link.start(Clock(family.seconds, self._target.cpu, backstop=self._backstop))
            for case in family.cases:
                observations.append(self._case(family, case))
                if self.over:
                    break
        missing = len(family.cases) - len(observations)
        return (*observations, *[Observation(NotRun())] * missing)

    def _case(self, family: Family, case: Case) -> Observation:
        """Wait for one observation, and answer what the case asks on the way."""
        answered = {key: value.function for key, value in case.items() if isinstance(value, Answered)}
        calls: list[Call] = []
        try:
            while True:
                reply, payload = self._link.receive_with_payload()
                if type(reply) is not dict or reply.get("is") != "call":
                    break
                self._link.send(_answer(reply, answered, calls))
        except PROBLEMS as problem:
            return Observation(self._ended(problem, family.seconds), calls=tuple(calls))
        try:
            return observation(reply, tuple(calls), bytes(payload) if len(payload) <= _SMALL else b"")
        except NonsenseError as nonsense:
            self._end()
            return Observation(Malformed(str(nonsense)), calls=tuple(calls))

    def _ended(self, problem: Exception, limit: float) -> Outcome:
        reason = self._end()
        match problem:
            case OutOfTimeError():
                return TimedOut(limit)
            case TooMuchError():
                return Malformed("too many bytes")
            case WireError():
                return Malformed(str(problem))
            case _:
                return Died(reason)

    def _end(self) -> str:
        self.over = True
        return self._target.kill()


def same(family: Family, outcome: Outcome) -> tuple[Observation, ...]:
    """Return the same outcome for every case."""
    return (Observation(outcome),) * len(family.cases)


def first_then_not_run(family: Family, outcome: Outcome) -> tuple[Observation, ...]:
    """Return `outcome` for the first case and NotRun for the others."""
    return (Observation(outcome), *[Observation(NotRun())] * (len(family.cases) - 1))[: len(family.cases)]


def stopped_at(program: Program, seen: Observations, index: int) -> Observations:
    """Return `seen`, the families before `index`, with the rest: that one is known to time out."""
    late, *rest = program.families[index:]
    tail = {family.aspect: same(family, NotRun()) for family in rest}
    return {**seen, late.aspect: first_then_not_run(late, TimedOut(late.seconds)), **tail}


def everywhere(program: Program, outcome: Outcome) -> Observations:
    """Return the same outcome for every case of every family."""
    return {family.aspect: same(family, outcome) for family in program.families}


def _answer(reply: Mapping[str, Any], answered: Mapping[str, Callable[..., Any]], calls: list[Call]) -> dict[str, Any]:
    name, args = reply.get("name"), reply.get("args")
    if type(name) is not str or name not in answered or type(args) is not tuple or len(calls) >= MAX_CALLS:
        raise WireError("a call of a function that was not given")
    try:
        value = answered[name](*args)
    except Exception as error:  # noqa: BLE001 - arguments are hostile; the function's error is its answer
        kind = next(c.__name__ for c in type(error).__mro__ if getattr(builtins, c.__name__, None) is c)
        # where the number of arguments is wrong, Python says what the course calls the function
        message = str(error).replace(f"{getattr(answered[name], '__qualname__', name)}()", f"{name}()")
        calls.append(Call(name, args, Raised(tuple(c.__name__ for c in type(error).__mro__[:-1]), message)))
        return {"do": "answer", "raise": [kind, message[:1000]]}
    calls.append(Call(name, args, value))
    return {"do": "answer", "value": value}


def unloadable(program: Program, trace: Any) -> CourseError:
    """Return the error for a probes.py that raises while it is read; `trace` is its traceback."""
    lines = _PROBE_LINE.findall(str(trace))
    name, line = place_in_probes(program.probes, int(lines[-1])) if lines else ("probes.py", 0)
    where = f" ({name}, line {line})" if lines else ""
    last = str(trace).strip().rpartition("\n")[2][:300]
    return CourseError(f"{program.exercise}: {name} does not load: {last}{where}", remedy=f"correct {name}")
