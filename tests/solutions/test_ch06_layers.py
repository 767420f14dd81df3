"""The references of chapter 6 against oracles that share no code with them."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

_PATH = Path(__file__).parents[2] / "solutions" / "ch06_layers" / "reference.py"
_SPEC = importlib.util.spec_from_file_location("ch06_reference", _PATH)
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)

SHAPES = [(5, 7, 3, 2), (6, 4, 2, 3), (1, 6, 1, 4), (5, 3, 5, 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_convolution_is_scipys_correlation(shape):
    rng = np.random.default_rng(0)
    x, k = rng.normal(size=shape[:2]), rng.normal(size=shape[2:])
    np.testing.assert_allclose(reference.conv2d_forward(x, k), correlate2d(x, k, mode="valid"), atol=1e-13)


@pytest.mark.parametrize("shape", SHAPES)
def test_convolution_backward_is_scipys_full_convolution_and_correlation(shape):
    rng = np.random.default_rng(1)
    x, k = rng.normal(size=shape[:2]), rng.normal(size=shape[2:])
    g = rng.normal(size=(shape[0] - shape[2] + 1, shape[1] - shape[3] + 1))
    grad_input, grad_kernel = reference.conv2d_backward(x, k, g)
    np.testing.assert_allclose(grad_input, convolve2d(g, k, mode="full"), atol=1e-13)
    np.testing.assert_allclose(grad_kernel, correlate2d(x, g, mode="valid"), atol=1e-13)


def _complex_step(loss, x):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[index] += 1e-200j
        gradient[index] = loss(moved).imag / 1e-200
    return gradient


def _normalise(x, gamma, beta, eps):
    """Complex-safe: no conjugate, no absolute value."""
    mu = x.sum(axis=0) / len(x)
    var = ((x - mu) ** 2).sum(axis=0) / len(x)
    return gamma * (x - mu) / np.sqrt(var + eps) + beta


@pytest.mark.parametrize("n, d", [(8, 3), (3, 7), (2, 4), (20, 1), (1, 4), (1, 1)])
@pytest.mark.parametrize("eps", [1e-5, 0.5, 3.0])
def test_batch_normalisation_backward_is_the_complex_step_derivative(n, d, eps):
    rng = np.random.default_rng(n * d)
    x, gamma, beta, g = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(size=d), rng.normal(size=(n, d))
    out, cache = reference.batchnorm_forward(x, gamma, beta, eps)
    np.testing.assert_allclose(out, _normalise(x, gamma, beta, eps), atol=1e-13)
    dx, dgamma, dbeta = reference.batchnorm_backward(g, cache)
    steps = [
        _complex_step(lambda v: np.sum(g * _normalise(v, gamma, beta, eps)), x),
        _complex_step(lambda v: np.sum(g * _normalise(x, v, beta, eps)), gamma),
        _complex_step(lambda v: np.sum(g * _normalise(x, gamma, v, eps)), beta),
    ]
    for found, wanted in zip((dx, dgamma, dbeta), steps, strict=True):
        np.testing.assert_allclose(found, wanted, atol=1e-11)


@pytest.mark.parametrize("a, b", [((4, 4), (5, 2)), ((4, 4), (2, 5)), ((4, 4), (0, 2)), ((4,), (2, 2))])
def test_arguments_that_do_not_fit_are_refused(a, b):
    with pytest.raises(ValueError, match="shape"):
        reference.conv2d_forward(np.ones(a), np.ones(b))
    with pytest.raises(ValueError, match="shape"):
        reference.conv2d_backward(np.ones(a), np.ones(b), np.ones((1, 1)))
