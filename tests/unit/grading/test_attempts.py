"""How often and how soon a student's hand-ins are graded, and that it is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets import TraitError

from autograder.errors import GraderError
from autograder.grading.attempts import History, Refusal, Watch


def test_without_limits_nothing_is_refused(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.note("1", 100.0, "graded")
    assert history.refusal(Watch(), 100.0) is None


def test_the_interval_runs_from_the_latest_begin_of_a_grading(tmp_path: Path) -> None:
    history, limits = History(tmp_path), Watch(interval=60)
    history.note("1", 100.0, "graded")
    history.note("2", 200.0)  # began, and did not come to its end
    history.note("0", 50.0, "ungradable")
    assert history.refusal(limits, 259.9) == Refusal(260.0)
    assert history.refusal(limits, 260.0) is None


def test_a_refused_hand_in_neither_starts_the_interval_nor_counts(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.note("1", 100.0, "refused")
    assert history.refusal(Watch(interval=60, attempts=1), 101.0) is None


def test_the_last_attempt_is_the_last_whatever_the_time(tmp_path: Path) -> None:
    history, limits = History(tmp_path), Watch(attempts=2)
    history.note("1", 100.0, "graded")
    assert history.refusal(limits, 101.0) is None
    history.note("2", 200.0, "errored")
    assert history.refusal(limits, 1e9) == Refusal(None)


def test_what_nobody_could_grade_costs_no_attempt_but_time(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.note("1", 100.0, "ungradable")
    assert history.refusal(Watch(attempts=1), 101.0) is None
    assert history.refusal(Watch(attempts=1, interval=10), 101.0) == Refusal(110.0)


def test_attempts_are_remembered_and_one_is_noted_once(tmp_path: Path) -> None:
    first = History(tmp_path)
    first.note("1", 100.0)
    first.note("1", 100.0, "graded")
    first.note("2", 200.0)
    again = History(tmp_path)
    assert [(a.stamp, a.began, a.outcome) for a in again.attempts] == [("1", 100.0, "graded"), ("2", 200.0, "")]
    assert again.of("2") == again.attempts[1]
    assert again.of("3") is None
    assert (tmp_path / "attempts.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"{", b'[{"stamp": 1, "other": 2}]', b"[7]", b"\xff\xfe"])
def test_a_damaged_file_is_named_and_no_student_begins_anew_by_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "attempts.json").write_bytes(content)
    with pytest.raises(GraderError, match=r"attempts\.json.*restore"):
        History(tmp_path)


@pytest.mark.parametrize("name", ["interval", "attempts"])
def test_limits_are_not_negative(name: str) -> None:
    with pytest.raises(TraitError):
        Watch(**{name: -1})
