"""E28: the gradient on a GPU, and without one."""

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Close,
    Exercise,
    Holds,
    Observation,
    OnDevice,
    SameTypes,
    Text,
    Tolerance,
    Unchanged,
    text,
)
from solutions.ch07_vectorized_gpu.exercises.quotients import (
    CENTRAL,
    EXACT,
    LARGE,
    SHARP,
    Cases,
    Rng,
    few_calls,
    quotient,
)

gpu_gradient = Exercise(
    "gpu_gradient",
    6,
    text("The gradient on a GPU, and without one"),
    {"V": 2, "P": 1, "R": 3},
    defines=("gpu_gradient", "gpu_func"),
)


@gpu_gradient.family("host_values", "V", text("values with xp=numpy"), probe="on_host", compare=Close(CENTRAL))
def _(rng: Rng) -> Cases:
    for n in (1, 4):
        yield quotient("weighted", rng.normal(size=n), np.arange(1, n + 1))
        yield quotient("coupled", rng.normal(size=n), rng.normal(size=n))
    yield quotient("article", rng.normal(size=60), 0.0)
    yield quotient("weighted", np.array([2, -3, 1]), [1.0, 2.0, 3.0])


@gpu_gradient.family(
    "host_accuracy", "V", text("as accurate as central differences"), probe="on_host", compare=Close(SHARP)
)
def _(rng: Rng) -> Cases:
    # many components: in single precision some of them would be right by chance
    x = rng.uniform(-0.2, 0.2, size=20)
    yield quotient("growth", x, x)


@gpu_gradient.family("host_large", "V", text("x up to 3e8, and 0"), probe="on_host", compare=Close(LARGE))
def _(rng: Rng) -> Cases:
    yield quotient("linear", rng.uniform(1e8, 3e8, size=3) * [1, -1, -1], rng.uniform(1, 2, size=3))
    yield quotient("linear", np.zeros(2), np.array([1.0, -2.0]))
    yield quotient("mixed", np.array([3e8, float(rng.uniform(0.2, 1))]), rng.uniform(0.5, 1, size=2))


@gpu_gradient.family(
    "func", "V", text("gpu_func sums the squares along the last axis"), probe="call", compare=Close(EXACT)
)
def _(rng: Rng) -> Cases:
    for shape in ((4,), (3, 4), (3, 3), (2, 3, 4)):
        yield {"name": "gpu_func", "args": (rng.normal(size=shape),)}


@gpu_gradient.family(
    "calls", "P", text("at most 8 calls of f, for 200 components"), probe="on_host_counted",
    compare=Holds(few_calls, "calls are counted on the trusted side", Tolerance(1e-6, "difference quotients")),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    def f(x: np.ndarray) -> object:
        return np.sum(np.asarray(x) ** 2, axis=-1)

    yield {"f": Answered(f), "x": rng.normal(size=200)}


@gpu_gradient.family("purity", "P", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield {"name": "gpu_gradient", "x": rng.normal(size=4)}
    yield {"name": "gpu_func", "x": rng.normal(size=(2, 4))}


@gpu_gradient.family(
    "types", "P", text("a float array (n,), and one value per point"), probe="both", compare=SameTypes()
)
def _(rng: Rng) -> Cases:
    for shape in ((3,), (2, 3), (2, 1, 3)):
        yield {**quotient("weighted", rng.normal(size=3), [1.0, 2.0, 3.0]), "points": rng.normal(size=shape)}
    yield {**quotient("weighted", np.array([1, 2]), [1.0, 2.0]), "points": rng.normal(size=(4, 1))}


#: what also runs on a GPU: each probe returns the value and whether the work was done, or left, there
SECOND = OnDevice(worked=lambda value: bool(value[1]))


def _device(rng: Rng) -> Cases:
    yield quotient("weighted", rng.normal(size=5), np.arange(1.0, 6.0))
    yield quotient("coupled", rng.normal(size=3), rng.normal(size=3))


@gpu_gradient.family(
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


@gpu_gradient.family(
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


@gpu_gradient.family(
    "traffic", "R", text("the work is done on the device, with at most 2 transfers in and 1 out"), probe="traffic",
    compare=Holds(_traffic, "transfers are whole numbers"),
    help=text("Each crossing costs more than the arithmetic. Move x once, compute, move the gradient once."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield from _device(rng)
    yield quotient("weighted", rng.normal(size=40), np.ones(40))


@gpu_gradient.family(
    "no_gpu", "R", text("xp=None with CuPy but without a GPU uses NumPy"), probe="without_gpu", compare=Close(CENTRAL)
)
def _(rng: Rng) -> Cases:
    yield from _device(rng)


@gpu_gradient.family(
    "with_gpu", "R", text("xp=None with CuPy and a GPU uses CuPy"), probe="with_gpu", compare=Close(CENTRAL),
    help=text("xp is None: which module should it be where `cupy.cuda.is_available()` says True?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield from _device(rng)


@gpu_gradient.family(
    "no_cupy", "R", text("xp=None without CuPy uses NumPy"), probe="without_cupy", compare=Close(CENTRAL)
)
def _(rng: Rng) -> Cases:
    yield from _device(rng)


@gpu_gradient.family(
    "device_func", "R", text("gpu_func works on a device array and leaves the result there"), probe="device_func",
    compare=Close(EXACT), device=SECOND,
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"x": rng.normal(size=(3, 4))}
    yield {"x": rng.normal(size=5)}
