"""Second spellings of chapter 10's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best

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


_TAKE = """    def take(self, g):
        if self.requires_grad:
            self.grad = self.grad + g

"""
_PUT = """    def put(self, g):
        if self.requires_grad:
            self.grad = 1.0 * fit(g, self.data.shape)

"""
_KEEP = """    def keep(self, g):
        if self.requires_grad:
            g = fit(g, self.data.shape)
            self.grad = g if (self.grad == 0).all() else self.grad + g

"""
_FORCE = """    def force(self, g):
        g = fit(g, self.data.shape)
        self.grad = g + 0 if self.grad is None else self.grad + g

"""
_MEAN_FIT = """def mean_fit(g, shape):
    extra = np.ndim(g) - len(shape)
    axes = (*range(extra), *(extra + i for i, n in enumerate(shape) if n == 1))
    return np.mean(g, axis=axes).reshape(shape) if axes else g


"""
_LEAD_FIT = """def lead_fit(g, shape):
    return np.sum(g, axis=tuple(range(np.ndim(g) - len(shape))))


"""
_SEARCH = _TENSOR[_TENSOR.index("        done, seen, todo") : _TENSOR.index("        for node in done:")]
_RECURSION = """        done, seen = [], []

        def walk(node):
            seen.append(id(node))
            for child in node._prev:
                if id(child) not in seen:
                    walk(child)
            done.append(node)

        walk(self)
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
    "init_article": _but(
        ("        source = data.data if isinstance(data, Tensor) else data\n", ""),
        ("np.array(source).astype(float)", "np.array(data, copy=True)"),
    ),
    "init_integers": _but(("np.array(source).astype(float)", "np.array(source)")),
    "init_object_array": _but(
        ("        source = data.data if isinstance(data, Tensor) else data\n", ""),
        (
            "np.array(source).astype(float)",
            "np.array(data).astype(float) if not isinstance(data, Tensor) else np.array(data)",
        ),
    ),
    "init_never_grad": _but(
        ("np.zeros(self.data.shape) if requires_grad else None\n        self._prev", "None\n        self._prev")
    ),
    "init_grad_of_integers": _but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "np.zeros(self.data.shape).astype(int) if requires_grad else None\n        self._prev",
        )
    ),
    "init_children_forgotten": _but(("list(_children)", "[]")),
    "init_grad_a_number": _but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "0.0 if requires_grad else None\n        self._prev",
        )
    ),
    "init_grad_a_list": _but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "(self.data * 0).tolist() if requires_grad else None\n        self._prev",
        )
    ),
    "add_not_summed": _but(
        ("self.give(s.grad)", "self.take(s.grad)"),
        ("other.give(s.grad + 0)", "other.take(s.grad + 0)"),
        ("    def __radd__", _TAKE + "    def __radd__"),
    ),
    "add_averaged": _but(
        ("self.give(s.grad)", "self.take(mean_fit(s.grad, self.data.shape))"),
        ("other.give(s.grad + 0)", "other.take(mean_fit(s.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _MEAN_FIT + "class Tensor:"),
    ),
    "add_leading_axes_only": _but(
        ("self.give(s.grad)", "self.take(lead_fit(s.grad, self.data.shape))"),
        ("other.give(s.grad + 0)", "other.take(lead_fit(s.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _LEAD_FIT + "class Tensor:"),
    ),
    "add_needs_both": _but(
        (
            "Tensor(self.data + other.data, self.requires_grad or",
            "Tensor(self.data + other.data, self.requires_grad and",
        )
    ),
    "add_overwrites": _but(
        ("self.give(s.grad)", "self.put(s.grad)"),
        ("other.give(s.grad + 0)", "other.put(s.grad)"),
        ("    def __radd__", _PUT + "    def __radd__"),
    ),
    "add_no_reflected": _but(("    def __radd__(self, other):\n        return self.__add__(other)\n\n", "")),
    "add_no_wrapping": _but(
        (
            "        other = other if isinstance(other, Tensor) else Tensor(other)\n        s = ",
            "        s = ",
        )
    ),
    "add_shared_arrays": _but(
        ("self.give(s.grad)", "self.keep(s.grad)"),
        ("other.give(s.grad + 0)", "other.keep(s.grad)"),
        ("    def __radd__", _KEEP + "    def __radd__"),
    ),
    "add_as_product": _but(
        ("self.give(s.grad)", "self.give(s.grad * other.data)"),
        ("other.give(s.grad + 0)", "other.give(s.grad * self.data)"),
    ),
    "add_constants_too": _but(
        ("self.give(s.grad)", "self.force(s.grad)"),
        ("other.give(s.grad + 0)", "other.force(s.grad)"),
        ("    def __radd__", _FORCE + "    def __radd__"),
    ),
    "mul_not_summed": _but(
        ("self.give(m.grad * other.data)", "self.take(m.grad * other.data)"),
        ("other.give(self.data * m.grad)", "other.take(self.data * m.grad)"),
        ("    def __radd__", _TAKE + "    def __radd__"),
    ),
    "mul_averaged": _but(
        ("self.give(m.grad * other.data)", "self.take(mean_fit(m.grad * other.data, self.data.shape))"),
        ("other.give(self.data * m.grad)", "other.take(mean_fit(self.data * m.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _MEAN_FIT + "class Tensor:"),
    ),
    "mul_leading_axes_only": _but(
        ("self.give(m.grad * other.data)", "self.take(lead_fit(m.grad * other.data, self.data.shape))"),
        ("other.give(self.data * m.grad)", "other.take(lead_fit(self.data * m.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _LEAD_FIT + "class Tensor:"),
    ),
    "mul_needs_both": _but(
        (
            "Tensor(self.data * other.data, self.requires_grad or",
            "Tensor(self.data * other.data, self.requires_grad and",
        )
    ),
    "mul_constants_too": _but(
        ("self.give(m.grad * other.data)", "self.force(m.grad * other.data)"),
        ("other.give(self.data * m.grad)", "other.force(self.data * m.grad)"),
        ("    def __radd__", _FORCE + "    def __radd__"),
    ),
    "mul_overwrites": _but(
        ("self.give(m.grad * other.data)", "self.put(m.grad * other.data)"),
        ("other.give(self.data * m.grad)", "other.put(self.data * m.grad)"),
        ("    def __radd__", _PUT + "    def __radd__"),
    ),
    "mul_no_reflected": _but(("    def __rmul__(self, other):\n        return self.__mul__(other)\n\n", "")),
    "mul_no_wrapping": _but(
        (
            "        other = other if isinstance(other, Tensor) else Tensor(other)\n        m = ",
            "        m = ",
        )
    ),
    "mul_upstream_overwritten": _but(
        ("self.give(m.grad * other.data)", "m.grad = m.grad * other.data\n            self.give(m.grad)")
    ),
    "mul_product_itself": _but(("m.grad * other.data", "m.grad * m.data"), ("self.data * m.grad", "m.data * m.grad")),
    "backward_recursive": _but((_SEARCH, _RECURSION)),
    "backward_every_path": _but(
        (
            _SEARCH,
            "        done, todo = [], [self]\n        def walk(n):\n            [walk(c) for c in n._prev]\n            done.append(n)\n        walk(self)\n",
        )
    ),
    "backward_article": _but(
        ('        if self.requires_grad is False:\n            raise RuntimeError("nothing")\n', ""),
        (_SEARCH, _RECURSION),
        ("            if node._prev:\n", "            if False:\n"),
        ("self.give(np.ones(self.data.shape))", "self.grad = np.ones(self.data.shape)"),
    ),
    "backward_wrong_error": _but(('raise RuntimeError("nothing")', 'raise AttributeError("nothing")')),
    "backward_preorder": _but(
        (
            _SEARCH,
            "        found, todo = [], [self]\n        while todo:\n            n = todo.pop()\n            if not any(n is f for f in found[-50:]) and id(n) not in {id(f) for f in found}:\n                found.append(n)\n                todo += list(n._prev)\n        done = found[::-1]\n",
        )
    ),
    "backward_by_level": _but(
        (
            _SEARCH,
            "        found, seen, at = [self], {id(self)}, 0\n        while at < len(found):\n            for c in found[at]._prev:\n                if id(c) not in seen:\n                    seen.add(id(c))\n                    found.append(c)\n            at += 1\n        done = found[::-1]\n",
        )
    ),
    "backward_equal_is_same": _but(
        ("{id(self)}", "{str(self.data)}"),
        ("if id(child) not in seen:", "if str(child.data) not in seen:"),
        ("seen.add(id(child))", "seen.add(str(child.data))"),
    ),
    "backward_single_seed": _but(
        ("self.give(np.ones(self.data.shape))", "self.grad = np.array([1.0]) if self._prev else self.grad + 1")
    ),
    "backward_marked_for_good": _but(
        ("if id(child) not in seen:", "if getattr(child, 'mark', 0) == 0:"),
        ("seen.add(id(child))", "child.mark = 1"),
        (
            "        done, seen, todo = [], {id(self)}, [(self, iter(self._prev))]\n",
            "        done = []\n        todo = [] if hasattr(self, 'mark') else [(self, iter(self._prev))]\n        self.mark = 1\n",
        ),
    ),
    "backward_marked_too_early": _but(
        (
            _SEARCH,
            "        done, seen, todo = [], {id(self)}, [self, None]\n        todo = [(self, 0)]\n        while todo:\n            n, left = todo.pop()\n            if left:\n                done += [n]\n            else:\n                todo += [(n, 1)]\n                fresh = [c for c in dict.fromkeys(n._prev) if id(c) not in seen]\n                seen.update(map(id, fresh))\n                todo += [(c, 0) for c in fresh]\n",
        )
    ),
    "backward_mean_seed": _but(
        ("self.give(np.ones(self.data.shape))", "self.give(np.full(self.data.shape, 1 / self.data.size))")
    ),
    "backward_returns_grad": _but(
        ("                node._backward()\n", "                node._backward()\n        return self.grad + 0\n")
    ),
    "pow_nan_at_zero": _but(
        ("q.grad * (p * self.data ** (p - 1) if p else 0)", "q.grad * (p * self.data ** (float(p) - 1))")
    ),
    "pow_article": _but(
        (
            '        if isinstance(p, (str, Tensor, type(None))):\n            raise TypeError("p")\n',
            "        assert isinstance(p, (int, float, np.number)) and not isinstance(p, str)\n",
        ),
        ("q.grad * (p * self.data ** (p - 1) if p else 0)", "q.grad * (p * self.data ** (p - 1.0))"),
    ),
    "pow_by_logarithm": _but(("Tensor(self.data**p,", "Tensor(np.exp(np.log(self.data) * p),")),
    "pow_exponential_rule": _but(
        (
            "p * self.data ** (p - 1) if p else 0",
            "self.data**p * np.log(np.where(self.data == 0, 1, abs(self.data))) if p else 0",
        )
    ),
    "pow_absolute_base": _but(("p * self.data ** (p - 1)", "p * abs(self.data) ** (p - 1)")),
    "pow_squares_only": _but(("p * self.data ** (p - 1)", "2 * self.data")),
    "exp_argument": _but(("np.exp(self.data) * e.grad", "self.data * e.grad")),
    "exp_inverse": _but(("np.exp(self.data) * e.grad", "e.grad * self.data**-1")),
    "exp_base_two": _but(
        ("Tensor(np.exp(self.data)", "Tensor(2**self.data"), ("np.exp(self.data) * e.grad", "e.data * e.grad")
    ),
    "exp_minus_one": _but(
        ("Tensor(np.exp(self.data)", "Tensor(np.exp(self.data) - 1"), ("np.exp(self.data) * e.grad", "e.data * e.grad")
    ),
    "exp_overwrites": _but(("self.give(np.exp(self.data) * e.grad)", "self.grad = np.exp(self.data) * e.grad")),
    "exp_in_place": _but(
        (
            "        e = Tensor(np.exp(self.data)",
            "        self.data[...] = np.exp(self.data)\n        e = Tensor(self.data",
        ),
        ("np.exp(self.data) * e.grad", "e.data * e.grad"),
    ),
    "log_all_not_any": _but(("self.data.min() <= 0", "self.data.max() <= 0")),
    "log_base_two": _but(("Tensor(np.log(self.data)", "Tensor(np.log(self.data) / np.log(2)")),
    "log_shifted": _but(("Tensor(np.log(self.data)", "Tensor(np.log(self.data + 1)")),
    "log_absolute": _but(
        ("if self.data.min() <= 0:", "if False:"), ("Tensor(np.log(self.data)", "Tensor(np.log(abs(self.data))")
    ),
    "log_negative": _but(("v.grad * (1 / self.data)", "v.grad / -self.data")),
    "log_overwrites": _but(("self.give(v.grad * (1 / self.data))", "self.grad = v.grad * self.data**-1")),
}
