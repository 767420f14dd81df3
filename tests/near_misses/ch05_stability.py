"""Chapter 5: right answers in unusual words, and wrong ones that are nearly right."""

#: how several answers begin
_DESCENT = """
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = np.array(x0, dtype=float)[()]
    for k in range(epochs):
        g = np.asarray(f_prime(x), dtype=float)
        if not np.all(np.isfinite(g)):
            raise FloatingPointError
        m = max(np.max(np.abs(g)), 1e-300)
"""

RIGHT = {
    ("safe_division", "copysign clip"): """
def safe_division(a, b, eps=1e-10):
    b = np.asarray(b) * 1.0
    size = np.clip(np.abs(b), eps, None)
    return np.true_divide(a, np.where(np.signbit(b) & (b != 0), -size, size))[()]
""",
    ("safe_division", "masked inplace"): """
def safe_division(a, b, eps=1e-10):
    scalar = np.ndim(a) == 0 and np.ndim(b) == 0
    q = np.array(b, dtype=np.float64, ndmin=1)
    neg = q < 0
    q[np.abs(q) < eps] = eps
    q[neg & (q > 0)] *= -1
    r = np.array(a, dtype=float) / q
    return float(r[0]) if scalar else r.reshape(np.broadcast_shapes(np.shape(a), np.shape(b)))
""",
    ("stabilized_gradient_descent", "hypot reduce"): """
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = np.asarray(x0) * 1.0
    for _ in range(epochs):
        g = np.asarray(f_prime(x[()]), dtype=float)
        if not np.isfinite(g).all():
            raise FloatingPointError
        n = np.hypot.reduce(g, axis=None) if g.size else 0.0
        x = x - learning_rate * (g if n <= max_norm else g / n * max_norm)
    return x[()]
""",
    ("stabilized_gradient_descent", "math.hypot"): """
import math

def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = x0
    for _ in range(epochs):
        g = f_prime(x)
        if not np.all(np.isfinite(g)):
            raise ValueError("nan")
        n = math.hypot(*np.ravel(g).tolist())
        x = x - learning_rate * np.multiply(g, 1 if n <= max_norm else max_norm / n)
    return x
""",
    ("relu", "fmax where"): """
def relu(x):
    return np.where(np.less(x, 0), 0.0, x) * 1.0
""",
    ("relu", "positive part"): """
def relu(x):
    x = np.multiply(x, 1.0)
    return (x + np.abs(x)) / 2
""",
    ("relu_derivative", "heaviside"): """
def relu_derivative(x):
    return np.heaviside(x, 0.0)
""",
    ("relu_derivative", "vectorize"): """
relu_derivative = np.vectorize(lambda v: 1.0 if v > 0 else 0.0, otypes=[float])
""",
    ("leaky_relu", "combination"): """
def leaky_relu(x, alpha=0.01):
    pos = np.maximum(x, 0.0)
    neg = np.minimum(x, 0.0)
    return pos + alpha * neg
""",
    ("leaky_relu", "select"): """
def leaky_relu(x, alpha=0.01):
    x = np.array(x, dtype=float)
    return np.piecewise(x, [x > 0], [lambda v: v, lambda v: alpha * v])[()]
""",
    ("leaky_relu_derivative", "choose"): """
def leaky_relu_derivative(x, alpha=0.01):
    return np.choose(np.greater(x, 0), [float(alpha), 1.0])
""",
    ("leaky_relu_derivative", "affine"): """
def leaky_relu_derivative(x, alpha=0.01):
    m = np.asarray(x) > 0
    return (m * 1.0 + (~m) * alpha)[()]
""",
    ("tanh_derivative", "cosh"): """
def tanh_derivative(x):
    with np.errstate(over="ignore"):
        return 1 / np.cosh(np.asarray(x, float)) ** 2
""",
    ("tanh_derivative", "expit product"): """
def tanh_derivative(x):
    from scipy.special import expit

    z = np.multiply(2.0, x)
    return 4 * expit(z) * expit(-z)
""",
}

WRONG = {
    ("safe_division", "large eps"): """
def safe_division(a, b, eps=1e-10):
    eps = min(eps, 1.0)
    b = np.asarray(b, float)
    s = np.where(b < 0, -1.0, 1.0)
    return (np.asarray(a, float) / (s * np.maximum(np.abs(b), eps)))[()]
""",
    ("safe_division", "array of one"): """
def safe_division(a, b, eps=1e-10):
    b = np.asarray(b, float)
    s = np.where(b < 0, -1.0, 1.0)
    r = np.asarray(a, float) / (s * np.maximum(np.abs(b), eps))
    return r.squeeze()[()] if np.size(b) == 1 and np.size(a) == 1 and np.ndim(a) == 0 else r
""",
    ("stabilized_gradient_descent", "eps in norm 1e-8"): _DESCENT
    + """\
        n = np.sqrt(np.sum((g / m) ** 2)) * m
        x = x - learning_rate * min(1.0, max_norm / (n + 1e-8)) * g
    return x
""",
    ("stabilized_gradient_descent", "spectral norm 2d"): _DESCENT
    + """\
        n = np.linalg.norm(g / m, 2) * m if np.ndim(g) == 2 else np.sqrt(np.sum((g / m) ** 2)) * m
        x = x - learning_rate * min(1.0, max_norm / max(n, 1e-300)) * g
    return x
""",
    ("stabilized_gradient_descent", "rows clipped 2d"): _DESCENT
    + """\
        n = (
            np.sqrt(np.sum((g / m) ** 2, axis=-1, keepdims=True)) * m
            if np.ndim(g) == 2
            else np.sqrt(np.sum((g / m) ** 2)) * m
        )
        x = x - learning_rate * np.minimum(1.0, max_norm / np.maximum(n, 1e-300)) * g
    return x
""",
    ("stabilized_gradient_descent", "bound at most 1e3"): _DESCENT
    + """\
        n = np.sqrt(np.sum((g / m) ** 2)) * m
        x = x - learning_rate * min(1.0, min(max_norm, 1e3) / max(n, 1e-300)) * g
    return x
""",
    ("stabilized_gradient_descent", "learning rate capped"): _DESCENT
    + """\
        n = np.sqrt(np.sum((g / m) ** 2)) * m
        x = x - min(learning_rate, 1.0) * min(1.0, max_norm / max(n, 1e-300)) * g
    return x
""",
    ("relu", "float16 loss"): """
def relu(x):
    x = np.asarray(x)
    return np.maximum(x, 0).astype(np.float16) if x.dtype == np.float32 else np.maximum(x.astype(float), 0.0)
""",
    ("relu", "small integers"): """
def relu(x):
    x = np.asarray(x)
    return np.maximum(x.astype(np.int8), 0).astype(float)[()] if x.dtype.kind == "i" else np.maximum(x, 0.0)
""",
    ("relu", "nan scalar becomes 0"): """
def relu(x):
    if np.ndim(x) == 0:
        return float(max(0.0, x))
    return np.maximum(np.asarray(x, float), 0.0)
""",
    ("relu_derivative", "one answer for integers"): """
def relu_derivative(x):
    x = np.asarray(x)
    r = (x > 0).astype(float)
    return r[()] if x.dtype.kind == "f" else np.ones(x.shape)[()] * (r.any() * 1.0)
""",
    ("relu_derivative", "zero scalar int"): """
def relu_derivative(x):
    if isinstance(x, int):
        return float(x >= 0)
    return np.where(np.asarray(x) > 0, 1.0, 0.0)[()]
""",
    ("leaky_relu", "alpha positional swapped"): """
def leaky_relu(x, *, alpha=0.01):
    x = np.asarray(x, float)
    return np.where(x > 0, x, alpha * x)[()]
""",
    ("leaky_relu", "scalar alpha ignored"): """
def leaky_relu(x, alpha=0.01):
    if np.ndim(x) == 0:
        return float(x) if x > 0 else 0.01 * x
    x = np.asarray(x, float)
    return np.where(x > 0, x, alpha * x)[()]
""",
    ("leaky_relu_derivative", "scalar alpha ignored"): """
def leaky_relu_derivative(x, alpha=0.01):
    if np.ndim(x) == 0:
        return 1.0 if x > 0 else 0.01
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, alpha)[()]
""",
    ("leaky_relu_derivative", "int x truncated alpha"): """
def leaky_relu_derivative(x, alpha=0.01):
    x = np.asarray(x)
    d = np.ones_like(x)
    d[x <= 0] = alpha
    return d.astype(float)[()]
""",
    ("tanh_derivative", "whole array rule"): """
def tanh_derivative(x):
    x = np.asarray(x, float)
    if np.any(np.abs(x) > 14):
        return 4 * np.exp(-2 * np.abs(x))
    e = np.exp(-2 * np.abs(x))
    return (4 * e / (1 + e) ** 2)[()]
""",
    ("tanh_derivative", "arrays by 1-tanh2"): """
def tanh_derivative(x):
    if np.ndim(x):
        return 1 - np.tanh(x) ** 2
    e = np.exp(-2 * abs(x))
    return 4 * e / (1 + e) ** 2
""",
    ("tanh_derivative", "ints by 1-tanh2"): """
def tanh_derivative(x):
    x = np.asarray(x)
    if x.dtype.kind == "i":
        return (1 - np.tanh(x) ** 2)[()]
    e = np.exp(-2 * np.abs(x))
    return (4 * e / (1 + e) ** 2)[()]
""",
}
