"""Second spellings of chapter 10's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

_TENSOR = """
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


def _but(*edits: tuple[str, str]) -> str:
    code = _TENSOR
    for old, new in edits:
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    return code


SECOND = {
    "init_shares_array": _but(("np.array(source).astype(float)", "np.asarray(source, float)")),
    "init_always_grad": _but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "np.zeros(self.data.shape)\n        self._prev",
        )
    ),
    "init_grad_of_ones": _but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "np.ones(self.data.shape) if requires_grad else None\n        self._prev",
        )
    ),
    "init_flattened": _but(("np.array(source).astype(float)", "np.array(source).astype(float).reshape(-1)")),
    "init_flag_forgotten": _but(("bool(requires_grad)", "False")),
    "init_single_precision": _but(("astype(float)", "astype('float32')")),
    "add_upstream_dropped": _but(
        ("self.give(s.grad)", "self.give(np.ones(s.data.shape))"),
        ("other.give(s.grad + 0)", "other.give(np.ones(s.data.shape))"),
    ),
    "add_first_only": _but(("            other.give(s.grad + 0)\n", "")),
    "add_second_negative": _but(("other.give(s.grad + 0)", "other.give(0 - s.grad)")),
    "add_half_each": _but(
        ("self.give(s.grad)", "self.give(s.grad / 2)"), ("other.give(s.grad + 0)", "other.give(s.grad / 2)")
    ),
    "mul_upstream_dropped": _but(
        ("m.grad * other.data", "other.data + 0 * m.grad"), ("self.data * m.grad", "self.data + 0 * m.grad")
    ),
    "mul_swapped": _but(("m.grad * other.data", "m.grad * self.data"), ("self.data * m.grad", "other.data * m.grad")),
    "mul_as_sum": _but(("m.grad * other.data", "m.grad"), ("self.data * m.grad", "m.grad")),
    "mul_first_only": _but(("            other.give(self.data * m.grad)\n", "")),
    "backward_not_cleared": _but(("            if node._prev:\n", "            if False:\n")),
    "backward_leaves_cleared": _but(("            if node._prev:\n", "            if True:\n")),
    "backward_no_error": _but(("if self.requires_grad is False:", "if False:")),
    "backward_wrong_order": _but(("done[::-1]", "done")),
    "backward_one_step": _but(("done[::-1]", "done[-1:]")),
    "backward_seed_of_data": _but(("self.give(np.ones(self.data.shape))", "self.give(self.data)")),
    "backward_twice_each": _but(
        ("                node._backward()\n", "                [node._backward() for _ in range(2)]\n")
    ),
    "backward_leaf_overwritten": _but(("self.give(np.ones(self.data.shape))", "self.grad = np.ones(self.data.shape)")),
    "pow_same_exponent": _but(("p * self.data ** (p - 1)", "p * q.data")),
    "pow_lowered_factor": _but(("p * self.data ** (p - 1)", "(p - 1) * self.data ** (p - 1)")),
    "pow_no_factor": _but(("p * self.data ** (p - 1)", "self.data ** (p - 1)")),
    "pow_upstream_dropped": _but(
        ("q.grad * (p * self.data ** (p - 1) if p else 0)", "p * self.data ** (p - 1) if p else 0 * self.data")
    ),
    "pow_assertion": _but(('            raise TypeError("p")', "            assert False, 'p'")),
    "exp_power_rule": _but(("np.exp(self.data) * e.grad", "self.data * e.grad * np.exp(self.data) / np.e")),
    "exp_ones": _but(("np.exp(self.data) * e.grad", "e.grad")),
    "exp_upstream_dropped": _but(("np.exp(self.data) * e.grad", "np.exp(self.data)")),
    "exp_negative": _but(("np.exp(self.data) * e.grad", "-e.data * e.grad")),
    "log_slope_of_value": _but(("v.grad * (1 / self.data)", "v.grad / np.log(self.data)")),
    "log_multiplied": _but(("v.grad * (1 / self.data)", "v.grad * self.data")),
    "log_silent": _but(("if self.data.min() <= 0:", "if False:")),
    "log_zero_accepted": _but(("self.data.min() <= 0", "self.data.min() < 0")),
    "log_upstream_dropped": _but(("v.grad * (1 / self.data)", "1 / self.data")),
    "log_base_ten": _but(("Tensor(np.log(self.data)", "Tensor(np.log10(self.data)")),
}
