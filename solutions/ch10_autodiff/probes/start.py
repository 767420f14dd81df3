"""E37, __init__."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solutions.ch10_autodiff.probes.tensors import goes_back


def _litter(data: Any) -> None:
    """Leave used memory about, so that an array that is not filled shows it."""
    used = [np.full(np.shape(data), 3e33) for _ in range(8)]
    del used


def made(ns: Any, data: Any, order: Sequence[Any] = (), **settings: Any) -> Any:
    """Return what a new Tensor holds; requires_grad is given by name, in order, or not at all."""
    _litter(data)
    x = ns.Tensor(data, *order, **settings)
    return {"data": x.data, "grad": x.grad, "requires_grad": bool(x.requires_grad)}


def made_apart(ns: Any, data: Any) -> Any:
    """Tell which arrays can be changed apart."""
    x, y = ns.Tensor(data, requires_grad=True), ns.Tensor(data, requires_grad=True)
    before = np.array(x.data)
    data[...] = 99.0
    kept = bool(np.array_equal(x.data, before))
    x.data[...] = -1.0
    x.grad[...] = 5.0
    return {
        "data does not follow the array": kept,
        "the array does not follow data": bool(np.all(data == 99.0)),
        "grad is not data": bool(np.all(x.data == -1.0)),
        "every Tensor has arrays of its own": bool(np.array_equal(y.data, before) and not np.any(y.grad)),
    }


def made_from_tensor(ns: Any, data: Any) -> Any:
    """Return what a Tensor of a Tensor holds, and the data of the inner one after the outer one was changed."""
    inner = ns.Tensor(data, requires_grad=True)
    outer = ns.Tensor(inner)
    value = np.array(outer.data)
    outer.data[...] = -1.0
    return {"outer": value, "inner": inner.data, "grad": outer.grad, "requires_grad": bool(outer.requires_grad)}


def made_with_numbers(ns: Any, data: Any) -> Any:
    """Tell whether data and grad can take fractions in place."""
    x = ns.Tensor(data, requires_grad=True)
    x.grad += 0.5
    x.data += 0.25
    return {"data": x.data, "grad": x.grad}


def made_from_children(ns: Any, first: Any, second: Any) -> Any:
    """Tell whether a Tensor knows the Tensors it was made from: by `_prev`, elsewhere, or because it can go back."""
    cls = ns.Tensor
    children = [cls(first, requires_grad=True), cls(second, requires_grad=True)]
    x = cls(np.add(first, second), requires_grad=True, _children=tuple(children))
    known = {id(t) for t in getattr(x, "_prev", ())} == {id(t) for t in children}
    leaf, constant = cls(first, requires_grad=True), cls(first, _children=(cls(first), cls(second)))
    alone, quiet = not len(tuple(getattr(leaf, "_prev", ()))), callable(getattr(leaf, "_backward", None))
    if quiet:
        leaf._backward()
    return {
        "a result knows what it was made from": known or _holds(x, children) or goes_back(cls, first, second),
        "a result without a gradient has none": constant.grad is None,
        "a leaf was made from nothing": alone,
        "a leaf passes nothing on": (quiet and not np.any(leaf.grad)) or goes_back(cls, first, second),
    }


def _holds(x: Any, children: Sequence[Any]) -> bool:
    """Tell whether some attribute holds the children."""
    held = [v for v in getattr(x, "__dict__", {}).values() if isinstance(v, (tuple, list, set, frozenset))]
    return any({id(t) for t in v} == {id(t) for t in children} for v in held)
