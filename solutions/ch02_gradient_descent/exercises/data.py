"""The tolerance of chapter 2's walks, with the reason for it, and what its checks share."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.authoring import Observation, Returned, Tolerance

Rng = np.random.Generator

ITERATED = Tolerance(
    1e-9, "each step multiplies the error it inherits by |1 − lr·f''|, and the point's distance alike: 1e-13 of it"
)


def value(observation: Observation) -> Any:
    """Return what the student's function gave back."""
    assert isinstance(observation.outcome, Returned)
    return observation.outcome.value
