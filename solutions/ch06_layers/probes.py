# ruff: noqa: ANN001, ANN201, ANN202, B905 - plain programs shipped as text; names say what they take
"""Probes of chapter 6: call the student's layers on given arrays and report plain data."""

import numpy as np


def conv_forward(ns, input, kernel):
    return ns.conv2d_forward(input, kernel)


def conv_forward_linear(ns, a, b, p, q, kernel):
    """What is left of conv(p·a + q·b) − p·conv(a) − q·conv(b): zero for a linear map; and the output's size."""
    whole = np.asarray(ns.conv2d_forward(p * a + q * b, kernel.copy()))
    one, two = ns.conv2d_forward(a.copy(), kernel.copy()), ns.conv2d_forward(b.copy(), kernel.copy())
    return whole - p * np.asarray(one) - q * np.asarray(two), whole


def conv_forward_shift(ns, input, kernel, rows, columns):
    """The output of an input moved by rows and columns, and of the input itself, where both see the same pixels."""
    whole = np.asarray(ns.conv2d_forward(input.copy(), kernel.copy()))
    part = np.asarray(ns.conv2d_forward(input[rows:, columns:].copy(), kernel.copy()))
    return part - whole[rows:, columns:], whole


def conv_forward_views(ns, input, kernel, how):
    """The same numbers in another memory layout."""
    return ns.conv2d_forward(*_laid_out(how, (input, kernel)))


def conv_forward_arguments(ns, input, kernel):
    ns.conv2d_forward(input, kernel)
    return input, kernel


def conv_forward_error(ns, input, kernel):
    return ns.conv2d_forward(input, kernel)


def conv_backward(ns, input, kernel, grad_output):
    return ns.conv2d_backward(input, kernel, grad_output)


def conv_backward_along(ns, input, kernel, grad_output, direction):
    """The gradients; what they must say along `direction` is judged elsewhere."""
    return ns.conv2d_backward(input, kernel, grad_output)


def conv_backward_twice(ns, input, kernel, grad_output, other):
    """The same call again after a different one: nothing may be kept between calls."""
    ns.conv2d_backward(input.copy(), kernel.copy(), grad_output.copy())
    ns.conv2d_backward(other.copy(), kernel.copy(), grad_output.copy())
    return ns.conv2d_backward(input.copy(), kernel.copy(), grad_output.copy())


def conv_backward_views(ns, input, kernel, grad_output, how):
    """The same numbers in another memory layout."""
    return ns.conv2d_backward(*_laid_out(how, (input, kernel, grad_output)))


def _laid_out(how, arrays):
    """The arrays in column order, read from the end, or as views into larger arrays that hold NaN elsewhere."""
    if how == "Fortran":
        return [np.asfortranarray(a) for a in arrays]
    if how == "backwards":
        return [a[::-1, ::-1].copy()[::-1, ::-1] for a in arrays]
    views = []
    for a in arrays:
        wide = np.full((2 * a.shape[0], 3 * a.shape[1]), np.nan)
        wide[::2, ::3] = a
        views.append(wide[::2, ::3])
    return views


def conv_backward_linear(ns, input, kernel, g, h, p, q):
    """What is left of B(p·g + q·h) − p·B(g) − q·B(h), for both gradients, and the gradients themselves."""
    whole = ns.conv2d_backward(input.copy(), kernel.copy(), p * g + q * h)
    one = ns.conv2d_backward(input.copy(), kernel.copy(), g.copy())
    two = ns.conv2d_backward(input.copy(), kernel.copy(), h.copy())
    return [np.asarray(w) - p * np.asarray(a) - q * np.asarray(b) for w, a, b in zip(whole, one, two)], list(whole)


def conv_backward_independent(ns, input, other_input, kernel, other_kernel, grad_output):
    """grad_input for two inputs, and grad_kernel for two kernels: pairs that must agree."""
    first = ns.conv2d_backward(input.copy(), kernel.copy(), grad_output.copy())
    moved = ns.conv2d_backward(other_input.copy(), kernel.copy(), grad_output.copy())
    bent = ns.conv2d_backward(input.copy(), other_kernel.copy(), grad_output.copy())
    return (
        [np.asarray(first[0]), np.asarray(moved[0])],
        [np.asarray(first[1]), np.asarray(bent[1])],
    )


def conv_backward_arguments(ns, input, kernel, grad_output, locked):
    if locked:
        # Memory that belongs to bytes: nobody can make it writeable again.
        input, kernel, grad_output = (
            np.frombuffer(a.tobytes(), a.dtype).reshape(a.shape) for a in (input, kernel, grad_output)
        )
    ns.conv2d_backward(input, kernel, grad_output)
    return input, kernel, grad_output


def batch_forward(ns, x, gamma, beta, eps):
    return ns.batchnorm_forward(x, gamma, beta, eps=eps)


def batch_forward_out(ns, x, gamma, beta, eps):
    """The output alone; eps as the fourth argument, or the default."""
    result = ns.batchnorm_forward(x, gamma, beta) if eps is None else ns.batchnorm_forward(x, gamma, beta, eps)
    return _first(result)


def batch_forward_cache(ns, x, gamma, beta, eps):
    result = ns.batchnorm_forward(x, gamma, beta, eps=eps)
    cache = result[1]
    return tuple(cache) if isinstance(cache, list) else cache


def batch_forward_raw_cache(ns, x, gamma, beta, eps):
    return ns.batchnorm_forward(x, gamma, beta, eps=eps)[1]


def batch_forward_arguments(ns, x, gamma, beta):
    ns.batchnorm_forward(x, gamma, beta)
    return x, gamma, beta


def batch_backward(ns, dout, cache):
    return ns.batchnorm_backward(dout, cache)


def batch_backward_dx(ns, dout, cache):
    return _first(ns.batchnorm_backward(dout, cache))


def batch_backward_parameters(ns, dout, cache):
    return tuple(ns.batchnorm_backward(dout, cache)[1:])


def batch_backward_linear(ns, g, h, p, q, cache):
    whole = ns.batchnorm_backward(p * g + q * h, cache)
    one, two = ns.batchnorm_backward(g.copy(), cache), ns.batchnorm_backward(h.copy(), cache)
    return [np.asarray(w) - p * np.asarray(a) - q * np.asarray(b) for w, a, b in zip(whole, one, two)], list(whole)


def batch_backward_permuted(ns, dout, cache, order):
    """The gradients of the batch, and those of the batch in another order, put back."""
    x, x_hat, mu, var, gamma, eps = cache
    dx, dgamma, dbeta = ns.batchnorm_backward(dout.copy(), cache)
    moved = ns.batchnorm_backward(dout[order], (x[order], x_hat[order], mu, var, gamma, eps))
    back = np.empty(np.shape(moved[0]))
    back[order] = moved[0]
    return [back - dx, np.asarray(moved[1]) - dgamma, np.asarray(moved[2]) - dbeta], [dx, dgamma, dbeta]


def batch_backward_columns(ns, dout, cache):
    """The gradients of all features at once, and of each feature on its own."""
    x, x_hat, mu, var, gamma, eps = cache
    dx, dgamma, dbeta = (np.asarray(a) for a in ns.batchnorm_backward(dout.copy(), cache))
    alone = []
    for d in range(x.shape[1]):
        s = slice(d, d + 1)
        one = ns.batchnorm_backward(dout[:, s].copy(), (x[:, s], x_hat[:, s], mu[s], var[s], gamma[s], eps))
        alone.append([np.asarray(a) for a in one])
    joined = [np.concatenate([np.reshape(a[i], (-1, 1)) for a in alone], axis=1) for i in range(3)]
    return [joined[0] - dx, joined[1][0] - dgamma, joined[2][0] - dbeta], [dx, dgamma, dbeta]


def batch_backward_arguments(ns, dout, cache):
    ns.batchnorm_backward(dout, cache)
    return dout, cache


def _first(result):
    return result[0] if isinstance(result, tuple | list) else result
