"""E16: stabilized_gradient_descent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    Raises,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)

STEPS = Tolerance(
    1e-9, "each step is exact to 1e-16 of its bound and every map tested contracts: 100 steps stay below 1e-12"
)

DESCENT = Exercise(
    "stabilized_gradient_descent",
    9,
    text("Gradient descent with clipped gradients"),
    {"V": 4, "P": 3, "R": 1, "C": 1},
    rests_on=("safe_division",),
)
PARABOLA = {"kind": "parabola"}


def _positive(rng: np.random.Generator, n: int, low: float = 0.3, high: float = 3.0) -> np.ndarray:
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    return q @ np.diag(rng.uniform(low, high, size=n)) @ q.T


def _run(gradient: Case, x0: object, **options: object) -> Case:
    return {"gradient": gradient, "x0": x0, "options": options}


@DESCENT.family(
    "article_target", "V", text("reaches the minimum of x² + 5x + 6"), probe="descend", compare=Close(STEPS),
    help=text("Near a minimum the gradient goes to zero and so must the step. What length does your step have there?"),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run(PARABOLA, 10.0, learning_rate=0.1, epochs=100)
    yield _run(PARABOLA, float(rng.uniform(-20, 20)), learning_rate=0.3, epochs=60)


@DESCENT.family("small", "V", text("small gradients are not changed"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 5):
        gradient = {"kind": "affine", "A": _positive(rng, n), "b": rng.normal(size=n)}
        yield _run(gradient, rng.normal(size=n), learning_rate=0.15, epochs=7, max_norm=50.0)
    yield _run({"kind": "constant", "b": np.array([3.0, 4.0])}, np.zeros(2), learning_rate=1.0, epochs=1, max_norm=6.0)


@DESCENT.family(
    "one_step", "V", text("one step from a long gradient has length learning_rate · max_norm"), probe="descend",
    compare=Close(STEPS),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    for bound in (2.0, 10.0, 100.0, 1e3, 1e5):
        b = rng.normal(size=3) + np.array([2.0, -2.0, 2.0])
        b *= bound * rng.uniform(2, 20) / np.linalg.norm(b)
        yield _run({"kind": "constant", "b": b}, rng.normal(size=3), learning_rate=0.2, epochs=1, max_norm=bound)
    yield _run({"kind": "constant", "b": -1e6}, 1.0, learning_rate=0.01, epochs=1, max_norm=20.0)
    # a table of numbers is as long as the vector of all its entries
    b = rng.normal(size=(2, 3)) + 2
    yield _run({"kind": "constant", "b": b}, rng.normal(size=(2, 3)), learning_rate=0.5, epochs=1, max_norm=1.5)
    start = np.array([4e3, -5e3])
    yield _run({"kind": "constant", "b": np.array([30.0, 40.0])}, start, learning_rate=0.5, epochs=1, max_norm=10.0)


@DESCENT.family("small_bound", "V", text("a bound below one is honoured"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    for bound in (0.5, 1e-2):
        gradient = {"kind": "constant", "b": rng.normal(size=4) + 1}
        yield _run(gradient, rng.normal(size=4), learning_rate=0.7, epochs=3, max_norm=bound)
    # nothing is added to a short length, either
    b = rng.normal(size=3)
    gradient = {"kind": "constant", "b": 5e-3 * b / np.linalg.norm(b)}
    yield _run(gradient, rng.normal(size=3), learning_rate=400.0, epochs=2, max_norm=2e-3)


@DESCENT.family("steep", "V", text("x⁴ from 30, where plain descent explodes"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run({"kind": "quartic"}, 30.0, learning_rate=0.003, epochs=40)
    yield _run({"kind": "quartic"}, -float(rng.uniform(20, 30)), learning_rate=0.003, epochs=40)


@DESCENT.family("far", "V", text("converges from a far start"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    A = np.diag([1.0, 4.0])
    yield _run({"kind": "affine", "A": A, "b": np.array([1.0, -2.0])}, np.array([500.0, -300.0]), epochs=250)
    yield _run(
        {"kind": "affine", "A": _positive(rng, 3), "b": rng.normal(size=3)}, 800 * rng.normal(size=3), epochs=300
    )


@DESCENT.family(
    "direction", "P", text("a clipped step still points along the gradient"), probe="direction", compare=Close(STEPS),
    help=text("Compare the ratio of the two components of your step with the ratio in the gradient."),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"b": np.array([1e6, 1e3]), "learning_rate": 0.1}
    for _ in range(3):
        yield {"b": rng.normal(size=3) * 10 ** rng.uniform(3.5, 8, size=3), "learning_rate": 0.1}


@DESCENT.family(
    "rotation", "P", text("turning the coordinates turns the answer with them"), probe="rotation", compare=Close(STEPS),
    help=text("The Euclidean length of a vector is the same in every coordinate system. Is the length you use?"),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    for n, bound in ((2, 3.0), (3, 1.0)):
        Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
        options = {"learning_rate": 0.1, "epochs": 5, "max_norm": bound}
        yield {
            "A": _positive(rng, n),
            "b": rng.normal(size=n),
            "Q": Q,
            "x0": 20 * rng.normal(size=n),
            "options": options,
        }


@DESCENT.family("stationary", "P", text("a zero gradient moves nothing"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run({"kind": "constant", "b": np.zeros(3)}, rng.normal(size=3), epochs=5)
    yield _run({"kind": "constant", "b": 0.0}, float(rng.normal()), epochs=5)
    yield _run({"kind": "constant", "b": np.array([1e-14, -1e-14])}, rng.normal(size=2), epochs=5)


@DESCENT.family(
    "huge", "R", text("gradients up to 1e300 do not overflow"), probe="descend", compare=Close(STEPS),
    help=text("1e200 squared is not a floating-point number any more. Could you make the numbers smaller before squaring?"),  # noqa: E501
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run({"kind": "constant", "b": np.array([3e200, 4e200])}, np.zeros(2), epochs=1)
    yield _run({"kind": "constant", "b": 1e300 * rng.uniform(-1, 1, size=4)}, rng.normal(size=4), epochs=2)


@DESCENT.family(
    "not_finite", "R", text("a gradient that is not finite is reported"), probe="descend",
    compare=Raises(("FloatingPointError", "ValueError")),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    for bad in (np.nan, np.inf, -np.inf):
        yield _run({"kind": "constant", "b": bad}, 1.0, epochs=2)
        yield _run({"kind": "constant", "b": np.array([1.0, bad])}, np.zeros(2), epochs=2)
        yield _run({"kind": "cliff", "b": bad}, 1.0, learning_rate=0.3, epochs=9)


@DESCENT.family("integers", "R", text("an integer start works"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run(PARABOLA, 10, epochs=20)
    gradient = {"kind": "affine", "A": _positive(rng, 2), "b": rng.normal(size=2)}
    yield _run(gradient, np.array([4, -3]), epochs=10)


@DESCENT.family(
    "purity", "R", text("x0 and the array that f_prime returns are left alone"), probe="descent_purity",
    compare=Unchanged(),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"b": rng.normal(size=3), "x0": rng.normal(size=3), "options": {"epochs": 3}}
    yield {"b": 100 * (rng.normal(size=3) + 2), "x0": rng.normal(size=3), "options": {"epochs": 3, "max_norm": 1.0}}


@DESCENT.family("types", "C", text("returns x only, shaped like x0"), probe="descend", compare=SameTypes())
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run(PARABOLA, 10.0, epochs=3)
    yield _run(PARABOLA, 10, epochs=3)
    for shape in ((1,), (3,), (2, 2)):
        yield _run({"kind": "constant", "b": np.ones(shape)}, rng.normal(size=shape), epochs=3)


def _calls(actual: Observation, case: Case) -> Text | None:
    wanted, got = case["options"]["epochs"], len(actual.calls)
    return None if got == wanted else text("f_prime is not called once per epoch")


@DESCENT.family(
    "epochs", "C", text("exactly `epochs` steps"), probe="descend_counted",
    compare=Holds(_calls, "calls are counted on the trusted side"),
)  # fmt: skip
def _(rng: np.random.Generator) -> Iterator[Case]:
    start = float(rng.uniform(5, 9))
    for epochs in (0, 1, 6):
        yield {"f_prime": Answered(lambda x: 2 * x + 5), "x0": start, "options": {"epochs": epochs}}
    # at the minimum, too: nothing is said of an early stop
    yield {"f_prime": Answered(lambda x: 2 * x + 5), "x0": -2.5, "options": {"epochs": 4}}


@DESCENT.family("defaults", "C", text("the defaults of the signature"), probe="descend", compare=Close(STEPS))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield _run({"kind": "root"}, np.array([15.0, -12.0]))
    yield _run({"kind": "constant", "b": np.array([3e3, 4e3])}, np.zeros(2), epochs=2)
