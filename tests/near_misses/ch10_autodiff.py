"""Chapter 10: right answers in unusual words, and wrong ones that are nearly right, as changes of the reference."""

ANOTHER_CLASS = """
class Tensor:
    __array_ufunc__ = None
    __slots__ = ("data", "requires_grad", "grad", "_prev", "_backward", "_id")
    _count = 0

    def __init__(self, data, requires_grad=False, _children=()):
        self.data = np.asarray(data.data if isinstance(data, Tensor) else data).astype(np.float64, copy=True)
        self.requires_grad = bool(requires_grad)
        self.grad = np.zeros(self.data.shape) if requires_grad else None
        self._prev = list(_children)
        self._backward = lambda: None
        Tensor._count += 1
        self._id = Tensor._count

    @staticmethod
    def _fit(g, like):
        g = np.asarray(g)
        while g.ndim > like.ndim:
            g = np.add.reduce(g, 0)
        for ax in range(like.ndim):
            if like.shape[ax] == 1 and g.shape[ax] != 1:
                g = g.sum(ax, keepdims=True)
        return g

    def _op(self, value, parents, slopes):
        out = Tensor(value, any(p.requires_grad for p in parents), parents)

        def back():
            for p, s in zip(parents, slopes):
                if p.requires_grad:
                    p.grad = p.grad + Tensor._fit(np.multiply(s, out.grad), p.data)

        if out.requires_grad:
            out._backward = back
        return out

    def __add__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        return self._op(np.add(self.data, o.data), (self, o), (1.0, 1.0))

    __radd__ = __add__

    def __mul__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        return self._op(np.multiply(self.data, o.data), (self, o), (o.data, self.data))

    __rmul__ = __mul__

    def __pow__(self, n):
        if isinstance(n, Tensor) or not isinstance(n, (int, float, np.number)):
            raise TypeError("exp")
        s = np.zeros_like(self.data) if n == 0 else n * self.data ** (n - 1)
        return self._op(self.data**n, (self,), (s,))

    def exp(self):
        v = np.exp(self.data)
        return self._op(v, (self,), (v,))

    def log(self):
        if (self.data <= 0).any():
            raise ValueError("log")
        return self._op(np.log(self.data), (self,), (1 / self.data,))

    def backward(self):
        if not self.requires_grad:
            raise RuntimeError("no grad")
        nodes, todo = {}, [self]
        while todo:
            n = todo.pop()
            if n._id in nodes:
                continue
            nodes[n._id] = n
            todo += n._prev
        for n in nodes.values():
            if n._prev and n.requires_grad:
                n.grad = np.zeros_like(n.data)
        self.grad = self.grad + 1.0
        for k in sorted(nodes, reverse=True):
            nodes[k]._backward()
"""

OPERATIONS = ("Tensor", "Tensor_add", "Tensor_mul", "Tensor_backward", "Tensor_pow", "Tensor_exp", "Tensor_log")

RIGHT = {(name, "another class"): ANOTHER_CLASS for name in OPERATIONS} | {
    ("Tensor_backward", "kahn"): """
from collections import deque

def _b(self):
    if not self.requires_grad:
        raise RuntimeError
    import heapq

    deg, q, seen = {}, deque([self]), {id(self): self}
    while q:
        n = q.popleft()
        for c in n._prev:
            deg[id(c)] = deg.get(id(c), 0) + 1
            if id(c) not in seen:
                seen[id(c)] = c
                q.append(c)
    for n in seen.values():
        if n._prev and n.grad is not None:
            n.grad = np.zeros_like(n.data)
    self.grad = np.add(self.grad, np.ones_like(self.data))
    q = deque([self])
    while q:
        n = q.popleft()
        if n.requires_grad:
            n._backward()
        for c in n._prev:
            deg[id(c)] -= 1
            if deg[id(c)] == 0:
                q.append(c)

Tensor.backward = _b
""",
    ("Tensor_pow", "via operator"): """
def _p(self, k):
    if isinstance(k, (str, bytes, type(None), Tensor)):
        raise TypeError
    k = float(k)
    out = Tensor(np.power(self.data, k), self.requires_grad, [self])

    def bw():
        if self.requires_grad:
            self.grad += out.grad * (k * np.power(self.data, k - 1) if k else 0)

    out._backward = bw
    return out

Tensor.__pow__ = _p
""",
    ("Tensor_log", "loginplace"): """
def _l(self):
    if not np.all(self.data > 0):
        raise ValueError
    out = Tensor(np.log(self.data), self.requires_grad, {self})
    out._backward = lambda: self.requires_grad and self.grad.__iadd__(out.grad / self.data) is None
    return out

Tensor.log = _l
""",
}

WRONG = {
    ("Tensor", "axis added to NumPy numbers"): [
        (
            "dtype=float)\n        self.requires_grad",
            "dtype=float)\n        if isinstance(data, np.floating):\n            self.data = self.data.reshape(1)\n        self.requires_grad",
        )
    ],
    ("Tensor", "axes of length one dropped"): [
        (
            "dtype=float)\n        self.requires_grad",
            "dtype=float).squeeze()\n        self.requires_grad",
        )
    ],
    ("Tensor", "a gradient for each result"): [
        ("if requires_grad else None", "if requires_grad or _children else None")
    ],
    ("Tensor_add", "only two stretched axes summed"): [
        ("enumerate(self.data.shape) if n == 1)", "enumerate(self.data.shape) if n == 1)[:2]")
    ],
    ("Tensor_pow", "some NumPy numbers refused"): [
        ("(int, float, np.integer, np.floating)", "(int, float, np.int64, np.float64)")
    ],
    ("Tensor_pow", "large powers by logarithm"): [
        (
            "Tensor(self.data**exponent,",
            "Tensor(self.data**exponent if exponent < 5 else np.exp(exponent * np.log(np.abs(self.data))),",
        )
    ],
    ("Tensor_pow", "exponent rounded to a tenth"): [
        ("Tensor(self.data**exponent,", "Tensor(self.data ** round(exponent, 1),")
    ],
    ("Tensor_exp", "exponent at most 20"): [("np.exp(self.data)", "np.exp(np.minimum(self.data, 20))")],
    ("Tensor_exp", "exponent at least -5"): [("np.exp(self.data)", "np.exp(np.maximum(self.data, -5))")],
    ("Tensor_log", "small numbers refused"): [("self.data <= 0", "self.data < 1e-3")],
    ("Tensor_log", "numbers without axes are not tested"): [
        ("np.any(self.data <= 0)", "self.data.ndim and np.any(self.data <= 0)")
    ],
    ("Tensor_log", "slope at most 200"): [("out.grad / self.data", "out.grad / np.maximum(self.data, 0.005)")],
}
