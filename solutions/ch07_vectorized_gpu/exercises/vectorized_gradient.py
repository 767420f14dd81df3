"""E26: the gradient of a function of many variables without a loop."""

import numpy as np

from autograder.judge.authoring import Answered, Close, Exercise, Holds, Raises, SameTypes, Tolerance, Unchanged, text
from solutions.ch07_vectorized_gpu.exercises.quotients import (
    CENTRAL,
    LARGE,
    SAME,
    SHARP,
    Cases,
    Rng,
    few_calls,
    quotient,
)

vectorized_gradient = Exercise(
    "vectorized_gradient", 8, text("The gradient without a loop"), {"V": 4, "P": 1, "R": 2, "C": 1}
)


@vectorized_gradient.family(
    "article", "V", text("the chapter's function in 100 dimensions"), probe="gradient", compare=Close(CENTRAL)
)
def _(rng: Rng) -> Cases:
    # ten near zero: there a step in proportion to x drowns in the rounding of f
    yield quotient("article", rng.normal(size=100) * np.repeat([1.0, 1e-3], [90, 10]), 0.0)
    yield quotient("article", rng.normal(size=2), 0.0)
    yield quotient("article", np.array([0.0, 1.0, 0.0]), 0.0)


@vectorized_gradient.family(
    "asymmetric", "V", text("every component has its own slope"), probe="gradient", compare=Close(CENTRAL),
    help=text("Row i of the batch should move component i and no other. Print the batch for n = 2."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for n in (1, 3, 6):
        yield quotient("weighted", rng.normal(size=n), np.arange(1, n + 1))
        yield quotient("coupled", rng.normal(size=n), rng.normal(size=n))
        yield quotient("cubes", rng.normal(size=n), rng.normal(size=n))


@vectorized_gradient.family(
    "accuracy", "V", text("as accurate as central differences"), probe="gradient", compare=Close(SHARP),
    help=text("A one-sided quotient is off by half of eps times f''. Does your quotient look in both directions?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    x = rng.uniform(-0.2, 0.2, size=3)
    yield quotient("growth", x, x)
    x = rng.uniform(-0.5, 0.5, size=2)
    yield quotient("weighted", x, np.array([1.0, -2.0]))


@vectorized_gradient.family(
    "large", "V", text("x up to 3e8"), probe="gradient", compare=Close(LARGE),
    help=text("At x = 3e8 neighbouring floats are 6e-8 apart. Is your step long enough to be seen there?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield quotient("linear", np.array([3e8, -2e8]), np.array([1.0, -2.0]))
    yield quotient("linear", rng.uniform(1e8, 3e8, size=3) * [1, -1, -1], rng.uniform(1, 2, size=3))
    # A step that suits the first component would leap over many waves of the second.
    yield quotient("mixed", np.array([3e8, float(rng.uniform(0.2, 1))]), rng.uniform(0.5, 1, size=2))


@vectorized_gradient.family(
    "calls", "V", text("at most 8 calls of f, for 200 components"), probe="counted",
    compare=Holds(few_calls, "calls are counted on the trusted side", Tolerance(1e-6, "difference quotients")),
    help=text("f takes many points at once: put all shifted points into one array, a row each."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    def f(x: np.ndarray) -> object:
        return np.sum(np.asarray(x) ** 2, axis=-1)

    yield {"f": Answered(f), "x": rng.normal(size=200)}


@vectorized_gradient.family(
    "many", "V", text("900 components, still with 8 calls"), probe="with_8_calls", compare=Close(CENTRAL),
    help=text("The number of calls must not grow with n: no loop over blocks of components."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield quotient("weighted", rng.normal(size=900), rng.uniform(-1, 1, size=900))


@vectorized_gradient.family(
    "additive", "P", text("the gradient of a sum is the sum of the gradients"), probe="additive", compare=Close(SAME)
)
def _(rng: Rng) -> Cases:
    for n in (2, 5):
        yield {"c": rng.uniform(0.5, 1, size=n), "x": rng.uniform(-1, 1, size=n)}


@vectorized_gradient.family(
    "permuted",
    "P",
    text("renaming the components renames the partial derivatives"),
    probe="permuted",
    compare=Close(SAME),
)
def _(rng: Rng) -> Cases:
    for order in ([1, 2, 0], [3, 0, 2, 1]):
        n = len(order)
        yield {"c": rng.uniform(0.5, 90, size=n), "x": rng.uniform(-1, 1, size=n), "order": np.array(order)}


@vectorized_gradient.family(
    "independent", "P", text("components that do not meet do not mix"), probe="independent", compare=Close(SAME)
)
def _(rng: Rng) -> Cases:
    yield {"c": rng.uniform(0.5, 90, size=4), "x": rng.uniform(-1, 1, size=4), "other": rng.uniform(-1, 1, size=3)}


@vectorized_gradient.family(
    "integers", "R", text("integers and lists are taken as floats"), probe="gradient", compare=Close(CENTRAL),
    help=text("An integer array cannot hold 2 + 1e-6. Which dtype has the array you add the step to?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield quotient("weighted", np.array([2, 3]), [1.0, 1.0])
    yield quotient("weighted", [2, -3, 1], [1.0, 2.0, 3.0])
    yield quotient("cubes", [0.5, 1.5], [1.0, 2.0])


@vectorized_gradient.family(
    "float32", "R", text("single precision input is computed in double"), probe="gradient", compare=Close(
        Tolerance(1e-6, "the values of x are exact in both precisions; in single precision the step 1e-6 vanishes",
                  float32=1e-6)),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield quotient("weighted", np.array([0.5, -0.75, 1.25], dtype=np.float32), [1.0, 2.0, 3.0])
    yield quotient("article", np.array([0.5, -0.75, 1.25], dtype=np.float32), 0.0)


@vectorized_gradient.family(
    "errors", "R", text("x that is not a vector is refused"), probe="gradient", compare=Raises(("ValueError",))
)
def _(rng: Rng) -> Cases:
    yield quotient("weighted", rng.normal(size=(2, 2)), [1.0, 1.0])
    yield quotient("weighted", 3.0, [1.0])
    yield quotient("weighted", rng.normal(size=(1, 3)), [1.0, 1.0, 2.0])
    yield quotient("weighted", rng.normal(size=(3, 1)), [1.0])


@vectorized_gradient.family(
    "wrong_f", "R", text("f that does not return one value per point is refused"), probe="wrong_function",
    compare=Raises(("ValueError",)),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for how in ("everything", "nothing", "one value"):
        yield {"how": how, "x": rng.normal(size=3)}


@vectorized_gradient.family("purity", "R", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"name": "vectorized_gradient", "x": rng.normal(size=4)}


@vectorized_gradient.family(
    "types", "C", text("a float array (n,), also for n = 0 and 1"), probe="gradient", compare=SameTypes()
)
def _(rng: Rng) -> Cases:
    yield quotient("weighted", rng.normal(size=3), [1.0, 2.0, 3.0])
    yield quotient("weighted", rng.normal(size=1), [1.0])
    yield quotient("weighted", np.zeros(0), [])
    yield quotient("weighted", np.array([1, 2]), [1.0, 2.0])
