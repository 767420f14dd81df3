"""Second spellings of chapter 4's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best


def _newton(
    scalar: str = "g / h",
    vector: str = "np.linalg.solve(h, g)",
    *,
    update: str = "x = x - d",
    record: str = "path += [(x, f(x))]",
    start: str = "path = []",
    count: str = "epochs",
    check: str = "np.all(np.isfinite(g)) and np.all(np.isfinite(h))",
    still: str = "np.all(g == 0)",
    flat: str = "raise ZeroDivisionError",
    end: str = "return x, path",
    begin: str = "x = np.array(x0, dtype=float) if np.ndim(x0) else float(x0)",
    curvature: str = "h = np.asarray(f_double_prime(x), float)",
) -> str:
    return f"""
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    {begin}
    {start}
    k = 0
    while k < {count}:
        k += 1
        g = np.asarray(f_prime(x), float)
        {curvature}
        if not ({check}):
            raise FloatingPointError("not finite")
        if {still}:
            d = 0.0 * g
        elif np.ndim(g) > 0:
            d = {vector}
        elif h == 0.0:
            {flat}
        else:
            d = {scalar}
        {update}
        {record}
    {end}
"""


def _cubic(f: str = "2 + x * x * (x - 2)", first: str = "x * (3 * x - 4)", second: str = "2 * (3 * x - 2)") -> str:
    return f"""
def func(x):
    return {f}

def func_prime(x):
    return {first}

def func_double_prime(x):
    return {second}
"""


def _convex(
    points: str = "np.linspace(a, b, 201)",
    *,
    zero: str = "1e-12 * max(1, np.max(np.abs(v)))",
    up: str = "v.min() >= -zero",
    down: str = "v.max() <= zero",
    words: tuple[str, str, str] = ("CONVEX", "CONCAVE", "NEITHER"),
    reversed_: str = "b < a",
    nan: str = "np.isnan(v.sum())",
) -> str:
    return f"""
def check_convexity(f_double_prime, interval):
    a, b = interval[0], interval[1]
    if {reversed_}:
        raise ValueError("reversed")
    v = np.array([f_double_prime(p) for p in {points}], dtype=float)
    if {nan}:
        raise ValueError("NaN")
    zero = {zero}
    if {up}:
        return {words[0]}
    return {words[1]} if {down} else {words[2]}
"""


SECOND = {
    "article": """
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    points = [x0]
    while len(points) <= epochs:
        last = points[-1]
        points.append(last - f_prime(last) / f_double_prime(last))
    return points[-1], [(p, f(p)) for p in points[1:]]
""",
    "gradient step": _newton("1.0 * g", "1.0 * g"),
    "wrong direction": _newton("-(g / h)", "np.linalg.solve(-h, g)"),
    "root of f": """
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    x, out = np.asarray(x0, float), []
    while len(out) < epochs:
        slope = f_prime(x)
        x = x - f(x) / slope
        out.append((x, f(x)))
    return x, out
""",
    "inverted quotient": _newton("h / g"),
    "absolute curvature": _newton("g / np.sqrt(h * h)"),
    "half step": _newton(update="x = x - d / 2"),
    "curvature doubled": _newton(update="x = x - d - d"),
    "diagonal only": _newton(vector="np.linalg.solve(np.diag(h.diagonal()), g)"),
    "multiplied by the Hessian": _newton(vector="h.dot(g)"),
    "entries inverted": _newton(vector="(h ** -1.0).dot(g)"),
    "pseudo-inverse": _newton(vector="np.linalg.lstsq(h, g, rcond=None)[0]"),
    "nudged Hessian": _newton(
        curvature="h = np.asarray(f_double_prime(x), float); h = h + (1e-12 if h.ndim == 0 else 1e-12 * np.identity(h.shape[0]))"
    ),
    "zero curvature skipped": _newton(flat="d = 0.0"),
    "recorded too early": _newton(update="before = x; x = x - d", record="path.append((before, f(before)))"),
    "start included": _newton(start="path = [(x, f(x))]"),
    "one step too many": _newton(count="1 + epochs"),
    "stops early": _newton(
        record="path.append((x, f(x)))\n        if np.linalg.norm(np.atleast_1d(d), np.inf) < 0.1: break"
    ),
    "stale Hessian": _newton(start="path = []; first = np.asarray(f_double_prime(x), float)", curvature="h = first"),
    "epochs ignored": _newton(count="10"),
    "in place": _newton(
        begin="x = x0 if isinstance(x0, np.ndarray) and x0.dtype == float else (np.array(x0, float) if np.ndim(x0) else float(x0))",
        update="x -= d",
    ),
    "flat start divides": _newton(still="False"),
    "non-finite passes": _newton(check="True"),
    "value returned": _newton(end="return f(x), path"),
    "points only": _newton(record="path += [x]"),
    "best point returned": _newton(end="return (sorted(path, key=lambda p: p[1])[0][0] if path else x), path"),
    "step limited": _newton(update="x = x - np.maximum(-1.0, np.minimum(1.0, d))"),
    "numbers in boxes": _newton(record="path.append((np.ravel(x), f(x)))", end="return np.ravel(x), path"),
    "stops early, step 1e-06": _newton(record="path.append((x, f(x)))\n        if np.sum(np.abs(d)) < 1e-6: break"),
    "stops early, gradient 1e-08": _newton(
        record="path.append((x, f(x)))\n        if np.sqrt(np.sum(g**2)) < 1e-8: break"
    ),
    "few points, 50": _convex("a + (b - a) * np.arange(50) / 49"),
    "generous tolerance, 1e-8 * largest": _convex(zero="1e-8 * max(1, *map(abs, v))"),
    "array changed in place": """
def func_double_prime(x):
    x *= 6
    x -= 4
    return x
""",
    "list for an array": """
def func(x):
    if np.ndim(x):
        return list(map(func, x))
    return x * x * (x - 2) + 2
""",
    "one factor lost": _cubic(first="x * (3 * x - 2)"),
    "constant kept": _cubic(first="2 + x * (3 * x - 4)"),
    "constant kept twice": _cubic(second="2 * 3 * x"),
    "sign of the first": _cubic(first="x * (3 * x + 4)"),
    "sign of the second": _cubic(second="2 * (3 * x + 2)"),
    "x left over": _cubic(second="2 * x"),
    "power left over": _cubic(second="2 * (3 * x * x - 2)"),
    "only multiplied": _cubic(first="x * x * (3 * x - 4)"),
    "only lowered": _cubic(first="x * (x - 2)"),
    "constant forgotten": _cubic("x * x * (x - 2)"),
    "linear instead of square": _cubic("x * (x * x - 2) + 2"),
    "caret": _cubic("(x ^ (3 - 2 * x)) ^ 4"),
    "order swapped": _cubic(first="2 * (3 * x - 2)", second="x * (3 * x - 4)"),
    "third derivative": _cubic(second="6 * np.ones_like(x)"),
    "article, convexity": """
def check_convexity(f_double_prime, interval):
    v = f_double_prime(np.linspace(*interval, 100))
    return CONVEX if (v >= 0).all() else CONCAVE if (v <= 0).all() else NEITHER
""".replace("(v >= 0).all()", "np.min(v) >= 0").replace("(v <= 0).all()", "np.max(v) <= 0"),
    "strict": _convex(up="v.min() > zero", down="v.max() < -zero"),
    "words swapped": _convex(words=("CONCAVE", "CONVEX", "NEITHER")),
    "ends only": _convex("np.linspace(a, b, 2)"),
    "midpoint only": _convex("(0.5 * a + 0.5 * b,)"),
    "few points": _convex("np.linspace(a, b, 11).tolist()"),
    "average": _convex(up="np.average(v) >= -zero", down="np.average(v) <= zero"),
    "somewhere": _convex(up="v.max() > zero", down="v.min() < -zero"),
    "never neither": _convex(words=("CONVEX", "CONCAVE", "CONCAVE")),
    "no tolerance": _convex(zero="0"),
    "fixed tolerance": _convex(zero="1e-12"),
    "generous tolerance": _convex(zero="1e-1"),
    "no guards": _convex(reversed_="0", nan="0"),
    "NaN passes": _convex(nan="0"),
    "reversed interval accepted": _convex(reversed_="0"),
    "concave first": _convex(up="v.max() <= zero", down="v.min() >= -zero", words=("CONCAVE", "CONVEX", "NEITHER")),
    "ends left out": _convex("[a + (b - a) * (k + 0.5) / 100 for k in range(100)]"),
    "right end left out": _convex("[a + (b - a) * k / 100 for k in range(100)]"),
    "English words": _convex(words=("'convex'", "'concave'", "'neither'")),
}
