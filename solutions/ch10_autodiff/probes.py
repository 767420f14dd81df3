"""What chapter 10's exercises are asked, and what is reported of the answer. Runs in the jail and on the reference.

Seven exercises share the class Tensor. So that a fault in one method costs its own exercise only,
* an __init__ that does not do what E37 says is completed before the other exercises are looked at;
* the operations (E38, E39, E41-E43) are differentiated by `pull`, which walks over `_prev` and `_backward` as the
  notebook describes them, and does not use the student's backward. A class that keeps its history in another way is
  differentiated by its own `*` and `backward`, as the notebook says.
Only E40 uses the student's __init__, __add__ and __mul__. Of this file only what an exercise's own probes need is sent
along with it: backward is never judged where `pull` can be seen.
"""

from __future__ import annotations

import contextlib
import gc
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np


class Endless(BaseException):
    """Another exercise's method does not come to an end."""


@contextlib.contextmanager
def hurried() -> Iterator[None]:
    """Raise Endless in what takes longer than a quarter of a second of CPU time."""

    def stop(*_: Any) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.25)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)


def _goes_back(cls: Any, first: Any, second: Any) -> bool:
    """Tell whether a class that keeps its history in another way can use it."""
    try:
        x, y = cls(first, requires_grad=True), cls(second, requires_grad=True)
        ((x + y) + (y + x)).backward()
        return bool(np.all(x.grad == 2.0) and np.all(y.grad == 2.0))
    except Exception:  # noqa: BLE001 - then it cannot
        return False


def _starts_well(cls: Any) -> bool:
    try:
        source = np.array([1, 2])
        x, c = cls(source, requires_grad=True), cls([0.5])
        source[0] = 7
        again, in_order = cls(x), cls([0.5], True, (x, c))
        return bool(
            np.array_equal(x.data, [1.0, 2.0])
            and np.array_equal(again.data, [1.0, 2.0])
            and again.data is not x.data
            and x.data.dtype.kind == x.grad.dtype.kind == again.data.dtype.kind == "f"
            and np.array_equal(x.grad, [0.0, 0.0])
            and np.shape(cls(2.0, requires_grad=True).data) == ()
            and c.grad is None
            and x.requires_grad
            and not c.requires_grad
            and in_order.requires_grad
            and (hasattr(x, "_prev") or _goes_back(cls, x.data, x.data))
        )
    except Exception:  # noqa: BLE001 - whatever is wrong, it is another exercise's affair
        return False


def tensor(ns: Any) -> Any:
    """Return the student's class Tensor, its __init__ completed where it does not do what it should."""
    cls = ns.Tensor
    try:
        with hurried():
            return cls if _starts_well(cls) else completed(cls, cls.__init__)
    except Endless:
        return completed(cls, lambda *_: None)


def completed(cls: Any, own: Callable[..., None]) -> Any:
    """Return the class with an __init__ that does what the notebook says after what its own one does."""

    def initialise(self: Any, data: Any, requires_grad: bool = False, _children: Any = ()) -> None:
        with contextlib.suppress(Exception, SystemExit):
            own(self, data, requires_grad, _children)
        if not hasattr(self, "_backward"):
            self._backward = lambda: None
        self.data = np.array(data.data if isinstance(data, cls) else data, dtype=float)
        self.requires_grad = bool(requires_grad)
        self.grad = np.zeros_like(self.data) if requires_grad else None
        self._prev = tuple(_children)

    cls.__init__ = initialise
    return cls


def pull(out: Any, upstream: Any) -> None:
    """Pass the gradient `upstream` back from out to the leaves: every `_backward` once, dependants first."""
    order: list[Any] = []
    seen: set[int] = set()
    stack = [(out, False)]
    while stack:
        node, finished = stack.pop()
        if finished:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((child, False) for child in node._prev)
    out.grad = np.broadcast_to(np.asarray(upstream, dtype=float), np.shape(out.data)).copy()
    for node in reversed(order):
        if node.requires_grad and len(tuple(node._prev)):
            node._backward()


def _keeps_contract(cls: Any, out: Any) -> bool:
    """Tell whether a result says, as the notebook describes it, what it was made from and what it passes back."""
    try:
        made_from = tuple(out._prev)
        return callable(out._backward) and len(made_from) > 0 and all(isinstance(t, cls) for t in made_from)
    except Exception:  # noqa: BLE001 - then it is kept in another way, or not at all
        return False


Build = Callable[..., Sequence[Any]]
Found = tuple[Sequence[Any], Sequence[Any]]


def differentiated(cls: Any, leaves: Sequence[Any], build: Build, upstream: Sequence[Any]) -> Found:
    """Make leaves, build results from them, pass each result's upstream gradient back: (leaves, results)."""
    xs = [cls(leaf, requires_grad=True) for leaf in leaves]
    outs = build(*xs)
    if all(_keeps_contract(cls, out) for out in outs):
        try:
            for out, factor in zip(outs, upstream, strict=True):
                pull(out, factor)
        except TypeError:
            # a `_backward` with arguments: another way of keeping the history, if the class can go back at all
            if found := _first_that_works(cls, leaves, build, upstream, _by_own_backward):
                return found
            raise
        if _arrived(xs):
            return xs, outs
        return _first_that_works(cls, leaves, build, upstream, _by_own_backward) or (xs, outs)
    found = _first_that_works(cls, leaves, build, upstream, _by_own_backward, _by_completed)
    return found or _by_own_backward(cls, leaves, build, upstream)


def _arrived(xs: Sequence[Any]) -> bool:
    return any(np.any(x.grad) for x in xs if x.grad is not None)


def _first_that_works(cls: Any, leaves: Any, build: Build, upstream: Any, *ways: Callable[..., Found]) -> Found | None:
    """Return what the first way gives by which a gradient arrives at a leaf."""
    for way in ways:
        with contextlib.suppress(Exception):
            found = way(cls, leaves, build, upstream)
            if _arrived(found[0]):
                return found
    return None


def _by_own_backward(cls: Any, leaves: Sequence[Any], build: Build, upstream: Sequence[Any]) -> Found:
    xs = [cls(leaf, requires_grad=True) for leaf in leaves]
    outs = build(*xs)
    for out, factor in zip(outs, upstream, strict=True):
        (out * cls(factor)).backward()
    return xs, outs


def _by_completed(cls: Any, leaves: Sequence[Any], build: Build, upstream: Sequence[Any]) -> Found:
    """Differentiate by `pull` where only __init__ forgets what a Tensor was made from."""
    own = cls.__init__
    try:
        whole = completed(cls, own)
        xs = [whole(leaf, requires_grad=True) for leaf in leaves]
        outs = build(*xs)
        for out, factor in zip(outs, upstream, strict=True):
            pull(out, factor)
    finally:
        cls.__init__ = own
    return xs, outs


# E37 __init__


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
    leaf = cls(first, requires_grad=True)
    alone, quiet = not len(tuple(getattr(leaf, "_prev", ()))), callable(getattr(leaf, "_backward", None))
    if quiet:
        leaf._backward()
    return {
        "a result knows what it was made from": known or _holds(x, children) or _goes_back(cls, first, second),
        "a leaf was made from nothing": alone,
        "a leaf passes nothing on": (quiet and not np.any(leaf.grad)) or _goes_back(cls, first, second),
    }


def _holds(x: Any, children: Sequence[Any]) -> bool:
    """Tell whether some attribute holds the children."""
    held = [v for v in getattr(x, "__dict__", {}).values() if isinstance(v, (tuple, list, set, frozenset))]
    return any({id(t) for t in v} == {id(t) for t in children} for v in held)


# E38 __add__, E39 __mul__


def _apply(op: str, a: Any, b: Any) -> Any:
    return a + b if op == "add" else a * b


def binary(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Return a∘b of two Tensors, and both gradients for an upstream gradient."""
    (x, y), (out,) = differentiated(tensor(ns), (a, b), lambda x, y: [_apply(op, x, y)], (upstream,))
    shapes = [np.shape(x.grad), np.shape(y.grad)]
    return {"data": out.data, "grad of the first": x.grad, "grad of the second": y.grad, "shapes": shapes}


def binary_plain(ns: Any, op: str, a: Any, b: Any, upstream: Any, left: bool) -> Any:
    """Return a∘b or b∘a where b is a plain number or array, and the gradient of a."""

    def build(x: Any) -> Any:
        return [_apply(op, b, x) if left else _apply(op, x, b)]

    (x,), (out,) = differentiated(tensor(ns), (a,), build, (upstream,))
    return {"data": out.data, "grad": x.grad}


def binary_itself(ns: Any, op: str, a: Any, upstream: Any) -> Any:
    """Return a∘a, and the gradient of a."""
    (x,), (out,) = differentiated(tensor(ns), (a,), lambda x: [_apply(op, x, x)], (upstream,))
    return {"data": out.data, "grad": x.grad}


def binary_chained(ns: Any, op: str, a: Any, b: Any, c: Any, upstream: Any) -> Any:
    """Return (a∘b)∘c and c∘(a∘b), and what arrives from both at a, b and c."""

    def build(x: Any, y: Any, z: Any) -> Any:
        return [_apply(op, _apply(op, x, y), z), _apply(op, z, _apply(op, x, y))]

    xs, outs = differentiated(tensor(ns), (a, b, c), build, (upstream, 3.0 * upstream))
    return {"data": [out.data for out in outs], "grads": [x.grad for x in xs]}


def binary_adds_up(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Pass gradients back from two results that share both operands; return the sums that arrive."""
    (x, y), _ = differentiated(
        tensor(ns), (a, b), lambda x, y: [_apply(op, x, y), _apply(op, y, x)], (upstream, 2.0 * upstream)
    )
    return {"grad of the first": x.grad, "grad of the second": y.grad}


def binary_constants(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Return which results require gradients, and what a constant operand gets."""
    cls = tensor(ns)
    constant = cls(b)
    (x,), (out,) = differentiated(cls, (a,), lambda x: [_apply(op, x, constant)], (upstream,))
    (y,), (turned,) = differentiated(cls, (a,), lambda y: [_apply(op, constant, y)], (upstream,))
    dead = _apply(op, constant, cls(b))
    return {
        "data": dead.data,
        "grads": [x.grad, y.grad],
        "the constant gets": constant.grad,
        "requires": [bool(t.requires_grad) for t in (out, turned, dead)],
    }


def binary_apart(ns: Any, op: str, a: Any, b: Any, upstream: Any) -> Any:
    """Write into one gradient, and return the other arrays: they must not follow."""
    (x, y), (out,) = differentiated(tensor(ns), (a, b), lambda x, y: [_apply(op, x, y)], (upstream,))
    data = np.array(out.data)
    alias = any(np.shares_memory(np.asarray(t.grad, dtype=float), out.grad) for t in (x, y) if _is_array(out.grad))
    x.grad[...] = 1000.0
    out.data[...] = -1000.0
    return {"grad of the second": y.grad, "data": data, "operands": [x.data, y.data], "grad of the result": alias}


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == float


# E40 backward


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
        nodes.append(_apply(op, *(nodes[k] if k >= 0 else float(k) for k in (i, j))))
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


# E41 __pow__, E42 exp, E43 log


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
    return {"data": out.data, "grad": leaf.grad}


def unary_twice(ns: Any, op: str, x: Any, upstream: Any, exponent: Any = None, outer: Any = None) -> Any:
    """Return the function of the function of x, and the gradient."""
    (leaf,), (out,) = differentiated(
        tensor(ns), (x,), lambda t: [_unary(op, _unary(op, t, exponent), outer)], (upstream,)
    )
    return {"data": out.data, "grad": leaf.grad}


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
    out.data[...] = -5.0
    return {"data": leaf.data, "is a Tensor": isinstance(out, cls), "requires_grad": bool(out.requires_grad)}


def bad_exponent(ns: Any, x: Any, exponent: Any, as_tensor: bool) -> Any:
    cls = tensor(ns)
    cls(x, requires_grad=True) ** (cls(exponent) if as_tensor else exponent)


def bad_log(ns: Any, x: Any, requires_grad: bool) -> Any:
    """Return what log gives where it should raise."""
    return tensor(ns)(x, requires_grad=requires_grad).log().data
