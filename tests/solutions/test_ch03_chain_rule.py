"""Chapter 3's references against independent oracles."""

import cmath
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

_FILE = Path(__file__).parents[2] / "solutions" / "ch03_chain_rule" / "reference.py"
_SPEC = importlib.util.spec_from_file_location("ch03_reference", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)

POINTS = np.random.default_rng(3).uniform(-2, 2, (20, 4))


@pytest.mark.parametrize("z", [-1000.0, -40.0, -1.0, 0.0, 1.0, 40.0, 1000.0])
def test_simple_nn_is_the_logistic_function(z: float) -> None:
    assert reference.simple_nn(1.0, z, 0.0) == pytest.approx(float(expit(z)), rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("point", POINTS)
def test_nn_backward_agrees_with_the_complex_step(point: np.ndarray) -> None:
    x, w, b, y = (float(v) for v in point)

    def loss(w: complex, b: complex) -> complex:
        return (1 / (1 + cmath.exp(-(w * x + b))) - y) ** 2

    h = 1e-200
    oracle = loss(w + h * 1j, b).imag / h, loss(w, b + h * 1j).imag / h
    assert reference.nn_backward(x, w, b, y) == pytest.approx(oracle, rel=1e-13)


@pytest.mark.parametrize("point", POINTS[:5])
def test_torch_gradients_agree_with_the_chain_rule(point: np.ndarray) -> None:
    pytest.importorskip("torch", reason="the extra torch is not installed")
    values = [float(v) for v in point]
    assert reference.torch_gradients(*values) == pytest.approx(reference.nn_backward(*values), rel=1e-12)
