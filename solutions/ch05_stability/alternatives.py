# ruff: noqa: E501 - sentences and code for readers stay on one line
"""Correct implementations of chapter 5 that look different from the reference and must get full points."""

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative("copysign", "safe_division", code="""
def safe_division(a, b, eps=1e-10):
    b = np.asarray(b, dtype=float) + 0.0
    return np.divide(a, np.copysign(np.maximum(np.fabs(b), eps), b))
"""),
    Alternative("where", "safe_division", code="""
def safe_division(a, b, eps=1e-10):
    b = np.asarray(b, dtype=float)
    return a / np.where(np.abs(b) >= eps, b, np.where(b >= 0, eps, -eps))
"""),
    Alternative("clip", "safe_division", code="""
def safe_division(a, b, eps=1e-10):
    b = np.asarray(b, dtype=float)
    return a / np.where(b < 0, np.clip(b, None, -eps), np.clip(b, eps, None))
"""),
    Alternative("branches", "safe_division", code="""
def safe_division(a, b, eps=1e-10):
    if np.ndim(b) == 0:
        divisor = b if abs(b) >= eps else (eps if b >= 0 else -eps)
        return a / divisor
    divisor = np.array(b, dtype=float)
    small = np.abs(divisor) < eps
    divisor[small & (divisor >= 0)] = eps
    divisor[small & (divisor < 0)] = -eps
    return a / divisor
"""),
    Alternative("if_longer", "stabilized_gradient_descent", code="""
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = x0
    for _ in range(epochs):
        g = np.asarray(f_prime(x))
        if not np.isfinite(g).all():
            raise ValueError('gradient is not finite')
        m = abs(g).max()
        if m > 0:
            length = m * np.linalg.norm(g / m)
            if length > max_norm:
                g = g * (max_norm / length)
        x = x - learning_rate * g
    return x
"""),
    Alternative("hypot", "stabilized_gradient_descent", code="""
import math
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = np.array(x0, dtype=float)
    for _ in range(epochs):
        g = np.array(f_prime(x), dtype=float)
        norm = math.hypot(*g.ravel())
        if not math.isfinite(norm):
            raise FloatingPointError('gradient')
        x = x - learning_rate * min(1, max_norm / norm if norm > max_norm else 1) * g
    return float(x) if np.ndim(x0) == 0 else x
"""),
    Alternative("through_safe_division", "stabilized_gradient_descent", code="""
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = np.copy(x0).astype(float)
    k = 0
    while k < epochs:
        grad = np.asarray(f_prime(x), dtype=float)
        if np.any(~np.isfinite(grad)):
            raise FloatingPointError('gradient is nan or inf at step %d' % k)
        scale = max(np.max(np.abs(grad)), 1.0)
        norm = scale * np.sqrt(np.sum((grad / scale) ** 2))
        x = x - learning_rate * np.minimum(1.0, safe_division(max_norm, norm)) * grad
        k += 1
    return x
"""),
    Alternative("times_mask", "relu", code="def relu(x):\n    x = np.asarray(x, dtype=float)\n    return x * ~(x <= 0)\n"),
    Alternative("half_sum", "relu", code="def relu(x):\n    return (x + np.abs(x)) / 2\n"),
    Alternative("clip", "relu", code="def relu(x):\n    return np.clip(np.asarray(x, float), 0, None)\n"),
    Alternative("copy_and_mask", "relu", code="""
def relu(x):
    out = np.array(x, dtype=float)
    out[out < 0] = 0
    return out
"""),
    Alternative("heaviside", "relu_derivative", code="def relu_derivative(x):\n    return np.heaviside(np.asarray(x, float), 0.0)\n"),
    Alternative("astype", "relu_derivative", code="def relu_derivative(x):\n    return (np.asarray(x) > 0).astype(float)\n"),
    Alternative("positive_sign", "relu_derivative", code="def relu_derivative(x):\n    return np.maximum(np.sign(np.asarray(x, float)), 0)\n"),
    Alternative("product", "relu_derivative", code="def relu_derivative(x):\n    return 1.0 * (np.array(x) > 0)\n"),
    Alternative("two_halves", "leaky_relu", code="def leaky_relu(x, alpha=0.01):\n    return np.maximum(x, 0.0) + alpha * np.minimum(x, 0.0)\n"),
    Alternative("slope_times_x", "leaky_relu", code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    return x * (alpha + (1 - alpha) * (x > 0))\n"),
    Alternative("mask", "leaky_relu", code="""
def leaky_relu(x, alpha=0.01):
    out = np.array(x, dtype=float)
    out[out < 0] *= alpha
    return out
"""),
    Alternative("affine", "leaky_relu_derivative", code="def leaky_relu_derivative(x, alpha=0.01):\n    up = (np.asarray(x) > 0).astype(float)\n    return alpha + (1 - alpha) * up\n"),
    Alternative("mask", "leaky_relu_derivative", code="""
def leaky_relu_derivative(x, alpha=0.01):
    slopes = np.ones(np.shape(x))
    slopes[np.asarray(x) <= 0] = alpha
    return slopes
"""),
    Alternative("select", "leaky_relu_derivative", code="def leaky_relu_derivative(x, alpha=0.01):\n    x = np.asarray(x)\n    return np.select([x > 0], [1.0], default=float(alpha))\n"),
    Alternative("cosh", "tanh_derivative", code="def tanh_derivative(x):\n    with np.errstate(over='ignore'):\n        return 1 / np.cosh(x) ** 2\n"),
    Alternative("cosh_warning", "tanh_derivative", code="def tanh_derivative(x):\n    return np.cosh(np.asarray(x, float)) ** -2\n"),
    Alternative("sigmoids", "tanh_derivative", code="""
def tanh_derivative(x):
    s = 1 / (1 + np.exp(-2 * np.abs(x)))
    c = np.exp(-2 * np.abs(x)) * s
    return 4 * s * c
"""),
]  # fmt: skip
