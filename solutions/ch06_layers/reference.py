"""Reference implementations of chapter 6: convolution and batch normalisation, forwards and backwards."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray[Any, Any]
Cache = tuple[Array, Array, Array, Array, Array, float]


def conv2d_forward(input: ArrayLike, kernel: ArrayLike) -> Array:
    """Slide the kernel over the input and sum the products: valid cross-correlation, stride 1, no flip.

    input: array of shape (h, w), integers or floats
    kernel: array of shape (kh, kw), integers or floats
    returns a float array of shape (h-kh+1, w-kw+1); input and kernel are not changed

    ValueError if an argument is not 2-D, the kernel is empty, or the kernel is larger than the input.
    """
    x, k = np.asarray(input), np.asarray(kernel)
    if x.ndim != 2 or k.ndim != 2:
        raise ValueError(f"input and kernel must be 2-D, not of shapes {x.shape} and {k.shape}")
    kh, kw = k.shape
    oh, ow = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    if k.size == 0 or oh < 1 or ow < 1:
        raise ValueError(f"a kernel of shape {k.shape} does not fit into an input of shape {x.shape}")
    # Products of 8-bit integers, as images hold them, would wrap around: make them floats first.
    x = x.astype(np.result_type(x, k, np.float32))
    output = np.zeros((oh, ow), dtype=x.dtype)
    for i in range(kh):
        for j in range(kw):
            output += k[i, j] * x[i : i + oh, j : j + ow]
    return output


def conv2d_backward(input: ArrayLike, kernel: ArrayLike, grad_output: ArrayLike) -> tuple[Array, Array]:
    """Return the gradients of L with respect to input and kernel, where grad_output is dL/d(output).

    input: array of shape (h, w); kernel: array of shape (kh, kw); integers or floats
    grad_output: array of shape (h-kh+1, w-kw+1)
    returns (grad_input, grad_kernel): float arrays of the shapes of input and kernel; no argument is changed

    ValueError if an argument is not 2-D, the kernel is empty or does not fit into the input, or grad_output has
    another shape than the output.
    """
    x, k, g = np.asarray(input), np.asarray(kernel), np.asarray(grad_output)
    if x.ndim != 2 or k.ndim != 2 or k.size == 0:
        raise ValueError(f"input and kernel must be 2-D and not empty, not of shapes {x.shape} and {k.shape}")
    kh, kw = k.shape
    oh, ow = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    if oh < 1 or ow < 1 or g.shape != (oh, ow):
        raise ValueError(f"grad_output has shape {g.shape}, the output has {(oh, ow)}")
    g = g.astype(np.result_type(x, k, g, np.float32))
    grad_input, grad_kernel = np.zeros(x.shape, dtype=g.dtype), np.zeros(k.shape, dtype=g.dtype)
    for i in range(kh):
        for j in range(kw):
            grad_input[i : i + oh, j : j + ow] += k[i, j] * g
            grad_kernel[i, j] = np.sum(x[i : i + oh, j : j + ow] * g)
    return grad_input, grad_kernel


def batchnorm_forward(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5) -> tuple[Array, Cache]:
    """Normalise each feature over the batch, then scale by gamma and shift by beta.

    x: array of shape (N, D), N samples of D features, integers or floats
    gamma, beta: arrays of shape (D,); eps: a positive number added to the variance
    returns (out, cache): out is a float array of shape (N, D); cache = (x, x_hat, mu, var, gamma, eps) with the
    normalised x_hat (N, D) and, per feature, the mean mu and the biased variance var (D,); no argument is changed

    ValueError if x is not 2-D or N = 0.
    """
    x, gamma, beta = np.asarray(x), np.asarray(gamma), np.asarray(beta)
    if x.ndim != 2 or x.shape[0] < 1:
        raise ValueError(f"x must have shape (N, D) with N >= 1, not {x.shape}")
    mu = np.mean(x, axis=0)
    var = np.mean((x - mu) ** 2, axis=0)
    x_hat = (x - mu) / np.sqrt(var + eps)
    return gamma * x_hat + beta, (x, x_hat, mu, var, gamma, eps)


def batchnorm_backward(dout: ArrayLike, cache: Cache) -> tuple[Array, Array, Array]:
    """Return the gradients of L with respect to x, gamma and beta, where dout is dL/d(out).

    dout: array of shape (N, D)
    cache: (x, x_hat, mu, var, gamma, eps), the second result of batchnorm_forward
    returns (dx, dgamma, dbeta): float arrays of shapes (N, D), (D,), (D,); dout and cache are not changed

    ValueError if dout has another shape than x.
    """
    x, x_hat, _mu, var, gamma, eps = cache
    dout = np.asarray(dout)
    if dout.shape != np.shape(x):
        raise ValueError(f"dout has shape {dout.shape}, x has {np.shape(x)}")
    dout = dout.astype(np.result_type(dout, np.float32))
    dx_hat = dout * gamma
    through_mean = np.mean(dx_hat, axis=0)
    through_var = x_hat * np.mean(dx_hat * x_hat, axis=0)
    dx = (dx_hat - through_mean - through_var) / np.sqrt(var + eps)
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
