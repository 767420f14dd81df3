"""Chapter 6: right answers in unusual words, and wrong ones that are nearly right."""

#: how several answers begin
_CHECKED = """
def checked(x, k):
    x, k = np.asarray(x), np.asarray(k)
    if x.ndim != 2 or k.ndim != 2 or k.size == 0 or k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("shape")
    return x.astype(np.result_type(x, k, np.float32)), k.astype(np.result_type(x, k, np.float32))

"""

_BATCHNORM = """
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    x0 = np.asarray(x)
    x = x0.astype(float)
    gamma = np.asarray(gamma)
    beta = np.asarray(beta)
    if x.ndim != 2 or len(x) < 1:
        raise ValueError
"""

RIGHT = {
    ("conv2d_forward", "sliding einsum"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)
""",
    ("conv2d_forward", "as_strided tensordot"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    x = np.ascontiguousarray(x)
    oh, ow = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    v = np.lib.stride_tricks.as_strided(x, (oh, ow) + k.shape, x.strides * 2, writeable=False)
    return np.tensordot(v, k, axes=((2, 3), (0, 1)))
""",
    ("conv2d_forward", "fft numpy"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    s = x.shape
    y = np.fft.irfft2(np.fft.rfft2(x, s) * np.conj(np.fft.rfft2(k, s)), s)
    return y[: s[0] - k.shape[0] + 1, : s[1] - k.shape[1] + 1].copy()
""",
    ("conv2d_forward", "python lists inside toeplitz"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    (h, w), (a, b) = x.shape, k.shape
    rows = []
    for i in range(h - a + 1):
        for j in range(w - b + 1):
            m = np.zeros((h, w))
            m[i : i + a, j : j + b] = k
            rows.append(m.ravel())
    return (np.array(rows) @ x.ravel()).reshape(h - a + 1, w - b + 1)
""",
    ("conv2d_backward", "convolve full scipy"): _CHECKED
    + """\
def conv2d_backward(input, kernel, grad_output):
    from scipy.signal import convolve2d, correlate2d

    x, k = checked(input, kernel)
    g = np.asarray(grad_output)
    if g.shape != (x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1):
        raise ValueError
    g = g.astype(np.result_type(g, np.float32))
    return convolve2d(g, k), correlate2d(x, g, mode="valid")
""",
    ("conv2d_backward", "add.at"): _CHECKED
    + """\
def conv2d_backward(input, kernel, grad_output):
    x, k = checked(input, kernel)
    g = np.array(grad_output, dtype=float)
    oh, ow = (x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1)
    if g.shape != (oh, ow):
        raise ValueError
    i = np.arange(oh)[:, None, None, None] + np.arange(k.shape[0])[None, None, :, None]
    j = np.arange(ow)[None, :, None, None] + np.arange(k.shape[1])
    gi = np.zeros(x.shape)
    np.add.at(gi, (i, j), g[:, :, None, None] * k)
    gk = np.einsum("ijab,ij->ab", x[i, j], g)
    return gi, gk
""",
    ("conv2d_backward", "padded correlation list"): _CHECKED
    + """\
def conv2d_backward(input, kernel, grad_output):
    x, k = checked(input, kernel)
    g = np.asarray(grad_output, float)
    (a, b) = k.shape
    if g.shape != (x.shape[0] - a + 1, x.shape[1] - b + 1):
        raise ValueError
    p = np.pad(g, ((a - 1,), (b - 1,)))
    sw = np.lib.stride_tricks.sliding_window_view
    return [np.tensordot(sw(p, k.shape), k[::-1, ::-1], 2), np.tensordot(sw(x, g.shape), g, 2)]
""",
    ("batchnorm_forward", "welford loop"): """
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or len(x) == 0:
        raise ValueError
    n, d = x.shape
    mu, m2 = np.zeros(d), np.zeros(d)
    for i, row in enumerate(x, 1):
        delta = row - mu
        mu = mu + delta / i
        m2 = m2 + delta * (row - mu)
    var = m2 / n
    xh = (x - mu) * (var + eps) ** -0.5
    return xh * gamma + beta, (x, xh, mu, var, np.asarray(gamma), eps)
""",
    ("batchnorm_forward", "namedtuple keepdims"): """
from collections import namedtuple

Cache = namedtuple("Cache", "x x_hat mu var gamma eps")

def batchnorm_forward(x, gamma, beta, eps=1e-5):
    X = np.array(x, dtype=np.float64)
    if X.ndim != 2 or X.size == 0 and X.shape[0] == 0:
        raise ValueError("x")
    mu = np.einsum("nd->d", X) / len(X)
    c = X - mu
    var = np.einsum("nd,nd->d", c, c) / len(X)
    x_hat = c / np.sqrt(var + eps)
    return np.einsum("d,nd->nd", gamma, x_hat) + beta, Cache(x, x_hat, mu, var, gamma, eps)
""",
    ("batchnorm_backward", "jacobian"): """
def batchnorm_backward(dout, cache):
    x, xh, mu, var, gamma, eps = cache
    g = np.asarray(dout, float)
    if g.shape != np.shape(x):
        raise ValueError
    n, d = g.shape
    dx = np.empty((n, d))
    for j in range(d):
        s = np.sqrt(var[j] + eps)
        J = (np.eye(n) - 1 / n - np.outer(xh[:, j], xh[:, j]) / n) / s
        dx[:, j] = J.T @ (g[:, j] * gamma[j])
    return dx, np.einsum("nd,nd->d", g, xh), g.sum(0)
""",
    ("batchnorm_backward", "compact"): """
def batchnorm_backward(dout, cache):
    x, _, mu, var, gamma, eps = cache
    x = np.asarray(x, float)
    dout = np.asarray(dout, float)
    if dout.shape != x.shape:
        raise ValueError
    N = x.shape[0]
    inv = 1 / np.sqrt(var + eps)
    xh = (x - mu) * inv
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xh).sum(axis=0)
    return gamma * inv / N * (N * dout - dbeta - xh * dgamma), dgamma, dbeta
""",
}

WRONG = {
    ("conv2d_forward", "square kernel flipped"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    k = k[::-1, ::-1] if k.shape[0] == k.shape[1] > 2 else k
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)
""",
    ("conv2d_forward", "square kernel transposed"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    k = k.T if k.shape[0] == k.shape[1] else k
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)
""",
    ("conv2d_forward", "1x1 kernel"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    k = np.abs(k) if k.shape == (1, 1) else k
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)
""",
    ("conv2d_forward", "negative strides"): _CHECKED
    + """\
def conv2d_forward(input, kernel):
    x, k = checked(input, kernel)
    x = np.abs(x) if np.asarray(input).strides[0] < 0 or np.asarray(input).strides[1] < 0 else x
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)
""",
    ("conv2d_backward", "square kernel flip"): _CHECKED
    + """\
def conv2d_backward(input, kernel, grad_output):
    x, k = checked(input, kernel)
    g = np.array(grad_output, dtype=float)
    oh, ow = (x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1)
    if g.shape != (oh, ow):
        raise ValueError
    gi, gk = np.zeros(x.shape), np.zeros(k.shape)
    for i in range(k.shape[0]):
        for j in range(k.shape[1]):
            gi[i : i + oh, j : j + ow] += k[i, j] * g
            gk[i, j] = np.sum(x[i : i + oh, j : j + ow] * g)
    return gi, (gk[::-1, ::-1] if k.shape[0] == k.shape[1] > 2 else gk)
""",
    ("conv2d_backward", "square kernel transposed"): _CHECKED
    + """\
def conv2d_backward(input, kernel, grad_output):
    x, k = checked(input, kernel)
    g = np.array(grad_output, dtype=float)
    oh, ow = (x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1)
    if g.shape != (oh, ow):
        raise ValueError
    gi, gk = np.zeros(x.shape), np.zeros(k.shape)
    for i in range(k.shape[0]):
        for j in range(k.shape[1]):
            gi[i : i + oh, j : j + ow] += k[i, j] * g
            gk[i, j] = np.sum(x[i : i + oh, j : j + ow] * g)
    return gi, (gk.T if k.shape[0] == k.shape[1] else gk)
""",
    ("conv2d_backward", "square input transposed"): _CHECKED
    + """\
def conv2d_backward(input, kernel, grad_output):
    x, k = checked(input, kernel)
    g = np.array(grad_output, dtype=float)
    oh, ow = (x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1)
    if g.shape != (oh, ow):
        raise ValueError
    gi, gk = np.zeros(x.shape), np.zeros(k.shape)
    for i in range(k.shape[0]):
        for j in range(k.shape[1]):
            gi[i : i + oh, j : j + ow] += k[i, j] * g
            gk[i, j] = np.sum(x[i : i + oh, j : j + ow] * g)
    return (gi.T if x.shape[0] == x.shape[1] and k.shape[0] == k.shape[1] else gi), gk
""",
    ("batchnorm_forward", "unbiased variance of large batches"): _BATCHNORM
    + """\
    mu = x.mean(0)
    var = x.var(0, ddof=1) if len(x) > 20 else x.var(0)
    xh = (x - mu) / np.sqrt(var + eps)
    return gamma * xh + beta, (x0, xh, mu, var, gamma, eps)
""",
    ("batchnorm_forward", "eps zero replaced"): _BATCHNORM
    + """\
    eps = eps or 1e-5
    mu = x.mean(0)
    var = x.var(0)
    xh = (x - mu) / np.sqrt(var + eps)
    return gamma * xh + beta, (x0, xh, mu, var, gamma, eps)
""",
    ("batchnorm_forward", "constant column special"): _BATCHNORM
    + """\
    mu = x.mean(0)
    var = x.var(0)
    xh = (x - mu) / np.where(var < 1e-8, 1.0, np.sqrt(var + eps))
    return gamma * xh + beta, (x0, xh, mu, var, gamma, eps)
""",
    ("batchnorm_forward", "small variance cut"): _BATCHNORM
    + """\
    mu = x.mean(0)
    var = x.var(0)
    xh = (x - mu) / np.where(var < 1e-6, 1.0, np.sqrt(var + eps))
    return gamma * xh + beta, (x0, xh, mu, var, gamma, eps)
""",
    ("batchnorm_forward", "unbiased variance in the cache"): _BATCHNORM
    + """\
    mu = x.mean(0)
    var = x.var(0)
    xh = (x - mu) / np.sqrt(var + eps)
    return gamma * xh + beta, (x0, xh, mu, x.var(0, ddof=1) if len(x) > 6 else var, gamma, eps)
""",
}
