"""The wrong answers to func, func_prime and func_double_prime that students hand in, and what to tell them."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text

_FUNC = "return x**3 - 2 * x**2 + 2"
_PRIME = "return 3 * x**2 - 4 * x"
_SECOND = "return 6 * x - 4"

MISTAKES = [
    Mistake(
        "array changed in place",
        "func",
        ["like_the_argument"],
        text("An array that is passed in is changed by the call."),
        text("`x *= 6` writes into the caller's array; 6 * x makes a new one."),
        edits=[(_SECOND, "if np.ndim(x):\n        x *= 6\n        return x - 4\n    return 6 * x - 4")],
    ),
    Mistake(
        "list for an array",
        "func",
        ["like_the_argument"],
        text("A list comes back where an array went in."),
        text("The formula works on whole arrays; no loop is needed."),
        edits=[(_FUNC, "f = lambda v: v**3 - 2 * v**2 + 2\n    return [f(v) for v in x] if np.ndim(x) else f(x)")],
    ),
    Mistake(
        "one factor lost",
        "func",
        ["func_prime"],
        text("In func_prime the −2x² has become −2x: its exponent did not come down as a factor."),
        text("The derivative of x² is not x. Check the slope of func between 1 and 1.001."),
        edits=[(_PRIME, "return 3 * x**2 - 2 * x")],
    ),
    Mistake(
        "constant kept",
        "func",
        ["func_prime"],
        text("The constant 2 still stands in func_prime."),
        text("How fast does a constant change?"),
        edits=[(_PRIME, "return 3 * x**2 - 4 * x + 2")],
    ),
    Mistake(
        "constant kept twice",
        "func",
        ["func_double_prime"],
        text("In func_double_prime the −4x of func_prime was lost instead of becoming −4."),
        text("The slope of −4x is a number; which?"),
        edits=[(_SECOND, "return 6 * x")],
    ),
    Mistake(
        "sign of the first",
        "func",
        ["func_prime"],
        text("A sign is wrong in func_prime: the slope of −2x² was added."),
        text("Evaluate func at 0.9 and 1 and see whether it rises or falls there."),
        edits=[(_PRIME, "return 3 * x**2 + 4 * x")],
    ),
    Mistake(
        "sign of the second",
        "func",
        ["func_double_prime"],
        text("A sign is wrong in func_double_prime."),
        text("At x = 0 the curve bends downwards. What does yours say?"),
        edits=[(_SECOND, "return 6 * x + 4")],
    ),
    Mistake(
        "x left over",
        "func",
        ["func_double_prime"],
        text("func_double_prime still has an x behind the 4: only one of the two terms was differentiated."),
        text("Every term of func_prime loses one power of x."),
        edits=[(_SECOND, "return 6 * x - 4 * x")],
    ),
    Mistake(
        "power left over",
        "func",
        ["func_double_prime"],
        text("In func_double_prime the square of 3x² was doubled but not lowered."),
        text("A factor comes down, and the exponent goes down by one."),
        edits=[(_SECOND, "return 6 * x**2 - 4")],
    ),
    Mistake(
        "only multiplied",
        "func",
        ["func_prime"],
        text("In func_prime the exponents came down as factors but were not lowered."),
        text("xⁿ becomes n·xⁿ⁻¹: two things change."),
        edits=[(_PRIME, "return 3 * x**3 - 4 * x**2")],
    ),
    Mistake(
        "only lowered",
        "func",
        ["func_prime"],
        text("In func_prime the exponents were lowered but did not come down as factors."),
        text("xⁿ becomes n·xⁿ⁻¹: two things change."),
        edits=[(_PRIME, "return x**2 - 2 * x")],
    ),
    Mistake(
        "constant forgotten",
        "func",
        ["func"],
        text("func lacks its constant +2."),
        text("What is func(0)?"),
        edits=[(_FUNC, "return x**3 - 2 * x**2")],
    ),
    Mistake(
        "linear instead of square",
        "func",
        ["func"],
        text("func has −2x where −2x² is asked."),
        text("What is func(2)? Its definition gives 8 − 8 + 2."),
        edits=[(_FUNC, "return x**3 - 2 * x + 2")],
    ),
    Mistake(
        "caret",
        "func",
        ["func"],
        text("func uses ^ for powers: in Python that is exclusive or, and fails on fractions."),
        text("Powers are written with two stars."),
        edits=[(_FUNC, "return x^3 - 2 * x^2 + 2")],
    ),
    Mistake(
        "order swapped",
        "func",
        ["func_prime", "func_double_prime"],
        text("func_prime and func_double_prime have changed places."),
        text("Each differentiation lowers the degree by one: which of the two is the parabola?"),
        code="def func_prime(x):\n    return 6 * x - 4\n\ndef func_double_prime(x):\n    return 3 * x**2 - 4 * x",
    ),
    Mistake(
        "third derivative",
        "func",
        ["func_double_prime"],
        text("func_double_prime is the constant 6: one differentiation too many."),
        text("Count how often you differentiated."),
        edits=[(_SECOND, "return 6.0 + 0 * x")],
    ),
]
