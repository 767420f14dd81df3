"""Chapter 7: right answers in unusual words, and wrong ones that are nearly right."""

RIGHT = {
    ("vectorized_gradient", "complex step"): """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError
    h = 1e-200
    z = x + 1j * h * np.eye(len(x))
    v = np.asarray(f(z))
    if v.shape != (len(x),):
        raise ValueError
    return np.imag(v) / h
""",
    ("vectorized_gradient", "one stacked call"): """
def vectorized_gradient(f, x, eps=1e-6):
    x = (
        np.atleast_1d(np.asarray(x, dtype=np.float64))
        if np.ndim(x) == 1
        else (_ for _ in ()).throw(ValueError("1-D"))
    )
    h = eps * np.maximum(1, np.abs(x))
    P = np.concatenate([x + np.diag(h), x - np.diag(h)])
    v = np.asarray(f(P))
    if v.shape != (2 * x.size,):
        raise ValueError
    up, down = np.split(v, 2)
    real = np.diagonal(P[: x.size]) - np.diagonal(P[x.size :])
    return (up - down) / real
""",
    ("vectorized_gradient", "richardson"): """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError

    def d(s):
        h = s * np.maximum(1, np.abs(x))
        p, m = x + np.diag(h), x - np.diag(h)
        a, b = np.asarray(f(p)), np.asarray(f(m))
        if a.shape != x.shape or b.shape != x.shape:
            raise ValueError
        return (a - b) / (np.diagonal(p) - np.diagonal(m))

    return (4 * d(5e-5) - d(1e-4)) / 3
""",
    ("high_dim_func", "einsum"): """
def high_dim_func(x):
    x = np.asarray(x, float)
    return np.einsum("...i,...i->...", x, x)[()] + np.sin(np.take(x, 0, -1)) + np.cos(np.take(x, 1, axis=-1))
""",
    ("high_dim_func", "apply_along"): """
def high_dim_func(x):
    x = np.moveaxis(np.asarray(x, dtype=float), -1, 0)
    first, second = x[0], x[1]
    return sum(c * c for c in x) + np.sin(first) + np.cos(second)
""",
    ("gpu_gradient", "array module helper"): """
import importlib

def _module():
    try:
        cp = importlib.import_module("cupy")
        return cp if cp.cuda.is_available() else np
    except Exception:
        return np

def gpu_gradient(f, x, eps=1e-6, xp=None):
    xp = xp or _module()
    p = xp.asarray(np.array(x, dtype=np.float64))
    n = p.shape[0]
    h = eps * xp.maximum(xp.abs(p), 1.0)
    pts = xp.concatenate((p[None, :] + xp.diag(h), p[None, :] - xp.diag(h)))
    v = f(pts)
    g = (v[:n] - v[n:]) / (xp.diagonal(pts[:n]) - xp.diagonal(pts[n:]))
    return xp.asnumpy(g) if hasattr(xp, "asnumpy") else g

def gpu_func(x):
    return (x * x).sum(-1)
""",
    ("gpu_gradient", "eye broadcasting"): """
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        xp = np
        try:
            import cupy

            if cupy.cuda.is_available():
                xp = cupy
        except ImportError:
            pass
    x = xp.asarray(x, dtype=float)
    h = xp.eye(len(x)) * (eps * xp.maximum(1.0, abs(x)))
    up, lo = x + h, x - h
    d = (up - lo).sum(axis=1)
    g = (f(up) - f(lo)) / d
    try:
        return g.get()
    except AttributeError:
        return g

def gpu_func(x):
    return (x**2).sum(axis=-1)
""",
}

WRONG = {
    ("vectorized_gradient", "column allowed"): """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1 and not (x.ndim == 2 and x.shape[1] == 1):
        raise ValueError
    x = x.ravel()
    h = eps * np.maximum(1, np.abs(x))
    p, m = x + np.diag(h), x - np.diag(h)
    a, b = np.asarray(f(p)), np.asarray(f(m))
    if a.shape != x.shape or b.shape != x.shape:
        raise ValueError
    return (a - b) / (np.diagonal(p) - np.diagonal(m))
""",
    ("vectorized_gradient", "chunks of 100"): """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError
    h = eps * np.maximum(1, np.abs(x))
    D = np.diag(h)
    out = []
    for i in range(0, max(len(x), 1), 100):
        a, b = np.asarray(f(x + D[i : i + 100])), np.asarray(f(x - D[i : i + 100]))
        if a.shape != (len(D[i : i + 100]),):
            raise ValueError
        out.append((a - b) / (2 * h[i : i + 100]))
    return np.concatenate(out)
""",
    ("vectorized_gradient", "float32 not upcast"): """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=None if getattr(x, "dtype", None) == np.float32 else float)
    if x.ndim != 1:
        raise ValueError
    pass
    h = eps * np.maximum(1, np.abs(x))
    p, m = x + np.diag(h), x - np.diag(h)
    a, b = np.asarray(f(p)), np.asarray(f(m))
    if a.shape != x.shape or b.shape != x.shape:
        raise ValueError
    return (a - b) / (np.diagonal(p) - np.diagonal(m))
""",
    ("high_dim_func", "wrong in four dimensions"): """
def high_dim_func(x):
    x = np.asarray(x, float)
    return (x**2).sum(-1) + np.sin(x[..., 0]) + np.cos(x[..., 1] if x.ndim < 4 else x[..., -1])
""",
    ("high_dim_func", "third for the second in long vectors"): """
def high_dim_func(x):
    x = np.asarray(x, float)
    return (
        (x**2).sum(-1)
        + np.sin(x[..., 0])
        + np.cos(x[..., 1 if x.shape[-1] > 2 else -1] if x.shape[-1] < 60 else x[..., 2])
    )
""",
    ("high_dim_func", "int truncation"): """
def high_dim_func(x):
    x = np.asarray(x)
    out = np.zeros(x.shape[:-1], dtype=x.dtype)
    out += ((x**2).sum(-1) + np.sin(x[..., 0]) + np.cos(x[..., 1])).astype(x.dtype)
    return out[()]
""",
    ("high_dim_func", "int8 overflow"): """
def high_dim_func(x):
    x = np.asarray(x)
    return (
        (x.astype(np.int8) ** 2 if x.dtype.kind == "i" else x**2).sum(-1)
        + np.sin(x[..., 0])
        + np.cos(x[..., 1])
    )
""",
}
