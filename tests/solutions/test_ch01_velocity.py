"""Chapter 1's references against independent oracles."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

_FILE = Path(__file__).parents[2] / "solutions" / "ch01_velocity" / "reference.py"
_SPEC = importlib.util.spec_from_file_location("ch01_reference", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)


def test_average_velocity_of_a_parabola_is_the_slope_at_the_midpoint() -> None:
    t = np.array([0.0, 1.0, 3.0, 7.0])
    v = reference.average_velocity(t, t**2 + 3 * t + 2)
    np.testing.assert_allclose(v, (t[1:] + t[:-1]) + 3, rtol=1e-14)


@pytest.mark.parametrize(("t", "s"), [([0, 1], [0]), ([0], [0]), ([0, 0], [1, 2]), ([1, 0], [1, 2])])
def test_average_velocity_refuses_bad_times(t: list[float], s: list[float]) -> None:
    with pytest.raises(ValueError, match=r"."):
        reference.average_velocity(t, s)


def test_the_two_panels_leave_each_other_room() -> None:
    t = np.linspace(0, 10, 100)
    left, right = reference.plot_motion(t, t**2 + 3 * t + 2)
    left.figure.canvas.draw()
    assert left.get_tightbbox().x1 < right.get_tightbbox().x0
    # the label of the right one, which would stand across the left one's frame
    assert left.bbox.x1 < right.yaxis.label.get_window_extent().x0 - 5


def test_numeric_derivative_of_a_cube_is_off_by_dx_squared() -> None:
    assert reference.numeric_derivative(lambda x: x**3, 2.0, dx=0.5) == 12.25


def test_symbolic_derivative_agrees_with_the_complex_step() -> None:
    u = sp.Symbol("u")
    expr = u**2 * sp.exp(-u) + sp.sin(u)
    oracle = complex(sp.lambdify(u, expr, "numpy")(1.3 + 1e-30j)).imag / 1e-30
    assert reference.symbolic_derivative(expr, 1.3) == pytest.approx(oracle, rel=1e-14)


def test_compare_derivatives_reports_the_distance() -> None:
    u = sp.Symbol("u")
    assert reference.compare_derivatives(u**3, 2.0, dx=0.5)["abs_error"] == pytest.approx(0.25)
