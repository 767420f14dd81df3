"""The reference of chapter 7 against exact gradients."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from autograder.probe import fakecupy

KEY = runpy.run_path(str(Path(__file__).parents[2] / "solutions/ch07_vectorized_gpu/reference.py"))


def test_the_gradient_of_the_chapters_function() -> None:
    x = np.random.default_rng(1).normal(size=20)
    exact = 2 * x
    exact[0] += np.cos(x[0])
    exact[1] -= np.sin(x[1])
    assert np.allclose(KEY["vectorized_gradient"](KEY["high_dim_func"], x), exact, atol=1e-7)


@pytest.mark.parametrize("xp", [np, fakecupy.stand_in()])
def test_the_gradient_under_both_array_modules(xp: object) -> None:
    found = KEY["gpu_gradient"](KEY["gpu_func"], np.array([1.0, -2.0]), xp=xp)
    assert type(found) is np.ndarray
    assert np.allclose(found, [2, -4])
