"""What came back from one case of a probe: an outcome, and what was printed, warned and called on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Returned:
    """The probe returned this plain value.

    None, bool, int, float, complex, str, NumPy scalar or array, list, tuple, dict of these, or
    `autograder.wire.values.Opaque` for a type that does not cross.
    """

    value: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception ended the call. `types` are class names along the MRO, most derived first, without `object`."""

    types: tuple[str, ...]
    message: str
    #: the student's source line that raised it, if the traceback passes through a cell; 1-based line in that cell
    line: str = ""
    lineno: int = 0

    def is_a(self, *names: str) -> bool:
        """Tell whether the exception's class or one of its bases has one of these names."""
        return any(name in self.types for name in names)


@dataclass(frozen=True, slots=True)
class Missing:
    """The name that the exercise asks for is not defined in the notebook at its grade cell."""

    name: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The time limit ended the call; `limit` in seconds."""

    limit: float


@dataclass(frozen=True, slots=True)
class Died:
    """The process went away without an answer; `reason` is one of "exited", "memory", "killed"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Bytes came back that are not an observation."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotRun:
    """The case was not reached, because an earlier one of the same exercise timed out or died."""


Outcome = Returned | Raised | Missing | TimedOut | Died | Malformed | NotRun


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function that the trusted side answered (see `Answered`): positional arguments and the answer."""

    name: str
    args: tuple[Any, ...]
    answer: Any


@dataclass(frozen=True, slots=True)
class Observation:
    """One case observed: its outcome, and on the way what was printed, warned, and asked of the trusted side."""

    outcome: Outcome
    printed: str = ""
    warnings: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    #: the bytes that stand for it, if it came over the wire as it is: it is stored as these. Lost by `replace`
    payload: bytes = field(default=b"", init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """A function in a case that stays on the trusted side.

    The jail gets a stub; each call crosses the wire, is answered by `function` and recorded in `Observation.calls`
    under the case's key.

    An exception of a builtin class raised by `function` is raised again inside the jail.
    """

    function: Callable[..., Any]


#: The input of one probe call: keyword arguments of the probe; plain values and `Answered` functions.
Case = dict[str, Any]
#: All observations of one exercise under one draw: aspect name -> one observation per case, in order.
Observations = dict[str, tuple[Observation, ...]]
