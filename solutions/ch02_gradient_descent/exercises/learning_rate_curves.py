"""E07, learning_rate_curves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Equal, Exercise, Unchanged, text
from solutions.ch02_gradient_descent.exercises.data import ITERATED, Rng

learning_rate_curves = Exercise(
    "learning_rate_curves",
    3,
    text("One curve per learning rate"),
    {"V": 2, "C": 1},
    rests_on=("gradient_descent", "target_func"),
)


@learning_rate_curves.family(
    "values",
    "V",
    text("Function values after each update, for several learning rates, starts and lengths"),
    probe="curves",
    compare=Close(ITERATED),
    help=text("From 10 with rate 0.1 the first value is f(7.5) = 99.75; every rate starts from x0 again."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"learning_rates": [0.01, 0.1, 0.9, 1.05], "x0": float(rng.uniform(3, 9)), "epochs": 7}
    yield {"learning_rates": [float(np.round(rng.uniform(0.02, 0.4), 3)), 0.6], "x0": -7.0, "epochs": 12}
    yield {"learning_rates": [], "x0": 1.0, "epochs": 3}
    yield {"learning_rates": [0.2], "x0": 0, "epochs": 4}
    yield {"learning_rates": [0.2, 0.7], "x0": 3.0, "epochs": 0}
    yield {"learning_rates": [11.0, 0.2], "x0": float(rng.uniform(3, 9)), "epochs": 12}


@learning_rate_curves.family(
    "defaults",
    "V",
    text("Start 10 and 20 epochs, if nothing is said"),
    probe="curves_by_default",
    compare=Close(ITERATED),
    help=text("Look at the defaults in the task's signature."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"learning_rates": [0.01, 0.3]}


@learning_rate_curves.family(
    "keys",
    "C",
    text("Keys like 'lr=0.01', in the order given; each value is a list of numbers"),
    probe="curve_keys",
    compare=Equal("names are compared letter by letter"),
    help=text("The key is made by f'lr={lr}' from the rate as it is given, and the values are a list of floats."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"learning_rates": [0.5, 0.01, 1.0, 1, 1e-05, 1.25e-7], "x0": 2.0, "epochs": 3}


learning_rate_curves.family(
    "purity",
    "C",
    text("The list of learning rates is left as it is"),
    probe="curves_argument",
    compare=Unchanged(),
)(lambda rng: [{"learning_rates": [0.5, 0.01, 0.9], "x0": float(rng.uniform(1, 3)), "epochs": 3}])
