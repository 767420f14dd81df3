"""Chapter 1: right answers in unusual words, and wrong ones that are nearly right."""

RIGHT = {
    ("average_velocity", "einsum matrix"): """
from typing import Sequence

def average_velocity(t: "Sequence[float]", s: "Sequence[float]") -> np.ndarray:
    T, X = (np.array(list(map(float, v))) for v in (t, s))
    if T.size != X.size or T.size < 2:
        raise ValueError
    n = T.size
    D = np.eye(n, k=1)[:-1] - np.eye(n)[:-1]
    dt = np.einsum("ij,j->i", D, T)
    if (dt <= 0).any():
        raise ValueError
    return np.einsum("ij,j->i", D, X) / dt
""",
    ("average_velocity", "recursion"): """
def average_velocity(t, s):
    t, s = list(t), list(s)

    def go(i):
        if i == len(t) - 1:
            return []
        if not t[i + 1] > t[i]:
            raise ValueError("order")
        return [(s[i + 1] - s[i]) / (t[i + 1] - t[i])] + go(i + 1)

    if len(t) != len(s) or len(t) < 2:
        raise ValueError("len")
    return np.fromiter(go(0), dtype=np.float64)
""",
    ("average_velocity", "sliding window"): """
from itertools import pairwise

def average_velocity(t, s):
    if len(t) != len(s):
        raise ValueError("x")
    if len(t) < 2:
        raise ValueError("y")
    w = np.lib.stride_tricks.sliding_window_view(np.asarray(s, float), 2) @ [-1.0, 1.0]
    h = np.array([b - a for a, b in pairwise(t)])
    if min(h) <= 0:
        raise ValueError("z")
    print("ok", w.shape)
    return np.divide(w, h, out=np.empty_like(w))
""",
    ("average_velocity", "try/np.gradient-free cumulative"): """
class Motion:
    def __init__(self, t, s):
        self.t = np.asarray(t, dtype=np.longdouble)
        self.s = np.asarray(s, dtype=np.longdouble)
        assert self.t.shape == self.s.shape and len(self.t) > 1 and np.all(np.diff(self.t) > 0)

    @property
    def v(self):
        return (np.diff(self.s) / np.diff(self.t)).astype(float)

def average_velocity(t, s):
    try:
        return Motion(t, s).v
    except AssertionError as e:
        raise ValueError("bad") from e
""",
    ("plot_motion", "gridspec OO"): """
from matplotlib.figure import Figure

def plot_motion(t, s):
    fig = plt.figure()
    gs = fig.add_gridspec(2, 1)
    a, b = fig.add_subplot(gs[0]), fig.add_subplot(gs[1])
    (la,) = a.plot(t, s, "k--")
    a.legend([la], ["pos"])
    a.set_xlabel("t")
    a.set_ylabel("s")
    (lb,) = b.plot(t[:-1], [(s[i + 1] - s[i]) / (t[i + 1] - t[i]) for i in range(len(t) - 1)], marker=".")
    b.legend(handles=[lb], labels=["v"])
    b.set(xlabel="t", ylabel="v")
    fig.tight_layout()
    return a, b
""",
    ("plot_motion", "sharex array returned"): """
def plot_motion(t, s):
    fig, axs = plt.subplots(2, sharex=True)
    for ax, y, n in zip(axs, (s, np.diff(s) / np.diff(t)), ("pos", "vel")):
        ax.plot(t[: len(y)], y, label=n)
        ax.set_ylabel(n)
        ax.set_xlabel("time")
        ax.legend()
    return tuple(axs)
""",
    ("plot_motion", "figlegend handles none"): """
def plot_motion(t, s):
    def panel(k, x, y, name):
        ax = plt.subplot(1, 2, k)
        ax.set_title(name)
        ax.plot(x, y)
        ax.set_xlabel("t")
        ax.set_ylabel(name)
        ax.legend([name])
        return ax

    return panel(1, t, s, "p"), panel(2, t[:-1], average_velocity(t, s), "v")
""",
    ("numeric_derivative", "sum of weights"): """
def numeric_derivative(f, x, dx=1e-6):
    return sum(c * f(x + k * dx) for k, c in ((1, 0.5), (-1, -0.5))) / dx
""",
    ("numeric_derivative", "np.multiply"): """
def numeric_derivative(f, x, dx=1e-6):
    hi, lo = map(f, (np.add(x, dx), np.subtract(x, dx)))
    return np.divide(np.subtract(hi, lo), 2 * dx)
""",
    ("numeric_derivative", "vectorized per entry"): """
def numeric_derivative(f, x, dx=1e-6):
    if np.ndim(x) == 0:
        return (f(x + dx) - f(x - dx)) / dx / 2
    out = np.empty(np.shape(x))
    for i, v in np.ndenumerate(x):
        out[i] = numeric_derivative(f, v, dx)
    return out
""",
    ("symbolic_derivative", "doit"): """
def symbolic_derivative(expr, x0):
    syms = expr.free_symbols
    v = next(iter(syms), sp.Dummy())
    return float(sp.Derivative(expr, v).doit().evalf(30, subs={v: x0}))

def compare_derivatives(expr, x0, dx=1e-6):
    v = next(iter(expr.free_symbols), sp.Dummy())
    f = lambda q: float(expr.subs(v, q))
    n = (f(x0 + dx) - f(x0 - dx)) / (2 * dx)
    s = symbolic_derivative(expr, x0)
    return dict(numeric=n, symbolic=s, abs_error=abs(s - n))
""",
    ("symbolic_derivative", "lambdify np"): """
def _sym(e):
    return sorted(e.free_symbols, key=str) or [sp.Symbol("z")]

def symbolic_derivative(expr, x0):
    return float(sp.lambdify(_sym(expr), sp.diff(expr, _sym(expr)[0]), "math")(x0))

def compare_derivatives(expr, x0, dx=1e-6):
    f = np.vectorize(sp.lambdify(_sym(expr), expr, "numpy"), otypes=[float])
    n = numeric_derivative(f, np.float64(x0), dx)
    return {
        "abs_error": np.abs(n - symbolic_derivative(expr, x0)),
        "numeric": np.float64(n),
        "symbolic": np.float64(symbolic_derivative(expr, x0)),
    }
""",
    ("symbolic_derivative", "series"): """
def symbolic_derivative(expr, x0):
    h = sp.Symbol("h_")
    for v in expr.free_symbols:
        return (
            float(sp.limit(sp.diff(expr.subs(v, sp.nsimplify(x0) + h), h), h, 0).evalf(25))
            if False
            else float(sp.diff(expr.subs(v, x0 + h), h).subs(h, 0))
        )
    return 0.0

def compare_derivatives(expr, x0, dx=1e-6):
    num = 0.0
    for v in expr.free_symbols:
        g = sp.lambdify(v, expr)
        num = (g(x0 + dx) - g(x0 - dx)) / (2 * dx)
    return {
        "numeric": float(num),
        "symbolic": symbolic_derivative(expr, x0),
        "abs_error": float(abs(num - symbolic_derivative(expr, x0))),
    }
""",
}

WRONG = {
    ("average_velocity", "last gap unchecked"): """
def average_velocity(t, s):
    if len(t) != len(s) or len(t) < 2:
        raise ValueError
    for i in range(len(t) - 2):
        if t[i + 1] <= t[i]:
            raise ValueError
    return np.diff(s) / np.diff(t)
""",
    ("average_velocity", "first gap unchecked"): """
def average_velocity(t, s):
    if len(t) != len(s) or len(t) < 2:
        raise ValueError
    for i in range(1, len(t) - 1):
        if t[i + 1] <= t[i]:
            raise ValueError
    return np.diff(s) / np.diff(t)
""",
    ("average_velocity", "two points unchecked"): """
def average_velocity(t, s):
    if len(t) != len(s) or len(t) < 2:
        raise ValueError
    if len(t) == 2:
        return np.array([(s[1] - s[0]) / (t[1] - t[0])])
    if np.any(np.diff(t) <= 0):
        raise ValueError
    return np.diff(s) / np.diff(t)
""",
    ("average_velocity", "list checks skipped"): """
def average_velocity(t, s):
    if isinstance(t, list):
        t, s = np.array(t, float), np.array(s, float)
    elif len(t) != len(s) or len(t) < 2 or np.any(np.diff(t) <= 0):
        raise ValueError
    return np.diff(s) / np.diff(t)
""",
    ("numeric_derivative", "size one becomes number"): """
def numeric_derivative(f, x, dx=1e-6):
    r = (f(x + dx) - f(x - dx)) / (2 * dx)
    return r.item() if np.size(r) == 1 else r
""",
    ("numeric_derivative", "step grows with x"): """
def numeric_derivative(f, x, dx=1e-6):
    dx = dx * np.maximum(1.0, np.abs(x) / 10)
    return (f(x + dx) - f(x - dx)) / (2 * dx)
""",
    ("numeric_derivative", "dx capped"): """
def numeric_derivative(f, x, dx=1e-6):
    dx = min(dx, 1.0)
    return (f(x + dx) - f(x - dx)) / (2 * dx)
""",
    ("numeric_derivative", "one sided at large x"): """
def numeric_derivative(f, x, dx=1e-6):
    if np.all(np.asarray(x) > 2.5):
        return (f(x + dx) - f(x)) / dx
    return (f(x + dx) - f(x - dx)) / (2 * dx)
""",
    ("numeric_derivative", "flatten only 1d"): """
def numeric_derivative(f, x, dx=1e-6):
    if np.ndim(x) > 2:
        x = np.ravel(x)
    return (f(x + dx) - f(x - dx)) / (2 * dx)
""",
    ("symbolic_derivative", "hard coded names"): """
def symbolic_derivative(expr, x0):
    for v in sp.symbols("x t u"):
        if v in expr.free_symbols:
            return float(sp.diff(expr, v).subs(v, x0))
    return 0.0
""",
    ("symbolic_derivative", "single letters only"): """
def symbolic_derivative(expr, x0):
    import string

    for c in string.ascii_letters:
        v = sp.Symbol(c)
        if v in expr.free_symbols:
            return float(sp.diff(expr, v).subs(v, x0))
    return 0.0
""",
    ("symbolic_derivative", "rebuilt symbol"): """
def symbolic_derivative(expr, x0):
    for v in expr.free_symbols:
        w = sp.Symbol(v.name)
        return float(sp.diff(expr, w).subs(w, x0))
    return 0.0
""",
    ("symbolic_derivative", "negative x0"): """
def symbolic_derivative(expr, x0):
    for v in expr.free_symbols:
        return float(sp.diff(expr, v).subs(v, abs(x0)))
    return 0.0
""",
}
