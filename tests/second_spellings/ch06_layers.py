"""Second spellings of chapter 6's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best


def _forward(result: str) -> str:
    return f"""
def conv2d_forward(input, kernel):
    X, K = np.array(input), np.array(kernel)
    if X.ndim != 2 or K.ndim != 2 or K.size == 0 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("shapes")
    W = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return {result}
"""


def _backward(grad_input: str, grad_kernel: str, order: str = "gi, gk") -> str:
    return f"""
from scipy.signal import convolve2d, correlate2d
def conv2d_backward(input, kernel, grad_output):
    x, k, g = (np.array(a, dtype=float) for a in (input, kernel, grad_output))
    if k.size == 0 or x.shape[0] < k.shape[0] or x.shape[1] < k.shape[1] or g.shape != tuple(np.subtract(x.shape, k.shape) + 1):
        raise ValueError("shapes")
    gi = {grad_input}
    gk = {grad_kernel}
    return {order}
"""


_GI, _GK = 'convolve2d(g, k, mode="full")', 'correlate2d(x, g, mode="valid")'


def _batch(
    out: str = "z * gamma + beta",
    mu: str = "x.sum(0) / n",
    var: str = "((x - m) ** 2).sum(0) / n",
    z: str = "(x - m) / (v + eps) ** 0.5",
    cache: str = "(x, z, m, v, gamma, eps)",
) -> str:
    return f"""
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    x = np.array(x)
    if x.ndim != 2 or not len(x):
        raise ValueError("x")
    n = len(x)
    m = {mu}
    v = {var}
    z = {z}
    out = {out}
    return out, {cache}
"""


def _batch_back(
    dx: str = "(d - d.sum(0) / n - z * (d * z).sum(0) / n) / r",
    dgamma: str = "(dout * z).sum(0)",
    dbeta: str = "dout.sum(0)",
    r: str = "(v + eps) ** 0.5",
    d: str = "gamma * dout",
    order: str = "dx, dgamma, dbeta",
) -> str:
    return f"""
def batchnorm_backward(dout, cache):
    x, z, m, v, gamma, eps = cache
    dout = np.array(dout, dtype=float)
    if dout.shape != x.shape:
        raise ValueError("dout")
    n = len(x)
    r = {r}
    d = {d}
    dx = {dx}
    dgamma = {dgamma}
    dbeta = {dbeta}
    return {order}
"""


def _naive_forward(
    size: str = "h - kh + 1, w - kw + 1", entry: str = "(patch * kernel).sum()", start: str = "pass"
) -> str:
    """Loops without any check, as in the article."""
    return f"""
def conv2d_forward(input, kernel):
    {start}
    (h, w), (kh, kw) = input.shape, kernel.shape
    rows = []
    oh, ow = {size}
    for i in range(oh):
        row = []
        for j in range(ow):
            patch = input[i:i + kh, j:j + kw]
            row.append({entry})
        rows.append(row)
    return np.array(rows, dtype=float).reshape(max(oh, 0), max(ow, 0))
"""


def _sent(send: str, collect: str, start: str = "pass", end: str = "pass") -> str:
    """Walk over the output places with one flat index, checks in place."""
    return f"""
_sums = {{}}
def conv2d_backward(input, kernel, grad_output):
    if np.ndim(input) != 2 or np.ndim(kernel) != 2 or np.size(kernel) < 1:
        raise ValueError("2-D")
    (h, w), (kh, kw) = np.shape(input), np.shape(kernel)
    if kh > h or kw > w or np.shape(grad_output) != (h - kh + 1, w - kw + 1):
        raise ValueError("shapes")
    g = np.asarray(grad_output)
    gi, gk = np.zeros((h, w), float), np.zeros((kh, kw), float)
    {start}
    for i, j in np.ndindex(h - kh + 1, w - kw + 1):
        window = (slice(i, i + kh), slice(j, j + kw))
        {send}
        {collect}
    {end}
    return gi, gk
"""


_SEND, _COLLECT = "gi[window] += g[i, j] * kernel", "gk += g[i, j] * input[window]"

SECOND = {
    "flipped kernel": _forward('np.einsum("ijkl,kl->ij", W, K[::-1, ::-1] * 1.0)'),
    "one row and column too few": _forward('np.einsum("ijkl,kl->ij", W, K * 1.0)[:-1, :-1]'),
    "mean instead of sum": _forward("(W * K).mean(axis=(2, 3))"),
    "transposed output": _forward("(W * K * 1.0).sum(axis=(2, 3)).T"),
    "largest product instead of sum": _forward("(W * K * 1.0).max(axis=(2, 3))"),
    "stride two": _forward("(W * K * 1.0).sum(axis=(2, 3))[0::2, 0::2]"),
    "assigned instead of added, grad_kernel": _backward(_GI, "x[g.shape[0] - 1 :, g.shape[1] - 1 :] * g[-1, -1]"),
    "flipped kernel in grad_input": _backward('convolve2d(g, np.rot90(k, 2), mode="full")', _GK),
    "flipped grad_kernel": _backward(_GI, f"np.rot90({_GK}, 2)"),
    "incoming gradient ignored": _backward(
        _GI.replace("(g", "(np.ones_like(g)"), _GK.replace(" g,", " np.ones_like(g),")
    ),
    "incoming gradient summed": _backward(
        _GI.replace("(g", "(np.full(g.shape, np.sum(g))"), _GK.replace(" g,", " np.full(g.shape, np.sum(g)),")
    ),
    "results in the wrong order": _backward(_GI, _GK, "gk, gi"),
    "grad_kernel averaged": _backward(_GI, _GK + " / g.size"),
    "sign": _backward("-" + _GI, "-" + _GK),
    "unbiased variance": _batch(var="((x - m) ** 2).sum(0) / max(n - 1, 1)"),
    "no eps": _batch(z="(x - m) / x.std(0)"),
    "eps outside the root": _batch(z="(x - m) / (x.std(0) + eps)"),
    "divided by the variance": _batch(z="(x - m) / (v + eps)"),
    "gamma and beta exchanged": _batch("z * beta + gamma"),
    "mean not subtracted": _batch(z="x / (v + eps) ** 0.5"),
    "beta forgotten": _batch("z * gamma"),
    "standard deviation in the cache": _batch(cache="(x, z, m, (v + eps) ** 0.5, gamma, eps)"),
    "way through the mean forgotten": _batch_back("(d - z * (d * z).sum(0) / n) / r"),
    "way through the variance forgotten": _batch_back("(d - d.mean(0)) / r"),
    "mean and variance taken as constants": _batch_back("gamma * dout / r"),
    "gamma forgotten in dx": _batch_back(d="dout"),
    "sum instead of mean": _batch_back("(d - d.sum(0) - z * (d * z).sum(0)) / r"),
    "dgamma averaged": _batch_back(dgamma="(dout * z).sum(0) / n"),
    "dbeta averaged": _batch_back(dbeta="dout.mean(0)"),
    "dgamma and dbeta exchanged": _batch_back(order="dx, dbeta, dgamma"),
    "x instead of x_hat in dgamma": _batch_back(dgamma="(x * dout).sum(0)"),
    "eps forgotten": _batch_back(r="v**0.5"),
    "eps written as a number": _batch_back(r="np.sqrt(v + 0.00001)"),
    "unbiased variance, backwards": _batch_back("(d - d.mean(0) - z * (d * z).sum(0) / max(n - 1, 1)) / r"),
    "divided by the variance, backwards": _batch_back(r="v + eps"),
    "sign of the variance term": _batch_back("(d - d.mean(0) + z * (d * z).mean(0)) / r"),
    "factor of the variance term": _batch_back("(d - d.mean(0) - z * (d * z).mean(0) / 2) / r"),
    "parameters with a batch axis": _batch_back(dgamma="(dout * z).sum(0)[None]", dbeta="dout.sum(0)[None]"),
    "same size as the input": """
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    padded = np.zeros((h + kh - 1, w + kw - 1))
    padded[(kh - 1) // 2 : (kh - 1) // 2 + h, (kw - 1) // 2 : (kw - 1) // 2 + w] = input
    return np.array([[np.sum(padded[i:i + kh, j:j + kw] * kernel) for j in range(w)] for i in range(h)])
""",
    "matrix product of patch and kernel": _naive_forward(entry="np.dot(patch, np.transpose(kernel)).sum()"),
    "padded on all sides": """
def conv2d_forward(input, kernel):
    kh, kw = kernel.shape
    padded = np.pad(input, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw))
    return (windows * kernel).sum(axis=(-1, -2)) * 1.0
""",
    "transposed kernel": _naive_forward(start="kernel = np.transpose(kernel)"),
    "output of the input's type": """
def conv2d_forward(input, kernel):
    if np.ndim(input) != 2 or np.ndim(kernel) != 2 or not kernel.size:
        raise ValueError("2-D")
    (h, w), (kh, kw) = input.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError("kernel")
    out = np.zeros_like(input[: h - kh + 1, : w - kw + 1])
    for i, j in np.ndindex(out.shape):
        for a, b in np.ndindex(kernel.shape):
            out[i, j] += (input[i + a, j + b] * kernel[a, b]).astype(out.dtype)
    return out
""",
    "no check of the arguments": """
def conv2d_forward(input, kernel):
    out = np.zeros((input.shape[0] - kernel.shape[0] + 1, input.shape[1] - kernel.shape[1] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (input[i:i + kernel.shape[0], j:j + kernel.shape[1]] * kernel).sum()
    return out
""",
    "kernel normalised in place": """
def conv2d_forward(input, kernel):
    if np.issubdtype(kernel.dtype, np.floating):
        kernel *= 1 / kernel.sum()
    windows = np.lib.stride_tricks.sliding_window_view(input, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)
""",
    "the article's code": """
def conv2d_backward(input, kernel, grad_output):
    gi, gk = np.zeros_like(input), np.zeros_like(kernel)
    kh, kw = kernel.shape
    for i in range(input.shape[0] - kh + 1):
        for j in range(input.shape[1] - kw + 1):
            patch = np.s_[i:i + kh, j:j + kw]
            gi[patch] += grad_output[i, j] * kernel
            gk += grad_output[i, j] * input[patch]
    return gi, gk
""",
    "assigned instead of added, grad_input": _sent(_SEND.replace("+=", "="), _COLLECT),
    "grad_input only where the output is": _sent("gi[i, j] = g[i, j] * kernel.sum()", _COLLECT),
    "input and kernel confused": _sent("gi[window] += g[i, j] * np.asarray(input)[window]", "gk += g[i, j] * kernel"),
    "incoming gradient transposed": _sent(_SEND, _COLLECT, start="g = np.ravel(g, order='F').reshape(g.shape)"),
    "gradients kept between calls": _sent(
        _SEND, _COLLECT, start="gk += _sums.get((kh, kw), 0.0)", end="_sums[kh, kw] = gk.copy()"
    ),
    "arguments overwritten": _sent(_SEND, _COLLECT, end="grad_output.fill(0)"),
    "last row and column of windows left out": _sent(_SEND, _COLLECT).replace(
        "np.ndindex(h - kh + 1, w - kw + 1)", "np.ndindex(max(h - kh, 0), max(w - kw, 0))"
    ),
    "the article's forward pass": """
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    m, v = x.mean(axis=0), x.var(axis=0)
    z = (x - m) / (v + eps) ** 0.5
    return z * gamma + beta, (x, z, m, v, gamma, eps)
""",
    "unbiased variance, unguarded": _batch(var="x.std(0, ddof=1) ** 2"),
    "normalised over the features": _batch(
        mu="x.sum(1, keepdims=True) / x.shape[1]", var="((x - m) ** 2).sum(1, keepdims=True) / x.shape[1]"
    ),
    "one mean for everything": _batch(
        mu="x.mean() * np.ones(x.shape[1])", var="((x - x.mean()) ** 2).mean() * np.ones(x.shape[1])"
    ),
    "mean of squares minus squared mean": _batch(var="(x * x).sum(0) / n - m * m"),
    "cache forgotten": _batch().replace("return out, (x, z, m, v, gamma, eps)", "return out"),
    "list for a cache": _batch(cache="list((x, z, m, v, gamma, eps))"),
    "x changed in place": _batch()
    .replace("x = np.array(x)", "x = np.asarray(x)")
    .replace("    out =", "    kept = x.copy()\n    if x.dtype == float:\n        np.subtract(x, m, out=x)\n    out ="),
    "the article's backward pass": """
def batchnorm_backward(dout, cache):
    x, x_hat, mu, var, gamma, eps = cache
    n, std = len(x), np.sqrt(var + eps)
    g = dout * gamma
    dvar = -0.5 * np.sum(g * (x - mu), axis=0) / std**3
    dmu = -np.sum(g / std, axis=0)
    return g / std + (2 * dvar * (x - mu) + dmu) / n, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
""",
    "unbiased variance, backwards, unguarded": _batch_back(
        "(d - d.mean(0) - z * (d * z).sum(0) / np.subtract(n, 1)) / r"
    ),
    "variance term doubled": _batch_back("(d - d.mean(0)) / r - 2 * (x - m) * (d * (x - m)).mean(0) / r**3"),
    "power of the variance term": _batch_back("(d - d.mean(0)) / r - (x - m) * (d * (x - m)).mean(0) / r"),
    "sign of the mean term": _batch_back("d / r + d.sum(0) / (n * r) - z * (d * z).mean(0) / r"),
    "number of features for N": _batch_back("(d - d.sum(0) / x.shape[1] - z * (d * z).sum(0) / x.shape[1]) / r"),
    "dx of the type of x": _batch_back("np.array((d - d.mean(0) - z * (d * z).mean(0)) / r, dtype=x.dtype)"),
    "means over the features": _batch_back("(d - d.mean(1)[:, None] - z * (d * z).mean(1)[:, None]) / r"),
    "dout changed in place": _batch_back()
    .replace("dout = np.array(dout, dtype=float)", "caller, dout = dout, np.array(dout, dtype=float)")
    .replace(
        "    dgamma =", "    if caller.dtype == float:\n        np.multiply(caller, gamma, out=caller)\n    dgamma ="
    ),
}
