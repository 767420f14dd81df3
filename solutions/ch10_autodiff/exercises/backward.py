"""E40, backward: the way back through the graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Raises, SameTypes, text
from solutions.ch10_autodiff.exercises.operands import GRAPH, away

backward = Exercise(
    "Tensor_backward",
    points=10,
    title=text("Tensor: the way back through the graph"),
    shares={"V": 4, "P": 3, "R": 2, "C": 1},
    defines=("Tensor",),
    tells=("Tensor",),
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
    # the root itself stretches its operands: what it starts from must have its shape
    yield {**on(*leaves), "steps": [["add", 1, 2]], "roots": [3]}


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
