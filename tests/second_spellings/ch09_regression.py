"""Second spellings of chapter 9's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best

_LINEAR = """
import numpy as np


class LinearRegression:
    def __init__(self, input_dim, seed=None):
        if not input_dim >= 1:
            raise ValueError("input_dim")
        g = np.random.default_rng(seed)
        self.w = g.normal(0, 1, input_dim)
        self.b = g.normal(0, 1)

    def forward(self, X):
        return np.dot(X, self.w) + self.b

    def compute_gradients(self, X, y):
        X, y = np.asarray(X), np.asarray(y)
        if X.ndim != 2 or y.ndim != 1 or X.shape != (len(y), len(self.w)) or len(y) < 1:
            raise ValueError("shapes")
        n = X.shape[0]
        r = self.forward(X) - y
        return 2.0 / n * np.einsum("ij,i->j", X, r), 2.0 / n * r.sum()

    def train(self, X, y, lr=0.01, epochs=100):
        out = []
        for epoch in range(epochs):
            g, h = self.compute_gradients(X, y)
            self.w = self.w - g * lr
            self.b = self.b - h * lr
            out += [np.square(self.forward(X) - y).mean()]
        return out
"""
_RIDGE = (
    _LINEAR
    + """

class RidgeRegression(LinearRegression):
    def __init__(self, input_dim, alpha=0.1, seed=None):
        LinearRegression.__init__(self, input_dim, seed)
        if alpha < 0:
            raise ValueError("alpha")
        self.alpha = alpha

    def compute_gradients(self, X, y):
        g, h = LinearRegression.compute_gradients(self, X, y)
        return g + self.alpha * (self.w + self.w), h
"""
)


def _but(base: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert base.count(old) == 1, old
        base = base.replace(old, new)
    return base


_RETURN = 'return 2.0 / n * np.einsum("ij,i->j", X, r), 2.0 / n * r.sum()'
_RIDGED = "return g + self.alpha * (self.w + self.w), h"
_NOTE = "            out += [np.square(self.forward(X) - y).mean()]\n"
_PLOT = "import matplotlib.pyplot as plt\nimport numpy as np\n\n\ndef plot_losses(losses):\n    figure = plt.figure()\n    a = figure.gca()\n    {}\n    return a\n"
_NAMED = 'a.set(xlabel="k", ylabel="L")'

SECOND = {
    "start_no_bias": _but(_LINEAR, ("np.dot(X, self.w) + self.b", "np.einsum('ij,j->i', X, self.w)")),
    "start_bias_subtracted": _but(_LINEAR, ("np.dot(X, self.w) + self.b", "-(self.b - np.dot(X, self.w))")),
    "start_bias_times_features": _but(
        _LINEAR, ("np.dot(X, self.w) + self.b", "np.dot(X, self.w) + self.b * sum(self.w)")
    ),
    "start_seed_ignored": _but(_LINEAR, ("default_rng(seed)", "default_rng(None)")),
    "start_no_check": _but(_LINEAR, ("if not input_dim >= 1:", "if False:")),
    "start_bias_array": _but(_LINEAR, ("g.normal(0, 1)\n", "g.normal(0, 1, size=(1,))\n")),
    "start_weights_column": _but(_LINEAR, ("g.normal(0, 1, input_dim)", "g.normal(0, 1, input_dim).reshape(-1, 1)")),
    "start_zeros": _but(_LINEAR, ("g.normal(0, 1, input_dim)", "np.zeros((input_dim,))"), ("g.normal(0, 1)\n", "0\n")),
    "gradient_half": _but(_LINEAR, (_RETURN, "return X.T @ r / n, np.mean(r)")),
    "gradient_summed": _but(_LINEAR, (_RETURN, "return 2 * X.T @ r, 2 * sum(r)")),
    "gradient_wrong_sign": _but(_LINEAR, (_RETURN, "return -2 / n * X.T @ r, -2 * r.mean()")),
    "gradient_bias_zero": _but(_LINEAR, (_RETURN, "return 2 / n * X.T @ r, 0.0")),
    "gradient_swapped": _but(_LINEAR, (_RETURN, "return 2 * r.mean(), 2 / n * X.T @ r")),
    "gradient_over_features": _but(_LINEAR, (_RETURN, "return 2 / len(self.w) * X.T @ r, 2 * r.mean()")),
    "gradient_half_bias": _but(_LINEAR, (_RETURN, "return 2 / n * X.T @ r, r.mean()")),
    "gradient_bias_summed": _but(_LINEAR, (_RETURN, "return 2 / n * X.T @ r, 2 * r.sum()")),
    "training_before_update": _but(_LINEAR, (_NOTE, ""), ("            g, h =", _NOTE + "            g, h =")),
    "training_ascent": _but(_LINEAR, ("self.w - g * lr", "self.w + lr * g"), ("self.b - h * lr", "self.b + lr * h")),
    "training_bias_frozen": _but(_LINEAR, ("self.b - h * lr", "self.b")),
    "training_weights_frozen": _but(_LINEAR, ("self.w - g * lr", "self.w")),
    "training_half_loss": _but(_LINEAR, (".mean()]", ".mean() / 2]")),
    "training_sum_of_squares": _but(_LINEAR, (".mean()]", ".sum()]")),
    "training_extra_epoch": _but(_LINEAR, ("range(epochs)", "range(0, epochs + 1)")),
    "training_returns_none": _but(_LINEAR, ("        return out\n", "")),
    "training_last_only": _but(_LINEAR, ("return out", "return [out[-1]] if out else []")),
    "training_root_loss": _but(
        _LINEAR, ("np.square(self.forward(X) - y).mean()", "np.linalg.norm(self.forward(X) - y) / len(y) ** 0.5")
    ),
    "ridge_no_two": _but(_RIDGE, (_RIDGED, "return g + self.alpha * self.w, h")),
    "ridge_bias_penalised": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha * self.w, h + 2 * self.b * self.alpha")),
    "ridge_wrong_sign": _but(_RIDGE, (_RIDGED, "return g - 2 * self.alpha * self.w, h")),
    "ridge_over_rows": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha / len(y) * self.w, h")),
    "ridge_no_penalty": _but(_RIDGE, (_RIDGED, "return g, h")),
    "ridge_absolute": _but(_RIDGE, (_RIDGED, "return g + np.where(self.w > 0, self.alpha, -self.alpha), h")),
    "ridge_alpha_squared": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha * self.alpha * self.w, h")),
    "ridge_alpha_fixed": _but(_RIDGE, (_RIDGED, "return g + self.w / 5, h")),
    "ridge_article": _but(_RIDGE, (_RIDGED, "return g * 0.5 + 2 * self.alpha * self.w, h * 0.5")),
    "ridge_value_not_slope": _but(_RIDGE, (_RIDGED, "return g + self.alpha * (self.w @ self.w), h")),
    "ridge_summed_weights": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha * self.w.sum(), h")),
    "ridge_no_check": _but(_RIDGE, ("if alpha < 0:", "if alpha is None:")),
    "curve_no_labels": _PLOT.format("a.plot(range(len(losses)), losses)"),
}
