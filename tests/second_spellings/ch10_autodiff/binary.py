"""Second spellings of the mistakes about addition and multiplication."""

from tests.second_spellings.ch10_autodiff.making import but

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

SECOND = {
    "add_upstream_dropped": but(
        ("self.give(s.grad)", "self.give(np.ones(s.data.shape))"),
        ("other.give(s.grad + 0)", "other.give(np.ones(s.data.shape))"),
    ),
    "add_first_only": but(("            other.give(s.grad + 0)\n", "")),
    "add_second_negative": but(("other.give(s.grad + 0)", "other.give(0 - s.grad)")),
    "add_half_each": but(
        ("self.give(s.grad)", "self.give(s.grad / 2)"), ("other.give(s.grad + 0)", "other.give(s.grad / 2)")
    ),
    "add_not_summed": but(
        ("self.give(s.grad)", "self.take(s.grad)"),
        ("other.give(s.grad + 0)", "other.take(s.grad + 0)"),
        ("    def __radd__", _TAKE + "    def __radd__"),
    ),
    "add_averaged": but(
        ("self.give(s.grad)", "self.take(mean_fit(s.grad, self.data.shape))"),
        ("other.give(s.grad + 0)", "other.take(mean_fit(s.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _MEAN_FIT + "class Tensor:"),
    ),
    "add_leading_axes_only": but(
        ("self.give(s.grad)", "self.take(lead_fit(s.grad, self.data.shape))"),
        ("other.give(s.grad + 0)", "other.take(lead_fit(s.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _LEAD_FIT + "class Tensor:"),
    ),
    "add_needs_both": but(
        (
            "Tensor(self.data + other.data, self.requires_grad or",
            "Tensor(self.data + other.data, self.requires_grad and",
        )
    ),
    "add_overwrites": but(
        ("self.give(s.grad)", "self.put(s.grad)"),
        ("other.give(s.grad + 0)", "other.put(s.grad)"),
        ("    def __radd__", _PUT + "    def __radd__"),
    ),
    "add_no_reflected": but(("    def __radd__(self, other):\n        return self.__add__(other)\n\n", "")),
    "add_no_wrapping": but(
        (
            "        other = other if isinstance(other, Tensor) else Tensor(other)\n        s = ",
            "        s = ",
        )
    ),
    "add_shared_arrays": but(
        ("self.give(s.grad)", "self.keep(s.grad)"),
        ("other.give(s.grad + 0)", "other.keep(s.grad)"),
        ("    def __radd__", _KEEP + "    def __radd__"),
    ),
    "add_as_product": but(
        ("self.give(s.grad)", "self.give(s.grad * other.data)"),
        ("other.give(s.grad + 0)", "other.give(s.grad * self.data)"),
    ),
    "add_constants_too": but(
        ("self.give(s.grad)", "self.force(s.grad)"),
        ("other.give(s.grad + 0)", "other.force(s.grad)"),
        ("    def __radd__", _FORCE + "    def __radd__"),
    ),
    "mul_upstream_dropped": but(
        ("m.grad * other.data", "other.data + 0 * m.grad"), ("self.data * m.grad", "self.data + 0 * m.grad")
    ),
    "mul_swapped": but(("m.grad * other.data", "m.grad * self.data"), ("self.data * m.grad", "other.data * m.grad")),
    "mul_as_sum": but(("m.grad * other.data", "m.grad"), ("self.data * m.grad", "m.grad")),
    "mul_first_only": but(("            other.give(self.data * m.grad)\n", "")),
    "mul_not_summed": but(
        ("self.give(m.grad * other.data)", "self.take(m.grad * other.data)"),
        ("other.give(self.data * m.grad)", "other.take(self.data * m.grad)"),
        ("    def __radd__", _TAKE + "    def __radd__"),
    ),
    "mul_averaged": but(
        ("self.give(m.grad * other.data)", "self.take(mean_fit(m.grad * other.data, self.data.shape))"),
        ("other.give(self.data * m.grad)", "other.take(mean_fit(self.data * m.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _MEAN_FIT + "class Tensor:"),
    ),
    "mul_leading_axes_only": but(
        ("self.give(m.grad * other.data)", "self.take(lead_fit(m.grad * other.data, self.data.shape))"),
        ("other.give(self.data * m.grad)", "other.take(lead_fit(self.data * m.grad, other.data.shape))"),
        ("    def __radd__", _TAKE + "    def __radd__"),
        ("class Tensor:", _LEAD_FIT + "class Tensor:"),
    ),
    "mul_needs_both": but(
        (
            "Tensor(self.data * other.data, self.requires_grad or",
            "Tensor(self.data * other.data, self.requires_grad and",
        )
    ),
    "mul_constants_too": but(
        ("self.give(m.grad * other.data)", "self.force(m.grad * other.data)"),
        ("other.give(self.data * m.grad)", "other.force(self.data * m.grad)"),
        ("    def __radd__", _FORCE + "    def __radd__"),
    ),
    "mul_overwrites": but(
        ("self.give(m.grad * other.data)", "self.put(m.grad * other.data)"),
        ("other.give(self.data * m.grad)", "other.put(self.data * m.grad)"),
        ("    def __radd__", _PUT + "    def __radd__"),
    ),
    "mul_no_reflected": but(("    def __rmul__(self, other):\n        return self.__mul__(other)\n\n", "")),
    "mul_no_wrapping": but(
        (
            "        other = other if isinstance(other, Tensor) else Tensor(other)\n        m = ",
            "        m = ",
        )
    ),
    "mul_upstream_overwritten": but(
        ("self.give(m.grad * other.data)", "m.grad = m.grad * other.data\n            self.give(m.grad)")
    ),
    "mul_product_itself": but(("m.grad * other.data", "m.grad * m.data"), ("self.data * m.grad", "m.data * m.grad")),
}
