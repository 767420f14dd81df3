"""E38 and E39, __add__ and __mul__."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.ch10_autodiff.probes.gradients import NoTensor, differentiated, reported
from solutions.ch10_autodiff.probes.tensors import tensor


def combined(op: str, a: Any, b: Any) -> Any:
    return a + b if op == "add" else a * b


def binary(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Return a∘b of two Tensors, and both gradients for an upstream gradient."""
    (x, y), (out,) = differentiated(tensor(ns), (a, b), lambda x, y: [combined(op, x, y)], (upstream,))
    shapes = [np.shape(x.grad), np.shape(y.grad)]
    return reported(x, out, {"grad of the first": x.grad, "grad of the second": y.grad, "shapes": shapes})


def binary_plain(ns: Any, op: str, a: Any, b: Any, upstream: Any, left: bool) -> Any:
    """Return a∘b or b∘a where b is a plain number or array, and the gradient of a."""

    def build(x: Any) -> Any:
        return [combined(op, b, x) if left else combined(op, x, b)]

    (x,), (out,) = differentiated(tensor(ns), (a,), build, (upstream,))
    return reported(x, out, {"grad": x.grad})


def binary_itself(ns: Any, op: str, a: Any, upstream: Any) -> Any:
    """Return a∘a, and the gradient of a."""
    (x,), (out,) = differentiated(tensor(ns), (a,), lambda x: [combined(op, x, x)], (upstream,))
    return reported(x, out, {"grad": x.grad})


def binary_chained(ns: Any, op: str, a: Any, b: Any, c: Any, upstream: Any) -> Any:
    """Return (a∘b)∘c and c∘(a∘b), and what arrives from both at a, b and c."""

    def build(x: Any, y: Any, z: Any) -> Any:
        return [combined(op, combined(op, x, y), z), combined(op, z, combined(op, x, y))]

    xs, outs = differentiated(tensor(ns), (a, b, c), build, (upstream, 3.0 * upstream))
    return {"data": [out.data for out in outs], "grads": [x.grad for x in xs]}


def binary_adds_up(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Pass gradients back from two results that share both operands; return the sums that arrive."""
    (x, y), _ = differentiated(
        tensor(ns), (a, b), lambda x, y: [combined(op, x, y), combined(op, y, x)], (upstream, 2.0 * upstream)
    )
    return {"grad of the first": x.grad, "grad of the second": y.grad}


def binary_constants(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Return which results require gradients, and what a constant operand gets."""
    cls = tensor(ns)
    constant = cls(b)
    (x,), (out,) = differentiated(cls, (a,), lambda x: [combined(op, x, constant)], (upstream,))
    (y,), (turned,) = differentiated(cls, (a,), lambda y: [combined(op, constant, y)], (upstream,))
    dead = combined(op, constant, cls(b))
    return {
        "data": dead.data,
        "grads": [x.grad, y.grad],
        "the constant gets": constant.grad,
        "requires": [bool(t.requires_grad) for t in (out, turned, dead)],
    }


def binary_apart(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Write into one gradient, and return the other arrays: they must not follow."""
    (x, y), (out,) = differentiated(tensor(ns), (a, b), lambda x, y: [combined(op, x, y)], (upstream,))
    data = np.array(out.data)
    alias = any(np.shares_memory(np.asarray(t.grad, dtype=float), out.grad) for t in (x, y) if _is_array(out.grad))
    x.grad[...] = 1000.0
    if not isinstance(out, NoTensor):
        out.data[...] = -1000.0
    return {"grad of the second": y.grad, "data": data, "operands": [x.data, y.data], "grad of the result": alias}


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == float
