"""Right answers that look different from the reference and must get full points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative(
        "explicit inverse, early stop at g = 0",
        "newton_method",
        code="""
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    x = np.asarray(x0) * 1.0
    history = []
    for _ in range(epochs):
        g = np.asarray(f_prime(x), dtype=float)
        h = np.asarray(f_double_prime(x), dtype=float)
        if not np.all(np.isfinite(g)) or not np.all(np.isfinite(h)):
            raise ValueError("bad derivative")
        if np.all(g == 0):
            break
        if g.ndim == 0:
            if h == 0:
                raise ZeroDivisionError("flat")
            x = x - g / h
        else:
            x = x - np.linalg.inv(h) @ g
        history.append((x, f(x)))
    return x, history
""",
    ),
    Alternative(
        "everything as a matrix",
        "newton_method",
        code="""
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    shape = np.shape(x0)
    x = np.atleast_1d(np.array(x0, dtype=float))
    as_given = lambda v: v.copy() if shape else float(v[0])
    history = []
    for _ in range(epochs):
        g = np.atleast_1d(np.array(f_prime(as_given(x)), dtype=float))
        H = np.atleast_2d(np.array(f_double_prime(as_given(x)), dtype=float))
        if not np.isfinite(g.sum()) or not np.isfinite(H.sum()):
            raise ArithmeticError("not finite")
        if np.any(g != 0):
            x = x + np.linalg.solve(H, -g)
        history.append((as_given(x), f(as_given(x))))
    return as_given(x), tuple(history)
""",
    ),
    Alternative(
        "while loop, copies, lists as pairs",
        "newton_method",
        code="""
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    import math
    scalar = not isinstance(x0, np.ndarray)
    x, path, k = (x0 if scalar else x0.astype(float).copy()), [], 0
    while k < epochs:
        g, h = f_prime(x), f_double_prime(x)
        if scalar:
            if math.isnan(g) or math.isnan(h) or math.isinf(g) or math.isinf(h):
                raise ValueError("bad")
            if g != 0:
                if h == 0:
                    raise ZeroDivisionError
                x = x - g / h
        else:
            if np.isnan(g).any() or np.isinf(g).any() or np.isnan(h).any() or np.isinf(h).any():
                raise ValueError("bad")
            if np.linalg.norm(g) > 0:
                x = x - np.linalg.solve(h, g)
        path.append([x + 0.0, f(x)])
        k += 1
    return x + 0.0, path
""",
    ),
    Alternative(
        "factored",
        "func",
        code="""
def func(x):
    return x * x * (x - 2) + 2

def func_prime(x):
    return x * (3 * x - 4)

def func_double_prime(x):
    return 2 * (3 * x - 2)
""",
    ),
    Alternative(
        "polyval",
        "func",
        code="""
def func(x):
    return np.polyval([1, -2, 0, 2], x)

def func_prime(x):
    return np.polyval(np.polyder([1, -2, 0, 2]), x)

def func_double_prime(x):
    return np.polyval(np.polyder([1, -2, 0, 2], 2), x)
""",
    ),
    Alternative(
        "NumPy powers",
        "func",
        code="""
def func(x):
    x = np.asarray(x, dtype=float)
    return np.power(x, 3) - 2 * np.square(x) + 2

def func_prime(x):
    return np.multiply(3, np.square(np.asarray(x, dtype=float))) - np.multiply(4, x)

func_double_prime = lambda x: -4 + 6 * np.asarray(x)
""",
    ),
    Alternative(
        "a thousand points, smallest and largest value",
        "check_convexity",
        code="""
def check_convexity(f_double_prime, interval):
    a, b = interval[0], interval[1]
    if not a <= b:
        raise ValueError("a > b")
    values = [f_double_prime(float(x)) for x in np.linspace(a, b, 1000)]
    if any(v != v for v in values):
        raise ValueError("NaN")
    low, high = min(values), max(values)
    tol = 1e-12 * max(1, abs(low), abs(high))
    if low >= -tol:
        return CONVEX
    return CONCAVE if high <= tol else NEITHER
""",
    ),
    Alternative(
        "Chebyshev points and both ends",
        "check_convexity",
        code="""
def check_convexity(f_double_prime, interval):
    a, b = map(float, interval)
    if a > b:
        raise ValueError("reversed")
    inner = (a + b) / 2 + (b - a) / 2 * np.cos(np.pi * (np.arange(600) + 0.5) / 600)
    v = np.vectorize(f_double_prime, otypes=[float])(np.concatenate([[a], inner, [b]]))
    if np.any(np.isnan(v)):
        raise ValueError("nan")
    v[np.abs(v) <= 1e-12 * max(1, np.max(np.abs(v)))] = 0
    signs = set(np.sign(v)) - {0.0}
    return {(): CONVEX, (1.0,): CONVEX, (-1.0,): CONCAVE}.get(tuple(sorted(signs)), NEITHER)
""",
    ),
    Alternative(
        "exactly one hundred points",
        "check_convexity",
        edits=[("np.linspace(a, b, 401)", "np.linspace(a, b, 100)")],
    ),
]
