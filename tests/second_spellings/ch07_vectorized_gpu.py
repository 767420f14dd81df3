"""Second spellings of chapter 7's mistakes, never shown to the judge: each must be diagnosed as its mistake."""


def _gradient(
    result: str = "(up - down) / (2 * step)",
    step: str = "eps * np.where(np.abs(point) > 1, np.abs(point), 1.0)",
    moves: str = "step * np.eye(count)",
    point: str = "np.asarray(list(x) if np.ndim(x) == 1 else x, dtype=np.float64)",
    check: str = "point.ndim == 1",
    fits: str = "up.shape == (count,)",
    before: str = "pass",
) -> str:
    return f"""
def vectorized_gradient(f, x, eps=1e-6):
    point = {point}
    if not {check}:
        raise ValueError("a vector is expected")
    count = point.size
    step = {step}
    rows = np.tile(point, (count, 1))
    shifts = {moves}
    {before}
    both = np.asarray(f(np.concatenate([rows + shifts, rows - shifts])))
    up, down = both[:count] if both.ndim else both, both[count:] if both.ndim else both
    if not {fits}:
        raise ValueError("one value per point")
    return {result}
"""


_GRADIENT = {
    "article": """
def vectorized_gradient(f, x, eps=1e-6):
    result = np.zeros_like(x)
    for k in range(len(x)):
        up, down = x.copy(), x.copy()
        up[k] += eps
        down[k] -= eps
        result[k] = (f(up) - f(down)) / (2 * eps)
    return result
""",
    "loop": """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("x")
    slopes = np.zeros(x.size)
    if np.shape(f(x[None, :])) != (1,):
        raise ValueError("f")
    for k in range(x.size):
        h = eps * max(1.0, abs(x[k]))
        pair = np.array([x, x])
        pair[:, k] += (h, -h)
        slopes[k] = -np.diff(f(pair))[0] / (2 * h)
    return slopes
""",
    "forward": _gradient("(up - np.asarray(f(rows))) / step"),
    "backward": _gradient("(np.asarray(f(rows)) - down) / step"),
    "no_two": _gradient("(up - down) / step"),
    "sign": _gradient("(down - up) / (2 * step)"),
    "all_at_once": _gradient(moves="np.tile(step, (count, 1))"),
    "absolute_step": _gradient(step="np.full(count, eps)"),
    "one_step_for_all": _gradient(step="eps * max([1.0, *np.abs(point)]) * np.ones(count)"),
    "keeps_dtype": _gradient(
        point="x if isinstance(x, np.ndarray) and x.dtype.kind == 'f' else np.array(x, dtype=float)",
        step="(eps * np.maximum(1, np.abs(point))).astype(point.dtype)",
        moves="np.diag(step)",
    ),
    "flattens": _gradient(point="np.array(x, dtype=float).reshape(-1)"),
    "f_unchecked": """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("x")
    h = np.maximum(1, np.abs(x)) * eps
    H = h * np.identity(x.size)
    return np.subtract(f(x + H), f(x - H)) / (h + h)
""",
    "returns_list": _gradient("[float(v) for v in (up - down) / (2 * step)]"),
    "shifted_columns": _gradient(moves="np.diag(step)[::-1]", result="(up - down) / (2 * step[::-1])"),
}


def _function(body: str) -> str:
    return f"\ndef high_dim_func(x):\n    v = np.array(x, dtype=float)\n    return {body}\n"


_WAVES = "np.sin(np.take(v, 0, axis=-1)) + np.cos(np.take(v, 1, axis=-1))"
_FUNCTION = {
    "article": _function("(v * v).sum() + np.sin(v[0]) + np.cos(v[1])"),
    "sums_everything": _function(f"np.vdot(v, v) + {_WAVES}"),
    "first_axis": _function("(v * v).sum(axis=0) + np.sin(v[0]) + np.cos(v[1])"),
    "keeps_axis": _function(f"np.expand_dims((v * v).sum(-1) + {_WAVES}, -1)"),
    "second_axis": _function("(v * v).sum(axis=1) + np.sin(v[:, 0]) + np.cos(v[:, 1])"),
    "no_square": _function(f"v.sum(axis=-1) + {_WAVES}"),
    "swapped": _function("np.square(v).sum(-1) + np.sin(v[..., 1]) * 0 + np.cos(v[..., 0]) + np.sin(v[..., 1])"),
    "one_component": _function("np.square(v).sum(-1) + np.cos(v[..., 0]) + np.sin(v[..., 0])"),
    "mean": _function(f"np.square(v).sum(-1) / v.shape[-1] + {_WAVES}"),
    "in_place": """
def high_dim_func(x):
    waves = np.sin(x[..., 0]) + np.cos(x[..., 1])
    np.square(x, out=x)
    return x.sum(axis=-1) + waves
""",
}


def _device(
    choose: str = "found if found is not None and found.cuda.is_available() else np",
    result: str = "xp.asnumpy(slopes) if hasattr(xp, 'asnumpy') else slopes",
    slopes: str = "(values[:n] - values[n:]) / (2 * steps)",
    steps: str = "xp.maximum(xp.abs(there), 1.0) * eps",
    there: str = "xp.array(x, dtype=float)",
    moves: str = "xp.eye(n) * steps",
    fallback: str = "except ImportError:\n            found = None",
    func: str = "return (x * x).sum(axis=-1)",
    start: str = "pass",
) -> str:
    return f"""
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        try:
            import cupy as found
        {fallback}
        xp = {choose}
    {start}
    there = {there}
    n = len(there)
    steps = {steps}
    moves = {moves}
    values = f(xp.concatenate([there + moves, there - moves]))
    slopes = {slopes}
    return {result}

def gpu_func(x):
    {func}
"""


_DEVICE = {
    "host_matrix": _device(moves="np.eye(n) * steps"),
    "left_on_device": _device(result="slopes"),
    "list_comes_back": _device(result="[float(v) for v in (xp.asnumpy(slopes) if hasattr(xp, 'asnumpy') else slopes)]"),
    "implicit_conversion": _device(result="np.array(slopes)"),
    "never_on_device": _device(start="xp = np"),
    "asks_import_only": _device(choose="found if found is not None else np"),
    "needs_cupy": _device(fallback="finally:\n            pass"),
    "needs_asnumpy": _device(result="xp.asnumpy(slopes)"),
    "forward": _device(slopes="(values[:n] - f(xp.tile(there, (n, 1)))) / steps"),
    "no_two": _device(slopes="(values[:n] - values[n:]) / steps"),
    "absolute_step": _device(steps="xp.full(n, eps)"),
    "reduces_everything": _device(func="return (x * x).sum()"),
    "func_keeps_axis": _device(func="return (x * x).sum(axis=-1, keepdims=True)"),
    "func_in_place": _device(func="x **= 2; return x.sum(axis=-1)"),
    "func_on_host": _device(func="return np.square(x.get() if hasattr(x, 'get') else x).sum(axis=-1)"),
    "article": """
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        import cupy as xp
    there = xp.asarray(x)
    slopes = xp.zeros_like(there)
    for k in range(len(there)):
        up, down = there.copy(), there.copy()
        up[k] += eps
        down[k] -= eps
        slopes[k] = (f(up) - f(down)) / (2 * eps)
    return xp.asnumpy(slopes)

def gpu_func(x):
    return (x**2).sum()
""",
    "a_transfer_each": """
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        try:
            import cupy
            xp = cupy if cupy.cuda.is_available() else np
        except ImportError:
            xp = np
    slopes = []
    for k in range(len(x)):
        h = eps * max(1.0, abs(x[k]))
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[k] += h
        down[k] -= h
        slopes.append(float((f(xp.asarray(up[None])) - f(xp.asarray(down[None])))[0]) / (2 * h))
    return np.array(slopes)

def gpu_func(x):
    return (x**2).sum(axis=-1)
""",
}

SECOND = {
    (exercise, name): code
    for exercise, codes in (
        ("vectorized_gradient", _GRADIENT),
        ("high_dim_func", _FUNCTION),
        ("gpu_gradient", _DEVICE),
    )
    for name, code in codes.items()
}
