"""Chapter 7: what is asked of the vectorised gradient, on the host and on a device, and how exactly."""

from collections.abc import Callable, Iterator

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    OnDevice,
    Raises,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)

Cases = Iterator[Case]
Rng = np.random.Generator

#: values of the tested functions, for the tolerance that scales with |f| / eps
_SIZES: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "article": lambda c, x: float(np.sum(x**2)) + 5,
    "far": lambda c, x: float(np.sum(np.abs(c) * x**2)) / 1e8,
    "mixed": lambda c, x: 1.0,
}


def _scale(case: Case, expected: object) -> float:
    """1 plus |f|: the rounding of f, divided by the step, is what limits a difference quotient."""
    c, x = np.abs(np.asarray(case["c"], dtype=float)), np.abs(np.asarray(case["x"], dtype=float))
    size = _SIZES.get(case["kind"], lambda c, x: float(np.sum(c * (x + x**2 + x**3))))(c, x)
    return 1.0 + size + float(np.max(np.abs(np.asarray(expected, dtype=float)), initial=0.0))


CENTRAL = Tolerance(
    2e-8, "1e-8 for the step 1e-6 plus 50 roundings of f over the step, 1.1e-8 |f|; a forward step is 5e-7 |f''| off",
    scale=_scale,
)  # fmt: skip
SHARP = Tolerance(2e-8, "|f| is below 1 here, so central differences are good to 1e-9; a forward step is 5e-7 off")
SAME = Tolerance(1e-7, "two difference quotients of functions below 10, each good to 2e-9")
EXACT = Tolerance(1e-12, "a sum of squares in another order")

# ---- E26 ------------------------------------------------------------------------------------------------------------

GRADIENT = Exercise("vectorized_gradient", 8, text("The gradient without a loop"), {"V": 4, "P": 1, "R": 2, "C": 1})


def _case(kind: str, x: object, c: object) -> Case:
    return {"kind": kind, "c": np.asarray(c, dtype=float), "x": x}


@GRADIENT.family(
    "article", "V", text("the chapter's function in 100 dimensions"), probe="gradient", compare=Close(CENTRAL)
)
def _(rng: Rng) -> Cases:
    # ten near zero: there a step in proportion to x drowns in the rounding of f
    yield _case("article", rng.normal(size=100) * np.repeat([1.0, 1e-3], [90, 10]), 0.0)
    yield _case("article", rng.normal(size=2), 0.0)
    yield _case("article", np.array([0.0, 1.0, 0.0]), 0.0)


@GRADIENT.family(
    "asymmetric", "V", text("every component has its own slope"), probe="gradient", compare=Close(CENTRAL),
    help=text("Row i of the batch should move component i and no other. Print the batch for n = 2."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for n in (1, 3, 6):
        yield _case("weighted", rng.normal(size=n), np.arange(1, n + 1))
        yield _case("coupled", rng.normal(size=n), rng.normal(size=n))
        yield _case("cubes", rng.normal(size=n), rng.normal(size=n))


@GRADIENT.family(
    "accuracy", "V", text("as accurate as central differences"), probe="gradient", compare=Close(SHARP),
    help=text("A one-sided quotient is off by half of eps times f''. Does your quotient look in both directions?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    x = rng.uniform(-0.2, 0.2, size=3)
    yield _case("growth", x, x)
    x = rng.uniform(-0.5, 0.5, size=2)
    yield _case("weighted", x, np.array([1.0, -2.0]))


LARGE = Tolerance(
    1e-6, "f is near 1e9: over a step of 300 its rounding gives 4e-10, over a step of 1e-6 it gives 0.1",
    scale=lambda case, expected: 1.0,
)  # fmt: skip


@GRADIENT.family(
    "large", "V", text("x up to 3e8"), probe="gradient", compare=Close(LARGE),
    help=text("At x = 3e8 neighbouring floats are 6e-8 apart. Is your step long enough to be seen there?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _case("linear", np.array([3e8, -2e8]), np.array([1.0, -2.0]))
    yield _case("linear", rng.uniform(1e8, 3e8, size=3) * [1, -1, -1], rng.uniform(1, 2, size=3))
    # A step that suits the first component would leap over many waves of the second.
    yield _case("mixed", np.array([3e8, float(rng.uniform(0.2, 1))]), rng.uniform(0.5, 1, size=2))


def _few_calls(actual: Observation, case: Case) -> Text | None:
    count = len(actual.calls)
    if 1 <= count <= 8:
        return None
    return text("f is called %(count)s times for 200 components; at most 8 calls are allowed", count=count)


@GRADIENT.family(
    "calls", "V", text("at most 8 calls of f, for 200 components"), probe="counted",
    compare=Holds(_few_calls, "calls are counted on the trusted side", Tolerance(1e-6, "difference quotients")),
    help=text("f takes many points at once: put all shifted points into one array, a row each."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    def f(x: np.ndarray) -> object:
        return np.sum(np.asarray(x) ** 2, axis=-1)

    yield {"f": Answered(f), "x": rng.normal(size=200)}


@GRADIENT.family(
    "many", "V", text("900 components, still with 8 calls"), probe="with_8_calls", compare=Close(CENTRAL),
    help=text("The number of calls must not grow with n: no loop over blocks of components."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _case("weighted", rng.normal(size=900), rng.uniform(-1, 1, size=900))


@GRADIENT.family(
    "additive", "P", text("the gradient of a sum is the sum of the gradients"), probe="additive", compare=Close(SAME)
)
def _(rng: Rng) -> Cases:
    for n in (2, 5):
        yield {"c": rng.uniform(0.5, 1, size=n), "x": rng.uniform(-1, 1, size=n)}


@GRADIENT.family(
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


@GRADIENT.family(
    "independent", "P", text("components that do not meet do not mix"), probe="independent", compare=Close(SAME)
)
def _(rng: Rng) -> Cases:
    yield {"c": rng.uniform(0.5, 90, size=4), "x": rng.uniform(-1, 1, size=4), "other": rng.uniform(-1, 1, size=3)}


@GRADIENT.family(
    "integers", "R", text("integers and lists are taken as floats"), probe="gradient", compare=Close(CENTRAL),
    help=text("An integer array cannot hold 2 + 1e-6. Which dtype has the array you add the step to?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _case("weighted", np.array([2, 3]), [1.0, 1.0])
    yield _case("weighted", [2, -3, 1], [1.0, 2.0, 3.0])
    yield _case("cubes", [0.5, 1.5], [1.0, 2.0])


@GRADIENT.family(
    "float32", "R", text("single precision input is computed in double"), probe="gradient", compare=Close(
        Tolerance(1e-6, "the values of x are exact in both precisions; in single precision the step 1e-6 vanishes",
                  float32=1e-6)),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _case("weighted", np.array([0.5, -0.75, 1.25], dtype=np.float32), [1.0, 2.0, 3.0])
    yield _case("article", np.array([0.5, -0.75, 1.25], dtype=np.float32), 0.0)


@GRADIENT.family(
    "errors", "R", text("x that is not a vector is refused"), probe="gradient", compare=Raises(("ValueError",))
)
def _(rng: Rng) -> Cases:
    yield _case("weighted", rng.normal(size=(2, 2)), [1.0, 1.0])
    yield _case("weighted", 3.0, [1.0])
    yield _case("weighted", rng.normal(size=(1, 3)), [1.0, 1.0, 2.0])
    yield _case("weighted", rng.normal(size=(3, 1)), [1.0])


@GRADIENT.family(
    "wrong_f", "R", text("f that does not return one value per point is refused"), probe="wrong_function",
    compare=Raises(("ValueError",)),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for how in ("everything", "nothing", "one value"):
        yield {"how": how, "x": rng.normal(size=3)}


@GRADIENT.family("purity", "R", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"name": "vectorized_gradient", "x": rng.normal(size=4)}


@GRADIENT.family("types", "C", text("a float array (n,), also for n = 0 and 1"), probe="gradient", compare=SameTypes())
def _(rng: Rng) -> Cases:
    yield _case("weighted", rng.normal(size=3), [1.0, 2.0, 3.0])
    yield _case("weighted", rng.normal(size=1), [1.0])
    yield _case("weighted", np.zeros(0), [])
    yield _case("weighted", np.array([1, 2]), [1.0, 2.0])


# ---- E27 ------------------------------------------------------------------------------------------------------------

FUNCTION = Exercise("high_dim_func", 2, text("A function of many points at once"), {"V": 2})


def _points(x: object) -> Case:
    return {"name": "high_dim_func", "args": (x,)}


@FUNCTION.family("point", "V", text("a single point"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    yield _points(np.array([0.5, -1.0, 2.0]))
    yield _points(rng.normal(size=2))
    yield _points(10 * rng.normal(size=80))
    yield _points(np.array([30, -2, 100]))


@FUNCTION.family(
    "batch", "V", text("one value per row of a batch"), probe="call", compare=Close(EXACT),
    help=text("`axis=-1` sums along the last axis, and `x[..., 0]` is the first element along it."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield _points(rng.normal(size=(5, 3)))
    yield _points(rng.normal(size=(3, 3)))
    yield _points(rng.normal(size=(1, 4)))


@FUNCTION.family("deep", "V", text("batches of batches"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    yield _points(rng.normal(size=(2, 4, 3)))
    yield _points(rng.normal(size=(2, 2, 2)))
    yield _points(rng.normal(size=(2, 1, 3, 4)))


@FUNCTION.family("purity", "V", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"name": "high_dim_func", "x": rng.normal(size=(3, 4))}


@FUNCTION.family("types", "V", text("shape (...) for x of shape (..., n)"), probe="call", compare=SameTypes())
def _(rng: Rng) -> Cases:
    yield _points(rng.normal(size=3))
    yield _points(rng.normal(size=(5, 3)))
    yield _points(rng.normal(size=(0, 3)))
    yield _points(rng.normal(size=(1, 3)))
    yield _points(rng.normal(size=(2, 4, 3)))


# ---- E28 ------------------------------------------------------------------------------------------------------------

DEVICE = Exercise(
    "gpu_gradient",
    6,
    text("The gradient on a GPU, and without one"),
    {"V": 2, "P": 1, "R": 3},
    defines=("gpu_gradient", "gpu_func"),
)


@DEVICE.family("host_values", "V", text("values with xp=numpy"), probe="on_host", compare=Close(CENTRAL))
def _(rng: Rng) -> Cases:
    for n in (1, 4):
        yield _case("weighted", rng.normal(size=n), np.arange(1, n + 1))
        yield _case("coupled", rng.normal(size=n), rng.normal(size=n))
    yield _case("article", rng.normal(size=60), 0.0)
    yield _case("weighted", np.array([2, -3, 1]), [1.0, 2.0, 3.0])


@DEVICE.family("host_accuracy", "V", text("as accurate as central differences"), probe="on_host", compare=Close(SHARP))
def _(rng: Rng) -> Cases:
    # many components: in single precision some of them would be right by chance
    x = rng.uniform(-0.2, 0.2, size=20)
    yield _case("growth", x, x)


@DEVICE.family("host_large", "V", text("x up to 3e8, and 0"), probe="on_host", compare=Close(LARGE))
def _(rng: Rng) -> Cases:
    yield _case("linear", rng.uniform(1e8, 3e8, size=3) * [1, -1, -1], rng.uniform(1, 2, size=3))
    yield _case("linear", np.zeros(2), np.array([1.0, -2.0]))
    yield _case("mixed", np.array([3e8, float(rng.uniform(0.2, 1))]), rng.uniform(0.5, 1, size=2))


@DEVICE.family("func", "V", text("gpu_func sums the squares along the last axis"), probe="call", compare=Close(EXACT))
def _(rng: Rng) -> Cases:
    for shape in ((4,), (3, 4), (3, 3), (2, 3, 4)):
        yield {"name": "gpu_func", "args": (rng.normal(size=shape),)}


@DEVICE.family(
    "calls", "P", text("at most 8 calls of f, for 200 components"), probe="on_host_counted",
    compare=Holds(_few_calls, "calls are counted on the trusted side", Tolerance(1e-6, "difference quotients")),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    def f(x: np.ndarray) -> object:
        return np.sum(np.asarray(x) ** 2, axis=-1)

    yield {"f": Answered(f), "x": rng.normal(size=200)}


@DEVICE.family("purity", "P", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"name": "gpu_gradient", "x": rng.normal(size=4)}
    yield {"name": "gpu_func", "x": rng.normal(size=(2, 4))}


@DEVICE.family("types", "P", text("a float array (n,), and one value per point"), probe="both", compare=SameTypes())
def _(rng: Rng) -> Cases:
    for shape in ((3,), (2, 3), (2, 1, 3)):
        yield {**_case("weighted", rng.normal(size=3), [1.0, 2.0, 3.0]), "points": rng.normal(size=shape)}
    yield {**_case("weighted", np.array([1, 2]), [1.0, 2.0]), "points": rng.normal(size=(4, 1))}


#: what also runs on a GPU: each probe returns the value and whether the work was done, or left, there
SECOND = OnDevice(worked=lambda value: bool(value[1]))


def _device(rng: Rng) -> Cases:
    yield _case("weighted", rng.normal(size=5), np.arange(1.0, 6.0))
    yield _case("coupled", rng.normal(size=3), rng.normal(size=3))


@DEVICE.family(
    "device_values", "R", text("values on the device"), probe="device_values", compare=Close(CENTRAL), device=SECOND,
    help=text("Every array that meets a device array must be made with xp, not with np."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield from _device(rng)


def _is_back(actual: Observation, case: Case) -> Text | None:
    kind, worked = actual.outcome.value  # type: ignore[union-attr]
    if kind == "device array":
        return text("the gradient is left on the device")
    if kind != "NumPy array":
        return text("the result is not a NumPy array")
    return None if worked else text("f was not called with device arrays: the work was done on the host")


@DEVICE.family(
    "comes_back", "R", text("the result is a NumPy array"), probe="comes_back",
    compare=Holds(_is_back, "a type, not a number"), device=SECOND,
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield from _device(rng)


def _traffic(actual: Observation, case: Case) -> Text | None:
    seen = actual.outcome.value  # type: ignore[union-attr]
    if seen["raised"]:
        return text("host and device arrays were mixed, or a device array was converted implicitly")
    if seen["host"] or not seen["device"]:
        return text("f was not called with device arrays: the work was done on the host")
    if seen["into"] > 2:
        return text("%(count)s transfers to the device, at most 2 are allowed", count=int(seen["into"]))
    if seen["out"] > 1:
        return text("%(count)s transfers back to the host, at most 1 is allowed", count=int(seen["out"]))
    return None


@DEVICE.family(
    "traffic", "R", text("the work is done on the device, with at most 2 transfers in and 1 out"), probe="traffic",
    compare=Holds(_traffic, "transfers are whole numbers"),
    help=text("Each crossing costs more than the arithmetic. Move x once, compute, move the gradient once."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield from _device(rng)
    yield _case("weighted", rng.normal(size=40), np.ones(40))


@DEVICE.family(
    "no_gpu", "R", text("xp=None with CuPy but without a GPU uses NumPy"), probe="without_gpu", compare=Close(CENTRAL)
)
def _(rng: Rng) -> Cases:
    yield from _device(rng)


@DEVICE.family(
    "with_gpu", "R", text("xp=None with CuPy and a GPU uses CuPy"), probe="with_gpu", compare=Close(CENTRAL),
    help=text("xp is None: which module should it be where `cupy.cuda.is_available()` says True?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield from _device(rng)


@DEVICE.family("no_cupy", "R", text("xp=None without CuPy uses NumPy"), probe="without_cupy", compare=Close(CENTRAL))
def _(rng: Rng) -> Cases:
    yield from _device(rng)


@DEVICE.family(
    "device_func", "R", text("gpu_func works on a device array and leaves the result there"), probe="device_func",
    compare=Close(EXACT), device=SECOND,
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"x": rng.normal(size=(3, 4))}
    yield {"x": rng.normal(size=5)}


EXERCISES = [GRADIENT, FUNCTION, DEVICE]
