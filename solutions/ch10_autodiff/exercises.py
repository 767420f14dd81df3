"""Chapter 10, autodiff: what is tested, with which inputs and tolerances, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Close, Equal, Exercise, Raises, SameTypes, Text, Tolerance, text

EXACT = Tolerance(1e-15, "a float64 copy of the input: nothing is rounded")
SAME_FORMULA = Tolerance(
    1e-11, "one product per element and sums of at most 24 of them, of size 1 to 100: rounding below 1e-13 relative"
)
GRAPH = Tolerance(
    1e-9,
    "up to 14 operations deep: the order in which paths are added moves the result by 14·u relative to the largest",
)


def upstream(rng: np.random.Generator, *shapes: tuple[int, ...]) -> Any:
    """Draw the gradient that arrives from above, in the shape that operands of these shapes have together."""
    return np.asarray(rng.uniform(0.5, 2.0, size=np.broadcast_shapes(*shapes)))


def away(rng: np.random.Generator, shape: tuple[int, ...] = (4,)) -> Any:
    """Draw numbers of either sign with 0.3 < |x| < 2."""
    return np.asarray(rng.uniform(0.3, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape))


def positive(rng: np.random.Generator, shape: tuple[int, ...] = (4,)) -> Any:
    """Draw numbers between 0.3 and 3."""
    return np.asarray(rng.uniform(0.3, 3.0, size=shape))


# E37 ---------------------------------------------------------------------------------------------------------------

start = Exercise(
    "Tensor", points=3, title=text("Tensor: what it holds"), shares={"V": 1, "R": 1, "C": 1}, defines=("Tensor",)
)


@start.family(
    "contents",
    "V",
    text("data holds the numbers, grad zeros or None"),
    probe="made",
    compare=Close(EXACT),
    help=text("Print x.data, x.grad and x.requires_grad for Tensor([1.5, 2.0]) with and without requires_grad=True."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": [1.5, -2.0], "requires_grad": True}
    yield {"data": rng.normal(size=(2, 3)), "requires_grad": True}
    yield {"data": rng.normal(size=4), "requires_grad": False}
    yield {"data": [[1.0], [0.1]]}
    yield {"data": float(rng.normal()), "requires_grad": True}


@start.family(
    "copies",
    "R",
    text("data is a copy of the array given"),
    probe="made_apart",
    compare=Equal("facts about which array follows which"),
    help=text("np.asarray gives back the very array it was given; np.array makes a new one."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": rng.normal(size=3)}


@start.family(
    "of_a_tensor",
    "R",
    text("a Tensor of a Tensor holds its numbers"),
    probe="made_from_tensor",
    compare=Close(EXACT),
    help=text("NumPy does not know Tensor and would store it as one opaque object; take its data instead."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": rng.normal(size=3)}


@start.family(
    "whole_numbers",
    "R",
    text("whole numbers are kept as floats, and grad too"),
    probe="made_with_numbers",
    compare=Close(EXACT),
    help=text("Adding 0.5 in place to an array of integers fails: choose the dtype when data is made."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": [1, 2, 3]}
    yield {"data": rng.integers(-5, 6, size=(2, 2))}


@start.family(
    "types",
    "C",
    text("data and grad are float arrays of the shape given, requires_grad is a bool"),
    probe="made",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": [1, 2, 3], "requires_grad": True}
    yield {"data": rng.normal(size=(2, 1)), "requires_grad": True}
    yield {"data": 2, "requires_grad": True}
    yield {"data": [0.5, 1.5]}


# E38, E39 ----------------------------------------------------------------------------------------------------------


def binary(name: str, op: str, title: Text, local: Text) -> Exercise:
    """Return the exercise of an operation of two operands; `local` helps with its local derivative."""
    exercise = Exercise(name, points=4, title=title, shares={"V": 2, "P": 1, "R": 1}, defines=("Tensor",))

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
        text("three operands in a row"),
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
        for b in (3, -0.5, np.float64(1.25), away(rng, (3,)), away(rng, (2, 1))):
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
        for b in (3, -0.5, np.float64(1.25), away(rng, (3,)), away(rng, (2, 1))):
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


# E40 ---------------------------------------------------------------------------------------------------------------

backward = Exercise(
    "Tensor_backward",
    points=10,
    title=text("Tensor: the way back through the graph"),
    shares={"V": 4, "P": 3, "R": 2, "C": 1},
    defines=("Tensor",),
)


def on(*leaves: Any, requires: tuple[bool, ...] | None = None) -> Case:
    """Return the part of a graph case that says what its leaves are."""
    return {"leaves": list(leaves), "requires": list(requires or (True,) * len(leaves))}


@backward.family(
    "article",
    "V",
    text("z = x·y + x"),
    probe="graph",
    compare=Close(GRAPH),
    help=text("x reaches z on two ways, through the product and directly; both count."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**on([2.0], [3.0]), "steps": [["mul", 0, 1], ["add", 2, 0]], "roots": [3]}
    yield {**on(away(rng), away(rng)), "steps": [["mul", 0, 1], ["add", 2, 0]], "roots": [3]}


@backward.family("repeated", "V", text("x + x and x·x"), probe="graph", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    for op in ("add", "mul"):
        yield {**on(away(rng)), "steps": [[op, 0, 0]], "roots": [1]}
    yield {**on(away(rng)), "steps": [["mul", 0, 0], ["mul", 1, 1]], "roots": [2]}


@backward.family(
    "diamond",
    "V",
    text("two branches that part and meet again"),
    probe="graph",
    compare=Close(GRAPH),
    help=text("A node may pass its gradient on only when all that depends on it has reported: draw the graph."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for left in ([2, 0], [0, 2]):
        for top in ([3, 2], [2, 3]):
            steps = [["mul", 0, 1], ["mul", *left], ["add", *top]]
            yield {**on(away(rng), away(rng)), "steps": steps, "roots": [4]}


@backward.family(
    "uneven",
    "V",
    text("branches of very different length"),
    probe="graph",
    compare=Close(GRAPH),
    help=text("Going level by level from the root meets a node too early if a longer way leads to it as well."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    # node 2 is used by the root at once, and again at the end of a long branch
    for turned in (False, True):
        steps: list[list[Any]] = [["mul", 0, 1]]
        steps += [["mul" if k % 2 else "add", 2 + k, 1] for k in range(5)]
        steps += [["add", 2, 7] if turned else ["add", 7, 2], ["mul", 8, 2]]
        yield {**on(away(rng), away(rng)), "steps": steps, "roots": [9]}


@backward.family("random_graphs", "V", text("25 random graphs"), probe="graph", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    for _ in range(25):
        leaves = [rng.uniform(0.5, 1.2, size=3) * rng.choice([-1.0, 1.0], size=3) for _ in range(3)]
        steps = []
        for k in range(int(rng.integers(4, 10))):
            i, j = (int(v) for v in rng.integers(0, 3 + k, size=2))
            steps.append([str(rng.choice(["add", "mul"])), i, j])
        # all loose ends are added up, so that every leaf and every node counts
        total = 2 + len(steps)
        for k in range(total):
            steps.append(["add", 2 + len(steps), k])
        yield {**on(*leaves), "steps": steps, "roots": [2 + len(steps)]}


@backward.family("scalars", "V", text("numbers without axes"), probe="graph", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    x, y = (float(v) for v in away(rng, (2,)))
    yield {**on(x, y), "steps": [["mul", 0, 1], ["mul", 2, 0]], "roots": [3]}


@backward.family("broadcasting", "V", text("shapes that broadcast"), probe="graph", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    leaves = (away(rng, (2, 3)), away(rng, (3,)), away(rng, (2, 1)))
    yield {**on(*leaves), "steps": [["mul", 0, 1], ["add", 3, 2], ["mul", 4, 1]], "roots": [5]}


@backward.family(
    "equal_values",
    "P",
    text("different nodes that hold equal values"),
    probe="graph",
    compare=Close(GRAPH),
    help=text("Whether a node was seen before is a question of which object it is, not of which numbers it holds."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    value = away(rng)
    steps = [["mul", 0, 1], ["mul", 2, 3], ["add", 4, 5], ["mul", 6, 0]]
    yield {**on(value, value, value, value), "steps": steps, "roots": [7]}
    yield {**on([2.0], [2.0]), "steps": [["add", 0, 1], ["mul", 0, 1], ["add", 2, 3]], "roots": [4]}


@backward.family(
    "twice",
    "P",
    text("a second backward doubles the leaves' gradients"),
    probe="graph",
    compare=Close(GRAPH),
    help=text("Leaves keep what they have; but what stays in intermediate results must not be passed on once more."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**on([2.0], [3.0]), "steps": [["mul", 0, 1], ["add", 2, 0]], "roots": [3, 3]}
    steps = [["mul", 0, 1], ["mul", 2, 0], ["add", 3, 2]]
    yield {**on(away(rng), away(rng)), "steps": steps, "roots": [4, 4, 4]}


@backward.family(
    "several_losses",
    "P",
    text("the gradients of several losses add up in the leaves"),
    probe="graph",
    compare=Close(GRAPH),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    steps = [["mul", 0, 1], ["mul", 0, 0]]
    yield {**on(away(rng), away(rng)), "steps": steps, "roots": [2, 3]}


@backward.family(
    "shared_part",
    "P",
    text("two roots over a shared part"),
    probe="graph",
    compare=Close(GRAPH),
    help=text("The shared intermediate result still holds its gradient from the first root."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    steps = [["mul", 0, 1], ["mul", 2, 0], ["mul", 2, 1], ["add", 3, 2]]
    yield {**on(away(rng), away(rng)), "steps": steps, "roots": [5, 4]}
    yield {**on(away(rng), away(rng)), "steps": steps, "roots": [5, 2, 3]}


@backward.family(
    "cleared",
    "P",
    text("going back again after the leaves' gradients were set to zero gives the same"),
    probe="graph_cleared",
    compare=Close(GRAPH),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**on(away(rng), away(rng)), "steps": [["mul", 0, 1], ["mul", 2, 2], ["add", 3, 0]]}


@backward.family("constants", "P", text("constants in the graph get no gradient"), probe="graph", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    steps = [["mul", 0, 1], ["add", 1, 1], ["mul", 2, 3], ["add", 4, -2]]
    yield {**on(away(rng), away(rng), requires=(True, False)), "steps": steps, "roots": [5]}
    product_of_constants = [["mul", 1, 1], ["mul", 0, 2]]
    yield {**on(away(rng), away(rng), requires=(True, False)), "steps": product_of_constants, "roots": [3]}


@backward.family("untouched", "P", text("no data is changed"), probe="graph_keeps", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**on(away(rng), away(rng)), "steps": [["mul", 0, 1], ["add", 2, 0]]}


@backward.family(
    "apart",
    "P",
    text("every leaf has a gradient array of its own"),
    probe="graph_apart",
    compare=Close(GRAPH),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**on(away(rng), away(rng)), "steps": [["add", 0, 1]]}
    yield {**on(away(rng), away(rng)), "steps": [["add", 0, 1], ["add", 2, 0]]}


@backward.family(
    "leaf",
    "P",
    text("backward on a leaf adds ones to its gradient"),
    probe="leaf_backward",
    compare=Close(GRAPH),
    help=text("The root may be a leaf itself: then it accumulates like any leaf."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": away(rng), "times": 1}
    yield {"data": away(rng, (2, 2)), "times": 3}


@backward.family("integers", "R", text("whole numbers as data"), probe="graph", compare=Close(GRAPH))
def _(rng: np.random.Generator) -> Iterator[Case]:
    leaves = (rng.integers(1, 6, size=3), rng.integers(1, 6, size=3))
    yield {**on(*leaves), "steps": [["mul", 0, 1], ["mul", 2, 0]], "roots": [3]}


@backward.family(
    "nothing_required",
    "R",
    text("backward where nothing requires gradients raises RuntimeError"),
    probe="no_gradients",
    compare=Raises(("RuntimeError",)),
    help=text("Without this error a forgotten requires_grad shows only as weights that never move."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"data": away(rng), "combined": False}
    yield {"data": away(rng), "combined": True}


@backward.family(
    "types",
    "C",
    text("backward returns None and leaves float arrays in the shape of data"),
    probe="graph_returns",
    compare=SameTypes(),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {**on(away(rng, (2, 1)), away(rng, (3,))), "steps": [["mul", 0, 1], ["add", 2, 0]]}
    yield {**on(away(rng), away(rng), requires=(True, False)), "steps": [["mul", 0, 1]]}


@backward.family(
    "long_chain",
    "R",
    text("a chain of 20,000 operations"),
    probe="chain",
    compare=Close(GRAPH),
    help=text("Python ends a recursion after about a thousand calls. Keep the nodes still to be visited in a list."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": away(rng, (2,)), "step": float(rng.uniform(0.1, 1.0)), "length": 20_000}


@backward.family(
    "doublings",
    "R",
    text("fifty doublings, 2⁵⁰ ways to the leaf, within two seconds"),
    probe="doublings",
    compare=Close(GRAPH),
    help=text("Following every way from the root takes forever. Every node needs to pass its gradient on only once."),
    seconds=2.0,
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": away(rng, (2,)), "times": 50}


# E41, E42, E43 -----------------------------------------------------------------------------------------------------

power = Exercise("Tensor_pow", points=3, title=text("Tensor: powers"), shares={"V": 2, "R": 1}, defines=("Tensor",))
exponential = Exercise(
    "Tensor_exp",
    points=2,
    title=text("Tensor: the exponential function"),
    shares={"V": 1, "P": 1},
    defines=("Tensor",),
)
logarithm = Exercise(
    "Tensor_log", points=2, title=text("Tensor: the logarithm"), shares={"V": 1, "R": 1}, defines=("Tensor",)
)


@power.family(
    "exponents",
    "V",
    text("eight exponents on positive numbers"),
    probe="unary",
    compare=Close(SAME_FORMULA),
    help=text("Write down the derivative of x³ and of x⁻¹, and compare your formula with both."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    for exponent in (1, 2, 3, -1, 0.5, -2.5, np.int64(4), np.float64(1.7)):
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
    for exponent in (2, 3, -1, 4.0):
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
    yield {"x": -positive(rng), "requires_grad": True}
    yield {"x": np.array([[2.0, 3.0], [0.5, -1e-9]]), "requires_grad": False}


EXERCISES = [start, add, mul, backward, power, exponential, logarithm]
