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
    "eps forgotten": _batch_back(r="np.sqrt(np.where(v < 1e-12, 1e-12, v))"),
    "eps written as a number": _batch_back(r="np.sqrt(v + 0.00001)"),
    "unbiased variance, backwards": _batch_back("(d - d.mean(0) - z * (d * z).sum(0) / max(n - 1, 1)) / r"),
    "divided by the variance, backwards": _batch_back(r="v + eps"),
    "sign of the variance term": _batch_back("(d - d.mean(0) + z * (d * z).mean(0)) / r"),
    "factor of the variance term": _batch_back("(d - d.mean(0) - z * (d * z).mean(0) / 2) / r"),
    "parameters with a batch axis": _batch_back(dgamma="(dout * z).sum(0)[None]", dbeta="dout.sum(0)[None]"),
}
