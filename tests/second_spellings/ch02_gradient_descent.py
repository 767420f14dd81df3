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
    "Axes not returned": _plot(result="None"),
    "no legend": _plot(after="plt.xlabel('k'); plt.ylabel('f')"),
    "no axis labels": _plot(after="plt.legend()"),
    "curves reversed": _plot("plt.plot(list(reversed(v)), label=k)"),
    "last value left out": _plot("plt.plot(v[: len(v) - 1], label=k)"),
}
