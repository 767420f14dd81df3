"""E02, plot_motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Exercise, Holds, Observation, Returned, Text, Unchanged, text
from autograder.judge.figures import axes_labelled, curves, curves_match, drawn_curves, kind_returned
from solutions.ch01_velocity.exercises.data import Array, times

plot_motion = Exercise(
    "plot_motion", 2, text("The picture of a motion"), {"V": 1, "C": 1}, rests_on=("average_velocity",)
)


def _drawn(actual: Observation, x: Array, y: Array, which: int) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    figure = actual.outcome.value
    returned = figure["returned_axes"]
    if len(returned) == 2:
        return curves_match({**figure, "axes": [figure["axes"][returned[which]]]}, {"": y}, x=x, key=None)
    # What is returned is the contract's business: any panel may be the one, if the curve is alone in it.
    if any(
        curves_match({**figure, "axes": [panel]}, {"": y}, x=x, key=None) is None
        for panel in figure["axes"]
        if panel["curves"]
    ):
        return None
    return text("no panel shows the expected curve, and only that")


def _panel(which: int) -> Callable[[Any], Any]:
    """Return what a panel shows: by this a known mistake is recognised in other words and colours."""

    def view(figure: Any) -> Any:
        returned = figure["returned_axes"]
        panels = [figure["axes"][returned[which]]] if len(returned) == 2 else figure["axes"]
        return drawn_curves({"axes": panels})

    return view


def _position(actual: Observation, case: Case) -> Text | None:
    return _drawn(actual, case["t"], case["s"], 0)


def _velocity(actual: Observation, case: Case) -> Text | None:
    return _drawn(actual, case["t"][:-1], np.diff(case["s"]) / np.diff(case["t"]), 1)


@plot_motion.family(
    "position",
    "V",
    text("the first panel: position over time"),
    probe="motion",
    compare=Holds(_position, "the data cross as they are", view=_panel(0)),
    help=text("plot(t, s) in the first panel, and nothing else there."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    t = np.linspace(0, 10, 30)
    yield {"t": t, "s": t**2 + 3 * t + 2}
    yield {"t": times(rng, 12), "s": rng.uniform(-20, 20, 12)}


plot_motion.also(
    "velocity",
    "V",
    text("the second panel: average velocity over t[:-1]"),
    of="position",
    compare=Holds(_velocity, "the same quotient in float64, relative error 1e-9", view=_panel(1)),
    help=text("There is one velocity less than there are times; it stands at the left end of its gap."),
)


def _two_axes(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    figure = actual.outcome.value
    if not figure["two_axes"] or len(figure["returned_axes"]) != 2:
        return text("the function does not return the two Axes (ax_pos, ax_vel)")
    return None


plot_motion.also(
    "two_axes",
    "C",
    text("the two Axes come back"),
    of="position",
    compare=Holds(_two_axes, "returned Axes are told by identity", view=kind_returned),
    help=text("End with `return ax_pos, ax_vel`; two panels are two Axes."),
)


def _labelled(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    figure = actual.outcome.value
    if (wrong := axes_labelled(figure)) is not None:
        return wrong
    for panel in figure["axes"]:
        if panel["curves"] and not any(str(t).strip() for t in panel["legend"] or ()):
            return text("a panel has no legend: a label stays invisible until `legend()` is called")
    return None if curves(figure) else text("no curve is drawn")


def _texts(figure: Any) -> list[tuple[int, bool]]:
    shown = [p for p in figure["axes"] if p["curves"]]
    return sorted({(bool(p["xlabel"]) + bool(p["ylabel"]), bool(p["legend"])) for p in shown})


plot_motion.also(
    "labels",
    "C",
    text("labels on all axes, and a legend in each panel"),
    of="position",
    compare=Holds(_labelled, "texts are read from the Axes; which texts is free", view=_texts),
    help=text("set_xlabel, set_ylabel, `label=` in plot, and legend(), for both panels."),
)


@plot_motion.family(
    "untouched", "C", text("the arguments are not changed"), probe="motion_arguments", compare=Unchanged()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": times(rng, 6), "s": rng.uniform(-5, 5, 6)}
