"""The references of chapter 2 against closed forms and SymPy."""

import importlib.util
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import sympy as sp

matplotlib.use("Agg")
_PATH = Path(__file__).parents[2] / "solutions" / "ch02_gradient_descent" / "reference.py"
_SPEC = importlib.util.spec_from_file_location("ch02_reference", _PATH)
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.5, 0.9, 1.0, 1.05])
def test_the_walk_on_the_parabola_has_its_closed_form(rate):
    x, history = reference.gradient_descent(reference.target_func, reference.target_func_prime, 10.0, rate, 30)
    points = -2.5 + 12.5 * (1 - 2 * rate) ** np.arange(1, 31)
    np.testing.assert_allclose([p for p, _ in history], points, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose([v for _, v in history], (points + 2.5) ** 2 - 0.25, rtol=1e-10, atol=1e-10)
    assert x == history[-1][0]
    np.testing.assert_allclose(reference.learning_rate_curves([rate], epochs=30)[f"lr={rate}"], [v for _, v in history])


def test_the_derivative_is_sympys():
    x = sp.Symbol("x")
    assert sp.expand(sp.diff(reference.target_func(x), x) - reference.target_func_prime(x)) == 0


def test_the_figure_is_read_as_the_curves_that_were_drawn():
    from autograder.judge.figures import axes_labelled, curves_match, legend_shown, returns_axes
    from autograder.probe.figures import read_figure

    curves = reference.learning_rate_curves([0.01, 0.1, 0.5, 0.9, 1.0, 1.05])
    figure = read_figure(lambda: reference.plot_learning_rates(curves))
    assert curves_match(figure, curves) is None
    assert [check(figure) for check in (axes_labelled, legend_shown, returns_axes)] == [None] * 3
    swapped = dict(zip(curves, reversed(curves.values()), strict=True))
    assert curves_match(figure, swapped) is not None
