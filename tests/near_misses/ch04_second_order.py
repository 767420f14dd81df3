"""Chapter 4: right answers in unusual words, and wrong ones that are nearly right."""

#: how several answers begin
_NEWTON = """
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    x = float(x0) if np.ndim(x0) == 0 else np.array(x0, dtype=float)
    history = []

    for k in range(epochs):
        gradient = np.asarray(f_prime(x), dtype=float)
        hessian = np.asarray(f_double_prime(x), dtype=float)
"""

_CONVEXITY = """
def check_convexity(f_double_prime, interval):
    a, b = interval
    if a > b:
        raise ValueError
    c = np.array([float(f_double_prime(x)) for x in np.linspace(a, b, 401)])
"""

RIGHT = {
    ("newton_method", "lstsq-free inv"): """
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    shape = np.shape(x0)
    x = np.array(x0, dtype=float).reshape(-1)
    out = []

    def back(v):
        return v.copy().reshape(shape)[()] if shape else float(v[0])

    for _ in range(epochs):
        p = back(x)
        g = np.reshape(np.asarray(f_prime(p), dtype=float), -1)
        H = np.reshape(np.asarray(f_double_prime(p), dtype=float), (g.size, g.size))
        if not np.isfinite(g).all() or not np.isfinite(H).all():
            raise ArithmeticError("inf")
        if np.any(g != 0):
            x = x - np.linalg.inv(H) @ g
        out.append((back(x), f(back(x))))
    return back(x), out
""",
    ("newton_method", "scipy lu class"): """
from scipy.linalg import lu_factor, lu_solve
import warnings

class Newton:
    def __init__(self, g, H):
        self.g, self.H = g, H

    def step(self, x):
        g, H = self.g(x), self.H(x)
        if np.isnan(g).any() or np.isinf(g).any() or np.isnan(H).any() or np.isinf(H).any():
            raise ValueError("nonfinite")
        if np.count_nonzero(g) == 0:
            return x
        if np.ndim(g) == 0:
            if H == 0:
                raise ZeroDivisionError
            return x - g / H
        if np.linalg.matrix_rank(H) < len(H):
            raise np.linalg.LinAlgError("singular")
        return x - lu_solve(lu_factor(H), g)

def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    n = Newton(f_prime, f_double_prime)
    x = x0 + 0.0
    h = []
    while len(h) < epochs:
        x = n.step(x) + 0.0
        h.append((x, f(x)))
    return x, tuple(h)
""",
    ("newton_method", "recursive early"): """
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    def go(x, left):
        if left == 0:
            return []
        g = np.asarray(f_prime(x), float)
        H = np.asarray(f_double_prime(x), float)
        if not (np.all(np.isfinite(g)) and np.all(np.isfinite(H))):
            raise FloatingPointError
        if not np.any(g):
            return []
        if g.ndim == 0:
            y = x - float(g) / float(H)
        else:
            y = x - np.einsum("ij,j->i", np.linalg.inv(H), g)
        return [(y, f(y))] + go(y, left - 1)

    h = go(x0, epochs)
    return (h[-1][0] if h else x0), h
""",
    ("func", "horner poly1d"): """
_p = np.poly1d([1, -2, 0, 2])

def func(x):
    return _p(x)

def func_prime(x):
    return _p.deriv()(x)

def func_double_prime(x):
    return _p.deriv(2)(x)
""",
    ("func", "roots"): """
def func(x):
    return x * x * (x - 2) + 2

def func_prime(x):
    return x * (3 * x - 4)

def func_double_prime(x):
    return 6.0 * (x - 2 / 3)
""",
    ("check_convexity", "chebyshev plus"): """
def check_convexity(f_double_prime, interval):
    lo, hi = map(float, interval)
    if lo > hi:
        raise ValueError("order")
    xs = sorted({lo, hi, *(lo + (hi - lo) * k / 997 for k in range(998))})
    v = list(map(f_double_prime, xs))
    if any(math.isnan(y) for y in v):
        raise ValueError("nan")
    tol = 1e-12 * max(1, max(map(abs, v)))
    signs = {0 if abs(y) <= tol else (1 if y > 0 else -1) for y in v}
    return NEITHER if {1, -1} <= signs else CONCAVE if -1 in signs else CONVEX
""",
    ("check_convexity", "try vectorised"): """
def check_convexity(f_double_prime, interval):
    a, b = interval
    if not a <= b:
        raise ValueError
    x = np.linspace(a, b, 101)
    try:
        v = np.asarray(f_double_prime(x), dtype=float)
        if v.shape != x.shape:
            raise TypeError
    except TypeError:
        v = np.vectorize(f_double_prime, otypes=[float])(x)
    if np.isnan(v.sum()) and np.isnan(v).any():
        raise ValueError
    z = 1e-12 * max(1, np.max(np.abs(v)))
    v = np.where(np.abs(v) <= z, 0, v)
    if (np.sign(v) >= 0).all():
        return CONVEX
    if (np.sign(v) <= 0).all():
        return CONCAVE
    return NEITHER
""",
}

WRONG = {
    ("newton_method", "finite checked at the start only"): _NEWTON
    + """\
        if k == 0 and not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            raise FloatingPointError
        if not gradient.any():
            step = np.zeros_like(gradient)
        elif gradient.ndim:
            step = np.linalg.solve(hessian, gradient)
        elif hessian == 0 and True:
            raise ZeroDivisionError
        else:
            step = gradient / hessian
        x = x - step
        history.append((x, f(x)))
    return x, history
""",
    ("newton_method", "singular checked at start only"): _NEWTON
    + """\
        if k == 0 and not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            raise FloatingPointError
        if not gradient.any():
            step = np.zeros_like(gradient)
        elif gradient.ndim:
            step = np.linalg.solve(hessian, gradient)
        elif hessian == 0 and k == 0:
            raise ZeroDivisionError
        else:
            step = gradient / hessian
        x = x - step
        history.append((x, f(x)))
    return x, history
""",
    ("newton_method", "diag for n>4"): _NEWTON
    + """\
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            raise FloatingPointError
        if not gradient.any():
            step = np.zeros_like(gradient)
        elif gradient.ndim:
            step = np.linalg.solve(hessian, gradient) if len(gradient) < 6 else gradient / np.diag(hessian)
        elif hessian == 0 and True:
            raise ZeroDivisionError
        else:
            step = gradient / hessian
        x = x - step
        history.append((x, f(x)))
    return x, history
""",
    ("newton_method", "inverse missing for one variable"): _NEWTON
    + """\
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            raise FloatingPointError
        if not gradient.any():
            step = np.zeros_like(gradient)
        elif gradient.ndim:
            step = np.linalg.solve(hessian, gradient) if len(gradient) > 1 else gradient * hessian[0]
        elif hessian == 0 and True:
            raise ZeroDivisionError
        else:
            step = gradient / hessian
        x = x - step
        history.append((x, f(x)))
    return x, history
""",
    ("newton_method", "caps epochs at 50"): """
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    x = float(x0) if np.ndim(x0) == 0 else np.array(x0, dtype=float)
    history = []

    for k in range(min(epochs, 50)):
        gradient = np.asarray(f_prime(x), dtype=float)
        hessian = np.asarray(f_double_prime(x), dtype=float)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            raise FloatingPointError
        if not gradient.any():
            step = np.zeros_like(gradient)
        elif gradient.ndim:
            step = np.linalg.solve(hessian, gradient)
        elif hessian == 0 and True:
            raise ZeroDivisionError
        else:
            step = gradient / hessian
        x = x - step
        history.append((x, f(x)))
    return x, history
""",
    ("func", "size one"): """
def func(x):
    r = x**3 - 2 * x**2 + 2
    return float(np.ravel(r)[0]) if np.size(r) == 1 else r
""",
    ("check_convexity", "nan only at ends"): _CONVEXITY
    + """\
    if np.isnan(c[0]) or np.isnan(c[-1]):
        raise ValueError
    zero = 1e-12 * max(1.0, np.abs(c).max())
    if np.all(c >= -zero):
        return CONVEX
    if np.all(c <= zero):
        return CONCAVE
    return NEITHER
""",
    ("check_convexity", "nan only last"): _CONVEXITY
    + """\
    if np.isnan(c[-1]):
        raise ValueError
    zero = 1e-12 * max(1.0, np.abs(c).max())
    if np.all(c >= -zero):
        return CONVEX
    if np.all(c <= zero):
        return CONCAVE
    return NEITHER
""",
    ("check_convexity", "nan only inner"): _CONVEXITY
    + """\
    if np.isnan(c[1:-1]).any():
        raise ValueError
    zero = 1e-12 * max(1.0, np.abs(c).max())
    if np.all(c >= -zero):
        return CONVEX
    if np.all(c <= zero):
        return CONCAVE
    return NEITHER
""",
}
