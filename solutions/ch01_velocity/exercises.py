"""What is asked of chapter 1's definitions, on which inputs, how exactly, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

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
from autograder.judge.figures import axes_labelled, curves, curves_match, drawn_curves, kind_returned

Array = np.ndarray[Any, Any]

QUOTIENT = Tolerance(1e-9, "rounding ε·(|s|/Δs + |t|/Δt) of the quotient stays below 1e-11, tiny gaps start at 0")
CENTRAL = Tolerance(1e-7, "two roundings of |f| < 100 divided by dx = 1e-6 are below 1e-8; one-sided is off by 1e-6")
COARSE = Tolerance(1e-9, "with dx >= 0.1 the quotient's rounding is below 1e-14: only the formula matters")
SYMBOLIC = Tolerance(1e-12, "one evaluation of an exact formula, in whatever order")


def _times(rng: np.random.Generator, n: int) -> Array:
    return np.cumsum(rng.uniform(0.05, 1.5, n))


# ---- E01 average_velocity ----------------------------------------

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
        yield {"t": _times(rng, n), "s": rng.uniform(-20, 20, n)}
    # nanoseconds: nothing is added to the gaps, and none is too short
    yield {"t": 1e-9 * _times(rng, 6), "s": 1e-9 * rng.uniform(-20, 20, 6)}


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
        yield {"t": _times(rng, n), "s": np.cumsum(rng.uniform(-1, 3, n))}


@average_velocity.family(
    "untouched", "P", text("the arguments are not changed"), probe="velocity_arguments", compare=Unchanged()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": _times(rng, 6), "s": rng.uniform(-5, 5, 6)}
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
    yield {"t": _times(rng, 5)[::-1].copy(), "s": rng.uniform(0, 1, 5)}


@average_velocity.family("types", "R", text("an array with n − 1 floats"), probe="velocity", compare=SameTypes())
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": _times(rng, 6), "s": rng.uniform(-5, 5, 6)}
    yield {"t": np.array([0, 2, 4]), "s": np.array([0, 4, 8])}
    yield {"t": np.array([1.0, 3.0]), "s": rng.uniform(-5, 5, 2)}


# ---- E02 plot_motion ----------------------------------------

plot_motion = Exercise(
    "plot_motion", 2, text("The picture of a motion"), {"V": 1, "C": 1}, rests_on=("average_velocity",)
)


def _motions(rng: np.random.Generator) -> Iterator[Case]:
    t = np.linspace(0, 10, 30)
    yield {"t": t, "s": t**2 + 3 * t + 2}
    yield _uneven_motion(rng)


def _uneven_motion(rng: np.random.Generator) -> Case:
    return {"t": _times(rng, 12), "s": rng.uniform(-20, 20, 12)}


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
    yield from _motions(rng)


@plot_motion.family(
    "velocity",
    "V",
    text("the second panel: average velocity over t[:-1]"),
    probe="motion",
    compare=Holds(_velocity, "the same quotient in float64, relative error 1e-9", view=_panel(1)),
    help=text("There is one velocity less than there are times; it stands at the left end of its gap."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield from _motions(rng)


def _two_axes(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    figure = actual.outcome.value
    if not figure["two_axes"] or len(figure["returned_axes"]) != 2:
        return text("the function does not return the two Axes (ax_pos, ax_vel)")
    return None


@plot_motion.family(
    "two_axes",
    "C",
    text("the two Axes come back"),
    probe="motion",
    compare=Holds(_two_axes, "returned Axes are told by identity", view=kind_returned),
    help=text("End with `return ax_pos, ax_vel`; two panels are two Axes."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _uneven_motion(rng)


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


@plot_motion.family(
    "labels",
    "C",
    text("labels on all axes, and a legend in each panel"),
    probe="motion",
    compare=Holds(_labelled, "texts are read from the Axes; which texts is free", view=_texts),
    help=text("set_xlabel, set_ylabel, `label=` in plot, and legend(), for both panels."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _uneven_motion(rng)


@plot_motion.family(
    "untouched", "C", text("the arguments are not changed"), probe="motion_arguments", compare=Unchanged()
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"t": _times(rng, 6), "s": rng.uniform(-5, 5, 6)}


# ---- E03 numeric_derivative ----------------------------------------

numeric_derivative = Exercise("numeric_derivative", 3, text("The numeric derivative"), {"V": 2, "P": 1})


@numeric_derivative.family(
    "default_step",
    "V",
    text("with the default dx, at numbers"),
    probe="numeric",
    compare=Close(CENTRAL),
    help=text("f(x) = x³ + 2x has slope 14 at 2. Which dx does your function use when none is given?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "cubic", "parameters": {}, "x": 2.0}
    yield {"function": "cubic", "parameters": {}, "x": 2}
    yield {"function": "exponential", "parameters": {}, "x": float(rng.uniform(-1, 2))}
    yield {"function": "sine", "parameters": {"k": float(rng.uniform(1, 3))}, "x": float(rng.uniform(0, 3))}
    yield {"function": "polynomial", "parameters": {"c": rng.uniform(-2, 2, 4)}, "x": float(rng.uniform(-2, 2))}
    # here the quotient is 1e12·dx², so that the default itself is seen
    yield {"function": "tiny cubic", "parameters": {}, "x": 0.0}


@numeric_derivative.family(
    "given_step",
    "V",
    text("with a large dx, where the formula shows: x³ gives 3x² + dx²"),
    probe="numeric",
    compare=Close(COARSE),
    help=text("For f(x) = x³, work out (f(x + dx) − f(x − dx)) / (2 dx) by hand with x = 2, dx = 0.5."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    cube = {"function": "polynomial", "parameters": {"c": np.array([1.0, 0.0, 0.0, 0.0])}}
    yield {**cube, "x": 2.0, "dx": 0.5}
    yield {**cube, "x": float(rng.uniform(-2, 2)), "dx": float(rng.uniform(0.2, 1))}
    yield {"function": "exponential", "parameters": {}, "x": float(rng.uniform(-1, 1)), "dx": 0.25}
    yield {"function": "sine", "parameters": {"k": 2.0}, "x": float(rng.uniform(0, 3)), "dx": 0.1}


@numeric_derivative.family(
    "arrays",
    "V",
    text("at all points of an array at once"),
    probe="numeric",
    compare=Close(CENTRAL),
    help=text("f accepts arrays; do not turn x into a number or loop over its digits."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, 6)}
    yield {"function": "cubic", "parameters": {}, "x": np.arange(-2, 3)}
    yield {"function": "exponential", "parameters": {}, "x": rng.uniform(-1, 1, (2, 3)), "dx": 1e-5}


@numeric_derivative.family(
    "symmetric",
    "P",
    text("where f is mirror-symmetric, the quotient is 0: |x| and even functions at 0"),
    probe="numeric",
    compare=Close(COARSE),
    help=text("A central quotient looks equally far to both sides."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "absolute", "parameters": {}, "x": 0.0}
    yield {"function": "absolute", "parameters": {}, "x": 0.0, "dx": float(rng.uniform(0.1, 1))}
    yield {"function": "even", "parameters": {}, "x": 0.0, "dx": float(rng.uniform(0.1, 1))}


@numeric_derivative.family(
    "parabolas",
    "P",
    text("straight lines and parabolas are exact for any dx"),
    probe="numeric",
    compare=Close(COARSE),
    help=text("For a x² + b x + c the dx cancels: the quotient is 2a x + b."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for dx in (0.5, 2.0):
        yield {"function": "polynomial", "parameters": {"c": rng.uniform(-2, 2, 2)}, "x": 1.5, "dx": dx}
        yield {"function": "polynomial", "parameters": {"c": rng.uniform(1, 2, 3)}, "x": float(rng.uniform()), "dx": dx}


@numeric_derivative.family("untouched", "P", text("x is not changed"), probe="numeric_argument", compare=Unchanged())
def _(rng: np.random.Generator) -> Iterator[Case]:
    # x + dx − dx is not x again at all of these points
    yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, 20), "dx": 0.1}


@numeric_derivative.family(
    "types",
    "P",
    text("a number for a number, an array of the same shape for an array"),
    probe="numeric",
    compare=SameTypes(),
    help=text("The formula works on numbers and arrays alike: nothing needs to be wrapped or unwrapped."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"function": "cubic", "parameters": {}, "x": float(rng.uniform(-2, 2))}
    for shape in (4, (1, 3)):
        yield {"function": "cubic", "parameters": {}, "x": rng.uniform(-2, 2, shape), "dx": 0.5}


# ---- E04 symbolic_derivative, compare_derivatives ----------------------------------------

symbolic_derivative = Exercise(
    "symbolic_derivative",
    3,
    text("The symbolic derivative, and a comparison"),
    {"V": 2, "C": 1},
    defines=("symbolic_derivative", "compare_derivatives"),
    rests_on=("numeric_derivative",),
)


@symbolic_derivative.family(
    "expressions",
    "V",
    text("symbolic_derivative: polynomials, products, quotients"),
    probe="symbolic",
    compare=Close(SYMBOLIC),
    help=text("Differentiate first, and put the number in afterwards."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": 2}
    for expr in ("x**3 + 2*x", "x*sin(x)", "x/(1 + x**2)", "sqrt(x) + log(x)", "(x + 1)**2*cos(2*x)"):
        yield {"expr": expr, "x0": float(rng.uniform(0.5, 2.5))}


@symbolic_derivative.family(
    "constants_and_names",
    "V",
    text("symbolic_derivative: constants, and symbols that are not called x"),
    probe="symbolic",
    compare=Close(SYMBOLIC),
    help=text("An expression knows its symbols: free_symbols. A constant has none."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "7", "x0": float(rng.uniform(1, 3))}
    yield {"expr": "pi**2 + sqrt(2)", "x0": 1.0}
    yield {"expr": "t**2*exp(-t)", "x0": float(rng.uniform(0.5, 2))}
    yield {"expr": "4.9*u**2 + 3*u", "x0": float(rng.uniform(0.5, 2))}


@symbolic_derivative.family(
    "comparison",
    "V",
    text("compare_derivatives: numeric, symbolic, and their distance"),
    probe="comparison",
    compare=Close(CENTRAL),
    help=text("The numeric one is a central difference quotient with the given dx; the distance is never negative."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": 2.0}
    yield {"expr": "x**3", "x0": float(rng.uniform(1, 2)), "dx": 0.5}
    yield {"expr": "-t**3 + sin(t)", "x0": float(rng.uniform(1, 2)), "dx": float(rng.uniform(0.3, 0.6))}
    yield {"expr": "exp(x)", "x0": float(rng.uniform(-1, 1)), "dx": 0.1}
    yield {"expr": "1000000000000*x**3", "x0": 0.0}
    yield {"expr": "5", "x0": 1.0}


@symbolic_derivative.family(
    "float_returned",
    "C",
    text("symbolic_derivative returns a Python float"),
    probe="symbolic_types",
    compare=SameTypes(strict=True),
    help=text("Ask for type(...) of what you return: SymPy's numbers are not Python's."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": 2}
    yield {"expr": "sin(x)", "x0": float(rng.uniform(0, 1))}
    yield {"expr": "7", "x0": 1.0}


@symbolic_derivative.family(
    "entries",
    "C",
    text("compare_derivatives returns a dict of three floats"),
    probe="comparison_types",
    compare=SameTypes(),
    help=text("The keys are 'numeric', 'symbolic' and 'abs_error'."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": float(rng.uniform(1, 2))}
    yield {"expr": "exp(x)", "x0": float(rng.uniform(1, 2)), "dx": 0.01}


EXERCISES = [average_velocity, plot_motion, numeric_derivative, symbolic_derivative]
