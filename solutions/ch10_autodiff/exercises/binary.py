"""E38 and E39: addition and multiplication."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Text, text
from solutions.ch10_autodiff.exercises.operands import SAME_FORMULA, TOLD, away, upstream


def binary(name: str, op: str, title: Text, local: Text) -> Exercise:
    """Return the exercise of an operation of two operands; `local` helps with its local derivative."""
    exercise = Exercise(name, points=4, title=title, shares={"V": 2, "P": 1, "R": 1}, defines=("Tensor",), tells=TOLD)

    @exercise.family(
        "gradients",
        "V",
        text("value and both gradients for operands of the same shape"),
        probe="binary",
        compare=Close(SAME_FORMULA),
        help=local,
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        for shape in ((1,), (4,), (2, 3), ()):
            yield {"op": op, "a": away(rng, shape), "b": away(rng, shape), "upstream": upstream(rng, shape)}

    @exercise.family(
        "broadcasting",
        "V",
        text("operands of different shapes, gradients in each operand's own shape"),
        probe="binary",
        compare=Close(SAME_FORMULA),
        help=text(
            "An operand that was repeated along an axis influences every copy: its gradient is the sum over that axis."
        ),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        pairs: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
            ((2,), (1,)),
            ((2, 2), (1, 2)),
            ((), (2, 2)),
            ((2, 3), (3,)),
            ((3, 1), (1, 4)),
            ((4, 1, 2), (3, 1)),
            ((1, 1), (2, 3, 4)),
            ((2, 1, 1), (1, 3, 1)),
            ((1, 1), ()),
            ((1, 1, 1), (2, 3, 2)),
        ]
        for first, second in pairs:
            yield {"op": op, "a": away(rng, first), "b": away(rng, second), "upstream": upstream(rng, first, second)}

    @exercise.family(
        "itself",
        "V",
        text("an operand used twice in the same operation"),
        probe="binary_itself",
        compare=Close(SAME_FORMULA),
        help=text("Both operands are the same object here. Each of the two roles adds its part to the same grad."),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        for shape in ((3,), ()):
            yield {"op": op, "a": away(rng, shape), "upstream": upstream(rng, shape)}

    @exercise.family(
        "chained",
        "P",
        text("three operands in a row, put together from either side"),
        probe="binary_chained",
        compare=Close(SAME_FORMULA),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        a, b, c = (away(rng, (3,)) for _ in range(3))
        yield {"op": op, "a": a, "b": b, "c": c, "upstream": upstream(rng, (3,))}

    @exercise.family(
        "adds_up",
        "P",
        text("gradients add to what is already there"),
        probe="binary_adds_up",
        compare=Close(SAME_FORMULA),
        help=text("A Tensor that is used in several places gets a part from each of them."),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"op": op, "a": away(rng), "b": away(rng), "upstream": upstream(rng, (4,))}

    @exercise.family(
        "constants",
        "P",
        text("a result requires gradients if one of its operands does; constants get none"),
        probe="binary_constants",
        compare=Close(SAME_FORMULA),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"op": op, "a": away(rng), "b": away(rng), "upstream": upstream(rng, (4,))}

    @exercise.family(
        "apart",
        "P",
        text("every gradient is an array of its own, and no data is changed"),
        probe="binary_apart",
        compare=Close(SAME_FORMULA),
        help=text("If two Tensors hold the very same array as grad, adding to one changes the other."),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        yield {"op": op, "a": away(rng), "b": away(rng), "upstream": upstream(rng, (4,))}

    @exercise.family(
        "numbers_right",
        "R",
        text("a number or an array on the right"),
        probe="binary_plain",
        compare=Close(SAME_FORMULA),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        for b in (3, 0, 1, -0.5, np.float64(1.25), away(rng, (3,)), away(rng, (2, 1))):
            shape = np.shape(b)
            yield {"op": op, "a": away(rng, (3,)), "b": b, "upstream": upstream(rng, (3,), shape), "left": False}

    @exercise.family(
        "numbers_left",
        "R",
        text("a number or an array on the left"),
        probe="binary_plain",
        compare=Close(SAME_FORMULA),
        help=text("Python asks the right operand when the left one does not know what to do: see __radd__, __rmul__."),
    )
    def _(rng: np.random.Generator) -> Iterator[Case]:
        for b in (3, 0, 1, -0.5, np.float64(1.25), away(rng, (3,)), away(rng, (2, 1))):
            shape = np.shape(b)
            yield {"op": op, "a": away(rng, (3,)), "b": b, "upstream": upstream(rng, (3,), shape), "left": True}

    return exercise


add = binary(
    "Tensor_add",
    "add",
    text("Tensor: addition"),
    text("Raise one operand by a little: by how much does the sum rise? Multiply that by the result's own grad."),
)
mul = binary(
    "Tensor_mul",
    "mul",
    text("Tensor: multiplication"),
    text("Raise one operand by a little: by how much does the product rise? Multiply that by the result's own grad."),
)
