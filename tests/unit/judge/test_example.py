"""A counterexample is short and aligned, and its picture shows the place where two results differ."""

from __future__ import annotations

import numpy as np

from autograder.judge.example import example, in_words, readable
from autograder.judge.picturing import picture
from autograder.model.observation import Observation, Returned


def _seen(value: object) -> Observation:
    return Observation(Returned(value))


def test_the_rows_of_an_array_stand_below_each_other() -> None:
    assert readable(np.arange(4.0).reshape(2, 2)) == "array([[0., 1.],\n       [2., 3.]])"


def test_a_long_history_is_wrapped_below_its_first_entry() -> None:
    lines = readable((1.5, [(i / 3, float(i)) for i in range(9)])).splitlines()
    assert lines[0] == "(1.5,"
    assert lines[1].startswith(" [(0.0, 0.0), ")
    assert lines[2].startswith("  (")
    assert max(map(len, lines)) <= 74


def test_an_array_of_many_short_axes_is_not_written_out() -> None:
    """NumPy leaves out the middle of an axis of seven; of axes of two it would write a million numbers."""
    wide = np.zeros((2,) * 20)
    assert readable(wide) == f"array of shape {wide.shape}"
    right = _seen([*range(9), 1.0, *range(9)])
    shown = example(in_words({}, right), _seen([*range(9), wide, *range(9)]), right)
    assert len(shown.actual) < 700


def test_short_values_stay_on_one_line() -> None:
    assert readable({"a": [1.0, 2.0], "b": (1,)}) == "{'a': [1.0, 2.0], 'b': (1,)}"


def test_the_first_curve_that_differs_is_drawn_and_named() -> None:
    right = {"slow": [4.0, 3.0, 2.0, 1.0], "fast": [4.0, 2.0, 1.0, 0.5]}
    drawn = picture(_seen({**right, "fast": [4.0, 4.0, 4.0, 4.0]}), _seen(right))
    assert drawn is not None
    assert (drawn.kind, drawn.where) == ("curves", "['fast']")
    assert drawn.data == {"yours": [4.0, 4.0, 4.0, 4.0], "expected": [4.0, 2.0, 1.0, 0.5]}


def test_the_last_column_of_a_history_is_drawn() -> None:
    history = [(float(i), 10.0 / (i + 1)) for i in range(5)]
    wrong = [(x, 2 * y) for x, y in history]
    drawn = picture(_seen((1.0, wrong)), _seen((1.0, history)))
    assert drawn is not None
    assert drawn.where == "[1][:][1]"
    assert drawn.data["yours"][:2] == [20.0, 10.0]


def test_an_image_is_drawn_with_its_error() -> None:
    right = np.eye(4)
    drawn = picture(_seen((right, right + 1)), _seen((right, right)))
    assert drawn is not None
    assert (drawn.kind, drawn.where) == ("heatmap", "[1]")
    assert drawn.data["error"] == [[1.0] * 4] * 4


def test_nothing_is_drawn_where_a_picture_says_less_than_the_numbers() -> None:
    assert picture(_seen([1.0, 2.0, 3.0, 4.0]), _seen([1.0, 2.0, 3.0, 4.0 + 1e-9])) is None
    assert picture(_seen(np.zeros(3)), _seen(np.ones(3))) is None
    assert picture(_seen(np.zeros((2, 2))), _seen(np.ones((2, 2)))) is None
    assert picture(_seen(np.zeros((4, 4))), _seen(np.ones((5, 5)))) is None
    assert picture(_seen("a"), _seen([1.0, 2.0, 3.0, 4.0])) is None


def test_a_row_of_a_matrix_stands_on_one_line() -> None:
    rows = np.random.default_rng(1).normal(size=(4, 7))
    assert readable(rows).count("\n") == 3
    assert "..." in readable(np.random.default_rng(1).normal(size=(4, 30)))


def test_a_difference_below_the_shown_digits_is_shown_with_all_of_them() -> None:
    right = np.random.default_rng(1).normal(size=(4, 7))
    shown = example(in_words({}, _seen(right)), _seen(right + 1e-11), _seen(right))
    assert shown.actual != shown.expected
