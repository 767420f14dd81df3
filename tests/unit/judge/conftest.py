"""A tiny course and something to run its code with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import load_assignment
from autograder.judge.expected import Expected, compute_expected
from autograder.model.draw import Draw
from autograder.model.program import Runner
from autograder.sandbox import SubprocessRunner, Zygote

COURSE = Path(__file__).parent / "course"
DRAW = Draw(graded=11, shown=12)


@pytest.fixture(scope="session")
def key() -> AnswerKey:
    return load_assignment(COURSE, "ch00_tiny")


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with contextlib.ExitStack() as stack:
        try:
            yield stack.enter_context(Zygote.start())
        except GraderError:
            yield stack.enter_context(SubprocessRunner())


@pytest.fixture(scope="session")
def expected(key: AnswerKey, runner: Runner) -> dict[str, Expected]:
    return compute_expected(key, DRAW, runner)
