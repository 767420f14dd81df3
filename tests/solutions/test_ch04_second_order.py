"""Chapter 4's references against independent oracles."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

_FILE = Path(__file__).parents[2] / "solutions" / "ch04_second_order" / "reference.py"
_SPEC = importlib.util.spec_from_file_location("ch04_reference", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)


def test_derivatives_are_sympys() -> None:
    x = sp.Symbol("x")
    assert sp.expand(sp.diff(reference.func(x), x) - reference.func_prime(x)) == 0
    assert sp.expand(sp.diff(reference.func(x), x, 2) - reference.func_double_prime(x)) == 0


def test_newton_on_x4_multiplies_by_two_thirds() -> None:
    x, history = reference.newton_method(lambda x: x**4, lambda x: 4 * x**3, lambda x: 12 * x**2, 1)
    assert x == pytest.approx((2 / 3) ** 10, rel=1e-14)
    assert len(history) == 10


def test_newton_solves_a_quadratic_in_one_step() -> None:
    a, b = np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([1.0, -4.0])
    x, _ = reference.newton_method(lambda x: x @ a @ x / 2 - b @ x, lambda x: a @ x - b, lambda x: a, [5, 7], 1)
    np.testing.assert_allclose(a @ x, b, rtol=1e-13)


@pytest.mark.parametrize("curvature", [0.0, math.nan, math.inf])
def test_newton_refuses_what_it_cannot_divide_by(curvature: float) -> None:
    with pytest.raises(ArithmeticError):
        reference.newton_method(lambda x: x, lambda x: 1.0, lambda x: curvature, 1.0)


def test_newton_stays_at_a_flat_stationary_point() -> None:
    assert reference.newton_method(lambda x: x**4, lambda x: 4 * x**3, lambda x: 12 * x**2, 0.0, 2)[0] == 0.0


def test_convexity_of_known_functions() -> None:
    assert reference.check_convexity(lambda x: 12 * x**2, (-1, 1)) == reference.CONVEX
    assert reference.check_convexity(math.cos, (2, 4)) == reference.CONCAVE
    assert reference.check_convexity(reference.func_double_prime, (0, 2)) == reference.NEITHER
    assert reference.check_convexity(lambda x: 0.0, (0, 2)) == reference.CONVEX
