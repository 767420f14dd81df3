"""The reference of chapter 8 against SciPy's numerical derivative and against wrong gradients."""

import runpy
from pathlib import Path

import numpy as np
from scipy.optimize import approx_fprime

KEY = runpy.run_path(str(Path(__file__).parents[2] / "solutions/ch08_gradient_check/reference.py"))
X = np.random.default_rng(1).normal(size=6)


def test_the_gradient_agrees_with_scipy() -> None:
    assert np.allclose(KEY["check_func_prime"](X), approx_fprime(X, KEY["check_func"]), atol=1e-5)


def test_right_gradients_pass_and_wrong_ones_do_not() -> None:
    check, f, g = KEY["gradient_check"], KEY["check_func"], KEY["check_func_prime"]
    assert check(f, g, X)
    assert not check(f, lambda x: 1.01 * g(x), X)
    assert not check(f, lambda x: -g(x), X)
