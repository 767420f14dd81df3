"""Runs probes on a namespace, inside the jail: reads cases from a channel, calls, and reports what came back.

Protocol, all frames of `wire.frames`, one dict each; the trusted side speaks first:

    {"do": "load", "code": probes.py, compiled and marshalled}       -> {"is": "loaded"}
                                                                        or {"is": "fault", "text": traceback}
    {"do": "run", "families": [{"probe": name, "seed": int, "cases": encoded list of arguments}]}
                                                                     -> {"is": "observed", ...} for each case, in order
         meanwhile, any number of {"is": "call", "name": stub, "args": (...)} -> {"do": "answer", "value": ...}
                                                                        or  {"do": "answer", "raise": [class, message]}
    {"do": "end"}                                                     the function `serve` returns

The namespace and everything it reaches is hostile. Nothing here decides anything; what it reports may be forged.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
import marshal
import random
import socket
import traceback
import types
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.probe import pristine
from autograder.wire.codec import decode
from autograder.wire.frames import receive, send
from autograder.wire.values import Stub, WireError

#: at most this much of what a case prints crosses the wire
MAX_PRINTED = 4000
MAX_MESSAGE = 1000
MAX_WARNINGS = 10


class MissingName(Exception):  # noqa: N818 - an observation, not an error
    """The submission does not define the name a probe asks for."""


class Namespace:
    """The student's definitions as attributes: `ns.conv2d_backward(x, k, g)`; a missing one raises `MissingName`."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_names", names)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise MissingName(name) from None

    def __contains__(self, name: object) -> bool:
        return name in self._names


def load(code: bytes) -> dict[str, Any]:
    """Return the names that `probes.py`, compiled and marshalled by the trusted side, defines."""
    module = types.ModuleType("probes")
    module.__dict__["__file__"] = "probes.py"
    exec(marshal.loads(code), module.__dict__)  # noqa: S102, S302 - the course's own file, from the trusted side
    return module.__dict__


def serve(names: Mapping[str, Any], channel: socket.socket) -> None:
    """Answer requests on `channel` about the namespace `names` until told to end or the other side is gone."""
    pristine.restore()
    probes: dict[str, Any] = {}
    while True:
        try:
            request = receive(channel)
        except EOFError:
            return
        match request["do"]:
            case "load":
                try:
                    probes = load(request["code"])
                    send(channel, {"is": "loaded"})
                except Exception:  # noqa: BLE001 - reported to the trusted side, which names the file
                    send(channel, {"is": "fault", "text": traceback.format_exc()[-MAX_MESSAGE:]})
            case "run":
                pristine.restore()  # the draw before may have changed something, too
                for family in request["families"]:
                    _run_family(probes, names, family, channel)
            case _:
                return


def _run_family(
    probes: Mapping[str, Any], names: Mapping[str, Any], family: Mapping[str, Any], channel: socket.socket
) -> None:
    probe = probes.get(family["probe"])
    # Only now: until its turn comes a case is a row of bytes.
    for args in decode(family["cases"]):
        if probe is None:
            send(channel, {"is": "fault", "text": f"probes.py defines no {family['probe']!r}"})
        else:
            run_case(probe, Namespace(names), args, family["seed"], channel)


def run_case(probe: Callable[..., Any], ns: Namespace, args: dict[str, Any], seed: int, channel: socket.socket) -> None:
    """Call `probe(ns, **args)` once and send what happened."""
    random.seed(seed)
    np.random.seed(seed % (1 << 32))
    case = {key: _callable(value, channel) if type(value) is Stub else value for key, value in args.items()}
    printed = _Capped()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("always")
        try:
            outcome: dict[str, Any] = {"returned": probe(ns, **case)}
        except MissingName as missing:
            outcome = {"missing": str(missing)}
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are observations too
            outcome = {"raised": raised(error)}
    extra = {"printed": printed.text(), "warnings": [str(w.message)[:200] for w in caught[:MAX_WARNINGS]]}
    try:
        send(channel, {"is": "observed", **outcome, **extra})
    except WireError as error:
        send(channel, {"is": "observed", "malformed": str(error), **extra})


def raised(error: BaseException) -> dict[str, Any]:
    """Describe an exception as plain data: class names along the MRO, message, and the student's line if any."""
    try:
        message = str(error)
    except BaseException:  # noqa: BLE001 - a student's __str__ may raise anything
        message = ""
    line, lineno = "", 0
    place: types.FrameType | None = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if _is_student_file(frame.f_code.co_filename):
            place, lineno = frame, number
    if place is not None:
        # this line alone: `extract_tb` would read the source of every library on the way
        line = linecache.getline(place.f_code.co_filename, lineno, place.f_globals).strip()
    return {
        "types": [c.__name__ for c in type(error).__mro__ if c is not object],
        "message": message[:MAX_MESSAGE],
        "line": line[:200],
        "lineno": lineno,
    }


def _is_student_file(filename: str) -> bool:
    # IPython compiles a cell under <tmp>/ipykernel_<pid>/<hash>.py or <ipython-input-...>, a plain run <submission>.
    return "ipykernel_" in filename or filename.startswith(("<ipython-input", "<submission"))


def _callable(stub: Stub, channel: socket.socket) -> Callable[..., Any]:
    """Return a function whose calls the trusted side answers and records."""

    def answered(*args: Any) -> Any:
        send(channel, {"is": "call", "name": stub.name, "args": args})
        reply = receive(channel)
        if "raise" in reply:
            name, message = reply["raise"]
            raise getattr(builtins, name)(message)
        return reply["value"]

    answered.__name__ = answered.__qualname__ = stub.name
    return answered


class _Capped(io.TextIOBase):
    """A text stream that keeps the first `MAX_PRINTED` characters and drops the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = MAX_PRINTED

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._parts.append(text[: self._left])
            self._left -= len(text)
        return len(text)

    def text(self) -> str:
        return "".join(self._parts)
