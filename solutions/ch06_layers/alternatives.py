"""Right implementations of chapter 6 that look different from the reference; all must get full points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

_CHECK = """
    input, kernel = np.asarray(input), np.asarray(kernel)
    if input.ndim != 2 or kernel.ndim != 2 or 0 in kernel.shape:
        raise ValueError("two 2-D arrays are expected")
    h, w = input.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel is larger than the input")
"""
_CHECK_GRAD = f"""{_CHECK}
    grad_output = np.asarray(grad_output)
    if grad_output.shape != (h - kh + 1, w - kw + 1):
        raise ValueError("grad_output")
"""


def _forward(name: str, body: str) -> Alternative:
    return Alternative(name, "conv2d_forward", f"def conv2d_forward(input, kernel):{_CHECK}{body}")


def _backward(name: str, body: str) -> Alternative:
    return Alternative(name, "conv2d_backward", f"def conv2d_backward(input, kernel, grad_output):{_CHECK_GRAD}{body}")


_BATCH_FORWARD = """
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    x = np.asarray(x)
    if x.ndim != 2 or x.shape[0] == 0:
        raise ValueError("x")
"""
_BATCH_BACKWARD = """
def batchnorm_backward(dout, cache):
    x, x_hat, mu, var, gamma, eps = cache
    dout = np.asarray(dout, dtype=float)
    if dout.shape != x.shape:
        raise ValueError("dout")
    N = len(x)
"""

ALTERNATIVES = [
    _forward("windows in two loops", """
    out = np.empty((h - kh + 1, w - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (input[i:i + kh, j:j + kw] * kernel).sum()
    return out
"""),
    _forward("SciPy", """
    from scipy.signal import correlate2d
    return correlate2d(input.astype(float), kernel.astype(float), mode="valid")
"""),
    _forward("FFT", """
    from scipy.signal import fftconvolve
    return fftconvolve(input.astype(float), kernel[::-1, ::-1].astype(float), mode="valid")
"""),
    _forward("windows as rows of a matrix", """
    windows = np.lib.stride_tricks.sliding_window_view(input, (kh, kw)).reshape(-1, kh * kw)
    return (windows @ kernel.reshape(-1).astype(float)).reshape(h - kh + 1, w - kw + 1)
"""),
    _backward("windows in two loops", """
    gi, gk = np.zeros(input.shape), np.zeros(kernel.shape)
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            gi[i:i + kh, j:j + kw] += kernel * grad_output[i, j]
            gk += input[i:i + kh, j:j + kw] * grad_output[i, j]
    return gi, gk
"""),
    _backward("SciPy", """
    from scipy.signal import convolve2d, correlate2d
    g = grad_output.astype(float)
    return convolve2d(g, kernel.astype(float), mode="full"), correlate2d(input.astype(float), g, mode="valid")
"""),
    _backward("einsum over windows of the padded gradient", """
    windows = np.lib.stride_tricks.sliding_window_view
    padded = np.pad(grad_output.astype(float), ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    gi = np.einsum("ijkl,kl->ij", windows(padded, (kh, kw)), kernel[::-1, ::-1])
    gk = np.einsum("ijkl,kl->ij", windows(input, grad_output.shape), grad_output.astype(float))
    return gi, gk
"""),
    _backward("pure Python", """
    gi = [[0.0] * w for _ in range(h)]
    gk = [[0.0] * kw for _ in range(kh)]
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    gi[i + a][j + b] += float(kernel[a, b]) * float(grad_output[i, j])
                    gk[a][b] += float(input[i + a, j + b]) * float(grad_output[i, j])
    return np.array(gi), np.array(gk)
"""),
    Alternative("numpy's var", "batchnorm_forward", _BATCH_FORWARD + """
    mu, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mu) * (var + eps) ** -0.5
    return x_hat * gamma + beta, (x, x_hat, mu, var, gamma, eps)
"""),
    Alternative("loops over the features", "batchnorm_forward", _BATCH_FORWARD + """
    n, d = x.shape
    mu, var, x_hat, out = np.zeros(d), np.zeros(d), np.zeros((n, d)), np.zeros((n, d))
    for j in range(d):
        mu[j] = sum(x[:, j]) / n
        var[j] = sum((v - mu[j]) ** 2 for v in x[:, j]) / n
        x_hat[:, j] = (x[:, j] - mu[j]) / np.sqrt(var[j] + eps)
        out[:, j] = gamma[j] * x_hat[:, j] + beta[j]
    return out, (x, x_hat, mu, var, gamma, eps)
"""),
    Alternative("a copy in floats", "batchnorm_forward", _BATCH_FORWARD + """
    x = np.array(x, dtype=float)
    mu = np.einsum("nd->d", x) / len(x)
    centred = x - mu
    var = np.einsum("nd,nd->d", centred, centred) / len(x)
    x_hat = centred / np.sqrt(var + eps)
    return np.multiply(gamma, x_hat) + beta, (x, x_hat, mu, var, np.array(gamma), eps)
"""),
    Alternative("node by node", "batchnorm_backward", _BATCH_BACKWARD + """
    dx_hat = dout * gamma
    dvar = np.sum(dx_hat * (x - mu), axis=0) * -0.5 * (var + eps) ** -1.5
    dmu = -np.sum(dx_hat, axis=0) / np.sqrt(var + eps)
    dx = dx_hat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / N + dmu / N
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
"""),
    Alternative("explicit Jacobian", "batchnorm_backward", _BATCH_BACKWARD + """
    dx = np.zeros(x.shape)
    for d in range(x.shape[1]):
        h = x_hat[:, d]
        jacobian = (np.eye(N) - 1 / N - np.outer(h, h) / N) / np.sqrt(var[d] + eps)
        dx[:, d] = jacobian.T @ (dout[:, d] * gamma[d])
    return dx, np.einsum("nd,nd->d", dout, x_hat), dout.sum(axis=0)
"""),
    Alternative("one fraction", "batchnorm_backward", _BATCH_BACKWARD + """
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
"""),
]  # fmt: skip
