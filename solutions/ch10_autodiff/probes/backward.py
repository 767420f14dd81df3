"""E40, backward."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Any

import numpy as np

from solutions.ch10_autodiff.probes.binary import combined
from solutions.ch10_autodiff.probes.tensors import tensor


def graph(ns: Any, leaves: Sequence[Any], requires: Sequence[bool], steps: Sequence[Any], roots: Sequence[int]) -> Any:
    """Build nodes (op, i, j) on top of the leaves, call backward on the roots in turn, return the leaves' gradients.

    An operand i >= 0 is a node by number (leaves first); a negative one is the plain number i.
    """
    nodes = _nodes(tensor(ns), leaves, requires, steps)
    for root in roots:
        nodes[root].backward()
    return [nodes[i].grad for i in range(len(leaves))]


def _nodes(cls: Any, leaves: Sequence[Any], requires: Sequence[bool], steps: Sequence[Any]) -> list[Any]:
    nodes = [cls(leaf, requires_grad=bool(r)) for leaf, r in zip(leaves, requires, strict=True)]
    for op, i, j in steps:
        nodes.append(combined(op, *(nodes[k] if k >= 0 else float(k) for k in (i, j))))
    return nodes


def graph_returns(ns: Any, leaves: Sequence[Any], requires: Sequence[bool], steps: Sequence[Any]) -> Any:
    """Return what backward returns, and the leaves' gradients."""
    nodes = _nodes(tensor(ns), leaves, requires, steps)
    return {"returned": nodes[-1].backward(), "grads": [nodes[i].grad for i in range(len(leaves))]}


def graph_keeps(ns: Any, leaves: Sequence[Any], requires: Sequence[bool], steps: Sequence[Any]) -> Any:
    """Return the data of all nodes, and which require gradients, after backward."""
    nodes = _nodes(tensor(ns), leaves, requires, steps)
    nodes[-1].backward()
    return {"data": [n.data for n in nodes], "requires": [bool(n.requires_grad) for n in nodes]}


def graph_apart(ns: Any, leaves: Sequence[Any], requires: Sequence[bool], steps: Sequence[Any]) -> Any:
    """Go back once, write into each leaf's gradient in turn, and return the others."""
    nodes = _nodes(tensor(ns), leaves, requires, steps)
    nodes[-1].backward()
    for k in range(len(leaves)):
        nodes[k].grad[...] = 1000.0 + k
    return [np.array(nodes[k].grad) for k in range(len(leaves))]


def graph_cleared(ns: Any, leaves: Sequence[Any], requires: Sequence[bool], steps: Sequence[Any]) -> Any:
    """Go back, set the leaves' gradients to new zeros as a training loop does, and go back again."""
    nodes = _nodes(tensor(ns), leaves, requires, steps)
    nodes[-1].backward()
    for k in range(len(leaves)):
        nodes[k].grad = np.zeros_like(nodes[k].data)
    nodes[-1].backward()
    return [nodes[k].grad for k in range(len(leaves))]


def leaf_backward(ns: Any, data: Any, times: int) -> Any:
    """Call backward on a leaf itself."""
    x = tensor(ns)(data, requires_grad=True)
    for _ in range(times):
        x.backward()
    return x.grad


def chain(ns: Any, x: Any, step: Any, length: int) -> Any:
    """Add x-independent constants `length` times in a row, and return the gradient of x."""
    cls = tensor(ns)
    leaf = cls(x, requires_grad=True)
    constant = cls(step)
    out = leaf
    gc.disable()  # nothing is thrown away on this way, and looking for it again and again takes half of the time
    try:
        for _ in range(length):
            out = out + constant
        out.backward()
    finally:
        gc.enable()
    return leaf.grad


def doublings(ns: Any, x: Any, times: int) -> Any:
    """Add a result to itself again and again: 2**times paths lead from the root to x."""
    leaf = tensor(ns)(x, requires_grad=True)
    out = leaf
    for _ in range(times):
        out = out + out
    out.backward()
    return leaf.grad


def no_gradients(ns: Any, data: Any, combined: bool) -> Any:
    """Call backward where nothing requires gradients."""
    cls = tensor(ns)
    x = cls(data)
    (x + cls(data) if combined else x).backward()
