"""E34 and E36: the loss curves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Exercise, Holds, Observation, Text, text
from autograder.judge.figures import axes_labelled, curves, curves_match, essence, legend_shown, returns_axes
from solutions.ch09_regression.exercises.data import value

losses_plot = Exercise("plot_losses", points=1, title=text("The loss curve"), shares={"V": 1})
comparison_plot = Exercise("plot_ridge_comparison", points=1, title=text("Two loss curves"), shares={"V": 1})
DRAWN = "data drawn by matplotlib cross as they are: 1e-9 relative, numbers and words are exact"


def wavering(rng: np.random.Generator, n: int) -> list[float]:
    """Draw a loss curve of n values that falls to a floor, but not at every step."""
    fall = rng.uniform(2, 9) * 0.9 ** np.arange(n) + rng.uniform(0.1, 1)
    return [float(v) for v in fall * np.exp(0.25 * rng.normal(size=n))]


def names_ridge(label: str) -> bool:
    """Tell whether a label says ridge: the one thing about the words that is asked for."""
    return "ridge" in label.casefold()


def seen(figure: Any) -> Any:
    """Return what drawings of one curve with one fault have in common."""
    return {**essence(figure, lambda label: None), "given": figure["given"]}


def both_seen(figure: Any) -> Any:
    """Return what drawings of two curves with one fault have in common."""
    return {
        **essence(figure, lambda label: None if label is None else names_ridge(label)),
        "given": figure["given"],
    }


def one_curve(actual: Observation, case: Case) -> Text | None:
    """Check the loss curve: the data, both labels, the Axes, and the argument as it was."""
    figure = value(actual)
    return (
        curves_match(figure, {"loss": case["losses"]}, key=None)
        or axes_labelled(figure)
        or returns_axes(figure)
        or changed(figure, case["losses"])
    )


def changed(figure: Any, *lists: Any) -> Text | None:
    """Say so if a list that was passed in is not what it was."""
    return None if list(lists) == figure["given"] else text("the list that was passed in was changed")


@losses_plot.family(
    "figure",
    "V",
    text("one curve, loss over epoch, with both axis labels; the Axes is returned"),
    probe="losses_drawn",
    compare=Holds(one_curve, DRAWN, view=seen),
    help=text("Draw losses as they are, one point per epoch, set both axis labels, and return the Axes."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"losses": wavering(rng, 30)}
    yield {"losses": wavering(rng, 7)}
    yield {"losses": wavering(rng, 150)}


def two_curves(actual: Observation, case: Case) -> Text | None:
    """Check the comparison: two curves, the ridge one named so and the other not, a legend, labels, the Axes."""
    figure = value(actual)
    wanted = {"linear": case["linear_losses"], "ridge": case["ridge_losses"]}
    if wrong := curves_match(figure, wanted, key=None):
        return wrong
    named = [c for c in curves(figure) if names_ridge(str(c["label"] or ""))]
    if len(named) != 1:
        return text("exactly one curve should have a label with the word ridge in it")
    if curves_match({"axes": [{"curves": named}]}, {"ridge": case["ridge_losses"]}, key=None) is not None:
        return text("the curve labelled ridge does not show the losses of ridge regression")
    if any(c["label"] is None for c in curves(figure)):
        return text("a curve has no label")
    if sum(bool(panel["curves"]) for panel in figure["axes"]) != 1:
        return text("both curves should stand in one Axes, so that they can be compared")
    return (
        legend_shown(figure)
        or axes_labelled(figure)
        or returns_axes(figure)
        or changed(figure, case["linear_losses"], case["ridge_losses"])
    )


@comparison_plot.family(
    "figure",
    "V",
    text("both curves in one Axes, named in a legend, with both axis labels; the Axes is returned"),
    probe="comparison_drawn",
    compare=Holds(two_curves, DRAWN, view=both_seen),
    help=text("Draw both lists into one Axes with a label each, call legend, set both axis labels, return the Axes."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"linear_losses": wavering(rng, 30), "ridge_losses": wavering(rng, 30)}
    yield {"linear_losses": wavering(rng, 12), "ridge_losses": wavering(rng, 20)}
    yield {"linear_losses": wavering(rng, 140), "ridge_losses": wavering(rng, 130)}
