"""E14: check_convexity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Equal, Exercise, Holds, Observation, Raises, Returned, Text, text

check_convexity = Exercise(
    "check_convexity", 5, text("Convex, concave or neither"), {"V": 2, "P": 1, "R": 2}, mixed=True
)

WORD = Equal("the answer is one of three given strings")


def _curve(interval: list[float] | tuple[float, float], *c: float) -> Case:
    return {
        "curvature": "polynomial",
        "parameters": {"c": [float(x) for x in c]},
        "interval": interval,
    }


@check_convexity.family(
    "signs",
    "V",
    text("one sign throughout, or both"),
    probe="convexity",
    compare=WORD,
    help=text("Convex: f'' >= 0 at every sample point. Concave: f'' <= 0 at every one. Otherwise neither."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _curve([0, 2], 6, -4)
    yield _curve([1, 3], 6, -4)
    yield _curve([-2, 0], 6, -4)
    a, b = float(rng.uniform(-3, -1)), float(rng.uniform(1, 3))
    yield _curve((a, b), 1, 0, float(rng.uniform(0.5, 2)))
    yield _curve((a, b), -1, 0, float(rng.uniform(-2, -0.5)))
    yield _curve((a, b), -1, float(rng.uniform(-0.5, 0.5)))
    yield {"curvature": "minus exponential", "parameters": {}, "interval": [a, b]}


@check_convexity.family(
    "zeros",
    "V",
    text("f'' may touch zero: x⁴ is convex"),
    probe="convexity",
    compare=WORD,
    help=text("The comparisons are >= and <=; a single zero decides nothing."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _curve([0, 1], 12, 0, 0)
    yield _curve([-1, 1], 12, 0, 0)
    yield _curve([-1, 1], float(-rng.uniform(5, 15)), 0, 0)
    yield _curve([0, float(rng.uniform(1, 3))], -1, 0)
    yield _curve([0, float(rng.uniform(1, 3))], 0)
    yield _curve([1.0, 1.0], -1, float(rng.uniform(2, 3)))


@check_convexity.family(
    "dips",
    "P",
    text("a change of sign on a short piece of the interval, wherever it is"),
    probe="convexity",
    compare=WORD,
    help=text("At least 100 points, spread over the whole interval, both ends included."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for level in (1.0, -1.0):
        a = float(rng.uniform(-5, 5))
        length = float(rng.uniform(0.5, 4))
        b = a + length
        places = [(float(rng.uniform(0.1, 0.9)), 0.012) for _ in range(4)]
        places += [(0.02, 0.01), (0.98, 0.01), (0.0, 0.004), (1.0, 0.004)]
        for at, width in places:
            centre = b if at == 1.0 else a + at * length
            parameters = {"level": level, "centre": centre, "width": width * length}
            yield {"curvature": "dip", "parameters": parameters, "interval": [a, b]}


def _samples(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    a, b = case["interval"]
    points = np.unique(np.asarray(actual.outcome.value, dtype=float))
    if len(points) < 100:
        return text("fewer than 100 different points were looked at")
    if abs(points[0] - a) > 1e-12 or abs(points[-1] - b) > 1e-12:
        return text("an end of the interval was not looked at")
    # 100 Chebyshev points leave a gap of 1.6 hundredths in the middle
    return text("a part of the interval was not looked at") if np.max(np.diff(points)) > 0.02 * (b - a) else None


def _how_many(points: Any) -> int:
    """One point, two, few or enough: so much tells known mistakes apart."""
    count = len(np.unique(np.asarray(points, dtype=float)))
    return min(count, 3) if count < 100 else 100


@check_convexity.family(
    "samples",
    "P",
    text("at least 100 points, spread over the whole interval, both ends included"),
    probe="convexity_samples",
    compare=Holds(_samples, "the points at which f'' is asked are recorded", view=_how_many),
    help=text("np.linspace(a, b, n) gives n points with both ends."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    a = float(rng.uniform(-3, 3))
    yield _curve([a, a + float(rng.uniform(0.5, 3))], 1, 0, 1)


def _mirrored(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    words = actual.outcome.value
    convex, concave, neither = "函数在该区间是凸的", "函数在该区间是凹的", "函数在该区间既非凸也非凹"
    opposite = {convex: concave, concave: convex, neither: neither}
    if opposite.get(words["f"]) == words["minus f"]:
        return None
    return text("f is convex exactly where −f is concave, but the two answers do not say so")


@check_convexity.family(
    "mirror",
    "P",
    text("turning f upside down exchanges convex and concave"),
    probe="convexity_mirrored",
    compare=Holds(_mirrored, "f'' and −f'' have opposite signs"),
    help=text("Ask your function about f'' and about −f'' on the same interval, and compare the two words."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _curve([1.0, float(rng.uniform(2, 4))], 6, -4)
    yield _curve([0.0, float(rng.uniform(1, 2))], 6, -4)
    yield _curve([-1.0, 1.0], 12, 0, 0)
    yield _curve([float(rng.uniform(-2, -1)), 0.0], 1, 0, 0, 0)


@check_convexity.family(
    "scalars_only",
    "R",
    text("second derivatives that take one number at a time"),
    probe="convexity",
    compare=WORD,
    help=text("math.cos does not accept an array: evaluate f'' point by point."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"curvature": "math cosine", "parameters": {}, "interval": [-1.0, float(rng.uniform(0.5, 1.5))]}
    yield {"curvature": "math cosine", "parameters": {}, "interval": [2.0, float(rng.uniform(3, 4.5))]}
    yield {"curvature": "math cosine", "parameters": {}, "interval": [0.0, float(rng.uniform(2, 3))]}
    yield {"curvature": "math exponential", "parameters": {"sign": -1.0}, "interval": [0.0, 1.0]}
    yield {"curvature": "constant", "parameters": {"value": float(rng.uniform(1, 5))}, "interval": [0.0, 1.0]}
    yield {"curvature": "constant", "parameters": {"value": float(rng.uniform(-5, -1))}, "interval": [0.0, 1.0]}


@check_convexity.family(
    "rounding",
    "R",
    text("rounding noise around zero is not a change of sign, a small dip is"),
    probe="convexity",
    compare=WORD,
    help=text("Compare with ±1e-12 · max(1, largest |f''|) in place of 0."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    end = float(rng.uniform(1, 2))
    yield {"curvature": "noise", "parameters": {"level": 0.0, "size": 1e-17}, "interval": [0.0, end]}
    for scale, size, level in (
        (-12.0, 1e-14, 0.0),
        (1e8, 1e-6, 0.0),
        (-1e8, 1e-6, 0.0),
        (12.0, 0.0, -float(rng.uniform(0.02, 0.06))),
        (12.0, 0.0, -1e-6),
        (-12.0, 0.0, 1e-9),
    ):
        parameters = {"scale": scale, "size": size, "level": level}
        yield {"curvature": "ramp", "parameters": parameters, "interval": [-1.0, end]}
    yield {"curvature": "noise", "parameters": {"level": 0.0, "size": 1e-9}, "interval": [0.0, end]}
    for size in (0.7e-12, 1.6e-12):
        yield {"curvature": "noise", "parameters": {"level": 0.0, "size": size}, "interval": [0.0, end]}
        parameters = {"scale": 1e4, "size": size * 1e4 * end, "level": 0.0}
        yield {"curvature": "ramp", "parameters": parameters, "interval": [-1.0, end]}


@check_convexity.family(
    "errors",
    "R",
    text("a reversed interval and NaN are refused"),
    probe="convexity",
    compare=Raises(("ValueError",)),
    help=text("Every comparison with NaN is False, so NaN has to be asked for by name."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _curve([2.0, float(rng.uniform(0, 1))], 6, -4)
    yield _curve([1.0, -1.0], 0, 3)
    yield {"curvature": "nan beyond", "parameters": {"edge": float(rng.uniform(0.3, 0.7))}, "interval": [0.0, 1.0]}
    yield {"curvature": "constant", "parameters": {"value": float("nan")}, "interval": [0.0, 1.0]}
    inside = float(rng.uniform(0.2, 0.7))
    for low, high in ((inside, inside + 0.05), (-1.0, 1e-9), (1 - 1e-9, 2.0)):
        yield {"curvature": "nan within", "parameters": {"low": low, "high": high}, "interval": [0.0, 1.0]}
