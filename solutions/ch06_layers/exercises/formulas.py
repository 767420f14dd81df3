"""Formulas and tolerances that the families of chapter 6 share, written independently of reference.py."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.authoring import (
    Case,
    Observation,
    Returned,
    Text,
    Tolerance,
    text,
)

Array = np.ndarray[Any, Any]
Rng = np.random.Generator

HAND = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
#: (h, w, kh, kw): never square, to tell rows from columns
SHAPES = ((5, 7, 3, 2), (6, 4, 2, 3), (1, 6, 1, 4), (7, 1, 3, 1), (4, 5, 1, 1), (5, 3, 5, 3))
#: square kernels, the first two alike, and square arrays throughout
SQUARE = ((5, 6, 3, 3), (6, 5, 3, 3), (4, 4, 2, 2), (5, 5, 1, 1))


def returned(observation: Observation) -> Any:
    """Return what the student's function gave back."""
    assert isinstance(observation.outcome, Returned)
    return observation.outcome.value


def correlate(x: Array, k: Array) -> Array:
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.einsum("ijkl,kl->ij", windows, k)


def _forward_scale(case: Case, expected: Any) -> float:
    """Σ|x||k| over the largest patch: what rounding is relative to."""
    first = (
        case["input"] if "input" in case else np.abs(case["a"]) * abs(case["p"]) + np.abs(case["b"]) * abs(case["q"])
    )
    return float(max(1e-300, np.abs(first).max() * np.abs(case["kernel"]).sum()))


def _backward_scale(case: Case, expected: Any) -> float:
    x, k, g = (np.abs(np.asarray(case[name], dtype=float)) for name in ("input", "kernel", "grad_output"))
    return float(max(1e-300, g.max() * k.sum(), x.max() * g.sum()))


CONV = Tolerance(
    1e-10,
    "n products added in any order, or through an FFT, differ by at most 7e-16 times the sum of their sizes",
    float32=1e-4,
    scale=_forward_scale,
)
CONV_BACK = Tolerance(CONV.value, CONV.why, float32=1e-4, scale=_backward_scale)
BATCH = Tolerance(
    1e-9, "the formulas in use differ by 2e-16 times the size of the terms; 1/sqrt(var+eps) is at most 316"
)
SHIFTED = Tolerance(1e-6, "with mean 1e6 the difference x − μ has lost 6 of 16 digits, whoever computes it")


def zero(values: Any, sizes: Any, wrong: Text, tolerance: float = 1e-9) -> Text | None:
    """Check that every array of `values` vanishes beside the sizes, of which at least one must not vanish."""
    big = [np.asarray(s, dtype=float) for s in sizes]
    if not any(np.any(np.abs(s) > 1e-6) for s in big):
        return text("the result is zero everywhere")
    for value, size in zip(values, big, strict=True):
        difference = np.abs(np.asarray(value, dtype=float))
        if difference.shape != size.shape or not np.all(
            difference <= tolerance * max(1.0, float(np.max(np.abs(size))))
        ):
            return wrong
    return None


def is_linear_pair(actual: Observation, case: Case) -> Text | None:
    rest, whole = returned(actual)
    return zero(rest, whole, text("the gradients are not linear in the incoming gradient"))
