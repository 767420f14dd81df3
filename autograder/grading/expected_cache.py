"""Keeps the expected values of a draw on disk: a rerun of `grade` runs no reference and no mistake again."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import CourseError, GraderError
from autograder.files import write_whole
from autograder.grading.store import key_of
from autograder.judge.answer_key import AnswerKey
from autograder.judge.expected import Expected, cases_of, compute_expected, program
from autograder.judge.stored import observations_from_bytes, observations_to_bytes
from autograder.model.draw import Draw
from autograder.model.observation import Observations
from autograder.model.program import Runner

_LENGTH = struct.Struct("<Q")


def cached_expected(key: AnswerKey, draw: Draw, runner: Runner, folder: Path, versions: str) -> dict[str, Expected]:
    """Return the expected values of all exercises, from `folder`/expected.bin if it holds those of this draw and key.

    Exercises with a fault are never kept: the next run tries them again.
    """
    name = key_of({}, draw.id, key.fingerprint, versions)
    path = folder / "expected.bin"
    held = _read(path, name, key, draw)
    missing = [e for e in key.exercises if e not in held]
    if missing:
        held |= compute_expected(key, draw, runner, missing)
        write_whole(path, _bytes(name, held), private=True)
    return {exercise: held[exercise] for exercise in key.exercises}


def _bytes(name: str, found: dict[str, Expected]) -> bytes:
    whole = [e for e in found.values() if e.fault is None]
    head = json.dumps([name, [[e.exercise, [m.name for m, _ in e.mistakes]] for e in whole]]).encode()
    parts = [head]
    for expected in whole:
        every: list[Observations] = [expected.graded, expected.shown, *(seen for _, seen in expected.mistakes)]
        parts += [observations_to_bytes(o) for o in every]
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def _read(path: Path, name: str, key: AnswerKey, draw: Draw) -> dict[str, Expected]:
    if not path.is_file():
        return {}
    try:
        head, *parts = _split(path.read_bytes())
        held, layout = json.loads(head)
        return _rebuilt(layout, iter([observations_from_bytes(p) for p in parts]), key, draw) if held == name else {}
    except (ValueError, struct.error, KeyError, StopIteration, GraderError):
        # a damaged cache costs time, nothing else: the values are computed again and it is replaced
        return {}


def _rebuilt(
    layout: list[tuple[str, list[str]]], parts: Iterator[Observations], key: AnswerKey, draw: Draw
) -> dict[str, Expected]:
    found = {}
    for exercise, mistakes in layout:
        graded, shown = next(parts), next(parts)
        by_name = {m.name: m for m in key.mistakes_of(exercise)}
        wrong = tuple((by_name[m], next(parts)) for m in mistakes)
        try:
            cases = [cases_of(program(key, key.exercises[exercise], seed)) for seed in (draw.graded, draw.shown)]
        except CourseError:
            continue
        found[exercise] = Expected(exercise, graded, shown, cases[0], cases[1], wrong)
    return found


def _split(content: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(content):
        (size,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        parts.append(content[at : at + size])
        at += size
    return parts
