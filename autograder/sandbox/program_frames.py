"""What of a program is sent into the jail: probes as bytecode, cases as bytes, made once for all submissions."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from autograder.errors import CourseError
from autograder.model.observation import Answered
from autograder.model.program import Family, Program, place_in_probes
from autograder.wire.codec import encode
from autograder.wire.values import Stub, WireError

#: bytes of cases that cross at once; more is sent when these have run
CHUNK = 4 << 20


def compiled(program: Program) -> bytes:
    """Return the program's probes as marshalled code; the jail runs the same interpreter.

    Raises:
        CourseError: the text is not Python.
    """
    try:
        return _compiled(program.probes)
    except SyntaxError as error:
        name, line = place_in_probes(program.probes, error.lineno or 0)
        raise CourseError(
            f"{program.exercise}: {name} does not load: {error.msg} (line {line})",
            remedy=f"correct {name}",
        ) from error


@lru_cache(maxsize=64)
def _compiled(text: str) -> bytes:
    return marshal.dumps(compile(text, "probes.py", "exec", dont_inherit=True))


def chunks(families: Sequence[Family]) -> Iterator[tuple[dict[str, Any], tuple[Family, ...]]]:
    """Yield requests for the probe runtime, each with the families that it runs.

    Raises:
        CourseError: a case holds something that cannot cross.
    """
    waiting: list[Family] = []
    size = 0
    for family in families:
        if waiting and size + len(cases(family)) > CHUNK:
            yield _request(waiting), tuple(waiting)
            waiting, size = [], 0
        waiting.append(family)
        size += len(cases(family))
    if waiting:
        yield _request(waiting), tuple(waiting)


def _request(families: Sequence[Family]) -> dict[str, Any]:
    return {"do": "run", "families": [{"probe": f.probe, "seed": f.seed, "cases": cases(f)} for f in families]}


@lru_cache(maxsize=512)
def cases(family: Family) -> bytes:
    """Return the arguments of all cases, encoded; functions that the trusted side answers as stubs.

    Raises:
        CourseError: a case holds something that cannot cross.
    """
    try:
        return encode([_arguments(case) for case in family.cases])
    except WireError as error:  # our own value: the course's fault
        raise CourseError(
            f"a case of probe {family.probe!r} cannot cross into the jail: {error}",
            remedy="use plain values (numbers, strings, lists, dicts, arrays) in the case",
        ) from None


def _arguments(case: dict[str, Any]) -> dict[str, Any]:
    return {key: Stub(key) if isinstance(value, Answered) else value for key, value in case.items()}
