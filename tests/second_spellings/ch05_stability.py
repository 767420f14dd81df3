"""Second spellings of chapter 5's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best


def _division(result: str, before: str = "pass") -> str:
    return f"""
def safe_division(a, b, eps=1e-10):
    top, low = np.array(a, dtype=float), np.array(b, dtype=float)
    {before}
    with np.errstate(all="ignore"):
        return np.true_divide(top, {result})
"""


_DIVISION = {
    "article": """
def safe_division(a, b, eps=1e-10):
    if np.fabs(b) < eps:
        b = b + eps
    return a / b
""",
    "always_adds_eps": _division("low + eps"),
    "returns_zero": """
def safe_division(a, b, eps=1e-10):
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    return np.divide(a, b, out=np.zeros(a.shape), where=np.abs(b) >= eps)[()]
""",
    "returns_numerator": _division("np.where(np.abs(low) >= eps, low, 1.0)"),
    "absolute_divisor": _division("np.clip(np.fabs(low), eps, None)"),
    "test_without_abs": _division("np.where(low >= eps, low, eps)"),
    "small_sign_lost": _division("np.where(low * low >= eps * eps, low, eps)"),
    "sign_of_zero": _division("np.sign(low) * np.fmax(np.fabs(low), eps)"),
    "numbers_only": """
def safe_division(a, b, eps=1e-10):
    if -eps < b < 0:
        b = -eps
    elif 0 <= b < eps:
        b = eps
    return a / b
""",
    "eps_ignored": _division("np.where(np.abs(low) >= 1e-10, low, np.where(low < 0, -1e-10, 1e-10))"),
    "moves_away_from_zero": _division("np.where(low >= 0, low + eps, low - eps)"),
    "in_place": """
def safe_division(a, b, eps=1e-10):
    if np.ndim(b) == 0:
        b = float(b)
        return a / (b if not -eps < b < eps else (-eps if b < 0 else eps))
    if b.dtype.kind != "f":
        b = b.astype(float)
    b[(b >= 0) & (b < eps)] = eps
    b[(b < 0) & (b > -eps)] = -eps
    return np.asarray(a) / b
""",
    "floor_division": """
def safe_division(a, b, eps=1e-10):
    b = np.asarray(b, float)
    return np.floor_divide(a, np.where(np.abs(b) >= eps, b, np.where(b < 0, -eps, eps)))
""",
}


def _descent(
    step: str = "point - learning_rate * shortened",
    measure: str = "biggest * np.sqrt(np.sum((slope / (biggest or 1.0)) ** 2))",
    shorten: str = "slope * (max_norm / length) if length > max_norm else slope",
    check: str = "np.isfinite(slope).all()",
    start: str = "np.array(x0, dtype=float)[()]",
    slope: str = "np.array(f_prime(point), dtype=float)",
    times: str = "epochs",
    end: str = "point",
) -> str:
    return f"""
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    point, done = {start}, 0
    while done < {times}:
        slope = {slope}
        if not {check}:
            raise ValueError("the gradient is not finite")
        biggest = float(np.max(np.abs(slope)))
        length = {measure}
        shortened = {shorten}
        point = {step}
        done += 1
    return {end}
"""


_DESCENT = {
    "article": """
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    for _ in range(epochs):
        g = np.clip(f_prime(x0), -1e3, 1e3)
        n = np.linalg.norm(g)
        x0 = x0 - learning_rate * (g / n if n >= 1e-10 else g / (n + 1e-10))
    return x0
""",
    "clips_elements": _descent(shorten="np.minimum(np.maximum(slope, -max_norm), max_norm)"),
    "no_clipping": _descent(shorten="slope"),
    "always_full_length": _descent(shorten="slope * (max_norm / length) if length > 0 else slope"),
    "overflowing_norm": _descent(measure="np.linalg.norm(slope)"),
    "unchecked": _descent(check="True"),
    "nan_only": _descent(check="(slope == slope).all()"),
    "ascent": _descent("point + learning_rate * shortened"),
    "bound_hard_coded": _descent(shorten="slope * (1000.0 / length) if length > 1000 else slope"),
    "sum_norm": _descent(measure="np.linalg.norm(np.ravel(slope), 1)"),
    "largest_component": _descent(measure="biggest"),
    "clips_the_step": _descent(
        "point - shortened",
        shorten="learning_rate * slope * min(1.0, max_norm / (learning_rate * length or 1e-300))",
    ),
    "squared_norm": _descent(
        measure="(biggest * np.sqrt(np.sum((slope / (biggest or 1.0)) ** 2)))",
        shorten="slope * min(1.0, max_norm / (length * length)) if length else slope",
    ),
    "unit_length": _descent(shorten="slope / length if length > max_norm else slope"),
    "checked_once": _descent(check="(done > 0 or np.isfinite(slope).all())"),
    "skips_long_gradients": _descent("point - learning_rate * slope if length <= max_norm else point"),
    "in_place": _descent(
        "np.subtract(point, learning_rate * shortened, out=point) if np.ndim(point) else point - learning_rate * shortened",
        start="np.asarray(x0, dtype=float)",
    ),
    "scales_in_place": _descent(
        slope="np.asarray(f_prime(point), dtype=float)",
        shorten="np.multiply(slope, min(1.0, max_norm / (length or 1e-300)), out=slope)",
    ),
    "returns_history": _descent(end="(point, [])"),
    "extra_epoch": _descent(times="epochs + 1"),
    "rate_hard_coded": _descent("point - shortened / 10"),
}


def _function(name: str, body: str, more: str = "") -> str:
    return f"\ndef {name}(x{more}):\n    v = np.array(x, dtype=float)\n    return {body}\n"


def _relu(body: str) -> str:
    return _function("relu", body)


_RELU = {
    "absolute_value": _relu("np.sqrt(v * v)"),
    "minimum": _relu("(v - np.abs(v)) / 2"),
    "in_place": """
def relu(x):
    if isinstance(x, np.ndarray) and x.ndim and x.dtype == float:
        return np.maximum(x, 0.0, out=x)
    return np.maximum(x, 0.0)
""",
    "leaky": _relu("np.where(v < 0, v / 100, v)[()]"),
    "step": _relu("np.heaviside(v, 0.0)"),
    "nan_to_zero": _relu("np.nan_to_num(np.where(v > 0, v, 0.0))[()]"),
    "keeps_integers": "def relu(x):\n    return np.asarray(x).clip(0)[()]\n",
    "shifted": _relu("np.where(np.isnan(v) | (v > 1), v, 0.0)[()]"),
    "filters": "def relu(x):\n    return np.maximum(x, 0.0) if np.ndim(x) == 0 else np.array([v for v in np.ravel(x) if not v < 0], dtype=float)\n",
    "builtin_max": "def relu(x):\n    return max(0.0, x)\n",
}


def _slope(body: str) -> str:
    return _function("relu_derivative", body)


_RELU_DERIVATIVE = {
    "returns_x": _slope("(v + np.abs(v)) / 2"),
    "booleans": "def relu_derivative(x):\n    return np.greater(x, 0)\n",
    "one_at_zero": _slope("np.heaviside(v, 1.0)"),
    "sign": _slope("v / np.where(v == 0, 1.0, np.abs(v))"),
    "arrays_only": "def relu_derivative(x):\n    return np.ones(x.shape) * (x > 0)\n",
    "ones": _slope("v * 0 + 1"),
    "half_at_zero": _slope("(np.sign(v) + 1) / 2"),
    "inverted": _slope("1.0 * (v <= 0)"),
    "in_place": """
def relu_derivative(x):
    if np.ndim(x) == 0:
        return 1.0 if x > 0 else 0.0
    x[:] = np.where(x > 0, 1.0, 0.0)
    return x.astype(float)
""",
    "like_integers": "def relu_derivative(x):\n    return (np.asarray(x) > 0) * 1\n",
}


def _leaky(body: str, more: str = ", alpha=0.01") -> str:
    return _function("leaky_relu", body, more)


_LEAKY_RELU = {
    "relu": _leaky("(v + np.abs(v)) / 2"),
    "larger_of_both": _leaky("np.max([v, alpha * v], axis=0)"),
    "constant_alpha": _leaky("v * (v > 0) + alpha * (v <= 0)"),
    "wrong_sign": _leaky("np.maximum(v, 0) - alpha * np.minimum(v, 0)"),
    "alpha_hard_coded": _leaky("np.maximum(v, 0) + 0.01 * np.minimum(v, 0)"),
    "divides": _leaky("np.maximum(v, 0) + np.divide(np.minimum(v, 0), alpha)"),
    "other_default": _leaky("np.maximum(v, 0) + alpha * np.minimum(v, 0)", ", alpha=0.1"),
    "both_sides": _leaky("v * alpha"),
    "in_place": """
def leaky_relu(x, alpha=0.01):
    if np.ndim(x) == 0:
        return float(x) if x > 0 else alpha * x
    below = x < 0
    if x.dtype.kind != "f":
        x = x.astype(float)
    x[below] = alpha * x[below]
    return x
""",
    "arrays_only": "def leaky_relu(x, alpha=0.01):\n    return x.clip(0.0) + alpha * x.clip(None, 0.0)\n",
    "swapped": _leaky("np.minimum(v, 0) + alpha * np.maximum(v, 0)"),
}


def _leaky_slope(body: str) -> str:
    return _function("leaky_relu_derivative", body, ", alpha=0.01")


_LEAKY_RELU_DERIVATIVE = {
    "alpha_times_x": _leaky_slope("np.where(v <= 0, v * alpha, 1.0)[()]"),
    "zero_at_zero": _leaky_slope("1.0 * (v > 0) + alpha * (v < 0)"),
    "one_at_zero": _leaky_slope("np.where(v < 0, alpha, 1.0)[()]"),
    "wrong_sign": _leaky_slope("1.0 * (v > 0) - alpha * (v <= 0)"),
    "alpha_hard_coded": _leaky_slope("1.0 * (v > 0) + (v <= 0) / 100"),
    "relu_derivative": _leaky_slope("np.heaviside(v, 0)"),
    "function_itself": _leaky_slope("np.maximum(v, 0) + alpha * np.minimum(v, 0)"),
    "swapped": _leaky_slope("1.0 * (v <= 0) + alpha * (v > 0)"),
    "arrays_only": "def leaky_relu_derivative(x, alpha=0.01):\n    return alpha + (1 - alpha) * (x > 0).astype(float)\n",
    "integer_result": "def leaky_relu_derivative(x, alpha=0.01):\n    return (np.asarray(x) > 0).astype(int) + int(0 * alpha)\n",
    "in_place": """
def leaky_relu_derivative(x, alpha=0.01):
    if np.ndim(x) == 0:
        return 1.0 if x > 0 else alpha
    x[:] = alpha + (1 - alpha) * (x > 0)
    return x.astype(float)
""",
}


def _tanh(body: str) -> str:
    return _function("tanh_derivative", body)


_TANH = {
    "article": _tanh("(1 + np.tanh(v)) * (1 - np.tanh(v))"),
    "takes_activation": _tanh("(1 - v) * (1 + v)"),
    "square_forgotten": _tanh("1 - (np.exp(v) - np.exp(-v)) / (np.exp(v) + np.exp(-v))"),
    "function_itself": _tanh("1 - 2 / (np.exp(2 * v) + 1)"),
    "sigmoid_derivative": _tanh("1 / (2 + np.exp(v) + np.exp(-v))"),
    "factor_two": _tanh("2 / np.cosh(v) ** 2"),
    "not_squared_sech": _tanh("1 / np.cosh(v)"),
    "plus": _tanh("1 + np.square(np.tanh(v))"),
    "in_place": """
def tanh_derivative(x):
    if np.ndim(x) == 0:
        return 1 / np.cosh(float(x)) ** 2
    slope = 1 / np.cosh(x) ** 2
    x *= np.sign(x)
    return slope
""",
    "one_sided": _tanh("4 / (np.exp(v) * (1 + np.exp(-2 * v))) ** 2"),
}

SECOND = {
    (exercise, name): code
    for exercise, codes in (
        ("safe_division", _DIVISION),
        ("stabilized_gradient_descent", _DESCENT),
        ("relu", _RELU),
        ("relu_derivative", _RELU_DERIVATIVE),
        ("leaky_relu", _LEAKY_RELU),
        ("leaky_relu_derivative", _LEAKY_RELU_DERIVATIVE),
        ("tanh_derivative", _TANH),
    )
    for name, code in codes.items()
}
