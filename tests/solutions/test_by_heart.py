"""Who answers by counting the questions, from the right answers that a page shows, does not get far."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.judge.course import load_assignment
from autograder.judge.expected import compute_expected, program
from autograder.judge.judging import judge
from autograder.model.draw import Draw
from autograder.sandbox import Zygote

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("assignment", "name", "most"),
    [("ch08_gradient_check", "gradient_check", 7.0), ("ch04_second_order", "check_convexity", 1.0)],
)
def test_the_shown_draws_answers_in_their_order_are_not_those_of_the_graded_one(
    assignment: str, name: str, most: float
) -> None:
    key, draw = load_assignment(ROOT, assignment), Draw(graded=11, shown=22)
    exercise = key.exercises[name]
    with Zygote.start() as zygote:
        expected = compute_expected(key, draw, zygote, [name], mistakes=False)[name]
    shown, graded = program(key, exercise, draw.shown), program(key, exercise, draw.graded)
    by_heart = iter([o for family in shown.families for o in expected.shown[family.aspect]])
    seen = {family.aspect: tuple(next(by_heart) for _ in family.cases) for family in graded.families}
    assert (judge(exercise, expected, seen, {}).score or 0.0) <= most
    assert judge(exercise, expected, expected.graded, {}).score == exercise.points
    again = program(key, exercise, draw.graded)
    assert [family.aspect for family in again.families] == [family.aspect for family in graded.families]
