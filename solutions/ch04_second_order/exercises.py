"""What is asked of chapter 4's definitions, on which inputs, how exactly, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import (
    Case,
    Close,
    Equal,
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

Array = np.ndarray[Any, Any]

ITERATED = Tolerance(1e-9, "each Newton step squares the error it inherits, so a run carries a few roundings at most")
POLYNOMIAL = Tolerance(1e-12, "three terms of size up to 200, evaluated in any order: below 1e-13 relative to them")

# ---- E12 newton_method ----------------------------------------

newton_method = Exercise("newton_method", 10, text("Newton's method"), {"V": 4, "P": 3, "R": 2, "C": 1})

CUBIC = {"c": [1.0, -2.0, 0.0, 2.0]}


def _nothing(_: Any) -> None:
    """For a known mistake to be recognised, only what the check says of the value counts."""


def _polynomial(*c: float) -> Case:
    return {"problem": "polynomial", "parameters": {"c": [float(x) for x in c]}}


def _positive(rng: np.random.Generator, n: int) -> Array:
    """A symmetric matrix with eigenvalues between 1 and 5 and no zero entry to speak of."""
    q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return q @ np.diag(rng.uniform(1, 5, n)) @ q.T


@newton_method.family(
    "article",
    "V",
    text("x³ − 2x² + 2 from 2: every step down to 4/3"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Compute the first step by hand: f'(2) = 4 and f''(2) = 8."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": 2.0}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 4)), "epochs": 6}


@newton_method.family(
    "traces",
    "V",
    text("the path of points and values on several functions of one number"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Each history entry is the pair (x, f(x)) of the point just reached."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    a = float(rng.uniform(1, 4))
    yield {"problem": "exponential", "parameters": {"a": a}, "x0": float(rng.uniform(0.5, 2.5)), "epochs": 5}
    yield {**_polynomial(1, 0, float(rng.uniform(1, 3)), -1, 0), "x0": float(rng.uniform(1, 3)), "epochs": 4}
    yield {"problem": "root", "parameters": {}, "x0": float(rng.uniform(0.3, 0.8)), "epochs": 3}


@newton_method.family(
    "one_step",
    "V",
    text("a parabola is solved by a single step"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("On a x² + b x + c the step divides by the second derivative 2a; the first step lands on −b/(2a)."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for sign in (1, -1):
        a, b, c, x0 = rng.uniform(0.5, 3), rng.uniform(1, 4), rng.uniform(-3, 3), rng.uniform(1, 6)
        yield {**_polynomial(sign * a, b, c), "x0": float(x0), "epochs": 1}
    yield {**_polynomial(0.5, -1, 0), "x0": float(rng.uniform(3, 6)), "epochs": 3}


@newton_method.family(
    "divergence",
    "V",
    text("no brakes: on √(1 + x²) the points go from x to −x³"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("The method as stated has no damping, no limit on the step and no early stop while points still move."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    # the last point is beyond 1e9, and no second derivative on the way is below 1e-12
    yield {"problem": "root", "parameters": {}, "x0": float(rng.uniform(1.09, 1.115)), "epochs": 5}


@newton_method.family(
    "maximum",
    "V",
    text("x³ − 2x² + 2 from near 0.5: the stationary point found is a maximum"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Newton's method looks for f' = 0; keep the sign of the second derivative as it is."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": 0.5, "epochs": 7}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(-0.6, 0.4)), "epochs": 6}


@newton_method.family(
    "vector",
    "V",
    text("arrays: the step solves the linear system H·step = g"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("For a matrix, dividing by H means solving a linear system; `/` divides entry by entry instead."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n in (2, 3, 5):
        parameters = {"A": _positive(rng, n), "b": rng.normal(size=n)}
        yield {"problem": "quadratic form", "parameters": parameters, "x0": rng.normal(size=n) * 3, "epochs": 2}
    parameters = {"A": _positive(rng, 3), "b": rng.normal(size=3) * 2}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.uniform(-1, 1, 3), "epochs": 6}
    # One slope is zero, the other is not: that is no stationary point.
    parameters = {"A": np.array([[2.0, 1.0], [1.0, 3.0]]), "b": np.array([3.0, float(rng.integers(5, 9))])}
    yield {"problem": "quadratic form", "parameters": parameters, "x0": np.array([1.0, 1.0]), "epochs": 1}


@newton_method.family(
    "rosenbrock",
    "V",
    text("eight steps on Rosenbrock's valley"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("The Hessian of this function has large entries off its diagonal, and changes at every point."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "rosenbrock", "parameters": {}, "x0": np.array([-1.2, 1.0]), "epochs": 8}
    yield {"problem": "rosenbrock", "parameters": {}, "x0": rng.uniform(1.2, 2, 2), "epochs": 4}


@newton_method.family(
    "defaults",
    "V",
    text("ten steps where nothing is said: on x⁴ each one multiplies x by 2/3"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Look at the default of `epochs`, and at when your loop ends."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**_polynomial(1, 0, 0, 0, 0), "x0": 1.0}
    yield {**_polynomial(1, 0, 0, 0, 0), "x0": float(rng.uniform(-4, -2))}


def _moves_along(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    runs = actual.outcome.value
    plain = np.asarray(runs["plain"], dtype=float)
    mapped = case["stretch"] * np.asarray(runs["moved"], dtype=float) + case["shift"]
    if plain.shape == mapped.shape and np.allclose(plain, mapped, rtol=1e-8, atol=1e-8):
        return None
    return text("after a change of variable x = a·y + b the points are no longer the same points")


@newton_method.family(
    "affine",
    "P",
    text("changing the unit and the origin of x changes nothing"),
    probe="newton_affine",
    compare=Holds(_moves_along, "Newton's step is affine invariant: the factor a cancels in H⁻¹g"),
    help=text("With x = a·y + b, g gains a factor a and H a factor a²; check which power of a your step has."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    a, b = float(rng.uniform(2, 5)), float(rng.uniform(-2, 2))
    common = {"epochs": 4, "stretch": a, "shift": b}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 3)), **common}
    yield {"problem": "exponential", "parameters": {"a": 2.0}, "x0": float(rng.uniform(0.2, 2)), **common}


def _same_path(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    runs = actual.outcome.value
    plain, scaled = np.asarray(runs["plain"], dtype=float), np.asarray(runs["scaled"], dtype=float)
    if plain.shape == scaled.shape and np.allclose(plain, scaled, rtol=1e-8, atol=1e-8):
        return None
    return text("multiplying f by a constant or adding one changes the path")


@newton_method.family(
    "scaling",
    "P",
    text("f and −7·f + 100 have the same stationary points and the same path"),
    probe="newton_scaled",
    compare=Holds(_same_path, "constants cancel in H⁻¹g, and an offset of f has no derivative"),
    help=text("A step that shrinks, clips or turns with the size or the sign of f is not Newton's."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    common = {"epochs": 4, "factor": -7.0, "offset": 100.0}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 3)), **common}
    parameters = {"A": _positive(rng, 3), "b": rng.normal(size=3)}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.uniform(-1, 1, 3), **common}
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": 2.0, **common, "factor": 1e-5}
    # small second derivatives and determinants are no zeros; below 1e-12 nothing is tested
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 3)), **common, "factor": 1e-11}
    parameters = {"A": _positive(rng, 3), "b": rng.normal(size=3)}
    yield {
        "problem": "exponential sum",
        "parameters": parameters,
        "x0": rng.uniform(-1, 1, 3),
        **common,
        "factor": 1e-4,
    }


@newton_method.family(
    "start_untouched",
    "P",
    text("the starting point is not changed"),
    probe="newton_start",
    compare=Unchanged(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    parameters = {"A": _positive(rng, 3), "b": rng.normal(size=3)}
    yield {"problem": "quadratic form", "parameters": parameters, "x0": rng.normal(size=3), "epochs": 3}
    yield {"problem": "rosenbrock", "parameters": {}, "x0": np.array([-1.2, 1.0]), "epochs": 2}


SINGULAR = ("ArithmeticError", "LinAlgError", "ValueError")


@newton_method.family(
    "singular",
    "R",
    text("no inverse: H = 0 or a singular matrix, while g is not zero"),
    probe="newton",
    compare=Raises(SINGULAR),
    help=text("The step H⁻¹g does not exist here. A NumPy number divided by zero gives inf with a mere warning."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**_polynomial(float(rng.integers(1, 5)), 1), "x0": 2.0}
    yield {"problem": "given", "parameters": {"value": 1.0, "first": np.float64(3), "second": np.float64(0)}, "x0": 1.0}
    for second in (np.zeros((2, 2)), np.array([[1.0, 2.0], [2.0, 4.0]]), np.diag([3.0, 0.0])):
        parameters = {"value": 1.0, "first": rng.uniform(1, 2, 2), "second": second}
        yield {"problem": "given", "parameters": parameters, "x0": rng.normal(size=2)}


@newton_method.family(
    "stationary_start",
    "R",
    text("at a stationary point the method stays, also where H has no inverse"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Where the gradient is zero there is nothing to do: decide that before you divide."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**_polynomial(1, 0, 0, 0, 0), "x0": 0.0, "epochs": 3}
    yield {**_polynomial(1, 0, 0, float(rng.uniform(1, 3))), "x0": 0.0, "epochs": 2}
    yield {"problem": "given", "parameters": {"value": 7.0, "first": 0.0, "second": 0.0}, "x0": 5.0, "epochs": 2}
    parameters = {"value": 1.0, "first": np.zeros(2), "second": np.zeros((2, 2))}
    yield {"problem": "given", "parameters": parameters, "x0": rng.normal(size=2), "epochs": 2}


@newton_method.family(
    "bad_derivatives",
    "R",
    text("NaN and infinity in a derivative are refused"),
    probe="newton",
    compare=Raises(SINGULAR),
    help=text("NaN compares False with everything; ask whether all numbers are finite before you use them."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    finite = float(rng.uniform(1, 3))
    for first, second in ((np.nan, finite), (finite, np.nan), (np.inf, finite), (finite, -np.inf)):
        yield {"problem": "given", "parameters": {"value": 1.0, "first": first, "second": second}, "x0": 1.0}
    bad = np.eye(2)
    bad[1, 1] = np.nan
    for f1, f2 in ((np.array([np.nan, 1.0]), np.eye(2)), (np.ones(2), bad), (np.array([1.0, np.inf]), np.eye(2))):
        yield {"problem": "given", "parameters": {"value": 1.0, "first": f1, "second": f2}, "x0": np.ones(2)}


@newton_method.family(
    "epochs",
    "R",
    text("exactly as many steps as asked, none included, and no stop while x still moves"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("Count the entries of history for epochs=0, 1 and 25."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for epochs in (0, 1, 25):
        yield {**_polynomial(1, 0, 0, 0, 0), "x0": float(rng.uniform(1, 3)), "epochs": epochs}
    # small steps for a long time: each is a third of x; the factor keeps H above 1e-12
    yield {**_polynomial(1e14, 0, 0, 0, 0), "x0": float(rng.uniform(1, 3)) * 1e-5, "epochs": 45}


@newton_method.family(
    "int_start",
    "R",
    text("a whole number, or an array of them, as starting point"),
    probe="newton",
    compare=Close(ITERATED),
    help=text("An integer array cannot hold the fractions that the steps produce."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": int(rng.integers(2, 5)), "epochs": 5}
    parameters = {"A": _positive(rng, 2), "b": rng.normal(size=2)}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.integers(-2, 3, 2), "epochs": 3}


@newton_method.family(
    "types",
    "C",
    text("what comes back: a point shaped like the start, and a list of pairs"),
    probe="newton_types",
    compare=SameTypes(),
    help=text("history is a list (or tuple) of pairs (x, f(x))."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"problem": "polynomial", "parameters": CUBIC, "x0": float(rng.uniform(1.5, 2)), "epochs": 3}
    parameters = {"A": _positive(rng, 3), "b": rng.normal(size=3)}
    yield {"problem": "exponential sum", "parameters": parameters, "x0": rng.normal(size=3), "epochs": 2}
    yield {
        "problem": "quadratic form",
        "parameters": {"A": np.eye(1), "b": np.ones(1)},
        "x0": np.ones(1) * 3,
        "epochs": 1,
    }


# ---- E13 func, func_prime, func_double_prime ----------------------------------------

func = Exercise(
    "func",
    3,
    text("A cubic and its derivatives"),
    {"V": 3},
    defines=("func", "func_prime", "func_double_prime"),
)


def _points(name: str, rng: np.random.Generator) -> Iterator[Case]:
    for x in (0, 1, 2, -3):
        yield {"name": name, "x": x}
    for x in rng.uniform(-4, 4, 10):
        yield {"name": name, "x": float(x)}
    yield {"name": name, "x": rng.uniform(-4, 4, 7)}
    yield {"name": name, "x": rng.uniform(-4, 4, (2, 3))}


@func.family("func", "V", text("func: x³ − 2x² + 2"), probe="evaluate", compare=Close(POLYNOMIAL))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _points("func", rng)


@func.family(
    "func_prime",
    "V",
    text("func_prime: the slope of func"),
    probe="evaluate",
    compare=Close(POLYNOMIAL),
    help=text("Differentiate term by term: xⁿ becomes n·xⁿ⁻¹, and a constant disappears."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _points("func_prime", rng)


@func.family(
    "func_double_prime",
    "V",
    text("func_double_prime: the slope of func_prime"),
    probe="evaluate",
    compare=Close(POLYNOMIAL),
    help=text("Differentiate func_prime once more, term by term."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _points("func_double_prime", rng)


def _like_the_argument(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    after, result = actual.outcome.value
    if not np.array_equal(after, case["x"]):
        return text("the argument was changed by the call")
    if isinstance(result, np.ndarray) == bool(np.ndim(after)) and np.shape(result) == np.shape(after):
        return None
    return text("the result is not built like the argument: a number for a number, an array for an array")


@func.family(
    "like_the_argument",
    "V",
    text("a number for a number, an array for an array, which is not changed"),
    probe="elementwise",
    compare=Holds(_like_the_argument, "shapes and the argument's values are exact", view=_nothing),
    help=text("`x *= 6` changes the caller's array; 6 * x makes a new one."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for name in ("func", "func_prime", "func_double_prime"):
        yield {"name": name, "x": float(rng.uniform(-4, 4))}
        yield {"name": name, "x": rng.uniform(-4, 4, 5)}
        yield {"name": name, "x": rng.uniform(-4, 4, (1, 3))}


# ---- E14 check_convexity ----------------------------------------

check_convexity = Exercise("check_convexity", 5, text("Convex, concave or neither"), {"V": 2, "P": 1, "R": 2})

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


EXERCISES = [newton_method, func, check_convexity]
