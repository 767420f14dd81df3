"""A process that was ended from outside is not held against anybody."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.errors import SandboxError
from autograder.grading.steady import Steady, deaths
from autograder.model.observation import Died, Observation, Observations, Returned
from autograder.model.program import CellRun, CellStatus, NotebookRun, Program

_PROGRAM = Program("e", "", ())
_FINE: Observations = {"values": (Observation(Returned(1)),)}
_DEAD: Observations = {"values": (Observation(Died("exited")),)}
_MEMORY: Observations = {"values": (Observation(Died("memory")),)}


class _Zygote:
    """Gives the answers it was made with, one after another; an exception is raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def run_code(self, code: str, program: Program) -> Observations:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]


def _run(*answers: Any) -> tuple[Observations, int]:
    zygote = _Zygote(*answers)
    return Steady(zygote).run_code("", _PROGRAM), len(zygote.answers)  # type: ignore[arg-type]


_GONE = SandboxError("gone", remedy="")


def test_a_death_that_does_not_come_again_does_not_count() -> None:
    assert _run(_DEAD, _FINE) == (_FINE, 0)


def test_a_death_that_comes_again_counts() -> None:
    assert _run(_DEAD, _DEAD, _FINE) == (_DEAD, 1)


def test_a_run_without_deaths_or_over_its_memory_is_not_repeated() -> None:
    assert _run(_FINE, _DEAD) == (_FINE, 1)
    assert _run(_MEMORY, _FINE) == (_MEMORY, 1)


def test_a_zygote_that_goes_away_once_is_replaced_and_twice_is_an_error() -> None:
    assert _run(_GONE, _FINE) == (_FINE, 0)
    with pytest.raises(SandboxError):
        _run(_GONE, _GONE)


@pytest.mark.parametrize(
    ("status", "flags", "count"),
    [
        (CellStatus.DIED, (), 1),
        (CellStatus.DIED, ("memory limit",), 0),
        (CellStatus.TIMED_OUT, (), 0),
        (CellStatus.OK, ("files not collected",), 1),
        (CellStatus.OK, ("malformed",), 1),
    ],
)
def test_what_counts_as_a_death_of_a_notebook(status: CellStatus, flags: tuple[str, ...], count: int) -> None:
    assert deaths(NotebookRun((CellRun(0, status, (), None),), {}, {}, {}, {}, flags)) == count
