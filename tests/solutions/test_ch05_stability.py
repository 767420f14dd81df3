"""The reference of chapter 5 against independent oracles."""

import runpy
from pathlib import Path

import numpy as np
import pytest
import sympy

KEY = runpy.run_path(str(Path(__file__).parents[2] / "solutions/ch05_stability/reference.py"))


@pytest.mark.parametrize("x", [0.3, -4.0, 12.0, 19.0, -30.0])
def test_tanh_derivative_agrees_with_forty_digits(x: float) -> None:
    exact = float(sympy.Float(1, 40) / sympy.cosh(sympy.Float(x, 40)) ** 2)
    assert KEY["tanh_derivative"](x) == pytest.approx(exact, rel=1e-13)


def test_division_keeps_the_sign_and_the_bound() -> None:
    assert KEY["safe_division"](1.0, -5e-11) == -1e10
    assert KEY["safe_division"](1.0, 0.0) == 1e10


def test_descent_solves_a_linear_system_from_far_away() -> None:
    A, b = np.diag([1.0, 4.0]), np.array([1.0, -2.0])
    x = KEY["stabilized_gradient_descent"](None, lambda x: A @ x - b, np.array([500.0, -300.0]), epochs=400)
    assert np.allclose(x, np.linalg.solve(A, b), atol=1e-9)
