"""Second spellings of chapter 1's mistakes, never shown to the judge: each must be diagnosed as its mistake."""


def _velocity(result: str, *, order: str = "min(t[1:] - t[:-1]) <= 0", few: str = "t.size < 2") -> str:
    return f"""
def average_velocity(t, s):
    t, s = np.array(t, float), np.array(s, float)
    if t.size != s.size or {few}:
        raise ValueError("lengths")
    if {order}:
        raise ValueError("order")
    n = len(t)
    return {result}
"""


def _motion(
    position: str = "p.plot(t, s, label='s')",
    velocity: str = "q.plot(t[:-1], v, label='v')",
    *,
    v: str = "(s[1:] - s[:-1]) / (t[1:] - t[:-1])",
    panels: str = "p, q = plt.figure().subplots(2)",
    labels: str = "ax.set_xlabel('t'); ax.set_ylabel('y')",
    legend: str = "ax.legend(loc='best')",
    end: str = "return (p, q)",
) -> str:
    return f"""
def plot_motion(t, s):
    v = {v}
    {panels}
    {position}
    {velocity}
    for ax in (p, q):
        {labels}
        {legend}
    {end}
"""


def _numeric(result: str, default: str = "1e-6") -> str:
    return f"""
def numeric_derivative(f, x, dx={default}):
    return {result}
"""


def _symbolic(
    result: str = "float(expr.diff(u).evalf(subs={u: x0}))",
    *,
    constant: str = "if not expr.free_symbols: return 0.0",
    numeric: str = "float((g(x0 + dx) - g(x0 - dx)) / 2 / dx)",
    entries: str = "dict(numeric=a, symbolic=b, abs_error=max(a - b, b - a))",
) -> str:
    return f"""
def symbolic_derivative(expr, x0):
    {constant}
    u = tuple(expr.free_symbols)[0]
    return {result}

def compare_derivatives(expr, x0, dx=1e-6):
    g = sp.lambdify(list(expr.free_symbols) or [sp.Symbol("q")], expr, "math")
    a, b = {numeric}, symbolic_derivative(expr, x0)
    return {entries}
"""


SECOND = {
    "article": """
def average_velocity(t, s):
    return np.diff(s) * (1 / (t[1] - t[0]))
""",
    "first step for all": _velocity("(s[1:] - s[:-1]) / (t[1] - t[0])"),
    "mean step for all": _velocity("np.diff(s) * (n - 1) / (t[-1] - t[0])"),
    "np.gradient": _velocity("np.gradient(s, t, axis=0)"),
    "not divided": _velocity("s[1:] - s[:-1]"),
    "inverted": _velocity("(t[1:] - t[:-1]) / (s[1:] - s[:-1])"),
    "sign": _velocity("np.diff(-s) / np.diff(t)"),
    "position over time": _velocity("s[1:] / np.where(t[1:] == 0, 1.0, t[1:])"),
    "one number": _velocity("(s[n - 1] - s[0]) / (t[n - 1] - t[0])"),
    "central difference": _velocity(
        "np.array([(s[i + 1] - s[i - 1]) / (t[i + 1] - t[i - 1]) for i in range(1, n - 1)])"
    ),
    "whole numbers only": _velocity("np.floor(np.diff(s) / np.diff(t))"),
    "list": _velocity("[float(d) for d in np.diff(s) / np.diff(t)]"),
    "shifted": _velocity("np.array([(s[i + 1] - s[i]) / (t[i + 1] - t[i]) for i in [n - 2, *range(n - 2)]])"),
    "padded": _velocity("np.concatenate([np.diff(s) / np.diff(t), [0.0]])"),
    "no checks": """
def average_velocity(t, s):
    return np.divide(np.diff(s), np.diff(t))
""",
    "order not checked": _velocity("(s[1:] - s[:-1]) / (t[1:] - t[:-1])", order="False"),
    "repeated times accepted": _velocity("np.diff(s) / np.diff(t)", order="(t[1:] < t[:-1]).any()"),
    "one point accepted": _velocity("np.diff(s) / np.diff(t)", few="False", order="(t[1:] <= t[:-1]).any()"),
    "speed": _velocity("abs(s[1:] - s[:-1]) / (t[1:] - t[:-1])"),
    "from the start": _velocity("np.array([(s[i] - s[0]) / (t[i] - t[0]) for i in range(1, n)])"),
    "times moved to zero in place": """
def average_velocity(t, s):
    if len(t) != len(s) or len(t) < 2 or min(np.diff(t)) <= 0:
        raise ValueError("lengths")
    start = t[0]
    for k, v in enumerate(t):
        t[k] = v - start
    return (np.array(s[1:]) - s[:-1]) / np.diff(t)
""",
    "one velocity too many": _motion(velocity="q.plot(t, [*v, 0.0], 'o', label='v')"),
    "more than the velocity": _motion(velocity="q.plot(t[:-1], v, label='v'); q.plot(t, s, 'k')"),
    "figure and axes": _motion(end="return p.figure, [p, q]"),
    "step scaled with x": _numeric("(f(x * (1 + dx)) - f(x * (1 - dx))) / (2 * dx * x)"),
    "array for a number": _numeric("(f(np.atleast_1d(x) + dx) - f(np.atleast_1d(x) - dx)) / dx / 2"),
    "integral": _symbolic("float(expr.integrate(u).evalf(subs={u: x0}))"),
    "right ends": _motion(velocity="q.plot(t[1:], v, label='v')"),
    "midpoints": _motion(velocity="q.plot(t[:-1] + np.diff(t) / 2, v, label='v')"),
    "first step for all, drawn": _motion(v="(s[1:] - s[:-1]) / (t[1] - t[0])"),
    "changes drawn": _motion(v="s[1:] - s[:-1]"),
    "axes swapped": _motion("p.plot(s, t, label='s')"),
    "no time axis": _motion("p.plot(np.arange(len(s)), s, label='s')"),
    "no legend": _motion(legend="pass"),
    "axes not labelled": _motion(labels="pass"),
    "nothing returned": _motion(end="plt.tight_layout()"),
    "figure returned": _motion(end="return plt.gcf()"),
    "one panel": _motion(panels="p = q = plt.axes()"),
    "order of panels": _motion(end="return (q, p)"),
    "no velocity": _motion(velocity="q.plot(t, s, label='v')"),
    "forward": _numeric("f(x + dx) / dx - f(x) / dx"),
    "backward": _numeric("-(f(x - dx) - f(x)) / dx"),
    "divided by dx": _numeric("f(x + dx) / dx - f(x - dx) / dx"),
    "bracket lost": _numeric("0.5 * dx * (f(x + dx) - f(x - dx))"),
    "left minus right": _numeric("(f(x + dx) - f(x - dx)) / (-2 * dx)"),
    "dx ignored": _numeric("500000 * (f(x + 1e-6) - f(x - 1e-6))"),
    "default one": _numeric("(f(x + dx) - f(x - dx)) / dx / 2", "1"),
    "step far too small": _numeric("(lambda h: (f(x + h) - f(x - h)) / h / 2)(dx if dx < 1e-13 else 1e-13)"),
    "step far too small, 1e-14": """
def numeric_derivative(f, x, dx=1e-6):
    if dx > 1e-14:
        dx = 1e-14
    rise = f(x + dx) - f(x - dx)
    return rise / (2 * dx)
""",
    "default 1e-5": _numeric("(f(x + dx) - f(x - dx)) / dx * 0.5", "1e-5"),
    "default 1e-8": _numeric("(f(x + dx) - f(x - dx)) / dx / 2", "0.00000001"),
    "half step": _numeric("(f(x + 0.5 * dx) - f(x - 0.5 * dx)) / dx"),
    "second difference": _numeric("((f(x + dx) - 2 * f(x)) + f(x - dx)) / (dx * dx)"),
    "difference only": _numeric("-f(x - dx) + f(x + dx)"),
    "average value": _numeric("0.5 * (f(x + dx) + f(x - dx)) / dx"),
    "numbers only": _numeric("(f(float(x) + dx) - f(float(x) - dx)) / dx / 2"),
    "in place": """
def numeric_derivative(f, x, dx=1e-6):
    x -= dx
    left = f(x)
    x += 2 * dx
    right = f(x)
    x -= 2 * dx
    return (right - left) / (2 * dx)
""",
    "five points": _numeric("4 / 3 * (f(x + dx / 2) - f(x - dx / 2)) / dx - (f(x + dx) - f(x - dx)) / (6 * dx)"),
    "SymPy number": _symbolic("sp.diff(expr, u).subs({u: x0})"),
    "number put in first": _symbolic("float(expr.subs({u: x0}).diff(u))"),
    "second derivative": _symbolic("float(expr.diff(u).diff(u).evalf(subs={u: x0}))"),
    "value": _symbolic("float(sp.lambdify(u, expr)(x0))"),
    "numeric inside": _symbolic("(lambda g: float((g(x0 + 1e-6) - g(x0 - 1e-6)) / 2e-6))(sp.lambdify(u, expr))"),
    "always x": _symbolic("float(expr.diff('x').evalf(subs={u: x0}))"),
    "constants fail": _symbolic(constant="pass"),
    "whole numbers": _symbolic("float(np.trunc(float(expr.diff(u).evalf(subs={u: x0}))))"),
    "one example only": _symbolic(
        "3.0 * x0 * x0 + 2.0", constant="u = None; return float(3 * x0 * x0 + 2) if expr.free_symbols else 0.0"
    ),
    "error with sign": _symbolic(entries="dict(numeric=a, symbolic=b, abs_error=b - a)"),
    "relative error": _symbolic(
        entries="dict(numeric=a, symbolic=b, abs_error=max(a - b, b - a) / max(abs(b), 1e-300))"
    ),
    "dx not passed on": _symbolic(numeric="float(numeric_derivative(g, x0))"),
    "forward in the comparison": _symbolic(numeric="float((g(x0 + dx) - g(x0)) / dx)"),
    "swapped entries": _symbolic(entries="dict(numeric=b, symbolic=a, abs_error=max(a - b, b - a))"),
    "tuple returned": _symbolic(entries="(a, b, abs(b - a))"),
}
