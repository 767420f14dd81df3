"""Right answers that look different from the reference and must get full points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative("loop", "average_velocity", code='''
def average_velocity(t, s):
    if len(t) != len(s) or len(t) < 2:
        raise ValueError("lengths")
    v = []
    for i in range(len(t) - 1):
        if t[i + 1] <= t[i]:
            raise ValueError("order")
        v.append((s[i + 1] - s[i]) / (t[i + 1] - t[i]))
    return np.array(v)
'''),
    Alternative("slices", "average_velocity", code='''
def average_velocity(t, s):
    t, s = np.array(t), np.array(s)
    if t.size != s.size or t.size <= 1 or (t[1:] <= t[:-1]).any():
        raise ValueError("bad times")
    return (s[1:] - s[:-1]) / (t[1:] - t[:-1])
'''),
    Alternative("ediff1d", "average_velocity", code='''
class UnequalLengths(ValueError):
    pass

def average_velocity(t, s):
    t = np.asfarray(t) if hasattr(np, "asfarray") else np.asarray(t, float)
    if len(t) != len(s):
        raise UnequalLengths
    gap = np.ediff1d(t)
    if len(gap) == 0 or min(gap) <= 0:
        raise ValueError
    return np.true_divide(np.ediff1d(s), gap)
'''),
    Alternative("pyplot style, titles, show", "plot_motion", code='''
def plot_motion(t, s):
    plt.figure(figsize=(8, 8))
    ax1 = plt.subplot(2, 1, 1)
    plt.plot(t, s, "o-", label="s")
    plt.title("Position"); plt.xlabel("t"); plt.ylabel("s"); plt.grid(); plt.legend(loc="upper left")
    ax2 = plt.subplot(2, 1, 2)
    plt.plot(t[:-1], average_velocity(t, s), label="v")
    plt.axhline(0, color="k")
    plt.title("Velocity"); plt.xlabel("t"); plt.ylabel("v"); plt.legend()
    plt.tight_layout()
    plt.show()
    return ax1, ax2
'''),
    Alternative("two figures, scatter", "plot_motion", code='''
def plot_motion(t, s):
    fig, ax_pos = plt.subplots()
    other, ax_vel = plt.subplots()
    ax_pos.scatter(t, s, label="position")
    ax_vel.scatter(t[:-1], (s[1:] - s[:-1]) / (t[1:] - t[:-1]), label="velocity")
    for ax, name in ((ax_pos, "position"), (ax_vel, "velocity")):
        ax.set_xlabel("time"); ax.set_ylabel(name); ax.legend()
    return ax_pos, ax_vel
'''),
    Alternative("legend made by hand, array of Axes", "plot_motion", code='''
def plot_motion(t, s):
    fig, axes = plt.subplots(1, 2)
    axes[0].plot(t, s); axes[0].legend(["s"])
    axes[1].plot(t[:-1], np.diff(s) / np.diff(t)); axes[1].legend(["v"])
    axes[0].set(xlabel="t / s", ylabel="s / m"); axes[1].set(xlabel="t / s", ylabel="v / (m/s)")
    return axes
'''),
    Alternative("mean of both one-sided quotients", "numeric_derivative", code='''
def numeric_derivative(f, x, dx=1e-6):
    middle = f(x)
    right, left = (f(x + dx) - middle) / dx, (middle - f(x - dx)) / dx
    return (right + left) / 2
'''),
    Alternative("realised step", "numeric_derivative", code='''
def numeric_derivative(f, x, dx=1e-6):
    high, low = x + dx, x - dx
    return (f(high) - f(low)) / (high - low)
'''),
    Alternative("half as factor", "numeric_derivative", code='''
def numeric_derivative(f, x, dx=1e-6):
    x = np.asarray(x, dtype=float)
    return 0.5 / dx * (-f(x - dx) + f(x + dx))
'''),
    Alternative("lambdify", "symbolic_derivative", code='''
def symbolic_derivative(expr, x0):
    x = next(iter(expr.free_symbols), sp.Symbol("x"))
    return float(sp.lambdify(x, expr.diff(x))(x0))

def compare_derivatives(expr, x0, dx=1e-6):
    x = next(iter(expr.free_symbols), sp.Symbol("x"))
    f = sp.lambdify(x, expr, "math")
    a, b = float((f(x0 + dx) - f(x0 - dx)) / 2 / dx), symbolic_derivative(expr, x0)
    return dict(symbolic=b, numeric=a, abs_error=max(a - b, b - a))
'''),
    Alternative("evalf with subs", "symbolic_derivative", code='''
def symbolic_derivative(expr, x0):
    names = list(expr.free_symbols)
    d = sp.diff(expr, *names) if names else sp.Integer(0)
    return float(d.evalf(subs={name: x0 for name in names}))

def compare_derivatives(expr, x0, dx=1e-6):
    names = list(expr.free_symbols)
    def f(v):
        return float(expr.subs([(name, v) for name in names]))
    numeric = numeric_derivative(f, x0, dx)
    exact = symbolic_derivative(expr, x0)
    return {"numeric": float(numeric), "symbolic": exact, "abs_error": float(np.abs(numeric - exact))}
'''),
    Alternative("Derivative, thirty digits", "symbolic_derivative", code='''
def symbolic_derivative(expr, x0):
    result = 0
    for name in expr.free_symbols:
        result = sp.Derivative(expr, name).doit().subs({name: sp.Float(x0, 30)})
    return float(result)
'''),
]  # fmt: skip
