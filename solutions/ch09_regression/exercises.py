"""Chapter 9, regression: what is tested, with which inputs and tolerances, and why."""

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
    text,
)
from autograder.judge.figures import axes_labelled, curves, curves_match, legend_shown, returns_axes

SAME_FORMULA = Tolerance(
    1e-10,
    "sums of at most 200 terms of size 1 to 100: another order of summation moves them by n·u·S < 1e-12",
    scale=lambda case, expected: _size(case),
)
ITERATED = Tolerance(1e-9, "400 contracting steps, each adding a rounding of 1e-16 relative: below 1e-13")
CONVERGED = Tolerance(1e-7, "the distance to the minimum shrinks by (1 - lr·λ) per step: below 1e-9 at the end")
SLOPE = Tolerance(1e-9, "a difference of two gradients of size 10 over an alpha step of at least 0.1: 1e-14/0.1")


def _size(case: Case) -> float:
    """Return the scale of the sums in a gradient: max|x| · (max|x|·Σ|w| + |b| + max|y|), at least 1."""
    X = np.abs(np.asarray(case["X"], dtype=float)).max(initial=1.0)
    reach = X * np.abs(case["w"]).sum() + abs(case["b"]) + np.abs(np.asarray(case.get("y", 0.0))).max(initial=0.0)
    return max(1.0, X * reach)


def problem(rng: np.random.Generator, n: int, d: int, spread: float = 1.0) -> Case:
    """Draw X (n, d), y (n,) and the model's present w (d,) and b."""
    return {
        "w": rng.normal(size=d),
        "b": float(rng.normal()),
        "X": spread * rng.normal(size=(n, d)) + rng.normal(size=d),
        "y": rng.normal(size=n) + rng.normal(),
    }


def tiny() -> Case:
    """Return the worked example of the notebook's kind: two rows, two features, small integers."""
    return {
        "w": np.array([1.0, -2.0]),
        "b": 0.5,
        "X": np.array([[1.0, 2.0], [3.0, 1.0]]),
        "y": np.array([1.0, -1.0]),
    }


# E31 ---------------------------------------------------------------------------------------------------------------

linear = Exercise(
    "LinearRegression",
    points=3,
    title=text("Linear regression: parameters and prediction"),
    shares={"V": 2, "C": 1},
    defines=("LinearRegression",),
)


@linear.family(
    "predictions",
    "V",
    text("the prediction is X·w + b"),
    probe="forward",
    compare=Close(SAME_FORMULA),
    help=text("Work out one row by hand: multiply each feature by its weight, add them up, then add b."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {key: value for key, value in tiny().items() if key != "y"}
    for n, d in ((1, 1), (7, 3), (4, 4), (30, 2)):
        case = problem(rng, n, d)
        del case["y"]
        yield case
    yield {"w": np.array([0.5, -1.5]), "b": 3.25, "X": rng.integers(-9, 10, size=(6, 2))}


def all_true(actual: Observation, case: Case) -> Text | None:
    """Name the first statement that does not hold in a dict of statements."""
    assert isinstance(actual.outcome, Returned)
    facts = actual.outcome.value
    if not isinstance(facts, dict):
        return text("the model could not be read")
    for statement, holds in facts.items():
        if holds is not True:
            return text("this should hold, and does not: %(statement)s", statement=str(statement))
    return None


@linear.family(
    "start",
    "V",
    text("the start is random, and a seed fixes it"),
    probe="seeded",
    compare=Holds(all_true, "equal or different draws; two normal draws agree with probability 1e-16"),
    help=text("Make one generator from the seed, and draw w and then b from it, one after the other."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for d in (1, 3, 10):
        yield {"input_dim": d, "seed": int(rng.integers(1, 10**6))}


def standard_normal(actual: Observation, case: Case) -> Text | None:
    """Check mean 0 and standard deviation 1 of the drawn parameters, at more than six standard errors."""
    assert isinstance(actual.outcome, Returned)
    for name, count in (("w", case["count"] * case["input_dim"]), ("b", case["count"])):
        mean, std = actual.outcome.value[name]
        if not (abs(mean) <= 6.5 / np.sqrt(count) and abs(std - 1) <= 5 / np.sqrt(count)):
            return text("many draws of %(name)s do not have mean 0 and standard deviation 1", name=name)
    return None


@linear.family(
    "normal",
    "V",
    text("the start is drawn from the standard normal distribution"),
    probe="spread",
    compare=Holds(
        standard_normal,
        "mean within 6.5/√n, deviation within 5/√n (7 standard errors): a right program fails once in 1e9 draws",
        Tolerance(0.02, "two programs that draw otherwise differ by sampling error; the same draws agree exactly"),
    ),
    help=text("A normal draw with mean 0 and standard deviation 1 is negative half of the time."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 5, "count": 800, "seed": int(rng.integers(1, 10**6))}


@linear.family(
    "types",
    "C",
    text("w has shape (d,), b is one float"),
    probe="start",
    compare=SameTypes(),
    help=text("Look at np.shape(model.w) and np.shape(model.b)."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for d in (1, 4):
        yield {"input_dim": d, "seed": 3}
    yield {"input_dim": 2, "seed": None}


@linear.family(
    "untouched",
    "C",
    text("forward gives one number per row, and changes nothing"),
    probe="forward_keeps",
    compare=Equal("nothing may be written to"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 5, 3)
    del case["y"]
    yield case


@linear.family(
    "bad_dim",
    "C",
    text("input_dim < 1 is refused"),
    probe="bad_dim",
    compare=Raises(("ValueError",)),
    help=text("Test input_dim before anything is drawn, and raise ValueError."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 0}
    yield {"input_dim": -int(rng.integers(1, 9))}


@linear.family(
    "global_generator",
    "C",
    text("NumPy's global generator is left alone"),
    probe="global_generator",
    compare=Equal("a yes or no"),
    help=text("np.random.seed and np.random.randn act on a state that all code shares; make a generator of your own."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 3, "seed": 7}
    yield {"input_dim": 2, "seed": None}


# E32 ---------------------------------------------------------------------------------------------------------------

gradients = Exercise(
    "LinearRegression_compute_gradients",
    points=5,
    title=text("Linear regression: the gradient of the mean squared error"),
    shares={"V": 3, "P": 1, "R": 1},
    defines=("LinearRegression",),
)


@gradients.family(
    "by_hand",
    "V",
    text("a tiny example that can be worked out by hand"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
    help=text("Write down the loss of the two rows, and move one weight by 0.001: by how much does the loss change?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield tiny()
    shifted = tiny()
    shifted["b"] = float(rng.integers(2, 6))
    yield shifted


@gradients.family(
    "values",
    "V",
    text("the gradient for data of several shapes"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
    help=text("Compare with a central difference of mean((X w + b - y)**2); for a parabola it is exact."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n, d in ((6, 3), (3, 6), (1, 4), (40, 1), (5, 5)):
        yield problem(rng, n, d)


@gradients.family(
    "uneven_features",
    "V",
    text("features of very different size"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 12, 3)
    case["X"] = case["X"] * np.array([1.0, 30.0, 0.1])
    yield case


@gradients.family(
    "zero_residual",
    "P",
    text("where every prediction is right, the gradient is zero"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 8, 3)
    case["y"] = case["X"] @ case["w"] + case["b"]
    yield case


@gradients.family(
    "repeated_rows",
    "P",
    text("having every row twice changes nothing: the loss is a mean"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
    help=text("Ask what the loss divides by, and whether your gradient divides by it too."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 5, 2)
    yield case
    yield {**case, "X": np.vstack([case["X"]] * 2), "y": np.concatenate([case["y"]] * 2)}


@gradients.family(
    "untouched",
    "P",
    text("X, y, w and b are left as they were"),
    probe="gradients_keep",
    compare=Equal("nothing may be written to"),
    help=text("Computing a gradient is asking a question: the step is taken elsewhere."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield problem(rng, 5, 3)


def bad_shapes(rng: np.random.Generator) -> Iterator[Case]:
    """Yield data that do not fit together: y as a column, no rows, wrong d, wrong lengths, X of one dimension."""
    case = problem(rng, 6, 3)
    yield {**case, "y": case["y"][:, None]}
    yield {**case, "X": np.zeros((0, 3)), "y": np.zeros(0)}
    yield {**case, "X": case["X"][:, :2]}
    yield {**case, "y": case["y"][:4]}
    yield {**case, "y": case["y"][:1]}
    yield {**case, "X": case["X"][0], "y": case["y"][:3]}


gradients.family(
    "bad_shapes",
    "R",
    text("data that do not fit together raise ValueError"),
    probe="gradients",
    compare=Raises(("ValueError",)),
    help=text("Broadcasting turns (N,) minus (N, 1) into an N×N table without a word. Compare the shapes first."),
)(bad_shapes)


def integer_data(rng: np.random.Generator) -> Iterator[Case]:
    """Yield integer data."""
    for n, d in ((4, 2), (9, 3)):
        case = problem(rng, n, d)
        yield {**case, "X": rng.integers(-5, 6, size=(n, d)), "y": rng.integers(-5, 6, size=n)}


gradients.family(
    "integers",
    "R",
    text("integer data give the same as floats"),
    probe="gradients",
    compare=Close(SAME_FORMULA),
)(integer_data)


@gradients.family(
    "types",
    "R",
    text("a pair: an array of shape (d,) and one float"),
    probe="gradients",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield problem(rng, 6, 3)
    yield problem(rng, 4, 1)


# E33 ---------------------------------------------------------------------------------------------------------------

training = Exercise(
    "LinearRegression_train",
    points=4,
    title=text("Linear regression: training by gradient descent"),
    shares={"V": 2, "P": 2},
    defines=("LinearRegression",),
)


def regression(rng: np.random.Generator, n: int, d: int) -> Case:
    """Draw features of unit spread and a noisy linear target, with a start away from the solution."""
    X = rng.normal(size=(n, d))
    # not centred: on centred features db does not depend on w, and a stale gradient would go unnoticed
    X = (X - X.mean(axis=0)) / X.std(axis=0) + 0.3
    y = X @ rng.normal(size=d) + 1.5 + 0.1 * rng.normal(size=n)
    return {"w": rng.normal(size=d) + 1.0, "b": float(rng.normal()) - 1.0, "X": X, "y": y}


@training.family(
    "losses_and_parameters",
    "V",
    text("losses, w and b after a few steps"),
    probe="train",
    compare=Close(ITERATED),
    help=text("Take one step by hand: gradient, both parameters, then the loss with the new parameters."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for lr, epochs in ((0.1, 1), (0.2, 4), (0.03, 12)):
        yield {**regression(rng, 20, 3), "lr": lr, "epochs": epochs}


@training.family(
    "no_epochs",
    "V",
    text("no epochs, no losses, nothing moves"),
    probe="train",
    compare=Close(ITERATED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 8, 2), "lr": 0.1, "epochs": 0}


@training.family(
    "defaults",
    "V",
    text("the defaults are lr=0.01 and epochs=100"),
    probe="train",
    compare=Close(ITERATED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield regression(rng, 25, 2)
    yield {**regression(rng, 10, 2), "epochs": 7}


@training.family(
    "continues",
    "P",
    text("10 epochs and then 15 more are the same as 25"),
    probe="train_in_parts",
    compare=Close(ITERATED),
    help=text("Training starts from the present w and b, wherever they came from."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 15, 3), "lr": 0.1, "parts": [10, 15]}


@training.family(
    "least_squares",
    "P",
    text("after 400 epochs the least-squares solution is reached"),
    probe="train",
    compare=Close(CONVERGED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 200, 3), "lr": 0.2, "epochs": 400}


def never_rises(actual: Observation, case: Case) -> Text | None:
    """Check that a small learning rate lowers the loss at every step, as often as there are epochs."""
    assert isinstance(actual.outcome, Returned)
    losses = np.asarray(actual.outcome.value["losses"], dtype=float)
    if losses.shape != (case["epochs"],):
        return text("%(n)s losses are expected, one per epoch", n=int(case["epochs"]))
    if not np.all(np.diff(losses) <= 1e-12 * losses[:-1]):
        return text("with a small learning rate the loss must fall from epoch to epoch")
    start = np.mean((case["X"] @ case["w"] + case["b"] - case["y"]) ** 2)
    if not losses[0] < start:
        return text("the first loss must already be below that of the start, for one step has been taken")
    return None


@training.family(
    "descends",
    "P",
    text("with lr=0.05 the loss falls at every step"),
    probe="train",
    compare=Holds(never_rises, "lr below 1/L: descent is a theorem; 1e-12 relative is left for rounding"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 50, 3), "lr": 0.05, "epochs": 40}


@training.family(
    "untouched",
    "P",
    text("X and y are left as they were"),
    probe="train_keeps",
    compare=Equal("nothing may be written to"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield regression(rng, 6, 2)


# E35 ---------------------------------------------------------------------------------------------------------------

ridge = Exercise(
    "RidgeRegression",
    points=6,
    title=text("Ridge regression"),
    shares={"V": 3, "P": 2, "R": 1},
    defines=("RidgeRegression",),
    rests_on=("LinearRegression", "LinearRegression_compute_gradients", "LinearRegression_train"),
)


@ridge.family(
    "by_hand",
    "V",
    text("a tiny example that can be worked out by hand"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("Differentiate alpha·(w₁² + w₂²) by hand, and add it to the gradient without penalty."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**tiny(), "alpha": 0.25}


@ridge.family(
    "values",
    "V",
    text("the gradient for five shapes and three alphas"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("Compare with a central difference of mean((X w + b - y)**2) + alpha * sum(w**2); it is exact."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n, d in ((6, 3), (3, 6), (1, 4), (40, 1), (5, 5)):
        for alpha in (0.1, 0.7, 3.0):
            yield {**problem(rng, n, d), "alpha": alpha}


@ridge.family(
    "alpha_zero",
    "V",
    text("with alpha = 0 it is linear regression"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 9, 3), "alpha": 0.0}


@ridge.family(
    "penalty_alone",
    "V",
    text("where every prediction is right, only the penalty pulls"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("With no error left, the objective is alpha·(w₁² + … + w_d²): what is its slope in w₁, and in b?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = problem(rng, 7, 3)
    yield {**case, "y": case["X"] @ case["w"] + case["b"], "alpha": 0.4}


@ridge.family(
    "linear_in_alpha",
    "P",
    text("the gradient grows with alpha in proportion, and db not at all"),
    probe="ridge_alpha_slope",
    compare=Close(SLOPE),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 8, 3), "alphas": [0.0, 0.1, 0.5, 2.0]}


@ridge.family(
    "repeated_rows",
    "P",
    text("having every row twice changes nothing"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
    help=text("The objective is a mean plus a penalty; which of the two depends on the number of rows?"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    case = {**problem(rng, 5, 2), "alpha": 0.6}
    yield case
    yield {**case, "X": np.vstack([case["X"]] * 3), "y": np.concatenate([case["y"]] * 3)}


def closed_form(X: Any, y: Any, alpha: float) -> tuple[Any, float]:
    """Return the minimum of the ridge objective: (XcᵀXc/N + αI) w = Xcᵀyc/N, b from the means."""
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(Xc.T @ Xc / len(X) + alpha * np.eye(X.shape[1]), Xc.T @ yc / len(X))
    return w, float(y.mean() - X.mean(axis=0) @ w)


@ridge.family(
    "minimum",
    "P",
    text("at the known minimum of the objective the gradient is zero"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for alpha in (0.1, 2.0):
        case = problem(rng, 30, 4)
        w, b = closed_form(case["X"], case["y"], alpha)
        yield {**case, "w": w, "b": b, "alpha": alpha}


@ridge.family(
    "training",
    "P",
    text("train, as inherited, goes to the minimum of the objective"),
    probe="ridge_train",
    compare=Close(CONVERGED),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**regression(rng, 60, 3), "alpha": 0.3, "lr": 0.2, "epochs": 300}


@ridge.family(
    "untouched",
    "P",
    text("X, y, w, b and alpha are left as they were"),
    probe="ridge_keeps",
    compare=Equal("nothing may be written to"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 5, 3), "alpha": 0.5}


@ridge.family(
    "integers",
    "R",
    text("integer data give the same as floats"),
    probe="ridge_gradients",
    compare=Close(SAME_FORMULA),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for case in integer_data(rng):
        yield {**case, "alpha": 1}


@ridge.family(
    "bad_shapes",
    "R",
    text("data that do not fit together raise ValueError"),
    probe="ridge_gradients",
    compare=Raises(("ValueError",)),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for case in bad_shapes(rng):
        yield {**case, "alpha": 0.1}


@ridge.family(
    "negative_alpha",
    "R",
    text("a negative alpha is refused"),
    probe="ridge_start",
    compare=Raises(("ValueError",)),
    help=text("A negative penalty would reward weights for growing without end; raise ValueError."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 3, "alpha": -0.1}
    yield {"input_dim": 2, "alpha": -float(rng.uniform(0.5, 3))}


@ridge.family(
    "start",
    "R",
    text("a subclass of LinearRegression with default alpha 0.1 and a seed"),
    probe="ridge_start",
    compare=Equal("numbers given and read back"),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"input_dim": 3}
    yield {"input_dim": 2, "alpha": 0.75, "seed": 5}
    yield {"input_dim": 4, "alpha": 0.0, "seed": 6}


@ridge.family(
    "types",
    "R",
    text("a pair: an array of shape (d,) and one float"),
    probe="ridge_gradients",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**problem(rng, 6, 3), "alpha": 0.2}
    yield {**problem(rng, 4, 1), "alpha": 0.2}


# E34, E36 ----------------------------------------------------------------------------------------------------------

losses_plot = Exercise("plot_losses", points=1, title=text("The loss curve"), shares={"V": 1})
comparison_plot = Exercise("plot_ridge_comparison", points=1, title=text("Two loss curves"), shares={"V": 1})
DRAWN = "data drawn by matplotlib cross as they are: 1e-9 relative, numbers and words are exact"


def read(actual: Observation) -> Any:
    """Return the figure that was read."""
    assert isinstance(actual.outcome, Returned)
    return actual.outcome.value


def falling(rng: np.random.Generator, n: int) -> list[float]:
    """Draw a loss curve of n values that falls to a floor."""
    return [float(v) for v in rng.uniform(2, 9) * 0.9 ** np.arange(n) + rng.uniform(0.1, 1) + 0.01 * rng.random(n)]


@losses_plot.family(
    "figure",
    "V",
    text("one curve, loss over epoch, with both axis labels; the Axes is returned"),
    probe="losses_drawn",
    compare=Holds(
        lambda actual, case: (
            curves_match(read(actual), {"loss": case["losses"]}, key=None)
            or axes_labelled(read(actual))
            or returns_axes(read(actual))
        ),
        DRAWN,
    ),
    help=text("Draw losses as they are, one point per epoch, set both axis labels, and return the Axes."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"losses": falling(rng, 30)}
    yield {"losses": falling(rng, 7)}


def two_curves(actual: Observation, case: Case) -> Text | None:
    """Check the comparison: two curves, the ridge one named so and the other not, a legend, labels, the Axes."""
    figure = read(actual)
    wanted = {"linear": case["linear_losses"], "ridge": case["ridge_losses"]}
    if wrong := curves_match(figure, wanted, key=None):
        return wrong
    named = [c for c in curves(figure) if "ridge" in str(c["label"] or "").casefold()]
    if len(named) != 1:
        return text("exactly one curve should have a label with the word ridge in it")
    if curves_match({"axes": [{"curves": named}]}, {"ridge": case["ridge_losses"]}, key=None) is not None:
        return text("the curve labelled ridge does not show the losses of ridge regression")
    if any(c["label"] is None for c in curves(figure)):
        return text("a curve has no label")
    if sum(bool(panel["curves"]) for panel in figure["axes"]) != 1:
        return text("both curves should stand in one Axes, so that they can be compared")
    return legend_shown(figure) or axes_labelled(figure) or returns_axes(figure)


@comparison_plot.family(
    "figure",
    "V",
    text("both curves in one Axes, named in a legend, with both axis labels; the Axes is returned"),
    probe="comparison_drawn",
    compare=Holds(two_curves, DRAWN),
    help=text("Draw both lists into one Axes with a label each, call legend, set both axis labels, return the Axes."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"linear_losses": falling(rng, 30), "ridge_losses": falling(rng, 30)}
    yield {"linear_losses": falling(rng, 12), "ridge_losses": falling(rng, 20)}


EXERCISES = [linear, gradients, training, losses_plot, ridge, comparison_plot]
