"""Chapter 5: what is asked of the stable division, descent and activation functions, and how exactly."""

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Close,
    Equal,
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

Cases = Iterator[Case]
Rng = np.random.Generator

BIT_NEAR = Tolerance(1e-15, "one division and exact comparisons: any spelling is within four units in the last place")
ROUNDING = Tolerance(1e-14, "at most three roundings; alpha + (1 - alpha) is a fair spelling of 1", float32=1e-6)
STEPS = Tolerance(
    1e-9, "each step is exact to 1e-16 of its bound and every map tested contracts: 100 steps stay below 1e-12"
)
SMOOTH = Tolerance(1e-14, "a handful of roundings of numbers up to 1", float32=1e-6)
TAIL = Tolerance(
    1e-9,
    "e**(-2|x|) is exact to |x| roundings, 1e-14; 1 - tanh(x)**2 has lost 1e-8 at x = 10 and everything at 19",
    scale=lambda case, expected: float(np.min(np.abs(expected))),
)

# ---- E15 ------------------------------------------------------------------------------------------------------------

SAFE_DIVISION = Exercise("safe_division", 4, text("Division that survives a zero"), {"V": 2, "P": 1, "R": 1})


def _division(a: object, b: object, eps: float | None = None) -> Case:
    return {"name": "safe_division", "args": (a, b) if eps is None else (a, b, eps)}


@SAFE_DIVISION.family("ordinary", "V", text("away from zero it is a / b"), probe="call", compare=Close(BIT_NEAR))
def _(rng: Rng) -> Cases:
    yield _division(6.0, 4.0)
    for _ in range(6):
        yield _division(float(rng.normal()), float(rng.choice([-1, 1]) * 10 ** rng.uniform(-8, 3)))
    yield _division(1.0, 1e-10)
    yield _division(-3.0, -2e-10)


@SAFE_DIVISION.family(
    "near_zero", "V", text("below eps the divisor becomes ±eps, with the sign of b"), probe="call", compare=Close(BIT_NEAR),  # noqa: E501
    help=text("Try b = 5e-11 and b = -5e-11 by hand. Which divisor does the contract ask for in each case?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _division(1.0, 0.0)
    yield _division(1.0, 5e-11)
    yield _division(1.0, -5e-11)
    yield _division(2.0, float(np.nextafter(-1e-10, 0)))
    yield _division(0.0, 0.0)
    for _ in range(4):
        yield _division(float(rng.normal()), float(rng.uniform(-1e-10, 1e-10)))


@SAFE_DIVISION.family("eps", "V", text("the argument eps is honoured"), probe="call", compare=Close(BIT_NEAR))
def _(rng: Rng) -> Cases:
    for eps in (1e-3, 0.5, 1e-14):
        yield _division(float(rng.normal() + 2), float(eps * rng.uniform(0.1, 0.9)), eps)
        yield _division(float(rng.normal() + 2), float(-eps * rng.uniform(0.1, 0.9)), eps)
        yield _division(1.0, eps * 1.5, eps)
        yield _division(1.0, -eps * (1 + 1e-9), eps)


@SAFE_DIVISION.family(
    "arrays", "V", text("arrays are divided element by element"), probe="call", compare=Close(BIT_NEAR),
    help=text("`if` cannot decide for a whole array at once. Which NumPy functions choose element by element?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _division(np.array([1.0, -2.0, 3.0, 0.0]), np.array([2.0, 0.0, -4.0, 0.0]), 0.5)
    yield _division(rng.normal(size=(3, 4)), rng.uniform(-1, 1, size=(3, 4)), 0.4)
    yield _division(1.0, rng.uniform(-1, 1, size=6), 0.5)
    yield _division(rng.normal(size=(2, 3)), 1e-12)
    yield _division(rng.normal(size=(2, 1)), rng.uniform(-1, 1, size=3), 0.5)


def _bounded(actual: Observation, case: Case) -> Text | None:
    a, _, eps = case["args"]
    bound = abs(a) / eps
    value = np.asarray(actual.outcome.value, dtype=float)  # type: ignore[union-attr]
    if np.all(np.abs(value) <= bound * (1 + 1e-12)):
        return None
    return text("the quotient is larger than |a| / eps, which no divisor of at least eps can give")


@SAFE_DIVISION.family(
    "bound", "P", text("never larger than |a| / eps"), probe="call", compare=Holds(_bounded, "one rounding of slack")
)
def _(rng: Rng) -> Cases:
    for eps in (1e-10, 1e-4):
        for b in (0.0, eps, -eps, float(np.nextafter(eps, 0)), float(np.nextafter(-eps, 0)), -eps / 2, eps / 3):
            yield _division(float(rng.normal() + 3), b, eps)


@SAFE_DIVISION.family(
    "odd", "P", text("changing the sign of b changes the sign of the result"), probe="oddness", compare=Close(BIT_NEAR)
)
def _(rng: Rng) -> Cases:
    for scale in (0.3, 0.9, 1.0, 1.1, 7.0, 1e6):
        yield {"a": float(rng.normal() + 3), "b": 1e-5 * scale, "eps": 1e-5}


@SAFE_DIVISION.family("integers", "R", text("integers are divided as numbers"), probe="call", compare=Close(BIT_NEAR))
def _(rng: Rng) -> Cases:
    yield _division(7, 2)
    yield _division(-7, 2)
    yield _division(3, 0, 0.25)
    yield _division(np.array([7, -7, 5]), np.array([2, 2, 0]), 0.5)


@SAFE_DIVISION.family("purity", "R", text("a and b stay as they are"), probe="division_purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"a": rng.normal(size=5), "b": np.array([0.0, 1e-11, -1e-11, 2.0, -3.0])}
    yield {"a": rng.normal(size=(2, 3)), "b": rng.uniform(-1e-10, 1e-10, size=(2, 3))}


@SAFE_DIVISION.family(
    "types", "R", text("numbers give a number, arrays an array of their shape"), probe="call", compare=SameTypes()
)
def _(rng: Rng) -> Cases:
    yield _division(1.0, 3.0)
    yield _division(1.0, 0.0)
    yield _division(rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))
    yield _division(rng.normal(size=4), 0.0)
    yield _division(rng.normal(size=1), 2.0)
    yield _division(np.array([1, 2]), np.array([2, 4]))


# ---- E16 ------------------------------------------------------------------------------------------------------------

DESCENT = Exercise(
    "stabilized_gradient_descent",
    9,
    text("Gradient descent with clipped gradients"),
    {"V": 4, "P": 3, "R": 1, "C": 1},
    rests_on=("safe_division",),
)
PARABOLA = {"kind": "parabola"}


def _positive(rng: Rng, n: int, low: float = 0.3, high: float = 3.0) -> np.ndarray:
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    return q @ np.diag(rng.uniform(low, high, size=n)) @ q.T


def _run(gradient: Case, x0: object, **options: object) -> Case:
    return {"gradient": gradient, "x0": x0, "options": options}


@DESCENT.family(
    "article_target", "V", text("reaches the minimum of x² + 5x + 6"), probe="descend", compare=Close(STEPS),
    help=text("Near a minimum the gradient goes to zero and so must the step. What length does your step have there?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _run(PARABOLA, 10.0, learning_rate=0.1, epochs=100)
    yield _run(PARABOLA, float(rng.uniform(-20, 20)), learning_rate=0.3, epochs=60)


@DESCENT.family("small", "V", text("small gradients are not changed"), probe="descend", compare=Close(STEPS))
def _(rng: Rng) -> Cases:
    for n in (1, 2, 5):
        gradient = {"kind": "affine", "A": _positive(rng, n), "b": rng.normal(size=n)}
        yield _run(gradient, rng.normal(size=n), learning_rate=0.15, epochs=7, max_norm=50.0)
    yield _run({"kind": "constant", "b": np.array([3.0, 4.0])}, np.zeros(2), learning_rate=1.0, epochs=1, max_norm=6.0)


@DESCENT.family(
    "one_step", "V", text("one step from a long gradient has length learning_rate · max_norm"), probe="descend",
    compare=Close(STEPS),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for bound in (2.0, 10.0, 100.0, 1e3):
        b = rng.normal(size=3) + np.array([2.0, -2.0, 2.0])
        b *= bound * rng.uniform(2, 20) / np.linalg.norm(b)
        yield _run({"kind": "constant", "b": b}, rng.normal(size=3), learning_rate=0.2, epochs=1, max_norm=bound)
    yield _run({"kind": "constant", "b": -1e6}, 1.0, learning_rate=0.01, epochs=1, max_norm=20.0)
    start = np.array([4e3, -5e3])
    yield _run({"kind": "constant", "b": np.array([30.0, 40.0])}, start, learning_rate=0.5, epochs=1, max_norm=10.0)


@DESCENT.family("small_bound", "V", text("a bound below one is honoured"), probe="descend", compare=Close(STEPS))
def _(rng: Rng) -> Cases:
    for bound in (0.5, 1e-2):
        gradient = {"kind": "constant", "b": rng.normal(size=4) + 1}
        yield _run(gradient, rng.normal(size=4), learning_rate=0.7, epochs=3, max_norm=bound)


@DESCENT.family("steep", "V", text("x⁴ from 30, where plain descent explodes"), probe="descend", compare=Close(STEPS))
def _(rng: Rng) -> Cases:
    yield _run({"kind": "quartic"}, 30.0, learning_rate=0.003, epochs=40)
    yield _run({"kind": "quartic"}, -float(rng.uniform(20, 30)), learning_rate=0.003, epochs=40)


@DESCENT.family("far", "V", text("converges from a far start"), probe="descend", compare=Close(STEPS))
def _(rng: Rng) -> Cases:
    A = np.diag([1.0, 4.0])
    yield _run({"kind": "affine", "A": A, "b": np.array([1.0, -2.0])}, np.array([500.0, -300.0]), epochs=250)
    yield _run(
        {"kind": "affine", "A": _positive(rng, 3), "b": rng.normal(size=3)}, 800 * rng.normal(size=3), epochs=300
    )


@DESCENT.family(
    "direction", "P", text("a clipped step still points along the gradient"), probe="direction", compare=Close(STEPS),
    help=text("Compare the ratio of the two components of your step with the ratio in the gradient."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"b": np.array([1e6, 1e3]), "learning_rate": 0.1}
    for _ in range(3):
        yield {"b": rng.normal(size=3) * 10 ** rng.uniform(3.5, 8, size=3), "learning_rate": 0.1}


@DESCENT.family(
    "rotation", "P", text("turning the coordinates turns the answer with them"), probe="rotation", compare=Close(STEPS),
    help=text("The Euclidean length of a vector is the same in every coordinate system. Is the length you use?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
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
def _(rng: Rng) -> Cases:
    yield _run({"kind": "constant", "b": np.zeros(3)}, rng.normal(size=3), epochs=5)
    yield _run({"kind": "constant", "b": 0.0}, float(rng.normal()), epochs=5)
    yield _run({"kind": "constant", "b": np.array([1e-14, -1e-14])}, rng.normal(size=2), epochs=5)


@DESCENT.family(
    "huge", "R", text("gradients up to 1e300 do not overflow"), probe="descend", compare=Close(STEPS),
    help=text("1e200 squared is not a floating-point number any more. Could you make the numbers smaller before squaring?"),  # noqa: E501
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _run({"kind": "constant", "b": np.array([3e200, 4e200])}, np.zeros(2), epochs=1)
    yield _run({"kind": "constant", "b": 1e300 * rng.uniform(-1, 1, size=4)}, rng.normal(size=4), epochs=2)


@DESCENT.family(
    "not_finite", "R", text("a gradient that is not finite is reported"), probe="descend",
    compare=Raises(("FloatingPointError", "ValueError")),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for bad in (np.nan, np.inf, -np.inf):
        yield _run({"kind": "constant", "b": bad}, 1.0, epochs=2)
        yield _run({"kind": "constant", "b": np.array([1.0, bad])}, np.zeros(2), epochs=2)
        yield _run({"kind": "cliff", "b": bad}, 1.0, learning_rate=0.3, epochs=9)


@DESCENT.family("integers", "R", text("an integer start works"), probe="descend", compare=Close(STEPS))
def _(rng: Rng) -> Cases:
    yield _run(PARABOLA, 10, epochs=20)
    gradient = {"kind": "affine", "A": _positive(rng, 2), "b": rng.normal(size=2)}
    yield _run(gradient, np.array([4, -3]), epochs=10)


@DESCENT.family(
    "purity", "R", text("x0 and the array that f_prime returns are left alone"), probe="descent_purity",
    compare=Unchanged(),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"b": rng.normal(size=3), "x0": rng.normal(size=3), "options": {"epochs": 3}}
    yield {"b": 100 * (rng.normal(size=3) + 2), "x0": rng.normal(size=3), "options": {"epochs": 3, "max_norm": 1.0}}


@DESCENT.family("types", "C", text("returns x only, shaped like x0"), probe="descend", compare=SameTypes())
def _(rng: Rng) -> Cases:
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
def _(rng: Rng) -> Cases:
    start = float(rng.uniform(5, 9))
    for epochs in (0, 1, 6):
        yield {"f_prime": Answered(lambda x: 2 * x + 5), "x0": start, "options": {"epochs": epochs}}
    # at the minimum, too: nothing is said of an early stop
    yield {"f_prime": Answered(lambda x: 2 * x + 5), "x0": -2.5, "options": {"epochs": 4}}


@DESCENT.family("defaults", "C", text("the defaults of the signature"), probe="descend", compare=Close(STEPS))
def _(rng: Rng) -> Cases:
    yield _run({"kind": "root"}, np.array([15.0, -12.0]))
    yield _run({"kind": "constant", "b": np.array([3e3, 4e3])}, np.zeros(2), epochs=2)


# ---- E17-E20: exact, elementwise --------------------------------------------------------------------------------------  # noqa: E501

RELU = Exercise("relu", 2, text("The rectifier"), {"V": 1, "R": 1})
RELU_DERIVATIVE = Exercise("relu_derivative", 2, text("The derivative of the rectifier"), {"V": 1, "R": 1})
LEAKY_RELU = Exercise("leaky_relu", 2, text("The leaky rectifier"), {"V": 1, "R": 1})
LEAKY_RELU_DERIVATIVE = Exercise(
    "leaky_relu_derivative", 2, text("The derivative of the leaky rectifier"), {"V": 1, "R": 1}
)


def _signs(rng: Rng) -> np.ndarray:
    """Small, zero and large values of both signs."""
    return np.concatenate([[1e-3, -1e-3, 1e-9, -1e-9, 0.0, 1e6, -1e6], rng.normal(size=6), [3.0, -3.0]])


def _elementwise(exercise: Exercise) -> None:
    """Add the families that all four rectifiers share."""
    name = exercise.name

    @exercise.family("values", "V", text("positive and negative elements"), probe="call", compare=Close(ROUNDING))
    def _(rng: Rng) -> Cases:
        x = _signs(rng)
        yield {"name": name, "args": (x[x != 0],)}
        yield {"name": name, "args": (np.array([1e-9, -1e-9, 1e-3, -1e-3]),)}
        yield {"name": name, "args": (rng.normal(size=(7, 1)),)}
        yield {"name": name, "args": (rng.normal(size=(2, 3, 4)),)}

    @exercise.family("zero", "V", text("the value at 0"), probe="call", compare=Close(ROUNDING))
    def _(rng: Rng) -> Cases:
        yield {"name": name, "args": (np.array([0.0, 1.0, -1.0]),)}
        yield {"name": name, "args": (0.0,)}

    @exercise.family("numbers", "V", text("single numbers"), probe="call", compare=Close(ROUNDING))
    def _(rng: Rng) -> Cases:
        for value in (2.0, -2.0, float(rng.uniform(0.1, 5)), -float(rng.uniform(0.1, 5))):
            yield {"name": name, "args": (value,)}

    @exercise.family("purity", "R", text("the argument is left alone"), probe="elementwise_purity", compare=Unchanged())
    def _(rng: Rng) -> Cases:
        yield {"name": name, "x": _signs(rng)}
        yield {"name": name, "x": rng.normal(size=(3, 2))}

    @exercise.family(
        "types", "R", text("floats in the shape of x, whatever x holds"), probe="call", compare=SameTypes()
    )
    def _(rng: Rng) -> Cases:
        yield {"name": name, "args": (np.array([-2, 0, 3]),)}
        yield {"name": name, "args": (rng.normal(size=(2, 3)).astype(np.float32),)}
        yield {"name": name, "args": (3.0,)}
        yield {"name": name, "args": (-3,)}
        yield {"name": name, "args": (rng.normal(size=(4, 1)),)}
        yield {"name": name, "args": (rng.normal(size=1),)}


for _exercise in (RELU, RELU_DERIVATIVE, LEAKY_RELU, LEAKY_RELU_DERIVATIVE):
    _elementwise(_exercise)

SLOPE = Tolerance(1e-9, "differences of lines over a power of two: rounding of x ± h only, 1e-16 / 1e-3")


@RELU.family("slope", "V", text("slope 1 to the right of 0, slope 0 to the left"), probe="slope", compare=Close(SLOPE))
def _(rng: Rng) -> Cases:
    x = rng.uniform(0.1, 4, size=5)
    yield {"name": "relu", "x": np.concatenate([x, -x]), "options": {}}


@RELU.family("nan", "R", text("NaN stays NaN"), probe="stays_nan", compare=Equal("a missing value must not become a 0"))
def _(rng: Rng) -> Cases:
    yield {"name": "relu", "x": np.array([1.0, np.nan, -2.0, float(rng.normal())])}


@LEAKY_RELU.family("alpha", "V", text("the argument alpha is honoured"), probe="call", compare=Close(ROUNDING))
def _(rng: Rng) -> Cases:
    for alpha in (0.3, 2.0, 0.0, -0.5, float(rng.uniform(0.1, 0.9))):
        yield {"name": "leaky_relu", "args": (_signs(rng),), "options": {"alpha": alpha}}


@LEAKY_RELU.family(
    "slope", "V", text("slope 1 to the right of 0, alpha to the left"), probe="slope", compare=Close(SLOPE)
)
def _(rng: Rng) -> Cases:
    x = rng.uniform(0.1, 4, size=5)
    yield {"name": "leaky_relu", "x": np.concatenate([x, -x]), "options": {"alpha": 0.25}}


@LEAKY_RELU_DERIVATIVE.family(
    "alpha", "V", text("the argument alpha is honoured"), probe="call", compare=Close(ROUNDING)
)
def _(rng: Rng) -> Cases:
    for alpha in (0.3, 2.0, 0.0, -0.5, float(rng.uniform(0.1, 0.9))):
        yield {"name": "leaky_relu_derivative", "args": (_signs(rng),), "options": {"alpha": alpha}}


# ---- E21 --------------------------------------------------------------------------------------------------------------  # noqa: E501

TANH_DERIVATIVE = Exercise("tanh_derivative", 3, text("The derivative of tanh, tails included"), {"V": 2, "R": 1})


@TANH_DERIVATIVE.family("values", "V", text("values for |x| up to 4"), probe="call", compare=Close(SMOOTH))
def _(rng: Rng) -> Cases:
    yield {"name": "tanh_derivative", "args": (rng.uniform(-4, 4, size=12),)}
    yield {"name": "tanh_derivative", "args": (np.array([0.5, -0.5, 1.0, -1.0]),)}
    yield {"name": "tanh_derivative", "args": (np.array([0, 1, -2]),)}
    yield {"name": "tanh_derivative", "args": (1,)}


@TANH_DERIVATIVE.family("even", "V", text("symmetric, and 1 at 0"), probe="evenness", compare=Close(SMOOTH))
def _(rng: Rng) -> Cases:
    yield {"x": rng.uniform(0, 5, size=8)}


@TANH_DERIVATIVE.family(
    "shapes", "V", text("numbers give a number, arrays their shape"), probe="call", compare=SameTypes()
)
def _(rng: Rng) -> Cases:
    yield {"name": "tanh_derivative", "args": (0.7,)}
    yield {"name": "tanh_derivative", "args": (rng.normal(size=(3, 2)),)}
    yield {"name": "tanh_derivative", "args": (rng.normal(size=5),)}
    yield {"name": "tanh_derivative", "args": (rng.normal(size=1),)}


@TANH_DERIVATIVE.family(
    "purity", "V", text("the argument is left alone"), probe="elementwise_purity", compare=Unchanged()
)
def _(rng: Rng) -> Cases:
    yield {"name": "tanh_derivative", "x": rng.normal(size=(2, 4))}


@TANH_DERIVATIVE.family(
    "tails", "R", text("exact to nine digits for |x| from 9 to 30, and 0 at ±800"), probe="call", compare=Close(TAIL),
    help=text("Print your result at x = 19 and at x = 20. Which subtraction made it so?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for x in (
        10.0,
        float(rng.uniform(9, 12)),
        12.0,
        -15.0,
        19.0,
        30.0,
        float(rng.uniform(15, 30)),
        -float(rng.uniform(15, 30)),
        800.0,
        -800.0,
    ):
        yield {"name": "tanh_derivative", "args": (x,)}


EXERCISES = [SAFE_DIVISION, DESCENT, RELU, RELU_DERIVATIVE, LEAKY_RELU, LEAKY_RELU_DERIVATIVE, TANH_DERIVATIVE]
