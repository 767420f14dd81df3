"""Second spellings of the mistakes about powers, exp and log."""

from tests.second_spellings.ch10_autodiff.making import but

SECOND = {
    "pow_same_exponent": but(("p * self.data ** (p - 1)", "p * q.data")),
    "pow_lowered_factor": but(("p * self.data ** (p - 1)", "(p - 1) * self.data ** (p - 1)")),
    "pow_no_factor": but(("p * self.data ** (p - 1)", "self.data ** (p - 1)")),
    "pow_upstream_dropped": but(
        ("q.grad * (p * self.data ** (p - 1) if p else 0)", "p * self.data ** (p - 1) if p else 0 * self.data")
    ),
    "pow_assertion": but(('            raise TypeError("p")', "            assert False, 'p'")),
    "pow_nan_at_zero": but(
        ("q.grad * (p * self.data ** (p - 1) if p else 0)", "q.grad * (p * self.data ** (float(p) - 1))")
    ),
    "pow_article": but(
        (
            '        if isinstance(p, (str, Tensor, type(None))):\n            raise TypeError("p")\n',
            "        assert isinstance(p, (int, float, np.number)) and not isinstance(p, str)\n",
        ),
        ("q.grad * (p * self.data ** (p - 1) if p else 0)", "q.grad * (p * self.data ** (p - 1.0))"),
    ),
    "pow_by_logarithm": but(("Tensor(self.data**p,", "Tensor(np.exp(np.log(self.data) * p),")),
    "pow_exponential_rule": but(
        (
            "p * self.data ** (p - 1) if p else 0",
            "self.data**p * np.log(np.where(self.data == 0, 1, abs(self.data))) if p else 0",
        )
    ),
    "pow_absolute_base": but(("p * self.data ** (p - 1)", "p * abs(self.data) ** (p - 1)")),
    "pow_squares_only": but(("p * self.data ** (p - 1)", "2 * self.data")),
    "exp_power_rule": but(("np.exp(self.data) * e.grad", "self.data * e.grad * np.exp(self.data) / np.e")),
    "exp_ones": but(("np.exp(self.data) * e.grad", "e.grad")),
    "exp_upstream_dropped": but(("np.exp(self.data) * e.grad", "np.exp(self.data)")),
    "exp_negative": but(("np.exp(self.data) * e.grad", "-e.data * e.grad")),
    "exp_argument": but(("np.exp(self.data) * e.grad", "self.data * e.grad")),
    "exp_inverse": but(("np.exp(self.data) * e.grad", "e.grad * self.data**-1")),
    "exp_base_two": but(
        ("Tensor(np.exp(self.data)", "Tensor(2**self.data"), ("np.exp(self.data) * e.grad", "e.data * e.grad")
    ),
    "exp_minus_one": but(
        ("Tensor(np.exp(self.data)", "Tensor(np.exp(self.data) - 1"), ("np.exp(self.data) * e.grad", "e.data * e.grad")
    ),
    "exp_overwrites": but(("self.give(np.exp(self.data) * e.grad)", "self.grad = np.exp(self.data) * e.grad")),
    "exp_in_place": but(
        (
            "        e = Tensor(np.exp(self.data)",
            "        self.data[...] = np.exp(self.data)\n        e = Tensor(self.data",
        ),
        ("np.exp(self.data) * e.grad", "e.data * e.grad"),
    ),
    "log_slope_of_value": but(("v.grad * (1 / self.data)", "v.grad / np.log(self.data)")),
    "log_multiplied": but(("v.grad * (1 / self.data)", "v.grad * self.data")),
    "log_silent": but(("if self.data.min() <= 0:", "if False:")),
    "log_zero_accepted": but(("self.data.min() <= 0", "self.data.min() < 0")),
    "log_upstream_dropped": but(("v.grad * (1 / self.data)", "1 / self.data")),
    "log_base_ten": but(("Tensor(np.log(self.data)", "Tensor(np.log10(self.data)")),
    "log_all_not_any": but(("self.data.min() <= 0", "self.data.max() <= 0")),
    "log_base_two": but(("Tensor(np.log(self.data)", "Tensor(np.log(self.data) / np.log(2)")),
    "log_shifted": but(("Tensor(np.log(self.data)", "Tensor(np.log(self.data + 1)")),
    "log_absolute": but(
        ("if self.data.min() <= 0:", "if False:"), ("Tensor(np.log(self.data)", "Tensor(np.log(abs(self.data))")
    ),
    "log_negative": but(("v.grad * (1 / self.data)", "v.grad / -self.data")),
    "log_overwrites": but(("self.give(v.grad * (1 / self.data))", "self.grad = v.grad * self.data**-1")),
}
