"""E29: a gradient checker that can be trusted."""

from collections.abc import Callable, Iterator

import numpy as np

from autograder.judge.authoring import (
    Answered,
    Case,
    Equal,
    Exercise,
    Holds,
    Observation,
    SameTypes,
    Text,
    Unchanged,
    text,
)

Cases = Iterator[Case]
Rng = np.random.Generator

VERDICT = Equal("a truth value; every gradient tested is right to 1e-9 or wrong by at least 1 %")

gradient_check = Exercise(
    "gradient_check", 12, text("A gradient checker that can be trusted"), {"V": 10, "R": 1, "C": 1}, mixed=True
)


def _case(kind: str, x: object, c: object = 1.0, **more: object) -> Case:
    return {"kind": kind, "c": np.asarray(c, dtype=float), "x": x, **more}


def _fault(how: str, at: int = 0, by: float = 0.0) -> Case:
    return {"how": how, "at": at, "by": by}


def _accepts(name: str, title: Text, help: Text | None = None) -> Callable[[Callable[[Rng], Cases]], object]:
    return gradient_check.family(f"yes_{name}", "V", title, probe="check", compare=VERDICT, help=help)


def _rejects(name: str, title: Text, help: Text | None = None) -> Callable[[Callable[[Rng], Cases]], object]:
    return gradient_check.family(f"no_{name}", "V", title, probe="check", compare=VERDICT, help=help)


@_accepts("smooth", text("accepts the right gradient of a smooth function"))
def _(rng: Rng) -> Cases:
    for n in (1, 10, 40):
        yield _case("smooth", rng.normal(size=n))
    yield _case("product", rng.normal(size=5), rng.normal(size=5))
    yield _case("smooth", np.array([0.0, 1e-3, 2.0]))
    yield _case("exponential", rng.uniform(-1, 1, size=4), np.ones(4), options={"eps": 1e-3})


@_accepts(
    "zero", text("accepts a gradient that is zero"), text("What does your ratio give when both gradients are zero?")
)
def _(rng: Rng) -> Cases:
    yield _case("constant", rng.normal(size=4))
    yield _case("quadratic", np.zeros(3))


@_accepts("partly_zero", text("accepts single components that are zero"))
def _(rng: Rng) -> Cases:
    yield _case("quadratic", np.array([0.0, 1.5, -2.0]), np.array([1.0, 2.0, 3.0]))
    yield _case("quadratic", rng.normal(size=4), np.array([0.0, 1.0, 0.0, 2.0]))
    # Here the differences of f are not 0 but its rounding error: only an allowance for that accepts them. For one x in
    # thirty all 20 of them are 0 by luck, so there are three.
    for _ in range(3):
        x = rng.uniform(2, 4, size=40)
        yield _case("product", x, np.where(np.arange(40) % 2, -x[0], 5.0))


@_accepts(
    "offset", text("accepts the right gradient when f has 1e4 added"),
    text("f near 1e4 is rounded to 1e-12. What does dividing by 2e-7 make of that, and which step would be better?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for offset in (1e4, -1e4):
        for _ in range(3):
            yield _case("smooth", rng.normal(size=10) + 3, offset=offset)


@_accepts("tiny", text("accepts the right gradient when f is scaled by 1e-9"))
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.normal(size=5), scale=1e-9)


@_accepts("huge", text("accepts the right gradient when f is scaled by 1e6"))
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.normal(size=5), scale=1e6)
    yield _case("exponential", rng.uniform(-1, 1, size=5), rng.uniform(1, 2, size=5), scale=1e6)


@_accepts("far", text("accepts the right gradient for x near 1e6"), text("Let the step grow with |x_i|."))
def _(rng: Rng) -> Cases:
    yield _case("waves", rng.uniform(2e5, 1e6, size=4), rng.uniform(1, 2, size=4))
    yield _case("quadratic", rng.uniform(-1e6, -5e5, size=3), np.array([1.0, 2.0, 3.0]))


@_accepts("matrix", text("accepts x of any shape"), text("np.ndindex(x.shape) walks through every index of any shape."))
def _(rng: Rng) -> Cases:
    yield _case("product", rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))
    yield _case("smooth", rng.normal(size=(2, 2, 2)))
    yield _case("smooth", rng.normal(size=()))


@_accepts("integers", text("accepts integer x"), text("An integer array cannot hold 2 + 1e-6."))
def _(rng: Rng) -> Cases:
    yield _case("smooth", np.array([1, -2, 3]))
    yield _case("exponential", np.array([[0, 1], [2, -1]]))


@_rejects("sign", text("rejects a gradient of the wrong sign or with a wrong factor"))
def _(rng: Rng) -> Cases:
    for by in (-1.0, 2.0, 0.5, 0.0):
        yield _case("smooth", rng.uniform(0.5, 2, size=6), fault=_fault("all", 0, by))


@_rejects("one_percent", text("rejects one component that is 1 % off"), text("Compare component by component."))
def _(rng: Rng) -> Cases:
    for by in (1.01, 0.989):
        x = rng.uniform(0.5, 2, size=8)
        yield _case("smooth", x, fault=_fault("factor", int(rng.integers(8)), by))
        yield _case("smooth", x, fault=_fault("factor", 7, by))
        yield _case("smooth", np.array([0.0, 1.0, 2.0]), fault=_fault("factor", 0, by))
    yield _case("smooth", rng.uniform(0.5, 2, size=200), fault=_fault("factor", int(rng.integers(200)), 1.02))
    yield _case("smooth", rng.uniform(0.5, 2, size=200), fault=_fault("factor", 199, 1.02))


@_rejects(
    "masked", text("rejects a wrong component beside much larger ones"),
    text("In one norm over everything the largest component decides. What would a comparison per component say?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    c = np.array([1e5, 1.0, 1.0])
    yield _case("quadratic", rng.uniform(0.5, 1.5, size=3), c, fault=_fault("factor", 1, 2.0))
    yield _case("quadratic", rng.uniform(0.5, 1.5, size=3), c, fault=_fault("factor", 2, 1.02))
    c, x = np.array([3e5, 1.0, 1.0]), rng.uniform(0.8, 1.2, size=3)
    yield _case("quadratic", x, c, fault=_fault("factor", 1, 1.015))


@_rejects(
    "tiny", text("rejects a wrong gradient of a function scaled by 1e-9"),
    text("An absolute tolerance of 1e-8 accepts every gradient of size 1e-9."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for by in (1.02, 2.0, -1.0):
        yield _case("smooth", rng.uniform(0.5, 2, size=4), scale=1e-9, fault=_fault("factor", 2, by))
    c = np.array([1.0, 1e-4, 1.0])
    yield _case("quadratic", rng.uniform(0.5, 1.5, size=3), c, scale=1e-9, fault=_fault("factor", 1, 2.0))


@_rejects("huge", text("rejects a wrong gradient of a function scaled by 1e6, or of one with an offset"))
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.uniform(0.5, 2, size=4), scale=1e6, fault=_fault("factor", 1, 1.02))
    yield _case("smooth", rng.uniform(0.5, 2, size=4), offset=1e4, fault=_fault("factor", 1, 1.02))


@_rejects("false_zero", text("rejects a zero where there is a slope, and a slope where there is none"))
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.uniform(0.5, 2, size=4), fault=_fault("factor", 3, 0.0))
    yield _case("constant", rng.normal(size=3), fault=_fault("shift", 1, 0.01))
    yield _case("quadratic", np.zeros(3), fault=_fault("shift", 0, 1e-2))


@_rejects("order", text("rejects components in the wrong places"))
def _(rng: Rng) -> Cases:
    yield _case("smooth", np.array([0.5, 1.0, 2.0]), fault=_fault("rolled"))
    yield _case("quadratic", np.array([[1.0, 2.0], [-1.0, 3.0]]), fault=_fault("transposed"))


@_rejects(
    "nan", text("rejects NaN and infinities"), text("Every comparison with NaN is False. Which way round is yours?")
)
def _(rng: Rng) -> Cases:
    for bad in (np.nan, np.inf, -np.inf):
        yield _case("smooth", rng.normal(size=4), fault=_fault("nan", 2, bad))
    # where the slope is 0, a NaN that was made a 0 would agree with it
    yield _case("constant", rng.normal(size=3), fault=_fault("nan", 1, np.nan))


@_rejects("far", text("rejects a wrong gradient for x near 1e6, and in a matrix"))
def _(rng: Rng) -> Cases:
    yield _case("quadratic", rng.uniform(5e5, 1e6, size=3), fault=_fault("factor", 1, 1.02))
    yield _case("smooth", rng.uniform(0.5, 2, size=(2, 3)), fault=_fault("factor", 5, 1.02))
    yield _case("smooth", rng.uniform(0.5, 2, size=(2, 3)), fault=_fault("factor", 0, 1.02))
    for at in (0, 7):
        yield _case("smooth", rng.uniform(0.5, 2, size=(2, 2, 2)), fault=_fault("factor", at, 1.02))


@gradient_check.family(
    "no_shape", "V", text("rejects a gradient of the wrong shape"), probe="check_shape", compare=VERDICT,
    help=text("Broadcasting makes (n, 1) and single numbers fit (n,). Compare the shapes first."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    for how in ("column", "row", "number", "shorter", "list_of_one"):
        yield _case("quadratic", np.full(4, 1.5), fault=_fault(how))
    for how in ("transposed", "flat", "column"):
        yield _case("quadratic", np.full((2, 3), 1.5), fault=_fault(how))


# After the wrong ones: a checker that remembers a refusal refuses everything from then on.
@_accepts("many", text("accepts a right gradient with 300 components"))
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.normal(size=300))


@gradient_check.family("purity", "R", text("x is left alone"), probe="purity", compare=Unchanged())
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.normal(size=5))
    yield _case("smooth", rng.normal(size=(2, 2)))


def _symmetric(actual: Observation, case: Case) -> Text | None:
    """For every component there is a pair of points that moves it alone, as far up as down."""
    x = np.asarray(case["x"], dtype=float)
    moves = [
        np.asarray(c.args[0], dtype=float) - x for c in actual.calls if c.name == "f" and np.shape(c.args[0]) == x.shape
    ]
    for i in np.ndindex(x.shape):
        alone = [m[i] for m in moves if m[i] != 0 and np.count_nonzero(m) == 1]
        if not alone:
            return text("f is not evaluated at points that differ from x in one component alone")
        if not any(abs(a + b) <= 1e-3 * abs(a) for a in alone for b in alone):
            return text("f is not evaluated in pairs x + h and x - h for every component")
    return None


@gradient_check.family(
    "symmetric", "R", text("looks at f on both sides of x, in every component"), probe="spied",
    compare=Holds(_symmetric, "where f was called is recorded on the trusted side"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    def f(x: object) -> object:
        return float(np.sum(np.sin(np.asarray(x)) + np.asarray(x) ** 2))

    def f_prime(x: object) -> object:
        return np.cos(np.asarray(x)) + 2 * np.asarray(x)

    yield {"f": Answered(f), "f_prime": Answered(f_prime), "x": rng.uniform(0.5, 2, size=4)}


@gradient_check.family("types", "C", text("returns a bool"), probe="result_type", compare=SameTypes())
def _(rng: Rng) -> Cases:
    yield _case("smooth", rng.normal(size=3))
    yield _case("smooth", rng.uniform(1, 2, size=3), fault=_fault("all", 0, 2.0))


# ---- E08b -----------------------------------------------------------------------------------------------------------
