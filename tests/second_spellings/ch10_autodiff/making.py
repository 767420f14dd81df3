"""The Tensor that each second spelling differs from in one place, and how."""

TENSOR = """
import numpy as np


def fit(g, shape):
    g = np.asarray(g)
    while g.ndim > len(shape):
        g = g.sum(0)
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(i, keepdims=True)
    return g


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False, _children=()):
        source = data.data if isinstance(data, Tensor) else data
        self.data = np.array(source).astype(float)
        self.requires_grad = bool(requires_grad)
        self.grad = np.zeros(self.data.shape) if requires_grad else None
        self._prev = list(_children)
        self._backward = lambda: None

    def give(self, g):
        if self.requires_grad:
            self.grad = self.grad + fit(g, self.data.shape)

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        s = Tensor(self.data + other.data, self.requires_grad or other.requires_grad, (self, other))

        def go():
            self.give(s.grad)
            other.give(s.grad + 0)

        s._backward = go
        return s

    def __radd__(self, other):
        return self.__add__(other)

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        m = Tensor(self.data * other.data, self.requires_grad or other.requires_grad, (self, other))

        def go():
            self.give(m.grad * other.data)
            other.give(self.data * m.grad)

        m._backward = go
        return m

    def __rmul__(self, other):
        return self.__mul__(other)

    def backward(self):
        if self.requires_grad is False:
            raise RuntimeError("nothing")
        done, seen, todo = [], {id(self)}, [(self, iter(self._prev))]
        while todo:
            node, rest = todo[-1]
            for child in rest:
                if id(child) not in seen:
                    seen.add(id(child))
                    todo.append((child, iter(child._prev)))
                    break
            else:
                done.append(node)
                todo.pop()
        for node in done:
            if node._prev:
                node.grad = np.zeros(node.data.shape) if node.requires_grad else None
        self.give(np.ones(self.data.shape))
        for node in done[::-1]:
            if node.requires_grad:
                node._backward()

    def __pow__(self, p):
        if isinstance(p, (str, Tensor, type(None))):
            raise TypeError("p")
        q = Tensor(self.data**p, self.requires_grad, (self,))

        def go():
            self.give(q.grad * (p * self.data ** (p - 1) if p else 0))

        q._backward = go
        return q

    def exp(self):
        e = Tensor(np.exp(self.data), self.requires_grad, (self,))

        def go():
            self.give(np.exp(self.data) * e.grad)

        e._backward = go
        return e

    def log(self):
        if self.data.min() <= 0:
            raise ValueError("log")
        v = Tensor(np.log(self.data), self.requires_grad, (self,))

        def go():
            self.give(v.grad * (1 / self.data))

        v._backward = go
        return v
"""


def but(*edits: tuple[str, str]) -> str:
    """Return the Tensor with each passage, of which there is one, replaced."""
    code = TENSOR
    for old, new in edits:
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    return code
