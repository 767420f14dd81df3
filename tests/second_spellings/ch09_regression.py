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
_CHECK = """        if X.ndim != 2 or y.ndim != 1 or X.shape != (len(y), len(self.w)) or len(y) < 1:
            raise ValueError("shapes")
"""
_ASK = "            g, h = self.compute_gradients(X, y)\n"
_STEP_W, _STEP_B = "            self.w = self.w - g * lr\n", "            self.b = self.b - h * lr\n"
_PYPLOT = "import matplotlib.pyplot as plt\nimport numpy as np\n\n\n"
_ONE = _PYPLOT + "def plot_losses(losses):\n    figure = plt.figure()\n    a = figure.gca()\n    {}\n    return a\n"
_TWO = _PYPLOT + (
    "def plot_ridge_comparison(linear_losses, ridge_losses):\n"
    "    plt.figure()\n    {}\n    a = plt.gca()\n    a.set_title('t')\n    return a\n"
)
_NAMED = 'a.set(xlabel="k", ylabel="L")'
_AXES = "; plt.xlabel('k'); plt.ylabel('L')"

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
    "curve_no_labels": _ONE.format("a.plot(range(len(losses)), losses)"),
    "start_article": _but(
        _LINEAR,
        (
            '        if not input_dim >= 1:\n            raise ValueError("input_dim")\n        g = np.random.default_rng(seed)\n',
            "",
        ),
        ("g.normal(0, 1, input_dim)", "np.random.normal(size=input_dim)"),
        ("g.normal(0, 1)\n", "np.random.normal()\n"),
    ),
    "start_averaged_weights": _but(
        _LINEAR, ("np.dot(X, self.w) + self.b", "(np.asarray(X) * self.w).mean(axis=1) + self.b")
    ),
    "start_one_prediction": _but(
        _LINEAR, ("np.dot(X, self.w) + self.b", "np.sum(np.dot(X, self.w) + self.b) / len(X)")
    ),
    "start_prediction_column": _but(
        _LINEAR, ("np.dot(X, self.w) + self.b", "np.dot(X, self.w.reshape(-1, 1)) + self.b")
    ),
    "start_prediction_list": _but(_LINEAR, ("np.dot(X, self.w) + self.b", "list(np.dot(X, self.w) + self.b)")),
    "start_remembered_prediction": _but(
        _LINEAR,
        (
            "        return np.dot(X, self.w) + self.b",
            "        if not hasattr(self, 'cache'):\n            self.cache = np.dot(X, self.w) + self.b\n        return self.cache",
        ),
    ),
    "start_one_number_for_all": _but(_LINEAR, ("g.normal(0, 1, input_dim)", "np.ones(input_dim) * g.normal(0, 1)")),
    "start_seed_zero_lost": _but(
        _LINEAR,
        (
            "g = np.random.default_rng(seed)",
            "g = np.random.default_rng()\n        if seed:\n            g = np.random.default_rng(seed)",
        ),
    ),
    "start_zero_only": _but(
        _LINEAR, ("if not input_dim >= 1:", "input_dim = max(input_dim, -input_dim)\n        if input_dim == 0:")
    ),
    "start_global_seed": _but(
        _LINEAR,
        ("g = np.random.default_rng(seed)", "np.random.seed(seed)\n        g = np.random"),
    ),
    "start_always_same": _but(_LINEAR, ("default_rng(seed)", "default_rng(42)")),
    "start_uniform": _but(
        _LINEAR, ("g.normal(0, 1, input_dim)", "g.uniform(0, 1, input_dim)"), ("g.normal(0, 1)\n", "g.uniform(0, 1)\n")
    ),
    "start_small_start": _but(
        _LINEAR,
        ("g.normal(0, 1, input_dim)", "g.normal(0, 0.01, input_dim)"),
        ("g.normal(0, 1)\n", "g.normal(0, 0.01)\n"),
    ),
    "start_bias_repeats_weight": _but(_LINEAR, ("g.normal(0, 1)\n", "self.w[0]\n")),
    "gradient_article": _but(_LINEAR, (_CHECK, ""), (_RETURN, "return X.T.dot(r) / n, r.mean()")),
    "gradient_no_bias": _but(_LINEAR, ("r = self.forward(X) - y", "r = np.dot(X, self.w) - y")),
    "gradient_bias_with_features": _but(_LINEAR, (_RETURN, "return 2 / n * X.T @ r, 2 / n * (X.T @ r)[0]")),
    "gradient_absolute_error": _but(
        _LINEAR, (_RETURN, "s = np.where(r > 0, 1.0, np.where(r < 0, -1.0, 0.0))\n        return s @ X / n, s.mean()")
    ),
    "gradient_root": _but(
        _LINEAR,
        (
            _RETURN,
            "m = np.mean(r**2) ** 0.5\n        m = m if m > 0 else 0.5\n        return X.T @ r / n / m, r.mean() / m",
        ),
    ),
    "gradient_no_check": _but(_LINEAR, (_CHECK, "")),
    "gradient_flattened": _but(_LINEAR, ("np.asarray(X), np.asarray(y)\n", "np.asarray(X), np.reshape(y, -1)\n")),
    "gradient_normalised": _but(
        _LINEAR,
        (
            _RETURN,
            "v = 2 * X.T @ r / n\n        s = sum(v**2) ** 0.5\n        return v / s if s > 0 else v, 2 * r.mean()",
        ),
    ),
    "gradient_steps": _but(
        _LINEAR, (_RETURN, "v = 2 * X.T @ r / n\n        self.w = self.w - v * 0.01\n        return v, 2 * r.mean()")
    ),
    "gradient_in_place": _but(_LINEAR, ("r = self.forward(X) - y", "y[...] = self.forward(X) - y\n        r = y")),
    "gradient_cached": _but(
        _LINEAR,
        (
            _RETURN,
            "if not hasattr(self, 'memo'):\n            self.memo = 2 * X.T @ r / n, 2 * r.mean()\n        return self.memo",
        ),
    ),
    "gradient_accumulated": _but(
        _LINEAR,
        (
            _RETURN,
            "self.total = getattr(self, 'total', np.zeros(len(self.w))) + 2 * X.T @ r / n\n        return self.total, 2 * r.mean()",
        ),
    ),
    "gradient_clipped": _but(
        _LINEAR,
        (_RETURN, "v, u = 2 * X.T @ r / n, 2 * r.mean()\n        return v.clip(-1, 1), max(-1.0, min(1.0, u))"),
    ),
    "training_gradient_once": _but(
        _LINEAR, (_ASK, ""), ("        out = []\n", "        out = []\n        g, h = self.compute_gradients(X, y)\n")
    ),
    "training_loss_between": _but(_LINEAR, (_STEP_B, ""), (_NOTE, _NOTE + _STEP_B)),
    "training_stops_when_rising": _but(
        _LINEAR, (_NOTE, _NOTE + "            if out[1:] and out[-2] < out[-1]:\n                return out\n")
    ),
    "training_stale": _but(_LINEAR, (_STEP_B, "            self.b = self.b - lr * self.compute_gradients(X, y)[1]\n")),
    "training_lr_ignored": _but(_LINEAR, (_STEP_W + _STEP_B, "            lr = 0.01\n" + _STEP_W + _STEP_B)),
    "training_decay": _but(
        _LINEAR,
        (_STEP_W, _STEP_W.replace("lr", "lr * 0.95**epoch")),
        (_STEP_B, _STEP_B.replace("lr", "lr * 0.95**epoch")),
    ),
    "training_absolute_loss": _but(
        _LINEAR, ("np.square(self.forward(X) - y).mean()", "np.linalg.norm(self.forward(X) - y, 1) / len(y)")
    ),
    "training_missing_epoch": _but(_LINEAR, ("range(epochs)", "range(epochs - 1)")),
    "training_restarts": _but(
        _LINEAR, ("        out = []\n", "        out = []\n        self.w = 0 * self.w\n        self.b = 0.0\n")
    ),
    "training_one_row": _but(
        _LINEAR,
        (_ASK, "            row = [epoch % len(X)]\n            g, h = self.compute_gradients(X[row], y[row])\n"),
    ),
    "training_local_copies": _but(
        _LINEAR,
        ("        out = []\n", "        out = []\n        import copy\n        self = copy.deepcopy(self)\n"),
    ),
    "training_defaults": _but(_LINEAR, ("lr=0.01", "lr=1e-1")),
    "training_stops_early": _but(
        _LINEAR,
        (
            _NOTE,
            _NOTE + "            if len(out) >= 2 and -1e-4 < out[-2] - out[-1] < 1e-4:\n                return out\n",
        ),
    ),
    "training_scales_data": _but(
        _LINEAR, ("        out = []\n", "        out = []\n        X[:] = X - np.mean(X, axis=0)\n")
    ),
    "curve_reversed": _ONE.format("a.plot(list(reversed(losses)), 'r.'); " + _NAMED),
    "curve_logarithm_of_data": _ONE.format("a.plot([np.log(v) for v in losses]); " + _NAMED),
    "curve_swapped_axes": _ONE.format("a.plot(losses, np.arange(len(losses)), '--'); " + _NAMED),
    "curve_sorted": _ONE.format("a.plot(sorted(losses, reverse=True), label='l'); " + _NAMED),
    "curve_steps_of_ten": _ONE.format("a.plot([k / (len(losses) - 1) for k in range(len(losses))], losses); " + _NAMED),
    "curve_one_label": _ONE.format("a.semilogy(losses); a.set_ylabel('MSE')"),
    "curve_first_dropped": _ONE.format("a.plot(np.array(losses)[1:]); " + _NAMED),
    "curve_running_mean": _ONE.format(
        "a.plot([sum(losses[: k + 1]) / (k + 1) for k in range(len(losses))]); " + _NAMED
    ),
    "curve_returns_none": _ONE.format("a.plot(losses); " + _NAMED).replace("    return a\n", "    plt.show()\n"),
    "curve_nothing_drawn": _ONE.format(_NAMED),
    "curve_scaled": _ONE.format("a.plot([v / losses[0] for v in losses]); " + _NAMED),
    "comparison_labels_swapped": _TWO.format(
        "plt.plot(ridge_losses, label='OLS'); plt.plot(linear_losses, label='Ridge'); plt.legend(loc=1)" + _AXES
    ),
    "comparison_no_legend": _TWO.format(
        "plt.plot(ridge_losses, label='Ridge'); plt.plot(linear_losses, label='OLS')" + _AXES
    ),
    "comparison_no_labels": _TWO.format("plt.plot(linear_losses, 'k'); plt.plot(ridge_losses, 'r')" + _AXES),
    "comparison_same_twice": _TWO.format(
        "plt.plot(linear_losses, label='OLS'); plt.plot(linear_losses, '--', label='ridge'); plt.legend()" + _AXES
    ),
    "comparison_ridge_only": _TWO.format("plt.semilogy(ridge_losses, label='RIDGE'); plt.legend()" + _AXES),
    "comparison_no_axis_labels": _TWO.format(
        "plt.plot(ridge_losses, label='Ridge'); plt.plot(linear_losses, label='OLS'); plt.legend()"
    ),
    "comparison_two_panels": _PYPLOT
    + "def plot_ridge_comparison(linear_losses, ridge_losses):\n"
    + "    one, two = plt.subplot(1, 2, 1), plt.subplot(1, 2, 2)\n"
    + "    one.plot(linear_losses, label='OLS')\n    two.plot(ridge_losses, label='ridge')\n"
    + "    [(p.legend(), p.set_xlabel('k'), p.set_ylabel('L')) for p in (one, two)]\n    return one, two\n",
    "comparison_difference": _TWO.format(
        "plt.plot([a - b for a, b in zip(linear_losses, ridge_losses)], label='ridge'); plt.legend()" + _AXES
    ),
    "comparison_one_after_the_other": _TWO.format(
        "n = len(linear_losses); plt.plot(linear_losses, label='OLS'); "
        "plt.plot(n + np.arange(len(ridge_losses)), ridge_losses, label='ridge'); plt.legend()" + _AXES
    ),
    "comparison_both_called_ridge": _TWO.format(
        "plt.plot(linear_losses, label='no ridge'); plt.plot(ridge_losses, label='ridge'); plt.legend()" + _AXES
    ),
    "comparison_against_each_other": _TWO.format(
        "plt.plot(*zip(*zip(linear_losses, ridge_losses)), 'o', label='ridge'); plt.legend()" + _AXES
    ),
    "comparison_returns_none": _TWO.format(
        "plt.plot(linear_losses, label='OLS'); plt.plot(ridge_losses, label='ridge'); plt.legend()" + _AXES
    ).replace("    return a\n", "    plt.show()\n"),
    "ridge_over_features": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha * self.w / np.size(self.w), h")),
    "ridge_norm_not_squared": _but(
        _RIDGE, (_RIDGED, "s = np.sqrt(self.w @ self.w)\n        return g + self.alpha * self.w / s, h")
    ),
    "ridge_magnitude": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha * np.sqrt(self.w**2), h")),
    "ridge_mixture": _but(_RIDGE, (_RIDGED, "return (1 - self.alpha) * g / 2 + self.alpha * 2 * self.w, h")),
    "ridge_penalty_alone": _but(_RIDGE, (_RIDGED, "return self.alpha * 2 * self.w, h")),
    "ridge_default_one": _but(_RIDGE, ("alpha=0.1", "alpha=1")),
    "ridge_clipped": _but(_RIDGE, ('            raise ValueError("alpha")\n', "            alpha = 0\n")),
    "ridge_alpha_zero_lost": _but(_RIDGE, ("self.alpha = alpha\n", "self.alpha = alpha if alpha else 0.1\n")),
    "ridge_penalised_loss": _RIDGE
    + """
    def train(self, X, y, lr=0.01, epochs=100):
        out = []
        for _ in range(epochs):
            g, h = self.compute_gradients(X, y)
            self.w, self.b = self.w - lr * g, self.b - lr * h
            out.append(np.mean((self.forward(X) - y) ** 2) + self.alpha * (self.w @ self.w))
        return out
""",
    "ridge_weights_of_the_start": _but(
        _RIDGE,
        ("self.alpha = alpha\n", "self.alpha = alpha\n        self.start = self.w.copy()\n"),
        (_RIDGED, "return g + 2 * self.alpha * self.start, h"),
    ),
    "ridge_seed_lost": _but(
        _RIDGE, ("LinearRegression.__init__(self, input_dim, seed)", "super().__init__(input_dim)")
    ),
    "ridge_decays": _but(
        _RIDGE,
        (
            "g, h = LinearRegression.compute_gradients(self, X, y)",
            "g, h = LinearRegression.compute_gradients(self, X, y)\n        self.w = self.w - self.w * self.alpha / 100",
        ),
    ),
    "ridge_times_rows": _but(_RIDGE, (_RIDGED, "return g + 2 * self.alpha * self.w * X.shape[0], h")),
}
