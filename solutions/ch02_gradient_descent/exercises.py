"""What is asked of chapter 2's definitions, on which inputs, how exactly, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Close,
    Equal,
    Exercise,
    Holds,
    Observation,
    Returned,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)
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

Array = np.ndarray[Any, Any]
Rng = np.random.Generator

ITERATED = Tolerance(
    1e-9, "each step multiplies the error it inherits by |1 − lr·f''|, and the point's distance alike: 1e-13 of it"
)
POLYNOMIAL = Tolerance(1e-12, "three terms, evaluated in any order: below 1e-15 of their size")


def _value(observation: Observation) -> Any:
    assert isinstance(observation.outcome, Returned)
    return observation.outcome.value


def _parabola(a: float, b: float, c: float) -> tuple[Answered, Answered]:
    """a·x² + b·x + c and its derivative, answered and recorded outside the student's process."""

    def f(x: Any) -> Any:
        with np.errstate(all="ignore"):  # a wrong walk may go anywhere
            return a * x**2 + b * x + c

    def f_prime(x: Any) -> Any:
        with np.errstate(all="ignore"):
            return 2 * a * x + b

    return Answered(f), Answered(f_prime)


def _case(x0: float, rate: float, epochs: int, abc: tuple[float, float, float] = (1.0, 5.0, 6.0)) -> Case:
    f, f_prime = _parabola(*abc)
    return {"f": f, "f_prime": f_prime, "x0": x0, "learning_rate": rate, "epochs": epochs}


def _calls(actual: Observation, name: str) -> list[Any]:
    return [call.args[0] for call in actual.calls if call.name == name]


# ---- E05 gradient_descent --------------------------------------------------------------------------------------------

gradient_descent = Exercise("gradient_descent", 8, text("Gradient descent"), {"V": 4, "P": 2, "R": 1, "C": 1})


@gradient_descent.family(
    "article",
    "V",
    text("x² + 5x + 6 from 10: the first steps"),
    probe="descend",
    compare=Close(ITERATED),
    help=text("By hand: f'(10) = 25, so the first step leads from 10 to 10 − 0.1·25 = 7.5."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(10.0, 0.1, 1)
    yield _case(10.0, 0.1, 5)


@gradient_descent.family(
    "rates",
    "V",
    text("Seven learning rates, from slow to divergent: every point and every value"),
    probe="descend",
    compare=Close(ITERATED),
    help=text("For x² + 5x + 6 the distance to −2.5 is multiplied by 1 − 2·learning_rate at each step."),
)
def _(rng: Rng) -> Iterator[Case]:
    for rate in (0.01, 0.1, 0.5, 0.9, 1.0, 1.05, 2.5):
        yield _case(float(rng.uniform(5, 12)), rate, 12)


@gradient_descent.family(
    "parabolas",
    "V",
    text("Random parabolas, also upside down"),
    probe="descend_by_position",
    compare=Close(ITERATED),
    help=text("The step is made of f_prime's value and the learning rate, and of nothing else."),
)
def _(rng: Rng) -> Iterator[Case]:
    for a in (rng.uniform(0.3, 2), rng.uniform(0.3, 2), -rng.uniform(0.1, 0.5)):
        yield _case(float(rng.normal()), float(rng.uniform(0.05, 0.2)), 8, (float(a), float(rng.normal()), 1.0))


def _bowl(rng: Rng, n: int, epochs: int) -> Case:
    q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = q @ np.diag(rng.uniform(0.5, 3, n)) @ q.T
    return {"A": A, "b": rng.normal(size=n), "x0": rng.normal(size=n), "learning_rate": 0.15, "epochs": epochs}


@gradient_descent.family(
    "vectors",
    "V",
    text("A starting point that is an array"),
    probe="descend_bowl",
    compare=Close(ITERATED),
    help=text("The same formula works for arrays; nothing in it needs a number."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _bowl(rng, 3, 10)
    yield _bowl(rng, 2, 4)


@gradient_descent.family(
    "defaults",
    "P",
    text("Learning rate 0.1 and 100 epochs, if nothing is said"),
    probe="descend_by_default",
    compare=Close(ITERATED),
    help=text("Look at the defaults in the task's signature."),
)
def _(rng: Rng) -> Iterator[Case]:
    f, f_prime = _parabola(0.05, 1.0, 2.0)
    yield {"f": f, "f_prime": f_prime, "x0": float(rng.uniform(3, 9))}


def _walks_by_the_rule(actual: Observation, case: Case) -> Text | None:
    """Judge by the recorded calls alone: where f_prime was asked, how often, and whether the history is made of it."""
    asked = _calls(actual, "f_prime")
    if len(asked) != case["epochs"]:
        return text("f_prime must be called exactly once per update")
    x, history = _value(actual)
    points = [p for p, _ in history]
    wanted = [case["x0"], *points[:-1]]
    if not np.allclose(asked, wanted[: len(asked)], rtol=1e-9, atol=1e-9):
        return text("f_prime was asked at other points than those of the history")
    if not case["epochs"]:
        return None if x == case["x0"] else text("without an update, the result is the starting point")
    return None if np.allclose(x, points[-1], rtol=1e-9, atol=1e-9) else text("x is not the last point of the history")


@gradient_descent.family(
    "calls",
    "P",
    text("The derivative is asked once per update, at the point where the walk stands"),
    probe="descend",
    compare=Holds(_walks_by_the_rule, "the calls are recorded; the points are compared to 1e-9"),
    help=text("Each pass of the loop: ask f_prime once, make the step, write down where you are."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(float(rng.uniform(3, 9)), 0.2, 7)
    # Standing at the minimum already: there is no early stop.
    yield _case(-2.5, 0.2, 5)
    yield _case(4.0, 0.5, 6)


@gradient_descent.family(
    "no_steps",
    "R",
    text("No epochs: the starting point and an empty history"),
    probe="descend",
    compare=Close(ITERATED),
    help=text("What are x and the history before the loop?"),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(float(rng.uniform(3, 9)), 0.1, 0)


@gradient_descent.family(
    "integers",
    "R",
    text("An integer starting point, number or array"),
    probe="descend_bowl",
    compare=Close(ITERATED),
    help=text("`x -= step` on an integer array cannot hold the fraction; `x = x - step` makes a new array."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {**_bowl(rng, 3, 5), "x0": rng.integers(-4, 5, 3)}


@gradient_descent.family(
    "purity",
    "R",
    text("The starting point is not changed"),
    probe="descend_bowl_arguments",
    compare=Unchanged(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _bowl(rng, 3, 5)


@gradient_descent.family(
    "kept",
    "R",
    text("Every point of the history is an array of its own"),
    probe="descend_bowl_kept",
    compare=Close(ITERATED),
    help=text("If all entries of the history are the same array, they all show the last point."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _bowl(rng, 2, 6)


@gradient_descent.family(
    "types",
    "C",
    text("(x, history), a list of pairs (x, f(x)); points of the starting point's shape"),
    probe="descend",
    compare=SameTypes(),
)
def _(rng: Rng) -> Iterator[Case]:
    yield _case(3.0, 0.1, 4)
    for n in (1, 3):
        f, gradient = Answered(lambda x: float(np.sum(np.square(x)))), Answered(lambda x: 2 * np.asarray(x))
        yield {"f": f, "f_prime": gradient, "x0": rng.normal(size=n), "learning_rate": 0.1, "epochs": 2}


# ---- E06 target_func -------------------------------------------------------------------------------------------------

target_func = Exercise(
    "target_func",
    2,
    text("The target function and its derivative"),
    {"V": 2},
    defines=("target_func", "target_func_prime"),
)


def _numbers(rng: Rng) -> Iterator[Case]:
    for x in (0.0, -2.5, 10, *(float(v) for v in rng.uniform(-9, 9, 20))):
        yield {"x": x}


def _arrays(rng: Rng) -> Iterator[Case]:
    yield {"x": rng.uniform(-9, 9, 5)}
    yield {"x": rng.integers(-9, 9, (2, 3))}


_VALUE: dict[str, Any] = {
    "probe": "target",
    "compare": Close(POLYNOMIAL),
    "help": text("At 0 the value is 6, at −2.5 it is −0.25."),
}
_SLOPE: dict[str, Any] = {
    "probe": "target_prime",
    "compare": Close(POLYNOMIAL),
    "help": text("Differentiate term by term; what is the slope at the bottom, −2.5?"),
}
target_func.family("value", "V", text("x² + 5x + 6 at many numbers"), **_VALUE)(_numbers)
target_func.family("value_arrays", "V", text("x² + 5x + 6 of arrays"), **_VALUE)(_arrays)
target_func.family("derivative", "V", text("The derivative at many numbers"), **_SLOPE)(_numbers)
target_func.family("derivative_arrays", "V", text("The derivative of arrays"), **_SLOPE)(_arrays)


def _like_the_argument(actual: Observation, case: Case) -> Text | None:
    after, *results = _value(actual)
    if not np.array_equal(after, case["x"]):
        return text("the argument was changed by the call")
    if all(isinstance(r, np.ndarray) == bool(np.ndim(after)) and np.shape(r) == np.shape(after) for r in results):
        return None
    return text("the result is not built like the argument: a number for a number, an array for an array")


@target_func.family(
    "like_the_argument",
    "V",
    text("A number for a number, an array for an array, which is not changed"),
    probe="target_both",
    compare=Holds(_like_the_argument, "shapes and the argument's values are exact", view=lambda _: None),
    help=text("`x *= 2` changes the caller's array; `x = 2 * x` makes a new one."),
)
def _(rng: Rng) -> Iterator[Case]:
    yield {"x": float(rng.uniform(-9, 9))}
    yield {"x": rng.uniform(-9, 9, 5)}
    yield {"x": rng.uniform(-9, 9, (1, 4))}


# ---- E07 learning_rate_curves ----------------------------------------------------------------------------------------

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
    yield {"learning_rates": [0.5, 0.01, 1.0, 1, 1e-05], "x0": 2.0, "epochs": 3}


learning_rate_curves.family(
    "purity",
    "C",
    text("The list of learning rates is left as it is"),
    probe="curves_argument",
    compare=Unchanged(),
)(lambda rng: [{"learning_rates": [0.5, 0.01, 0.9], "x0": float(rng.uniform(1, 3)), "epochs": 3}])


# ---- E08 plot_learning_rates -----------------------------------------------------------------------------------------

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
    return curves_match(_value(actual), case["curves"], key="number")


def _is_readable(check: Callable[[Any], Text | None]) -> Callable[[Observation, Case], Text | None]:
    return lambda actual, case: check(_value(actual))


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


@plot_learning_rates.family(
    "labels",
    "C",
    text("Both axes have labels"),
    probe="figure",
    compare=Holds(_is_readable(axes_labelled), "texts are there or not", view=labels_set),
    help=text("set_xlabel and set_ylabel, or plt.xlabel and plt.ylabel."),
    example=False,
)
def _(rng: Rng) -> Iterator[Case]:
    yield _curves(rng)


@plot_learning_rates.family(
    "legend",
    "C",
    text("A legend tells the curves apart"),
    probe="figure",
    compare=Holds(_is_readable(legend_shown), "a legend is there or not", view=legends_set),
    help=text("A label alone stays invisible."),
    example=False,
)
def _(rng: Rng) -> Iterator[Case]:
    yield _curves(rng)


@plot_learning_rates.family(
    "axes",
    "C",
    text("The Axes are returned"),
    probe="figure",
    compare=Holds(_is_readable(returns_axes), "the kind of the returned object", view=kind_returned),
    help=text("End with `return ax` (plt.gca() gives the current one before it is closed)."),
    example=False,
)
def _(rng: Rng) -> Iterator[Case]:
    yield _curves(rng)


plot_learning_rates.family(
    "purity",
    "C",
    text("The curves given are left as they are"),
    probe="figure_arguments",
    compare=Unchanged(),
    example=False,
)(lambda rng: [_curves(rng)])

EXERCISES = [gradient_descent, target_func, learning_rate_curves, plot_learning_rates]
