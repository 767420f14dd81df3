"""E41, E42 and E43: powers, exponential function, logarithm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Raises, text
from solutions.ch10_autodiff.exercises.operands import SAME_FORMULA, TOLD, away, positive, upstream

power = Exercise(
    "Tensor_pow", points=3, title=text("Tensor: powers"), shares={"V": 2, "R": 1}, defines=("Tensor",), tells=TOLD
)
exponential = Exercise(
    "Tensor_exp",
    points=2,
    title=text("Tensor: the exponential function"),
    shares={"V": 1, "P": 1},
    defines=("Tensor",),
    tells=TOLD,
)
logarithm = Exercise(
    "Tensor_log",
    points=2,
    title=text("Tensor: the logarithm"),
    shares={"V": 1, "R": 1},
    defines=("Tensor",),
    tells=TOLD,
)


@power.family(
    "exponents",
    "V",
    text("many exponents on positive numbers"),
    probe="unary",
    compare=Close(SAME_FORMULA),
    help=text("Write down the derivative of x³ and of x⁻¹, and compare your formula with both."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for exponent in (1, 2, 3, -1, 0.5, -2.5, 1.25, np.int64(4), np.float64(1.7), np.int32(3), np.float32(0.5)):
        shape = (2, 2) if exponent == 3 else (4,)
        yield {"op": "pow", "x": positive(rng, shape), "exponent": exponent, "upstream": upstream(rng, shape)}


@power.family(
    "signs",
    "V",
    text("whole exponents on negative numbers and on zero"),
    probe="unary",
    compare=Close(SAME_FORMULA),
    help=text("(-2)³ is a fine number, and so is the slope there; log(-2) is not."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for exponent in (2, 3, -1, 4.0, 5, 7.0):
        yield {"op": "pow", "x": -positive(rng), "exponent": exponent, "upstream": upstream(rng, (4,))}
    for exponent in (1, 2, 3):
        yield {"op": "pow", "x": np.array([0.0, -1.5, 2.0]), "exponent": exponent, "upstream": upstream(rng, (3,))}


@exponential.family(
    "values",
    "V",
    text("value and gradient"),
    probe="unary",
    compare=Close(SAME_FORMULA),
    help=text("The slope of eˣ is the simplest of all; then multiply by the grad of the result."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((4,), (2, 3), ()):
        yield {"op": "exp", "x": away(rng, shape), "upstream": upstream(rng, shape)}
    yield {"op": "exp", "x": np.array([0.0, 1.0, -3.0]), "upstream": np.full(3, 7.0)}
    for x in (30.0, -9.0):
        yield {"op": "exp", "x": np.array([x]), "upstream": np.ones(1)}


@logarithm.family(
    "values",
    "V",
    text("value and gradient"),
    probe="unary",
    compare=Close(SAME_FORMULA),
    help=text("How fast does log rise at 2, and how fast at 10? Then multiply by the grad of the result."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((4,), (2, 3), ()):
        yield {"op": "log", "x": positive(rng, shape), "upstream": upstream(rng, shape)}
    yield {"op": "log", "x": np.array([1.0, 0.01, 50.0]), "upstream": np.full(3, 7.0)}
    yield {"op": "log", "x": np.array([1e-7, 3e5]), "upstream": np.ones(2)}


def composed(exercise: Exercise, op: str, share: str, **exponents: float) -> None:
    """Add the families that powers, exp and log have in common."""
    arguments = (lambda rng: positive(rng) + 1.5) if op == "log" else away if op == "exp" else positive
    one = {"exponent": exponents["exponent"]} if exponents else {}

    @exercise.family(
        "nested", share, text("the function of the function"), probe="unary_twice", compare=Close(SAME_FORMULA)
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {
            "op": op,
            "x": arguments(rng) * (0.5 if op == "exp" else 1),
            "upstream": upstream(rng, (4,)),
            **exponents,
        }

    @exercise.family(
        "adds_up",
        share,
        text("gradients add to what is already there"),
        probe="unary_adds_up",
        compare=Close(SAME_FORMULA),
        help=text("A Tensor that is used in several places gets a part from each of them."),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"op": op, "x": arguments(rng), "upstream": upstream(rng, (4,)), **exponents}

    @exercise.family(
        "constants",
        share,
        text("the result of a constant is a constant"),
        probe="unary_constant",
        compare=Close(SAME_FORMULA),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"op": op, "x": arguments(rng), **one}

    @exercise.family(
        "untouched",
        share,
        text("the operand's data stay what they were"),
        probe="unary_keeps",
        compare=Close(SAME_FORMULA),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"op": op, "x": arguments(rng), "upstream": upstream(rng, (4,)), **one}
        if one:
            yield {"op": op, "x": arguments(rng), "upstream": upstream(rng, (4,)), "exponent": 1}


composed(power, "pow", "V", exponent=2, outer=1.5)
composed(exponential, "exp", "P")
composed(logarithm, "log", "V")


@power.family(
    "zeroth_power",
    "R",
    text("x**0 has derivative 0 everywhere, at 0 too"),
    probe="unary",
    compare=Close(SAME_FORMULA),
    help=text("0 · 0⁻¹ is 0 · ∞, which is not a number. x⁰ is the constant 1: treat it as one."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for exponent in (0, 0.0):
        yield {"op": "pow", "x": np.array([0.0, -1.5, 2.0]), "exponent": exponent, "upstream": upstream(rng, (3,))}


@power.family(
    "bad_exponent",
    "R",
    text("an exponent that is not a number raises TypeError"),
    probe="bad_exponent",
    compare=Raises(("TypeError",)),
    help=text("An assert raises AssertionError, and is gone when Python runs with -O."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    x = positive(rng)
    yield {"x": x, "exponent": "2", "as_tensor": False}
    yield {"x": x, "exponent": None, "as_tensor": False}
    yield {"x": x, "exponent": 2.0, "as_tensor": True}


@logarithm.family(
    "not_positive",
    "R",
    text("the logarithm of zero or less raises ValueError"),
    probe="bad_log",
    compare=Raises(("ValueError",)),
    help=text(
        "NumPy gives -inf and nan with a warning, and the gradient then looks quite normal. Test the data first."
    ),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": np.array([1.0, 0.0]), "requires_grad": True}
    yield {"x": 0.0, "requires_grad": True}
    yield {"x": -1.5, "requires_grad": True}
    yield {"x": -positive(rng), "requires_grad": True}
    yield {"x": np.array([[2.0, 3.0], [0.5, -1e-9]]), "requires_grad": False}
