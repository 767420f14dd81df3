"""Checks on what was drawn, and what two drawings with one fault have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.judge.authoring import Holds, Observation, Returned
from autograder.judge.figures import curves, essence, legend_shown
from autograder.probe.figures import read_figure

ONE, TWO = [3.0, 1.0, 2.0], [5.0, 4.0, 4.5, 1.0]


def _drawn(draw: Callable[[Any], Any]) -> dict[str, Any]:
    def call() -> Any:
        _, ax = plt.subplots()
        draw(ax)
        return ax

    return read_figure(call)


def _plain(ax: Any) -> None:
    ax.plot(ONE, label="lr=0.1")
    ax.plot(TWO, label="lr=0.5")
    ax.legend()
    ax.set(xlabel="epoch", ylabel="loss")


def _styled(ax: Any) -> None:
    ax.semilogy(range(1, 5), np.array(TWO), "r--", label="η = 5e-1")
    ax.scatter(range(1, 4), ONE, label=".1")
    ax.legend(loc="best")
    ax.set(xlabel="k", ylabel="L", title="two")


def test_style_order_words_and_the_first_number_do_not_matter() -> None:
    """Two drawings of the same data are the same drawing."""
    view = Holds(lambda actual, case: None, "", view=essence)
    plain, styled = (Observation(Returned(_drawn(draw))) for draw in (_plain, _styled))
    assert view.same(actual=plain, other=styled, case={})


@pytest.mark.parametrize(
    "change",
    [
        lambda ax: ax.lines[0].set_ydata([3.0, 1.0, 2.001]),
        lambda ax: ax.lines[0].set_xdata([0, 2, 4]),
        lambda ax: ax.get_legend().get_texts()[0].set_text("lr=0.2"),
        lambda ax: ax.get_legend().remove(),
        lambda ax: ax.set_xlabel(""),
        lambda ax: ax.plot([1, 1, 1]),
    ],
)
def test_data_labels_and_legend_matter(change: Callable[[Any], None]) -> None:
    """A drawing with another fault is another drawing."""

    def changed(ax: Any) -> None:
        _plain(ax)
        change(ax)

    view = Holds(lambda actual, case: None, "", view=essence)
    plain, other = (Observation(Returned(_drawn(draw))) for draw in (_plain, changed))
    assert not view.same(actual=plain, other=other, case={})


def test_a_legend_names_every_curve() -> None:
    """A legend for one of two curves leaves the other unnamed; markers on a line are no second curve."""

    def half(ax: Any) -> None:
        first, _ = ax.plot(ONE, label="a")[0], ax.plot(TWO, label="b")
        ax.legend(handles=[first])

    def marked(ax: Any) -> None:
        ax.plot(ONE, label="a")
        ax.scatter(range(3), ONE)
        ax.plot(TWO, label="b")
        ax.legend()

    assert legend_shown(_drawn(half)) is not None
    assert legend_shown(_drawn(lambda ax: (ax.plot(ONE), ax.plot(TWO)))) is not None
    assert legend_shown(_drawn(marked)) is None
    assert legend_shown(_drawn(lambda ax: ax.plot(ONE))) is None


def test_a_text_of_the_legend_is_not_lent_to_markers() -> None:
    """legend() names the artists that have labels; legend(texts) names all of them in order."""

    def marked(ax: Any) -> None:
        for values, name in ((ONE, "one"), (TWO, "two")):
            ax.plot(values, label=name)
            ax.plot(values, "ko")
        ax.legend()

    def in_order(ax: Any) -> None:
        ax.plot(ONE)
        ax.plot(TWO)
        ax.legend(["one", "two"])

    for draw in (marked, in_order):
        named = {curve["label"]: curve["y"].tolist() for curve in curves(_drawn(draw))}
        assert named == {"one": ONE, "two": TWO}


def test_a_figure_of_thousands_of_curves_is_not_compared_curve_by_curve() -> None:
    """No figure that was read has so many: the report is made by hand, and the judge has no clock."""
    figure = _drawn(_plain)
    figure["axes"][0]["curves"] = [{"label": None, "x": np.arange(3.0), "y": np.full(3, float(n))} for n in range(5000)]
    actual = Observation(Returned(figure))
    found = Holds(lambda seen, case: legend_shown(seen.outcome.value), "").compare(
        actual=actual, expected=actual, case={}
    )
    assert found is not None
    with pytest.raises(ValueError, match="more curves"):
        curves(figure)
