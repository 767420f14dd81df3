"""What is said to have changed between two verdicts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from autograder.grading.changes import AspectChange, ExerciseChange, change
from autograder.model.text import text
from autograder.model.verdict import AspectVerdict, CellVerdict, ExerciseVerdict, Status, SubmissionVerdict

TITLE = text("title")


def _aspect(name: str, earned: int, points: int = 2, why: str = "") -> AspectVerdict:
    status = Status.PASSED if earned == points else Status.FAILED
    return AspectVerdict(name, "V", TITLE, status, Fraction(points), Fraction(earned), text(why) if why else None)


def _exercise(name: str, *aspects: AspectVerdict, status: Status = Status.FAILED) -> ExerciseVerdict:
    points, earned = (float(sum(getattr(a, key) for a in aspects)) for key in ("points", "earned"))
    return ExerciseVerdict(name, TITLE, status, points, earned, aspects)


def _verdict(*exercises: ExerciseVerdict, cells: tuple[CellVerdict, ...] = ()) -> SubmissionVerdict:
    return SubmissionVerdict("a", "a", "ada", "d", "full", exercises, cells)


def test_the_same_scores_are_no_change_whatever_the_words() -> None:
    before = _verdict(_exercise("f", _aspect("value", 0, why="wrong sign")))
    assert change(before, _verdict(_exercise("f", _aspect("value", 0, why="wrong shape")))) is None


def test_a_change_names_the_exercise_the_aspect_and_the_reason() -> None:
    before = _verdict(_exercise("f", _aspect("value", 2), _aspect("shape", 0)), _exercise("g", _aspect("value", 2)))
    after = _verdict(
        _exercise("f", _aspect("value", 0, why="off by one"), _aspect("shape", 0)), _exercise("g", _aspect("value", 2))
    )
    found = change(before, after)
    assert found is not None
    assert (found.student, found.before, found.after, found.max_score) == ("ada", 4.0, 2.0, 6.0)
    aspect = AspectChange("value", 2.0, 0.0, 2.0, "failed", "off by one")
    assert found.exercises == (ExerciseChange("f", 2.0, 0.0, 4.0, (aspect,)),)


def test_a_reason_of_a_passed_aspect_is_not_told() -> None:
    found = change(
        _verdict(_exercise("f", _aspect("value", 0))), _verdict(_exercise("f", _aspect("value", 2, why="as it should")))
    )
    assert found is not None
    assert found.exercises[0].aspects[0].why == ""


def test_new_and_gone_exercises_and_aspects_are_told() -> None:
    before = _verdict(_exercise("f", _aspect("value", 2), _aspect("old", 2)), _exercise("gone", _aspect("value", 2)))
    after = _verdict(_exercise("f", _aspect("value", 2), _aspect("new", 1)), _exercise("new", _aspect("value", 1)))
    found = change(before, after)
    assert found is not None
    by_name = {e.exercise: e for e in found.exercises}
    assert (by_name["gone"].before, by_name["gone"].after, by_name["gone"].points) == (2.0, None, 0.0)
    assert (by_name["new"].before, by_name["new"].after) == (None, 1.0)
    assert {(a.aspect, a.before, a.after, a.status) for a in by_name["f"].aspects} == {
        ("new", None, 1.0, "failed"),
        ("old", 2.0, None, "gone"),
    }


def test_another_maximum_is_a_change_though_the_score_stays() -> None:
    found = change(_verdict(_exercise("f", _aspect("value", 2))), _verdict(_exercise("f", _aspect("value", 2, 4))))
    assert found is not None
    assert (found.exercises[0].before, found.exercises[0].after, found.exercises[0].points) == (2.0, 2.0, 4.0)


def test_no_score_is_no_zero() -> None:
    errored = replace(_exercise("f", _aspect("value", 0)), status=Status.ERRORED, score=None)
    found = change(_verdict(_exercise("f", _aspect("value", 0))), _verdict(errored))
    assert found is not None
    assert (found.exercises[0].before, found.exercises[0].after) == (0.0, None)
    assert change(_verdict(errored), _verdict(errored)) is None


def test_plain_cells_change_too_and_what_a_person_gave_is_marked() -> None:
    before = _verdict(_exercise("f", _aspect("value", 0)), cells=(CellVerdict("t", Status.PASSED, 1.0, 1.0),))
    after = _verdict(_exercise("f", _aspect("value", 2)), cells=(CellVerdict("t", Status.FAILED, 1.0, 0.0),))
    found = change(before, after, frozenset({"f"}))
    assert found is not None
    assert [(e.exercise, e.before, e.after, e.by_hand) for e in found.exercises] == [
        ("f", 0.0, 2.0, True),
        ("t", 1.0, 0.0, False),
    ]
