"""Second spellings of chapter 2's mistakes, never shown to the judge: each must be diagnosed as its mistake."""


def _walk(
    step: str = "p - learning_rate * f_prime(p)",
    keep: str = "(q, f(q))",
    count: str = "epochs",
    first: str = "[]",
    result: str = "p, h",
) -> str:
    return f"""
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    p, h = x0, {first}
    for k in range({count}):
        q = {step}
        h.append({keep})
        p = q
    return {result}
"""


def _target(value: str = "x * x + 5 * x + 6", slope: str = "2 * x + 5") -> str:
    return f"def target_func(x):\n    return {value}\n\ndef target_func_prime(x):\n    return {slope}\n"


def _curves(
    key: str = "'lr=' + str(r)",
    value: str = "p * p + 5 * p + 6",
    start: str = "x0",
    count: str = "epochs",
    first: str = "[]",
    rate: str = "r",
    wrap: str = "v",
) -> str:
    return f"""
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    found = {{}}
    for r in learning_rates:
        p, v = {start}, {first}
        for _ in range({count}):
            p -= {rate} * (2 * p + 5)
            v.append({value})
        found[{key}] = {wrap}
    return found
"""


def _plot(
    draw: str = "plt.plot(v, label=k)",
    after: str = "plt.legend(); plt.xlabel('k'); plt.ylabel('f')",
    result: str = "plt.gca()",
) -> str:
    return f"""
def plot_learning_rates(curves):
    plt.figure()
    for k, v in curves.items():
        {draw}
    {after}
    return {result}
"""


SECOND = {
    "uphill": _walk("p + f_prime(p) * learning_rate"),
    "half a step": _walk("p - learning_rate * f_prime(p) / 2"),
    "written down before the step": _walk(keep="(p, f(p))"),
    "starting point in the history": _walk(first="[(x0, f(x0))]"),
    "values only": _walk(keep="f(q)"),
    "points only": _walk(keep="q"),
    "pairs in the wrong order": _walk(keep="(f(q), q)"),
    "one step too many": _walk(count="1 + epochs"),
    "one step too few": _walk(count="epochs - 1"),
    "learning rate written as a number": _walk("p - f_prime(p) / 10"),
    "returns the value": _walk(result="f(p), h"),
    "history forgotten": _walk(result="p"),
    "learning rate fades": _walk("p - learning_rate / (1 + k / 10) * f_prime(p)"),
    "function instead of its derivative": _walk("p - learning_rate * f(p) * np.ones(np.shape(p))"),
    "only the sign of the derivative": _walk("p - learning_rate * np.sign(f_prime(p))"),
    "always from the starting point": _walk("p - learning_rate * f_prime(x0)"),
    "number of epochs written as a number": _walk(count="0, 100"),
    "stops early": _walk("p - learning_rate * f_prime(p)").replace(
        "        q = p - learning_rate * f_prime(p)\n",
        "        d = f_prime(p)\n        if np.all(abs(d) < 1e-9):\n            break\n"
        "        q = p - learning_rate * d\n",
    ),
    "best point instead of the last": _walk(result="sorted(h, key=lambda s: s[1])[0][0] if h else x0, h"),
    "changed in place": """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    trace = []
    for _ in range(epochs):
        x0 -= learning_rate * f_prime(x0)
        trace.append((x0, f(x0)))
    return x0, trace
""",
    "one array for the whole history": """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    p = np.asarray(x0).astype(float) if isinstance(x0, np.ndarray) else x0
    trace = []
    for _ in range(epochs):
        if isinstance(p, np.ndarray):
            p[:] = p - learning_rate * f_prime(p)
        else:
            p = p - learning_rate * f_prime(p)
        trace += [(p, f(p))]
    return p, trace
""",
    "clipped derivative": _walk("p - learning_rate * np.minimum(np.maximum(f_prime(p), -1), 1)"),
    "derivative asked twice": _walk("p - (learning_rate * f_prime(p) + 0 * f_prime(p))"),
    "derivative not lowered": _target(slope="2 * x * x + 5"),
    "sign of 5x": _target("x * x - 5 * x + 6"),
    "cube instead of square": _target("x * x * x + 5 * x + 6"),
    "array changed in place": """
def target_func(x):
    return x * (x + 5) + 6

def target_func_prime(x):
    x *= 2
    return 5 + x
""",
    "list for an array": """
def target_func(x):
    if isinstance(x, np.ndarray):
        return [target_func(v) for v in x]
    return x * (x + 5) + 6
""",
    "learning rate fades, * 0.9**k": _walk("p - learning_rate * 0.9**k * f_prime(p)"),
    "learning rate fades, / (1 + k)": _walk("p - learning_rate / (k + 1) * f_prime(p)"),
    "clipped derivative, 10": _walk("p - learning_rate * np.maximum(-10, np.minimum(10, f_prime(p)))"),
    "default learning rate 0.05": _walk().replace("learning_rate=0.1", "learning_rate=5e-2"),
    "default 1000 epochs": _walk().replace("epochs=100", "epochs=1000"),
    "another default learning rate": _walk().replace("learning_rate=0.1", "learning_rate=1e-2"),
    "constant kept in the derivative": _target(slope="11 + 2 * x"),
    "5 dropped from the derivative": _target(slope="x + x"),
    "power not multiplied": _target(slope="5 + x"),
    "sign of the derivative": _target(slope="-5 + 2 * x"),
    "5x in the derivative": _target(slope="7 * x"),
    "constant forgotten": _target("x * (x + 5)"),
    "factors exchanged": _target("x * x + 6 * x + 5"),
    "points instead of values": _curves(value="p"),
    "value at the start included": _curves(first="[p * p + 5 * p + 6 for p in [x0]]"),
    "same rate for all": _curves(rate="learning_rates[0]"),
    "numbers as keys": _curves("r"),
    "rounded keys": _curves("'lr=%.2f' % r"),
    "start written as a number": _curves(start="10.0"),
    "epochs written as a number": _curves(count="20"),
    "arrays instead of lists": _curves(wrap="np.asarray(v)"),
    "pairs instead of values": _curves(value="(p, p * p + 5 * p + 6)"),
    "walks joined": """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    found = {}
    for r in learning_rates:
        v = []
        for _ in range(epochs):
            x0 = x0 - r * (5 + 2 * x0)
            v.append((x0 + 2) * (x0 + 3))
        found["lr=" + str(r)] = v
    return found
""",
    "one shared list": """
def learning_rate_curves(learning_rates, x0=10, epochs=20, values=None):
    found, v = {}, []
    for r in learning_rates:
        p = x0
        for _ in range(epochs):
            p = p - r * (5 + 2 * p)
            v.append((p + 2) * (p + 3))
        found["lr=" + str(r)] = v
    return found
""",
    "value before the update": """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    def values(r, p):
        for _ in range(epochs):
            yield (p + 2) * (p + 3)
            p -= r * (5 + 2 * p)

    return {f"lr={r}": list(values(r, x0)) for r in learning_rates}
""",
    "tuples instead of lists": _curves(wrap="(*v,)"),
    "learning rates used up": """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    found = {}
    while learning_rates:
        r, p, v = learning_rates.pop(0), x0, []
        for _ in range(epochs):
            p = p - r * (5 + 2 * p)
            v.append((p + 2) * (p + 3))
        found["lr=" + str(r)] = v
    return found
""",
    "Axes not returned": _plot(result="None"),
    "no legend": _plot(after="plt.xlabel('k'); plt.ylabel('f')"),
    "no axis labels": _plot(after="plt.legend()"),
    "no labels on the curves": _plot("plt.plot(v)"),
    "one axis label": _plot(after="plt.legend(); plt.xlabel('k')"),
    "logarithm drawn": _plot("plt.plot(np.log10(np.abs(np.array(v))), 'o', label=k)"),
    "first curve only": """
def plot_learning_rates(curves):
    ax = plt.axes()
    for k, v in curves.items():
        ax.plot(v, label=k)
        ax.set(xlabel="step", ylabel="height")
        ax.legend()
        return ax
""",
    "labels exchanged": _plot("plt.plot(v)", "plt.legend(list(curves)[::-1]); plt.xlabel('k'); plt.ylabel('f')"),
    "rates recomputed": _plot(
        "q = 1 - 2 * float(k[3:]); plt.plot([(12.5 * q ** (n + 1)) ** 2 - 1 / 4 for n in range(20)], label=k)"
    ),
    "x and y exchanged": _plot("plt.scatter(v, range(len(v)), label=k)"),
    "data changed": _plot(
        "plt.plot(v, label=k)", "[v.sort() for v in curves.values()]; plt.legend(); plt.xlabel('k'); plt.ylabel('f')"
    ),
    "one curve too many": _plot(
        after="plt.plot(np.full(len(v), -0.25), 'r:', label='best'); plt.legend(); plt.xlabel('k'); plt.ylabel('f')"
    ),
    "iterations squeezed": _plot("plt.plot(np.arange(len(v)) / (len(v) - 1), v, label=k)"),
    "absolute values drawn": _plot("plt.plot([abs(y) for y in v], label=k)"),
    "curves reversed": _plot("plt.plot(list(reversed(v)), label=k)"),
    "last value left out": _plot("plt.plot(v[: len(v) - 1], label=k)"),
}
