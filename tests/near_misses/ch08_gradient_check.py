"""Chapter 8: right answers in unusual words, and wrong ones that are nearly right."""

#: how several answers begin
_CHECK = """
def gradient_check(f, f_prime, x, eps=None):
    x = np.array(x, dtype=float)
    a = np.asarray(f_prime(x.copy()), dtype=float)
    if a.shape != x.shape:
        return False
    if not np.isfinite(a).all():
        return False
    u = np.finfo(float).eps
    rel = np.cbrt(u) if eps is None else eps
"""

RIGHT = {
    ("gradient_check", "vector"): """
def gradient_check(f, f_prime, x, eps=None):
    x = np.asarray(x) + 0.0
    a = np.asarray(f_prime(x), dtype=float)
    if a.shape != x.shape:
        return False
    if not np.isfinite(a).all():
        return False
    u = np.finfo(float).eps
    h = (u ** (1 / 3) if eps is None else eps) * np.maximum(1, np.abs(x))
    num, noise = np.empty(x.shape), np.empty(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        e = np.zeros(x.shape)
        e[i] = h[i]
        p, m = float(f(x + e)), float(f(x - e))
        num[i] = (p - m) / ((x + e)[i] - (x - e)[i])
        noise[i] = 30 * u * max(abs(p), abs(m)) / h[i]
    return bool(np.all(np.abs(a - num) <= 2e-5 * np.maximum(abs(a), abs(num)) + noise))
""",
    ("gradient_check", "flat all()"): """
def gradient_check(f, f_prime, x, eps=None):
    x = np.array(x, dtype=np.float64)
    shape = x.shape
    g = np.asarray(f_prime(x.copy()))
    if g.shape != shape:
        raise ValueError("shape")
    base = x.reshape(-1)
    g = g.reshape(-1).astype(float)

    def ok(i):
        h = 6e-6 * max(1, abs(base[i])) if eps is None else eps * max(1, abs(base[i]))

        def at(s):
            y = base.copy()
            y[i] += s
            return float(f(y.reshape(shape)))

        up, dn = at(h), at(-h)
        n = (up - dn) / (2 * h)
        return (
            np.isfinite(g[i])
            and abs(n - g[i]) <= 1e-5 * max(abs(n), abs(g[i])) + 1e-14 * (abs(up) + abs(dn)) / h
        )

    return bool(np.all([ok(i) for i in range(base.size)]))
""",
    ("check_func", "dot"): """
def check_func(x):
    v = np.ravel(x).astype(float)
    return float(v @ v + np.sin(v).sum())

def check_func_prime(x):
    return np.add(np.cos(x), np.multiply(2.0, x))
""",
    ("check_func", "vectorize"): """
check_func_prime = np.vectorize(lambda v: math.cos(v) + 2 * v, otypes=[float])

def check_func(x):
    return sum(math.sin(v) + v**2 for v in np.asarray(x, float).flat)
""",
    ("plot_gradient_flow", "barh log"): """
def plot_gradient_flow(named_parameters):
    kept = [
        (n, float(p.grad.abs().mean()))
        for n, p in named_parameters
        if p.requires_grad and p.grad is not None and n.rpartition(".")[2] != "bias"
    ]
    ax = plt.figure().add_subplot()
    ax.barh([n for n, _ in kept], [h for _, h in kept], log=True)
    ax.set(xlabel="g", ylabel="layer")
    return ax
""",
    ("plot_gradient_flow", "bar categories"): """
def plot_gradient_flow(named_parameters):
    d = {}
    for n, p in named_parameters:
        if n.split(".")[-1] == "bias" or not p.requires_grad or p.grad is None:
            continue
        d[n] = float(p.grad.abs().mean())
    plt.bar(list(d), list(d.values()), width=0.5, color="c")
    plt.xticks(rotation=45)
    plt.yscale("log")
    plt.xlabel("l")
    plt.ylabel("m")
    return plt.gca()
""",
}

WRONG = {
    ("gradient_check", "absolute tolerance 1e-11"): _CHECK
    + """\
    for i in np.ndindex(x.shape):
        h = rel * max(1.0, abs(x[i]))
        p, m = x.copy(), x.copy()
        p[i] += h
        m[i] -= h
        P, M = float(f(p)), float(f(m))
        n = (P - M) / (p[i] - m[i])
        r = 20 * u * max(abs(P), abs(M)) / h
        if not (abs(a[i] - n) <= 1e-5 * max(abs(a[i]), abs(n)) + r + 1e-11):
            return False
    return True
""",
    ("gradient_check", "first entry of a matrix left out"): _CHECK
    + """\
    for i in np.ndindex(x.shape[:1]) if x.ndim == 1 else [i for i in np.ndindex(x.shape)][::-1][:-1] or [()]:
        h = rel * max(1.0, abs(x[i]))
        p, m = x.copy(), x.copy()
        p[i] += h
        m[i] -= h
        P, M = float(f(p)), float(f(m))
        n = (P - M) / (p[i] - m[i])
        r = 20 * u * max(abs(P), abs(M)) / h
        if not (abs(a[i] - n) <= 1e-5 * max(abs(a[i]), abs(n)) + r):
            return False
    return True
""",
    ("check_func", "summed over one axis in three dimensions"): """
def check_func(x):
    x = np.asarray(x, float)
    return np.sum(np.sin(x) + x**2, axis=None if x.ndim < 3 else 0)
""",
    ("check_func", "flattened in three dimensions"): """
def check_func_prime(x):
    x = np.asarray(x, float)
    r = np.cos(x) + 2 * x
    return r if x.ndim < 3 else r.ravel()
""",
    ("check_func", "size one number"): """
def check_func_prime(x):
    x = np.asarray(x, float)
    r = np.cos(x) + 2 * x
    return r if x.size > 1 else float(r.ravel()[0])
""",
    ("check_func", "integer buffer"): """
def check_func_prime(x):
    x = np.asarray(x)
    r = np.empty_like(x)
    r[...] = np.cos(x) + 2 * x
    return r
""",
    ("plot_gradient_flow", "long names cut"): """
def plot_gradient_flow(named_parameters):
    d = [
        (n, float(p.grad.abs().mean()))
        for n, p in named_parameters
        if p.requires_grad and p.grad is not None and n.split(".")[-1] != "bias"
    ]
    _, ax = plt.subplots()
    ax.bar(range(len(d)), [v for _, v in d])
    ax.set_xticks(range(len(d)), [n[:18] for n, _ in d])
    ax.set(xlabel="a", ylabel="b")
    return ax
""",
}
