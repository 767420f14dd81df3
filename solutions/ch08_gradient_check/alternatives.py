# ruff: noqa: E501 - code for readers stays on one line
"""Correct implementations of chapter 8 that look different from the reference and must get full points."""

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative("five_points", "gradient_check", code="""
def gradient_check(f, f_prime, x, eps=None):
    x = np.array(x, dtype=float)
    a = np.asarray(f_prime(x.copy()))
    if a.shape != x.shape:
        raise ValueError('shape')
    if not np.isfinite(a).all():
        return False
    flat = x.ravel()
    for k in range(flat.size):
        h = 1e-4 * max(1, abs(flat[k]))
        v = []
        for s in (-2, -1, 1, 2):
            z = flat.copy()
            z[k] += s * h
            v.append(float(f(z.reshape(x.shape))))
        n = (v[0] - 8 * v[1] + 8 * v[2] - v[3]) / (12 * h)
        tol = 1e-4 * max(abs(n), abs(a.flat[k])) + 1e-14 * max(map(abs, v)) / h
        if not abs(n - a.flat[k]) <= tol:
            return False
    return True
"""),
    Alternative("arrays", "gradient_check", code="""
def gradient_check(f, f_prime, x, eps=None):
    x = np.array(x, dtype=np.float64)
    analytic = np.array(f_prime(x), dtype=float)
    if analytic.shape != x.shape:
        return False
    numeric = np.empty_like(x)
    noise = np.empty_like(x)
    it = np.nditer(x, flags=['multi_index'])
    for value in it:
        i = it.multi_index
        h = (eps or 1e-5) * max(1.0, abs(float(value)))
        e = np.zeros_like(x)
        e[i] = h
        up, down = f(x + e), f(x - e)
        numeric[i] = (up - down) / (2 * h)
        noise[i] = 1e-14 * max(abs(up), abs(down)) / h
    error = np.abs(analytic - numeric)
    return np.all(error <= 1e-4 * np.abs(numeric) + noise)
"""),
    Alternative("per_component_relative", "gradient_check", code="""
def gradient_check(f, f_prime, x, eps=None):
    x = np.asarray(x, dtype=float).copy()
    g = np.asarray(f_prime(x.copy()), dtype=float)
    if g.shape != x.shape or np.isnan(g).any() or np.isinf(g).any():
        return False
    scale = max(float(np.max(np.abs(g), initial=0.0)), 0.0)
    ok = []
    for i in np.ndindex(*x.shape):
        h = 6e-6 * max(1.0, abs(x[i]))
        old = x[i]
        x[i] = old + h
        up = f(x.copy())
        x[i] = old - h
        down = f(x.copy())
        x[i] = old
        n = (up - down) / (2 * h)
        ok.append(abs(g[i] - n) <= 1e-4 * abs(n) + 1e-9 * scale + 5e-15 * abs(up) / h)
    return all(ok)
"""),
    Alternative("methods", "check_func", code="def check_func(x):\n    return (np.sin(x) + np.square(x)).sum()\n\ndef check_func_prime(x):\n    return 2 * x + np.cos(x)\n"),
    Alternative("two_sums", "check_func", code="def check_func(x):\n    v = np.ravel(x)\n    return float(np.sin(v).sum() + v @ v)\n\ndef check_func_prime(x):\n    return np.add(np.cos(x), np.multiply(2.0, x))\n"),
    Alternative("loop", "check_func", code="import math\ndef check_func(x):\n    return math.fsum(math.sin(v) + v * v for v in np.ravel(x))\n\ndef check_func_prime(x):\n    return np.array([math.cos(v) + 2 * v for v in np.ravel(x)]).reshape(np.shape(x))\n"),
    Alternative("horizontal", "plot_gradient_flow", code="""
def plot_gradient_flow(named_parameters):
    data = {n: p.grad.abs().mean() for n, p in named_parameters
            if p.requires_grad and p.grad is not None and n.rpartition('.')[2] != 'bias'}
    fig, ax = plt.subplots()
    ax.barh(list(data), [float(v) for v in data.values()], color='g')
    ax.set(xlabel='mean', ylabel='layer')
    return ax
"""),
    Alternative("pyplot_log", "plot_gradient_flow", code="""
def plot_gradient_flow(named_parameters):
    rows = []
    for n, p in list(named_parameters):
        if not p.requires_grad or p.grad is None or n == 'bias' or n.endswith('.bias'):
            continue
        rows.append((n, np.abs(p.grad.detach().cpu().numpy()).mean()))
    plt.figure()
    plt.bar(range(len(rows)), [v for _, v in rows], log=True)
    plt.xticks(range(len(rows)), [n for n, _ in rows], rotation='vertical')
    plt.xlabel('layer')
    plt.ylabel('gradient')
    ax = plt.gca()
    plt.show()
    return ax
"""),
    Alternative("categories", "plot_gradient_flow", code="""
def plot_gradient_flow(named_parameters):
    fig = plt.figure(figsize=(8, 4))
    ax = fig.add_subplot(111)
    for name, p in named_parameters:
        if p.requires_grad and name.split('.')[-1] != 'bias':
            if p.grad is None:
                continue
            ax.bar(name, p.grad.abs().mean().item(), color='tab:blue')
    ax.tick_params(axis='x', rotation=90)
    ax.set_xlabel('parameter')
    ax.set_ylabel('mean absolute gradient')
    ax.axhline(0, color='k')
    return ax
"""),
]  # fmt: skip
