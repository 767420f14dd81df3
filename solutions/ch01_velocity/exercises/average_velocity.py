"""E01, average_velocity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    Raises,
    Returned,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)
from solutions.ch01_velocity.exercises.data import times

QUOTIENT = Tolerance(1e-9, "rounding ε·(|s|/Δs + |t|/Δt) of the quotient stays below 1e-11, tiny gaps start at 0")

average_velocity = Exercise("average_velocity", 4, text("Average velocity"), {"V": 2, "P": 1, "R": 1})


@average_velocity.family(
    "even_steps",
    "V",
    text("equally spaced times: a straight line and a parabola"),
    probe="velocity",
    compare=Close(QUOTIENT),
    help=text("For s = t² + 3t + 2 the velocity between t and t + Δt is exactly 2t + Δt + 3."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    t = np.linspace(0, 10, 100)
    yield {"t": t, "s": t**2 + 3 * t + 2}
    t = np.linspace(float(rng.uniform(-2, 0)), float(rng.uniform(1, 4)), 20)
    yield {"t": t, "s": float(rng.uniform(-3, 3)) * t + 1}
    yield {"t": np.array([2.0, 2.5]), "s": rng.uniform(-5, 5, 2)}


@average_velocity.family(
    "uneven_steps",
    "V",
    text("times with different gaps"),
    probe="velocity",
    compare=Close(QUOTIENT),
    help=text("Each gap has its own length: divide every change of position by its own change of time."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    t = np.array([0.0, 1.0, 3.0, 7.0])
    yield {"t": t, "s": t**2 + 3 * t + 2}
    for n in (2, 5, 12):
        yield {"t": times(rng, n), "s": rng.uniform(-20, 20, n)}
    # nanoseconds: nothing is added to the gaps, and none is too short
    yield {"t": 1e-9 * times(rng, 6), "s": 1e-9 * rng.uniform(-20, 20, 6)}


@average_velocity.family(
    "integers",
    "V",
    text("whole numbers, as arrays and as lists"),
    probe="velocity",
    compare=Close(QUOTIENT),
    help=text("2 m in 4 s are 0.5 m/s: `//` and integer arrays drop the half."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    t = np.array([0, 2, 5, 9, 11])
    yield {"t": t, "s": rng.integers(-10, 10, 5) * 2 + 1}
    yield {"t": [0, 2, 4, 7], "s": [int(v) for v in rng.integers(-10, 10, 4)]}


def _distance(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    velocities = np.asarray(actual.outcome.value, dtype=float).ravel()
    gaps = np.diff(np.asarray(case["t"], dtype=float))
    travelled = float(velocities @ gaps) if velocities.shape == gaps.shape else np.nan
    if abs(travelled - (case["s"][-1] - case["s"][0])) <= 1e-9 * max(1.0, float(np.max(np.abs(case["s"])))):
        return None
    return text("velocity times duration, summed over all gaps, is not the distance between start and end")


@average_velocity.family(
    "distance",
    "P",
    text("velocity × duration adds up to the distance"),
    probe="velocity",
    compare=Holds(_distance, "the sum of s[i+1] − s[i] telescopes to s[n−1] − s[0]"),
    help=text("There is one velocity per gap, and it belongs to exactly that gap."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n in (3, 10, 30):
        yield {"t": times(rng, n), "s": np.cumsum(rng.uniform(-1, 3, n))}


@average_velocity.family(
    "untouched", "P", text("the arguments are not changed"), probe="velocity_arguments", compare=Unchanged()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": times(rng, 6), "s": rng.uniform(-5, 5, 6)}
    yield {"t": [0.0, 1.5, 4.0], "s": [float(v) for v in rng.uniform(-5, 5, 3)]}


@average_velocity.family(
    "lengths",
    "R",
    text("ValueError for different lengths, and for fewer than two points"),
    probe="velocity",
    compare=Raises(("ValueError",)),
    help=text("Compare the two lengths before you compute, also where NumPy would quietly broadcast."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": np.arange(5.0), "s": rng.uniform(0, 1, 4)}
    yield {"t": np.arange(4.0), "s": rng.uniform(0, 1, 5)}
    yield {"t": np.arange(2.0), "s": rng.uniform(0, 1, 6)}
    yield {"t": np.arange(6.0), "s": rng.uniform(0, 1, 2)}
    yield {"t": np.array([1.0]), "s": np.array([2.0])}
    yield {"t": np.array([]), "s": np.array([])}
    yield {"t": [0, 1, 2], "s": [int(v) for v in rng.integers(-10, 10, 2)]}
    yield {"t": [4], "s": [7]}


@average_velocity.family(
    "order",
    "R",
    text("ValueError if a time is repeated or goes back"),
    probe="velocity",
    compare=Raises(("ValueError",)),
    help=text("Every gap must be positive; a gap of zero would be a division by zero."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": np.array([0.0, 1.0, 1.0, 2.0]), "s": rng.uniform(0, 1, 4)}
    yield {"t": np.array([0.0, 2.0, 1.0, 3.0]), "s": rng.uniform(0, 1, 4)}
    # the first gap, the last one, and the only one
    yield {"t": np.array([1.0, 1.0, 2.0, 3.0]), "s": rng.uniform(0, 1, 4)}
    yield {"t": np.array([0.0, 1.0, 3.0, 2.5]), "s": rng.uniform(0, 1, 4)}
    yield {"t": np.array([2.0, 2.0]), "s": rng.uniform(0, 1, 2)}
    yield {"t": [0, 3, 3, 5], "s": [int(v) for v in rng.integers(-10, 10, 4)]}
    yield {"t": times(rng, 5)[::-1].copy(), "s": rng.uniform(0, 1, 5)}


@average_velocity.family("types", "R", text("an array with n − 1 floats"), probe="velocity", compare=SameTypes())
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": times(rng, 6), "s": rng.uniform(-5, 5, 6)}
    yield {"t": np.array([0, 2, 4]), "s": np.array([0, 4, 8])}
    yield {"t": np.array([1.0, 3.0]), "s": rng.uniform(-5, 5, 2)}
