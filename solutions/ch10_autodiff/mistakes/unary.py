"""E41, E42 and E43: wrong powers, exponentials and logarithms."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch10_autodiff.mistakes.making import REPLACED, REPLACED_HELP, of

power = of("pow", "Tensor_pow", text("Try x³ at x = 2: a central difference with step 0.001 tells the slope."))
exp = of("exp", "Tensor_exp", text("Try eˣ at x = 0 and x = 1: a central difference with step 0.001 tells the slope."))
SILENT = text("log of zero or less gives some value, -inf or nan without a word.")
log = of(
    "log", "Tensor_log", text("Try log x at x = 2 and x = 10: a central difference with step 0.001 tells the slope.")
)

SLOPE = "slope = exponent * self.data ** (exponent - 1) if exponent != 0 else 0.0"
CHECK = """        if not isinstance(exponent, (int, float, np.integer, np.floating)):
            raise TypeError(f"the exponent must be a number, not {type(exponent).__name__}")
"""
POSITIVE = """        if np.any(self.data <= 0):
            raise ValueError("the logarithm needs positive numbers")
"""

MISTAKES: list[Mistake] = [
    power(
        "same_exponent",
        "exponents",
        text("The exponent is not lowered by one in the derivative."),
        (SLOPE, "slope = exponent * self.data ** exponent"),
    ),
    power(
        "lowered_factor",
        "exponents",
        text("The factor in front is p − 1 instead of p."),
        (SLOPE, SLOPE.replace("slope = exponent *", "slope = (exponent - 1) *")),
    ),
    power(
        "no_factor",
        "exponents",
        text("The factor p is missing in the derivative."),
        (SLOPE, "slope = self.data ** (exponent - 1) if exponent != 0 else 0.0"),
    ),
    power(
        "nan_at_zero",
        "zeroth_power",
        text("x**0 at 0 gives nan as gradient: 0 · 0⁻¹ is not a number."),
        (SLOPE, "slope = exponent * self.data ** (exponent - 1.0)"),
    ),
    power(
        "article",
        "zeroth_power bad_exponent",
        text("As in the article: an assert instead of a TypeError, and nan for x**0 at 0."),
        (CHECK, "        assert isinstance(exponent, (int, float, np.integer)), 'numbers only'\n"),
        (SLOPE, "slope = exponent * self.data ** (exponent - 1.0)"),
    ),
    power(
        "by_logarithm",
        "signs",
        text("The power is computed by exp(p·log x), which fails for x ≤ 0."),
        ("Tensor(self.data**exponent,", "Tensor(np.exp(exponent * np.log(self.data)),"),
    ),
    power(
        "exponential_rule",
        "exponents",
        text("The derivative is xᵖ·log x: that is the slope in p, not in x."),
        (SLOPE, "slope = out.data * np.log(np.abs(self.data) + (self.data == 0)) if exponent != 0 else 0.0"),
    ),
    power(
        "upstream_dropped",
        "exponents",
        text("The gradient that arrives from above is ignored."),
        ("self._receive(slope * out.grad)", "self._receive(slope * np.ones_like(out.data))"),
    ),
    power(
        "absolute_base",
        "signs",
        text("The sign of the base is dropped."),
        (SLOPE, SLOPE.replace("self.data **", "np.abs(self.data) **")),
    ),
    power(
        "assertion",
        "bad_exponent",
        text("A bad exponent raises AssertionError instead of TypeError."),
        ('raise TypeError(f"the exponent', 'raise AssertionError(f"the exponent'),
    ),
    power(
        "squares_only",
        "exponents",
        text("The derivative is 2x whatever the exponent."),
        (SLOPE, "slope = 2 * self.data if exponent != 0 else 0.0"),
    ),
    exp(
        "power_rule",
        "values",
        text("The power rule is applied to eˣ: the slope is x·eˣ⁻¹."),
        ("self._receive(out.data * out.grad)", "self._receive(self.data * np.exp(self.data - 1) * out.grad)"),
    ),
    exp(
        "ones",
        "values",
        text("The slope is taken to be 1."),
        ("self._receive(out.data * out.grad)", "self._receive(out.grad)"),
    ),
    exp(
        "argument",
        "values",
        text("The slope is taken to be x itself."),
        ("self._receive(out.data * out.grad)", "self._receive(self.data * out.grad)"),
    ),
    exp(
        "inverse",
        "values",
        text("The slope is that of the logarithm, 1/x."),
        ("self._receive(out.data * out.grad)", "self._receive(out.grad / self.data)"),
    ),
    exp(
        "upstream_dropped",
        "values nested",
        text("The gradient that arrives from above is ignored."),
        ("self._receive(out.data * out.grad)", "self._receive(out.data)"),
    ),
    exp(
        "negative",
        "values",
        text("The slope has the wrong sign."),
        ("self._receive(out.data * out.grad)", "self._receive(-out.data * out.grad)"),
    ),
    exp("base_two", "values", text("The base is 2, not e."), ("np.exp(self.data)", "np.exp2(self.data)")),
    exp("minus_one", "values", text("The value is eˣ − 1."), ("np.exp(self.data)", "np.expm1(self.data)")),
    exp(
        "overwrites",
        "adds_up",
        REPLACED,
        ("self._receive(out.data * out.grad)", "self.grad = out.data * out.grad"),
        own_help=REPLACED_HELP,
    ),
    exp(
        "in_place",
        "untouched",
        text("The operand's own data are overwritten with the result."),
        ("np.exp(self.data)", "np.exp(self.data, out=self.data)"),
        own_help=text("out= writes into the array given: make a new one."),
    ),
    log(
        "slope_of_value",
        "values",
        text("The slope is 1/log x instead of 1/x."),
        ("out.grad / self.data", "out.grad / out.data"),
    ),
    log(
        "multiplied",
        "values",
        text("The gradient is multiplied by x where it should be divided."),
        ("out.grad / self.data", "out.grad * self.data"),
    ),
    log("silent", "not_positive", SILENT, (POSITIVE, "")),
    log(
        "zero_accepted",
        "not_positive",
        text("Negative numbers are refused, but zero is not."),
        ("self.data <= 0", "self.data < 0"),
    ),
    log(
        "all_not_any",
        "not_positive",
        text("An error is raised only if every element is zero or less."),
        ("np.any", "np.all"),
    ),
    log(
        "base_ten",
        "values",
        text("The value is the logarithm to base 10."),
        ("np.log(self.data)", "np.log10(self.data)"),
    ),
    log(
        "base_two", "values", text("The value is the logarithm to base 2."), ("np.log(self.data)", "np.log2(self.data)")
    ),
    log("shifted", "values", text("The value is log(1 + x)."), ("np.log(self.data)", "np.log1p(self.data)")),
    log("absolute", "not_positive", SILENT, (POSITIVE, ""), ("np.log(self.data)", "np.log(np.abs(self.data))")),
    log(
        "upstream_dropped",
        "values",
        text("The gradient that arrives from above is ignored."),
        ("out.grad / self.data", "1 / self.data"),
    ),
    log("negative", "values", text("The slope has the wrong sign."), ("out.grad / self.data", "-out.grad / self.data")),
    log(
        "overwrites",
        "adds_up",
        REPLACED,
        ("self._receive(out.grad / self.data)", "self.grad = out.grad / self.data"),
        own_help=REPLACED_HELP,
    ),
]
