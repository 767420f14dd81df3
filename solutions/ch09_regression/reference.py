"""Chapter 9, regression: gradient descent on a line through many dimensions, and on its ridge variant.

The docstrings are what the student reads in the notebook; the bodies are the reference solution.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]


class LinearRegression:
    """Predict y from the d features of a row x by x·w + b (article, section 9.1).

    Attributes: w, float array of shape (d,); b, a float.
    """

    def __init__(self, input_dim: int, seed: int | None = None) -> None:
        """Draw w, shape (input_dim,), and then b from the standard normal distribution.

        The same seed gives the same start, None a new one each time. The random numbers that all code shares
        (np.random.seed, np.random.randn) are left alone.

        Raises:
            ValueError: input_dim < 1.
        """
        if input_dim < 1:
            raise ValueError(f"input_dim must be at least 1, not {input_dim}")
        rng = np.random.default_rng(seed)
        self.w: Floats = rng.standard_normal(input_dim)
        self.b = float(rng.standard_normal())

    def forward(self, X: npt.ArrayLike) -> Floats:
        """Return the predictions, an array of shape (N,), for the rows of X, shape (N, d); nothing is changed."""
        return np.asarray(X, dtype=float) @ self.w + self.b

    def compute_gradients(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, float]:
        """Return (dw, db), the gradient of mean((X w + b - y)**2): dw of shape (d,), db a float.

        X has shape (N, d), y has shape (N,); neither they nor w and b are changed.

        Raises:
            ValueError: N is 0, X is not (N, d), or y is not (N,).
        """
        X = np.asarray(X, dtype=float)
        y = np.asarray(y, dtype=float)
        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError(f"X of shape {X.shape} and y of shape {y.shape} do not fit w of shape {self.w.shape}")
        error = self.forward(X) - y
        dw = 2 * X.T @ error / len(X)
        db = 2 * float(np.mean(error))
        return dw, db

    def train(self, X: npt.ArrayLike, y: npt.ArrayLike, lr: float = 0.01, epochs: int = 100) -> list[float]:
        """Take `epochs` gradient steps of size lr from the present w and b, on all rows at once.

        Each gradient comes from self.compute_gradients. Returns the mean squared error after each step: `epochs`
        numbers.
        """
        losses = []
        for _ in range(epochs):
            dw, db = self.compute_gradients(X, y)
            self.w = self.w - lr * dw
            self.b = self.b - lr * db
            losses.append(float(np.mean((self.forward(X) - y) ** 2)))
        return losses


def plot_losses(losses: Sequence[float]) -> Axes:
    """Draw losses[k] over k as one curve, with both axis labels, and return the Axes; losses stay as they were."""
    _, ax = plt.subplots(figsize=(4, 2.5))
    ax.plot(losses, label="training loss")
    ax.set_xlabel("epoch")
    ax.set_ylabel("mean squared error")
    ax.legend(loc="upper right")
    return ax


class RidgeRegression(LinearRegression):
    """Linear regression whose objective also charges alpha·‖w‖² (article, section 9.2).

    Attributes: w, b as in LinearRegression; alpha, a float.
    """

    def __init__(self, input_dim: int, alpha: float = 0.1, seed: int | None = None) -> None:
        """Start as LinearRegression(input_dim, seed) does, and keep alpha.

        Raises:
            ValueError: alpha < 0.
        """
        if alpha < 0:
            raise ValueError(f"alpha must not be negative, not {alpha}")
        super().__init__(input_dim, seed=seed)
        self.alpha = alpha

    def compute_gradients(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, float]:
        """Return (dw, db), the gradient of mean((X w + b - y)**2) + alpha * sum(w**2); b is not penalised.

        Shapes and errors as in LinearRegression; nothing is changed.
        """
        dw, db = super().compute_gradients(X, y)
        return dw + 2 * self.alpha * self.w, db


def plot_ridge_comparison(linear_losses: Sequence[float], ridge_losses: Sequence[float]) -> Axes:
    """Draw both loss curves in one Axes, with a legend and both axis labels, and return the Axes.

    The label of the second curve contains "ridge"; that of the first does not.
    """
    _, ax = plt.subplots(figsize=(4, 2.5))
    ax.plot(linear_losses, label="linear regression")
    ax.plot(ridge_losses, label="ridge regression")
    ax.set_xlabel("epoch")
    ax.set_ylabel("mean squared error")
    ax.legend(loc="upper right")
    return ax
