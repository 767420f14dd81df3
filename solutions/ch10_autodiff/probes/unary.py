"""E41, E42 and E43: __pow__, exp and log."""

from __future__ import annotations

from typing import Any

from solutions.ch10_autodiff.probes.gradients import differentiated, reported
from solutions.ch10_autodiff.probes.tensors import tensor


def _unary(op: str, x: Any, exponent: Any) -> Any:
    match op:
        case "pow":
            return x**exponent
        case "exp":
            return x.exp()
        case _:
            return x.log()


def unary(ns: Any, op: str, x: Any, upstream: Any, exponent: Any = None) -> Any:
    """Return the function of x, and the gradient for an upstream gradient."""
    (leaf,), (out,) = differentiated(tensor(ns), (x,), lambda t: [_unary(op, t, exponent)], (upstream,))
    return reported(leaf, out, {"grad": leaf.grad})


def unary_twice(ns: Any, op: str, x: Any, upstream: Any, exponent: Any = None, outer: Any = None) -> Any:
    """Return the function of the function of x, and the gradient."""
    (leaf,), (out,) = differentiated(
        tensor(ns), (x,), lambda t: [_unary(op, _unary(op, t, exponent), outer)], (upstream,)
    )
    return reported(leaf, out, {"grad": leaf.grad})


def unary_adds_up(ns: Any, op: str, x: Any, upstream: Any, exponent: Any = None, outer: Any = None) -> Any:
    """Pass gradients back from two results of the same x."""
    (leaf,), _ = differentiated(
        tensor(ns), (x,), lambda t: [_unary(op, t, exponent), _unary(op, t, outer)], (upstream, 7.0 * upstream)
    )
    return leaf.grad


def unary_constant(ns: Any, op: str, x: Any, exponent: Any = None) -> Any:
    """Return the function of a Tensor without gradients."""
    constant = tensor(ns)(x)
    out = _unary(op, constant, exponent)
    return {"data": out.data, "requires_grad": bool(out.requires_grad), "grad": constant.grad}


def unary_keeps(ns: Any, op: str, x: Any, upstream: Any, exponent: Any = None) -> Any:
    """Return x's data after the way forth and back, and the class of the result."""
    cls = tensor(ns)
    (leaf,), (out,) = differentiated(cls, (x,), lambda t: [_unary(op, t, exponent)], (upstream,))
    if isinstance(out, cls):
        out.data[...] = -5.0
    return {"data": leaf.data, "is a Tensor": isinstance(out, cls), "requires_grad": bool(out.requires_grad)}


def bad_exponent(ns: Any, x: Any, exponent: Any, as_tensor: bool) -> Any:
    cls = tensor(ns)
    cls(x, requires_grad=True) ** (cls(exponent) if as_tensor else exponent)


def bad_log(ns: Any, x: Any, requires_grad: bool) -> Any:
    """Return what log gives where it should raise."""
    return tensor(ns)(x, requires_grad=requires_grad).log()
