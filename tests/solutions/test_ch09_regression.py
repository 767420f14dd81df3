"""Chapter 9's reference against oracles that share no code with it: central differences and least squares."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

PATH = Path(__file__).parents[2] / "solutions" / "ch09_regression" / "reference.py"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_ch09_regression", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("alpha", [None, 0.0, 0.4])
def test_gradient_is_the_central_difference_of_the_objective(reference: ModuleType, alpha: float | None) -> None:
    """The objective is a parabola: a central difference is exact up to rounding."""
    rng = np.random.default_rng(1)
    X, y, theta = rng.normal(size=(9, 4)), rng.normal(size=9), rng.normal(size=5)

    def objective(at: np.ndarray) -> float:
        return float(np.mean((X @ at[:4] + at[4] - y) ** 2) + (alpha or 0.0) * np.sum(at[:4] ** 2))

    model = reference.LinearRegression(4) if alpha is None else reference.RidgeRegression(4, alpha=alpha)
    model.w, model.b = theta[:4], float(theta[4])
    dw, db = model.compute_gradients(X, y)
    h = 1e-3
    wanted = [(objective(theta + h * e) - objective(theta - h * e)) / (2 * h) for e in np.eye(5)]
    np.testing.assert_allclose([*dw, db], wanted, rtol=1e-9, atol=1e-10)


def test_training_arrives_at_least_squares(reference: ModuleType) -> None:
    """After many steps w and b are those of numpy.linalg.lstsq."""
    rng = np.random.default_rng(2)
    X = rng.normal(size=(80, 3))
    y = X @ [1.0, -2.0, 0.5] + 0.7 + 0.1 * rng.normal(size=80)
    model = reference.LinearRegression(3, seed=0)
    losses = model.train(X, y, lr=0.2, epochs=400)
    wanted = np.linalg.lstsq(np.column_stack([X, np.ones(80)]), y, rcond=None)[0]
    np.testing.assert_allclose([*model.w, model.b], wanted, atol=1e-10)
    assert len(losses) == 400


def test_ridge_training_arrives_at_the_augmented_least_squares(reference: ModuleType) -> None:
    """Ridge is least squares with one more row sqrt(N alpha) e_j -> 0 per weight."""
    rng = np.random.default_rng(3)
    X, y, alpha = rng.normal(size=(40, 3)), rng.normal(size=40), 0.3
    model = reference.RidgeRegression(3, alpha=alpha, seed=0)
    model.train(X, y, lr=0.2, epochs=500)
    rows = np.column_stack([np.sqrt(40 * alpha) * np.eye(3), np.zeros(3)])
    system = np.vstack([np.column_stack([X, np.ones(40)]), rows])
    wanted = np.linalg.lstsq(system, np.append(y, np.zeros(3)), rcond=None)[0]
    np.testing.assert_allclose([*model.w, model.b], wanted, atol=1e-9)


def test_y_as_a_column_is_refused(reference: ModuleType) -> None:
    """A column would broadcast to a table."""
    with pytest.raises(ValueError, match="shape"):
        reference.LinearRegression(2).compute_gradients(np.ones((4, 2)), np.ones((4, 1)))
