"""Chapter 2: right answers in unusual words, and wrong ones that are nearly right."""

#: how several answers begin
_CURVES = """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    out = {}
    for r in learning_rates:
        x, v = x0, []
        for _ in range(epochs):
            x = x - r * (2 * x + 5)
            v.append(x**2 + 5 * x + 6)
"""

RIGHT = {
    ("gradient_descent", "recursion-free generator"): """
from itertools import islice

def _walk(g, x, lr):
    while True:
        x = x + (-lr) * g(x)
        yield x

def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    points = list(islice(_walk(f_prime, x0, learning_rate), epochs))
    return (points[-1] if points else x0), [(p, f(p)) for p in points]
""",
    ("gradient_descent", "accumulate"): """
from functools import reduce
from typing import NamedTuple

class State(NamedTuple):
    x: object
    value: object

def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    def step(h, _):
        x = h[-1].x if h else x0
        n = np.subtract(x, np.multiply(learning_rate, f_prime(x)))
        return h + [State(n, f(n))]

    h = reduce(step, range(epochs), [])
    return (h[-1].x if h else x0), h
""",
    ("gradient_descent", "inplace buffer with copies"): """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    buf = np.array(x0, dtype=float)
    hist = []
    scalar = buf.ndim == 0
    for _ in range(epochs):
        buf -= learning_rate * np.asarray(f_prime(float(buf) if scalar else buf.copy()))
        p = float(buf) if scalar else buf.copy()
        hist.append((p, f(p)))
    return (float(buf) if scalar else buf), tuple(hist)
""",
    ("target_func", "poly"): """
from numpy.polynomial import Polynomial

p = Polynomial([6, 5, 1])

def target_func(x):
    return p(x)

def target_func_prime(x):
    return p.deriv()(x)
""",
    ("target_func", "vectorize"): """
target_func = np.vectorize(lambda x: (x + 2) * (x + 3), otypes=[float])
target_func_prime = np.vectorize(lambda x: (x + 2) + (x + 3), otypes=[float])
""",
    ("target_func", "lru"): """
def target_func(x):
    return np.polyval([1, 5, 6], x)

def target_func_prime(x):
    return np.polyval(np.polyder([1, 5, 6]), x)
""",
    ("learning_rate_curves", "closed form"): """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    return {
        f"lr={r}": [((x0 + 2.5) * (1 - 2 * r) ** k) ** 2 - 0.25 for k in range(1, epochs + 1)]
        for r in learning_rates
    }
""",
    ("learning_rate_curves", "all at once"): """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    r = np.array(learning_rates, dtype=float)
    x = np.full(r.shape, float(x0))
    rows = []
    for _ in range(epochs):
        x = x - r * target_func_prime(x)
        rows.append(target_func(x))
    cols = np.array(rows).reshape(epochs, len(r)).T
    return {f"lr={a}": c.tolist() for a, c in zip(learning_rates, cols)}
""",
    ("plot_learning_rates", "panels"): """
def plot_learning_rates(curves):
    fig, axs = plt.subplots(len(curves), 1, squeeze=False)
    for ax, (k, v) in zip(axs.flat, curves.items()):
        ax.plot(v)
        ax.set_title(k)
        ax.set_xlabel("i")
        ax.set_ylabel("f")
    return fig
""",
    ("plot_learning_rates", "matrix reversed"): """
def plot_learning_rates(curves):
    plt.figure()
    for k in reversed(list(curves)):
        plt.semilogy(range(len(curves[k])), curves[k], ".-", label="rate " + k.split("=")[1])
    plt.xlabel("n")
    plt.ylabel("f")
    plt.legend(title="curves", ncol=2)
    return plt.gca()
""",
    ("plot_learning_rates", "LineCollection-free bulk"): """
def plot_learning_rates(curves):
    fig, ax = plt.subplots()
    lines = [ax.plot(list(range(1, len(v) + 1)), list(v))[0] for v in curves.values()]
    ax.legend(lines, list(curves))
    ax.set(xlabel="a", ylabel="b", title="t")
    return ax
""",
    ("plot_learning_rates", "lines, markers and a named helper line"): """
def plot_learning_rates(curves):
    fig, ax = plt.subplots()
    for i, (k, v) in enumerate(curves.items()):
        ax.plot(range(1, len(v) + 1), v, color=f"C{i}", label=k)
        ax.scatter(range(1, len(v) + 1), v, color=f"C{i}", s=4)
    ax.axhline(-0.25, ls=":", color="k", label="minimum")
    ax.set(xlabel="x", ylabel="y")
    ax.legend(title="rates")
    return ax
""",
}

WRONG = {
    ("gradient_descent", "stops beyond 1e10"): """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    x, h = x0, []
    for _ in range(epochs):
        x = x - learning_rate * f_prime(x)
        if np.any(np.abs(x) > 1e10):
            break
        h.append((x, f(x)))
    return x, h
""",
    ("gradient_descent", "gradient clipped 1e9"): """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    x, h = x0, []
    for _ in range(epochs):
        x = x - learning_rate * np.clip(f_prime(x), -1e9, 1e9)
        h.append((x, f(x)))
    return x, h
""",
    ("gradient_descent", "epochs zero array returns list"): """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    x, h = x0, []
    if epochs == 0 and np.ndim(x0):
        return list(x0), []
    for _ in range(epochs):
        x = x - learning_rate * f_prime(x)
        h.append((x, f(x)))
    return x, h
""",
    ("gradient_descent", "early stop for arrays"): """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    x, h = x0, []
    for _ in range(epochs):
        g = f_prime(x)
        n = x - learning_rate * g
        if np.ndim(x) and np.allclose(n, x, atol=1e-10):
            break
        x = n
        h.append((x, f(x)))
    return x, h
""",
    ("target_func", "size one becomes number"): """
def target_func(x):
    r = x**2 + 5 * x + 6
    return float(np.ravel(r)[0]) if np.size(r) == 1 else r
""",
    ("learning_rate_curves", "x0 falsy"): """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    x0 = x0 or 10
    out = {}
    for r in learning_rates:
        x, v = x0, []
        for _ in range(epochs):
            x = x - r * (2 * x + 5)
            v.append(x**2 + 5 * x + 6)
        out[f"lr={r}"] = v
    return out
""",
    ("learning_rate_curves", "epochs falsy"): """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    epochs = epochs or 20
    out = {}
    for r in learning_rates:
        x, v = x0, []
        for _ in range(epochs):
            x = x - r * (2 * x + 5)
            v.append(x**2 + 5 * x + 6)
        out[f"lr={r}"] = v
    return out
""",
    ("learning_rate_curves", "stops beyond 1e6"): _CURVES
    + """\
            if abs(v[-1]) > 1e6:
                break
        out[f"lr={r}"] = v
    return out
""",
    ("learning_rate_curves", "rounded key"): _CURVES
    + """\
        out["lr=%s" % round(r, 5)] = v
    return out
""",
}
