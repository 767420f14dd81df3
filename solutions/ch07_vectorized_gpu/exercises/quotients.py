"""Difference quotients: how exact they are, their cases, and how often f may be called."""

from collections.abc import Callable, Iterator

import numpy as np

from autograder.judge.authoring import Case, Observation, Text, Tolerance, text

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
LARGE = Tolerance(
    1e-6, "f is near 1e9: over a step of 300 its rounding gives 4e-10, over a step of 1e-6 it gives 0.1",
    scale=lambda case, expected: 1.0,
)  # fmt: skip


def quotient(kind: str, x: object, c: object) -> Case:
    """A case: the gradient at x of the named function with the coefficients c."""
    return {"kind": kind, "c": np.asarray(c, dtype=float), "x": x}


def few_calls(actual: Observation, case: Case) -> Text | None:
    """Say it if f was called more than eight times, or never."""
    count = len(actual.calls)
    if 1 <= count <= 8:
        return None
    return text("f is called %(count)s times for 200 components; at most 8 calls are allowed", count=count)
