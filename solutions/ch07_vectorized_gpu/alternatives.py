# ruff: noqa: E501 - code for readers stays on one line
"""Correct implementations of chapter 7 that look different from the reference and must get full points."""

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative("one_batch", "vectorized_gradient", code="""
def vectorized_gradient(f, x, eps=1e-6):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError('1-D only')
    n = x.size
    h = eps * np.maximum(1, abs(x))
    values = np.asarray(f(np.concatenate([x + np.diag(h), x - np.diag(h)])))
    if values.shape != (2 * n,):
        raise ValueError('f must reduce the last axis')
    return (values[:n] - values[n:]) / (2 * h)
"""),
    Alternative("complex_step", "vectorized_gradient", code="""
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError('1-D only')
    values = np.asarray(f(x + 1e-30j * np.eye(len(x))))
    if values.shape != x.shape:
        raise ValueError('f must reduce the last axis')
    return values.imag / 1e-30
"""),
    Alternative("cube_root_step", "vectorized_gradient", code="""
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(list(x) if not np.isscalar(x) else x, dtype=float)
    if x.ndim != 1:
        raise ValueError('1-D only')
    n = len(x)
    h = np.cbrt(np.finfo(float).eps) * np.maximum(1, abs(x))
    points = np.repeat(x[None], n, axis=0)
    up, down = points.copy(), points.copy()
    up[np.arange(n), np.arange(n)] += h
    down[np.arange(n), np.arange(n)] -= h
    a, b = f(up), f(down)
    if np.shape(a) != (n,):
        raise ValueError('f must reduce the last axis')
    return (a - b) / (2 * h)
"""),
    Alternative("five_points", "vectorized_gradient", code="""
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError('1-D only')
    h = 1e-4 * np.maximum(1, abs(x))
    H = np.diag(h)
    parts = [np.asarray(f(x + k * H)) for k in (-2, -1, 1, 2)]
    if any(p.shape != x.shape for p in parts):
        raise ValueError('f must reduce the last axis')
    return (parts[0] - 8 * parts[1] + 8 * parts[2] - parts[3]) / (12 * h)
"""),
    Alternative("einsum", "high_dim_func", code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.einsum('...i,...i->...', x, x) + np.sin(x[..., 0]) + np.cos(x[..., 1])\n"),
    Alternative("take", "high_dim_func", code="def high_dim_func(x):\n    return np.square(x).sum(axis=-1) + np.sin(np.take(x, 0, axis=-1)) + np.cos(np.take(x, 1, axis=-1))\n"),
    Alternative("norm", "high_dim_func", code="def high_dim_func(x):\n    return np.linalg.norm(x, axis=-1) ** 2 + np.sin(x[..., 0]) + np.cos(x[..., 1])\n"),
    Alternative("asnumpy", "gpu_gradient", code="""
def _module(xp):
    if xp is not None:
        return xp
    try:
        import cupy
    except ImportError:
        return np
    return cupy if cupy.cuda.is_available() else np

def gpu_gradient(f, x, eps=1e-6, xp=None):
    xp = _module(xp)
    x = xp.asarray(x, dtype=xp.float64)
    h = eps * xp.maximum(1, abs(x))
    n = len(x)
    points = xp.concatenate([x + h * xp.eye(n), x - h * xp.eye(n)])
    y = f(points)
    grad = (y[:n] - y[n:]) / (2 * h)
    return xp.asnumpy(grad) if hasattr(xp, 'asnumpy') else np.asarray(grad)

def gpu_func(x):
    return np.sum(x ** 2, axis=-1)
"""),
    Alternative("steps_on_host", "gpu_gradient", code="""
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        xp = np
        try:
            import cupy
            if cupy.cuda.is_available():
                xp = cupy
        except Exception:
            pass
    x = np.asarray(x, dtype=float)
    h = eps * np.maximum(1, np.abs(x))
    points = xp.asarray(np.vstack([x + np.diag(h), x - np.diag(h)]))
    y = f(points)
    grad = (y[:len(x)] - y[len(x):]) / xp.asarray(2 * h)
    return grad if isinstance(grad, np.ndarray) else grad.get()

def gpu_func(x):
    return (x * x).sum(-1)
"""),
    Alternative("indexed", "gpu_gradient", code="""
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        try:
            import cupy
            xp = cupy if cupy.cuda.is_available() else np
        except ImportError:
            xp = np
    x_dev = xp.array(x, dtype='float64')
    n = x_dev.shape[0]
    up = xp.tile(x_dev, (n, 1))
    down = up.copy()
    i = xp.arange(n)
    h = xp.where(abs(x_dev) > 1, eps * abs(x_dev), eps)
    up[i, i] += h
    down[i, i] -= h
    out = (f(up) - f(down)) / (up[i, i] - down[i, i])
    try:
        return out.get()
    except AttributeError:
        return out

def gpu_func(x):
    return (x ** 2).sum(axis=x.ndim - 1)
"""),
]  # fmt: skip
