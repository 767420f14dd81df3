"""A figure is read as the data that can be seen on it, and known mistakes are recognised whatever its style."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.judge.authoring import Holds, Observation, Returned, text
from autograder.judge.figures import axes_labelled, curves, drawn_bars, drawn_curves, labels_set, legends_set
from autograder.probe.figures import read_figure

Draw = Callable[[Any], object]


def _read(draw: Draw) -> dict[str, Any]:
    def call() -> object:
        ax = plt.figure().add_subplot()
        ax.set(xlabel="k", ylabel="f")
        draw(ax)
        return ax

    return read_figure(call)


def _count(draw: Draw) -> int:
    return len(_read(draw)["axes"][0]["curves"])


@pytest.mark.parametrize("style", [{"linestyle": " "}, {"alpha": 0}, {"visible": False}])
def test_a_curve_without_ink_is_not_drawn(style: dict[str, Any]) -> None:
    assert _count(lambda ax: ax.plot([1, 2, 4], **style)) == 0
    assert _count(lambda ax: ax.plot([1, 2, 4], marker="o", **{**style, "alpha": 1, "visible": True})) == 1


@pytest.mark.parametrize("hide", [lambda ax: ax.axis("off"), lambda ax: ax.xaxis.label.set_visible(False)])
def test_a_hidden_axis_label_is_no_label(hide: Draw) -> None:
    def draw(ax: Any) -> None:
        ax.plot([1, 2, 4])
        hide(ax)

    assert axes_labelled(_read(draw)) is not None


def test_a_legend_made_by_hand_names_the_line_that_it_shows() -> None:
    def draw(ax: Any) -> None:
        lines = [ax.plot(y)[0] for y in ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0])]
        ax.legend(lines[::-1], ["falling", "rising"])

    read = _read(draw)["axes"][0]["curves"]
    assert [(c["label"], c["y"][0]) for c in read] == [("rising", 1.0), ("falling", 3.0)]


def test_a_legend_that_contradicts_the_labels_is_what_is_read() -> None:
    def draw(ax: Any) -> None:
        ax.plot([1.0, 2.0, 3.0], label="rising")
        ax.plot([3.0, 2.0, 1.0], label="falling")
        ax.legend(["falling", "rising"])

    read = _read(draw)["axes"][0]["curves"]
    assert [(c["label"], c["y"][0]) for c in read] == [("falling", 1.0), ("rising", 3.0)]


def test_a_legend_with_a_helper_line_names_no_markers() -> None:
    def draw(ax: Any) -> None:
        for y in ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]):
            ax.plot(y, label=f"from {y[0]}")
            ax.scatter([0, 1, 2], y)
        ax.axhline(0, label="minimum")
        ax.legend()

    figure = _read(draw)
    assert {c["label"] for c in figure["axes"][0]["curves"]} == {"from 1.0", "from 3.0", None}
    assert len(curves(figure)) == 2


def test_bars_are_named_by_their_tick_labels() -> None:
    bars = _read(lambda ax: ax.bar(["a", "b"], [1.0, 2.0]))["axes"][0]["bars"]
    assert bars == [{"name": "a", "value": 1.0}, {"name": "b", "value": 2.0}]


def test_a_bar_is_read_at_its_end() -> None:
    def draw(ax: Any) -> None:
        ax.bar(["a", "b"], [1.0, 2.0], bottom=[3.0, 1e-9])

    assert [bar["value"] for bar in _read(draw)["axes"][0]["bars"]] == [4.0, 2.0]


def test_a_view_of_bars_forgets_order_orientation_and_style() -> None:
    upright = _read(lambda ax: ax.bar(["a", "b"], [1.0, 2.0]))
    lying = _read(lambda ax: ax.barh(["b", "a"], [2.0, 1.0], color="r"))
    assert drawn_bars(upright) == drawn_bars(lying) == [("a", 1.0), ("b", 2.0)]
    assert drawn_bars(_read(lambda ax: ax.bar([0, 1], [1.0, 2.0]))) == [("", 1.0), ("", 2.0)]


def _plain(ax: Any) -> None:
    ax.plot([3.0, 2.0, 1.0], label="lr=0.1")
    ax.plot([1.0, 2.0, 3.0], label="lr=0.9")


def _styled(ax: Any) -> None:
    ax.scatter([1, 2, 3], [1.0, 2.0, 3.0], color="r", label="rate 9e-1")
    ax.plot(range(1, 4), [3.0, 2.0, 1.0], "x--", label="rate 1e-1")
    ax.set(xlabel="", yscale="symlog")
    ax.legend()


def test_a_view_of_curves_forgets_style_order_words_and_where_counting_starts() -> None:
    says = text("the curves run backwards")
    reversed_curves = Holds(lambda actual, case: says, "an example", view=drawn_curves)
    plain, styled = _read(_plain), _read(_styled)
    first, second = (Observation(Returned(f)) for f in (plain, styled))
    assert reversed_curves.same(actual=first, other=second, case={})
    assert not Holds(lambda actual, case: says, "an example").same(actual=first, other=second, case={})
    other = _read(lambda ax: ax.plot([3.0, 2.0, 1.5], label="lr=0.1"))
    assert not reversed_curves.same(actual=first, other=Observation(Returned(other)), case={})
    assert not reversed_curves.same(actual=first, other=Observation(Returned(None)), case={})
    assert (labels_set(plain), labels_set(styled)) == ([2], [1])
    assert (legends_set(plain), legends_set(styled)) == ([False], [True])


def test_x_values_that_count_start_at_zero() -> None:
    counted = drawn_curves(_read(lambda ax: ax.plot([1, 2, 3], [1.0, 2.0, 4.0])))
    np.testing.assert_array_equal(counted[0]["x"], [0, 1, 2])
    far = drawn_curves(_read(lambda ax: ax.plot([5, 6, 7], [1.0, 2.0, 4.0])))
    np.testing.assert_array_equal(far[0]["x"], [5, 6, 7])
