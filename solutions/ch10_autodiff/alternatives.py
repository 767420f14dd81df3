"""Chapter 10, autodiff: other right implementations, which must get all points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

KAHN = """
def _shrink(grad, shape):
    grad = np.asarray(grad)
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False, _children=()):
        if isinstance(data, Tensor):
            data = data.data
        self.data = np.asarray(data).astype(np.float64)
        self.requires_grad = bool(requires_grad)
        self.grad = np.zeros(self.data.shape) if requires_grad else None
        self._prev = set(_children)
        self._backward = lambda: None

    @staticmethod
    def _wrap(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def _from(self, data, parents, push):
        out = Tensor(data, any(p.requires_grad for p in parents), parents)

        def _backward():
            for p, g in zip(parents, push(out), strict=True):
                if p.requires_grad:
                    p.grad = p.grad + _shrink(g, p.data.shape)

        out._backward = _backward
        return out

    def __add__(self, other):
        other = self._wrap(other)
        return self._from(self.data + other.data, (self, other), lambda out: (out.grad, out.grad))

    __radd__ = __add__

    def __mul__(self, other):
        other = self._wrap(other)
        a, b = self.data, other.data
        return self._from(a * b, (self, other), lambda out: (b * out.grad, a * out.grad))

    __rmul__ = __mul__

    def __pow__(self, exponent):
        if not np.isscalar(exponent) or isinstance(exponent, str):
            raise TypeError("exponent")
        with np.errstate(all="ignore"):
            slope = np.where(exponent == 0, 0.0, exponent * self.data ** (exponent - 1.0))
        return self._from(self.data ** exponent, (self,), lambda out: (slope * out.grad,))

    def exp(self):
        return self._from(np.exp(self.data), (self,), lambda out: (np.exp(self.data) * out.grad,))

    def log(self):
        if not (self.data > 0).all():
            raise ValueError("log")
        return self._from(np.log(self.data), (self,), lambda out: (self.data ** -1 * out.grad,))

    def backward(self):
        if not self.requires_grad:
            raise RuntimeError("no gradient")
        waiting, found = {}, [self]
        known = {self}
        for node in found:
            for child in node._prev:
                waiting[child] = waiting.get(child, 0) + 1
                if child not in known:
                    known.add(child)
                    found.append(child)
        for node in found:
            if node._prev and node.requires_grad:
                node.grad = np.zeros(node.data.shape)
        self.grad = self.grad + 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            if node.requires_grad:
                node._backward()
            for child in node._prev:
                waiting[child] -= 1
                if not waiting[child]:
                    ready.append(child)
"""
CREATION = """
import heapq
import itertools


class Tensor:
    __array_ufunc__ = None
    _count = itertools.count()

    def __init__(self, data, requires_grad=False, _children=()):
        self.data = np.array(data.data if type(data) is Tensor else data, dtype="float64")
        self.requires_grad = requires_grad
        self.grad = self.data * 0 if requires_grad else None
        if requires_grad:
            self.grad = np.zeros(self.data.shape)
        self._prev = list(_children)
        self._number = next(Tensor._count)
        self._backward = lambda: None

    def _add_grad(self, grad):
        if self.requires_grad:
            grad = np.broadcast_to(grad, np.broadcast_shapes(np.shape(grad), self.data.shape))
            extra = grad.ndim - self.data.ndim
            axes = tuple(range(extra)) + tuple(extra + i for i, n in enumerate(self.data.shape) if n == 1)
            self.grad = self.grad + grad.sum(axis=axes).reshape(self.data.shape)

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        out = Tensor(np.add(self.data, other.data), self.requires_grad or other.requires_grad, [self, other])

        def _backward():
            for t in (self, other):
                t._add_grad(out.grad)

        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        out = Tensor(np.multiply(self.data, other.data), self.requires_grad or other.requires_grad, [self, other])

        def _backward():
            self._add_grad(other.data * out.grad)
            other._add_grad(self.data * out.grad)

        out._backward = _backward
        return out

    def __radd__(self, other):
        return Tensor(other) + self

    def __rmul__(self, other):
        return Tensor(other) * self

    def __pow__(self, exponent):
        # NumPy itself raises TypeError for a string, None or a Tensor
        out = Tensor(self.data ** exponent, self.requires_grad, [self])

        def _backward():
            if exponent == 0:
                return
            self._add_grad(exponent * np.power(self.data, exponent - 1) * out.grad)

        out._backward = _backward
        return out

    def exp(self):
        out = Tensor(np.e ** self.data, self.requires_grad, [self])

        def _backward():
            self._add_grad(np.exp(self.data) * out.grad)

        out._backward = _backward
        return out

    def log(self):
        if self.data.min() <= 0:
            raise ValueError("log of zero or less")
        out = Tensor(np.log2(self.data) / np.log2(np.e), self.requires_grad, [self])

        def _backward():
            self._add_grad(np.divide(out.grad, self.data))

        out._backward = _backward
        return out

    def backward(self):
        if not self.requires_grad:
            raise RuntimeError("nothing to do")
        heap, known = [(-self._number, self)], {self._number}
        nodes = []
        while heap:
            _, node = heapq.heappop(heap)
            nodes.append(node)
            for child in node._prev:
                if child._number not in known:
                    known.add(child._number)
                    heapq.heappush(heap, (-child._number, child))
        for node in nodes:
            if len(node._prev) and node.requires_grad:
                node.grad = np.zeros(node.data.shape)
        self.grad = self.grad + np.ones(self.data.shape)
        for node in nodes:
            if node.requires_grad:
                node._backward()
"""
TAPE = '''
class Tensor:
    """Keeps (parent, function of the upstream gradient) pairs, and no `_backward` closure at all."""

    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False, _children=()):
        self.data = np.array(getattr(data, "data", data) if isinstance(data, Tensor) else data, dtype=float)
        self.requires_grad = requires_grad
        self.grad = np.zeros_like(self.data) if requires_grad else None
        self._ways = tuple(_children)

    def _made(self, data, *ways):
        ways = tuple((p, f) for p, f in ways if p.requires_grad)
        return Tensor(data, bool(ways), ways)

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return self._made(self.data + other.data, (self, lambda g: g), (other, lambda g: g))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return self._made(self.data * other.data, (self, lambda g: g * other.data), (other, lambda g: g * self.data))

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, exponent):
        if isinstance(exponent, (Tensor, str, type(None), list)):
            raise TypeError("exponent")
        p = float(exponent)
        return self._made(self.data**p, (self, lambda g: g * (p * self.data ** (p - 1) if p else 0 * self.data)))

    def exp(self):
        value = np.exp(self.data)
        return self._made(value, (self, lambda g: g * value))

    def log(self):
        if (self.data <= 0).any():
            raise ValueError("log")
        return self._made(np.log(self.data), (self, lambda g: g / self.data))

    def backward(self):
        if not self.requires_grad:
            raise RuntimeError("no gradient")
        order, seen, todo = [], set(), [(self, iter(self._ways))]
        seen.add(id(self))
        while todo:
            node, ways = todo[-1]
            for parent, _ in ways:
                if id(parent) not in seen:
                    seen.add(id(parent))
                    todo.append((parent, iter(parent._ways)))
                    break
            else:
                order.append(todo.pop()[0])
        arrived = {id(n): np.zeros_like(n.data) for n in order}
        arrived[id(self)] = np.ones_like(self.data)
        for node in reversed(order):
            g = arrived[id(node)]
            node.grad = g if node._ways else node.grad + g
            for parent, f in node._ways:
                part = np.asarray(f(g))
                part = part.sum(axis=tuple(range(part.ndim - parent.data.ndim)))
                axes = tuple(i for i, n in enumerate(parent.data.shape) if n == 1)
                arrived[id(parent)] = arrived[id(parent)] + part.sum(axis=axes, keepdims=True)
'''
CLASSES = {"in_degree": KAHN, "creation_order": CREATION, "tape": TAPE}
EXERCISES = ("Tensor", "Tensor_add", "Tensor_mul", "Tensor_backward", "Tensor_pow", "Tensor_exp", "Tensor_log")

ALTERNATIVES = [Alternative(name, exercise, code) for exercise in EXERCISES for name, code in CLASSES.items()]
