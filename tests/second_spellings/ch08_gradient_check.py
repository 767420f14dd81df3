"""Second spellings of chapter 8's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best


def _check(
    verdict: str = "(np.abs(slope - given) <= 1e-4 * np.maximum(np.abs(slope), np.abs(given)) + noise).all()",
    point: str = "np.array(x, dtype=np.float64)",
    shape: str = "given.shape == point.shape",
    finite: str = "np.isfinite(given).all()",
    step: str = "(6e-6 if eps is None else eps) * max(1.0, abs(point[at]))",
    low: str = "f(point - move)",
    gap: str = "2 * h",
    where: str = "np.ndindex(*point.shape)",
    end: str = "pass",
    fit: str = "given",
) -> str:
    return f"""
def gradient_check(f, f_prime, x, eps=None):
    point = {point}
    given = np.array(f_prime(np.array(point)), dtype=float)
    if not ({shape}):
        return False
    if not ({finite}):
        return False
    given = {fit}
    slope, noise = np.zeros(point.shape), np.zeros(point.shape)
    for at in {where}:
        h = {step}
        move = np.zeros(point.shape)
        move[at] = h
        high, low = f(point + move), {low}
        slope[at] = (high - low) / ({gap})
        noise[at] = 1e-14 * max(abs(high), abs(low)) / h
    {end}
    return {verdict}
"""


_SIZE = "np.maximum(np.abs(slope), np.abs(given))"
_CHECK = {
    "article": """
def gradient_check(f, f_prime, x, eps=1e-7):
    eps = eps or 1e-7
    a, n = f_prime(x), np.zeros_like(x)
    for k in range(len(x)):
        up, down = x.copy(), x.copy()
        up[k] += eps
        down[k] -= eps
        n[k] = (f(up) - f(down)) / (2 * eps)
    return np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n)) < 1e-7
""",
    "global_norm": _check(
        "bool(np.sqrt(np.sum((slope - given) ** 2)) <= 1e-4 * np.sqrt(np.sum(slope**2)) + np.sqrt(np.sum(noise**2)))"
    ),
    "random_direction": """
def gradient_check(f, f_prime, x, eps=None):
    x = np.array(x, dtype=float)
    g = np.array(f_prime(x.copy()), dtype=float)
    if g.shape != x.shape or not np.isfinite(g).all():
        return False
    way = np.random.default_rng(7).uniform(0.5, 1, size=x.shape)
    h = 6e-6 * max(1.0, float(np.abs(x).max(initial=0.0)))
    a, b = f(x + h * way), f(x - h * way)
    along = np.sum(g * way)
    return bool(abs((a - b) / (2 * h) - along) <= 1e-4 * abs(along) + 1e-14 * max(abs(a), abs(b)) / h)
""",
    "no_rounding_floor": _check(f"(np.abs(slope - given) <= 1e-5 * {_SIZE}).all()"),
    "shape_by_size": _check(shape="given.size == point.size", fit="np.reshape(given, point.shape)"),
    "absolute_tolerance": _check("bool(np.max(np.abs(slope - given), initial=0.0) < 1e-6)"),
    "allclose": _check(
        "np.allclose(slope, given, rtol=1e-4) or bool((np.abs(slope - given) <= 1e-4 * np.abs(given) + noise).all())"
    ),
    "forward": _check(
        f"(np.abs(slope - given) <= 2e-3 * {_SIZE} + noise).all()",
        step="6e-8 * max(1.0, abs(point[at]))",
        low="f(point)",
        gap="h",
    ),
    "always_true": "def gradient_check(f, f_prime, x, eps=None):\n    return np.shape(x) is not None\n",
    "always_false": "def gradient_check(f, f_prime, x, eps=None):\n    return np.shape(x) is None\n",
    "inverted": _check(f"not (np.abs(slope - given) <= 1e-4 * {_SIZE} + noise).all()"),
    "any_component": _check(f"bool(np.min(np.abs(slope - given) - 1e-4 * {_SIZE} - noise, initial=np.inf) <= 0)"),
    "first_component": _check(
        f"bool((np.abs(slope - given) <= 1e-4 * {_SIZE} + noise).flat[0])", where="[next(np.ndindex(*point.shape))]"
    ),
    "signs_ignored": _check(f"(np.abs(np.abs(slope) - np.abs(given)) <= 1e-4 * {_SIZE} + noise).all()"),
    "shape_unchecked": _check(shape="True"),
    "nan_accepted": _check(f"not (np.abs(slope - given) > 1e-4 * {_SIZE} + noise).any()", finite="True"),
    "loose": _check(f"(np.abs(slope - given) <= 0.04 * {_SIZE} + noise).all()"),
    "step_too_small": _check(f"(np.abs(slope - given) <= 1e-5 * {_SIZE}).all()", step="1e-12"),
    "no_two": _check(gap="h"),
    "divides_by_zero": _check(
        "bool(np.all(np.abs(slope - given) / np.maximum(np.abs(slope), np.abs(given)) <= 1e-5 + noise))"
    ),
    "in_place": _check(point="np.asarray(x, dtype=np.float64)", end="point[...] = point + 1e-9"),
    "vectors_only": _check(where="range(len(point))"),
    "returns_error": _check(
        "np.abs(slope - given).max(initial=0.0) / (np.abs(slope) + np.abs(given) + 1e-300).max(initial=1e-300)"
    ),
}


def _pair(value: str, slope: str) -> str:
    return f"\ndef check_func(x):\n    v = np.array(x, dtype=float)\n    return {value}\n\ndef check_func_prime(x):\n    v = np.array(x, dtype=float)\n    return {slope}\n"


_VALUE, _SLOPE = "np.sin(v).sum() + (v * v).sum()", "2 * v + np.cos(v)"
_FUNCTION = {
    "sine_kept": _pair(_VALUE, "v + np.sin(v) + v"),
    "minus_cosine": _pair(_VALUE, "2 * v - np.cos(v)"),
    "square_not_differentiated": _pair(_VALUE, "np.cos(v) + v * v"),
    "factor_lost": _pair(_VALUE, "v + np.cos(v)"),
    "gradient_summed": _pair(_VALUE, f"({_SLOPE}).sum()"),
    "not_summed": _pair("np.sin(v) + v * v", _SLOPE),
    "mean": _pair(f"({_VALUE}) / v.size", _SLOPE),
    "square_inside": _pair("sum(np.sin(u + u * u) for u in v.ravel())", _SLOPE),
    "cosine": _pair("np.cos(v).sum() + (v * v).sum()", _SLOPE),
    "first_axis": _pair("sum(np.sin(v) + v * v)", _SLOPE),
    "in_place": """
def check_func(x):
    return np.sin(x).sum() + (x * x).sum()

def check_func_prime(x):
    waves = np.cos(x)
    x += x
    return waves + x
""",
}


def _plot(
    keep: str = "p.requires_grad and p.grad is not None and name.rpartition('.')[2] != 'bias'",
    height: str = "p.grad.abs().mean()",
    draw: str = "plt.barh(list(bars), [float(v) for v in bars.values()], color='tab:red')",
    labels: str = "plt.ylabel('parameter'); plt.xlabel('size of the gradient')",
    end: str = "return plt.gca()",
) -> str:
    return f"""
def plot_gradient_flow(named_parameters):
    bars = {{}}
    for name, p in named_parameters:
        if {keep}:
            bars[name] = {height}
    plt.figure(figsize=(6, 3))
    {draw}
    {labels}
    {end}
"""


_KEEP = "p.requires_grad and p.grad is not None and "
_FLOW = {
    "article": """
def plot_gradient_flow(named_parameters):
    names, means = [], []
    for name, p in named_parameters:
        if p.requires_grad and not "bias" in name:
            names.append(name)
            means.append(p.grad.abs().mean())
    plt.figure()
    plt.bar(range(len(means)), means)
    plt.xticks(range(len(means)), names, rotation=90)
    plt.show()
""",
    "substring": _plot(_KEEP + "name.find('bias') < 0"),
    "suffix": _plot(_KEEP + "name[-4:] != 'bias'"),
    "weights_only": _plot(_KEEP + "name[-6:] == 'weight'"),
    "any_part": _plot(_KEEP + "not any(part == 'bias' for part in name.split('.'))"),
    "with_biases": _plot("p.requires_grad and p.grad is not None"),
    "with_frozen": _plot("p.grad is not None and name.rpartition('.')[2] != 'bias'"),
    "none_unchecked": _plot("p.requires_grad and name.rpartition('.')[2] != 'bias'"),
    "none_as_zero": _plot(
        "p.requires_grad and name.rpartition('.')[2] != 'bias'", "p.grad.abs().mean() if p.grad is not None else 0"
    ),
    "no_abs": _plot(height="p.grad.mean()"),
    "abs_of_mean": _plot(height="np.abs(float(p.grad.mean()))"),
    "largest": _plot(height="np.max(np.abs(p.grad.numpy()))"),
    "total": _plot(height="np.abs(p.grad.numpy()).sum()"),
    "norm": _plot(height="np.sqrt((p.grad.numpy() ** 2).sum())"),
    "unnamed": _plot(draw="plt.barh(range(len(bars)), [float(v) for v in bars.values()])"),
    "curve": _plot(draw="plt.plot(list(bars), [float(v) for v in bars.values()], 'o-')"),
    "iterates_twice": """
def plot_gradient_flow(named_parameters):
    wanted = [name for name, p in named_parameters if p.requires_grad and p.grad is not None and name.split(".")[-1] != "bias"]
    bars = {name: float(p.grad.abs().mean()) for name, p in named_parameters if name in wanted}
    ax = plt.figure().add_subplot()
    ax.bar(list(bars), list(bars.values()))
    ax.set(xlabel="layer", ylabel="mean")
    return ax
""",
    "returns_nothing": _plot(end="plt.show()"),
    "no_axis_labels": _plot(labels="plt.title('gradient flow')"),
}

SECOND = {
    (exercise, name): code
    for exercise, codes in (("gradient_check", _CHECK), ("check_func", _FUNCTION), ("plot_gradient_flow", _FLOW))
    for name, code in codes.items()
}
