"""E08, plot_learning_rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Exercise, Holds, Observation, Text, Unchanged, text
from autograder.judge.figures import (
    axes_labelled,
    curves_match,
    drawn_curves,
    kind_returned,
    labels_set,
    legend_shown,
    legends_set,
    returns_axes,
)
from solutions.ch02_gradient_descent.exercises.data import Rng, value

plot_learning_rates = Exercise("plot_learning_rates", 3, text("The curves in one picture"), {"V": 2, "C": 1})


def _curves(rng: Rng) -> Case:
    """Six curves from a local formula; .5 and 1.0 are flat, so .9 and 1.05 are there to show order and length."""
    x0, epochs = float(rng.uniform(6, 12)), int(rng.integers(12, 20))
    found: dict[str, list[float]] = {}
    for rate in (0.01, 0.1, 0.5, 0.9, 1.0, 1.05):
        away = (x0 + 2.5) * (1 - 2 * rate) ** np.arange(1, epochs + 1)
        found[f"lr={rate}"] = [float(v) for v in away**2 - 0.25]
    return {"curves": found}


def _shows_data(actual: Observation, case: Case) -> Text | None:
    return curves_match(value(actual), case["curves"], key="number")


def _is_readable(check: Callable[[Any], Text | None]) -> Callable[[Observation, Case], Text | None]:
    return lambda actual, case: check(value(actual))


@plot_learning_rates.family(
    "curves",
    "V",
    text("One curve per learning rate, with its label and exactly its values"),
    probe="figure",
    compare=Holds(_shows_data, "what is drawn is what was given, to 1e-9", view=drawn_curves),
    help=text("Draw `values` over the iterations for each item of `curves`, and pass its key as the label."),
    example=False,
)
def _(rng: Rng) -> Iterator[Case]:
    yield _curves(rng)
    yield {"curves": {k: v for k, v in _curves(rng)["curves"].items() if k in ("lr=0.9", "lr=0.01", "lr=1.05")}}


plot_learning_rates.also(
    "labels",
    "C",
    text("Both axes have labels"),
    of="curves",
    compare=Holds(_is_readable(axes_labelled), "texts are there or not", view=labels_set),
    help=text("set_xlabel and set_ylabel, or plt.xlabel and plt.ylabel."),
    example=False,
)


plot_learning_rates.also(
    "legend",
    "C",
    text("A legend tells the curves apart"),
    of="curves",
    compare=Holds(_is_readable(legend_shown), "a legend is there or not", view=legends_set),
    help=text("A label alone stays invisible."),
    example=False,
)


plot_learning_rates.also(
    "axes",
    "C",
    text("The Axes are returned"),
    of="curves",
    compare=Holds(_is_readable(returns_axes), "the kind of the returned object", view=kind_returned),
    help=text("End with `return ax` (plt.gca() gives the current one before it is closed)."),
    example=False,
)


plot_learning_rates.family(
    "purity",
    "C",
    text("The curves given are left as they are"),
    probe="figure_arguments",
    compare=Unchanged(),
    example=False,
)(lambda rng: [_curves(rng)])
