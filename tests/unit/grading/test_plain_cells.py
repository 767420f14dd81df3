"""Plain grade cells: nbgrader's rules without its holes."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.grading.plain_cells import judge_plain
from autograder.grading.source import SourceCell
from autograder.model.program import CellRun, CellStatus

CELL = SourceCell("t", "code", "assert f()", True, False, True, 4.0, {}, None)


def _run(*outputs: dict[str, Any], status: CellStatus = CellStatus.OK) -> CellRun:
    return CellRun(0, status, outputs, 1)


def _value(shown: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": shown}}


def test_a_warning_on_stderr_costs_nothing() -> None:
    assert judge_plain(CELL, _run({"output_type": "stream", "name": "stderr", "text": "careful"})).score == 4.0


@pytest.mark.parametrize(("shown", "score"), [("2.5", 2.5), ("0", 0.0), ("4", 4.0), ("np.float64(2.5)", 2.5)])
def test_partial_credit_is_the_value_of_the_last_line(shown: str, score: float) -> None:
    assert judge_plain(CELL, _run(_value(shown))).score == score


@pytest.mark.parametrize("shown", ["nan", "-1", "inf", "5", "True", "np.float64(4.5)", "np.float64(f(1))", "'4'"])
def test_partial_credit_that_is_no_number_of_points_is_zero_and_flagged(shown: str) -> None:
    verdict = judge_plain(CELL, _run(_value(shown)))
    assert verdict.score == 0.0
    assert verdict.flags == ("odd partial credit",)


@pytest.mark.parametrize("status", [status for status in CellStatus if status is not CellStatus.OK])
def test_a_cell_that_did_not_run_to_its_end_earns_nothing(status: CellStatus) -> None:
    assert judge_plain(CELL, _run(status=status)).score == 0.0


def test_a_cell_without_a_run_earns_nothing() -> None:
    assert judge_plain(CELL, None).score == 0.0
