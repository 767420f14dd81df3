"""Wrong implementations of safe_division that a teacher has seen, and what to say about each."""

# ruff: noqa: E501 - sentences and code for readers stay on one line
from __future__ import annotations

from autograder.judge.authoring import Mistake, text

MISTAKES = [
    Mistake(
        "article", "safe_division", ["near_zero", "arrays", "odd", "bound"],
        text("eps is added to b, and only where |b| < eps: just below zero the sum b + eps is tiny again, or positive."),
        text("Compute b + eps for b = -5e-11 and for the float just above -1e-10. Is the divisor ever smaller than eps?"),
        code="def safe_division(a, b, eps=1e-10):\n    return a / (b + eps) if abs(b) < eps else a / b\n",
    ),
    Mistake(
        "always_adds_eps", "safe_division", ["ordinary", "near_zero", "odd"],
        text("eps is added to every divisor, so ordinary quotients are slightly off and b = -eps divides by zero."),
        text("Where |b| >= eps the contract asks for exactly a / b."),
        code="def safe_division(a, b, eps=1e-10):\n    with np.errstate(all='ignore'):\n"
        "        return np.divide(a, np.asarray(b, float) + eps)\n",
    ),
    Mistake(
        "returns_zero", "safe_division", ["near_zero"],
        text("0 is returned wherever |b| < eps."),
        text("A small divisor means a large quotient. Which divisor does the contract put in place of b?"),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n    small = np.abs(b) < eps\n"
        "    return np.where(small, 0.0, np.asarray(a, float) / np.where(small, 1.0, b))[()]\n",
    ),
    Mistake(
        "returns_numerator", "safe_division", ["near_zero"],
        text("a itself is returned wherever |b| < eps, as if the divisor were 1."),
        text("How large should the quotient be for a divisor of size eps?"),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n"
        "    return np.asarray(a, float) / np.where(np.abs(b) < eps, 1.0, b)\n",
    ),
    Mistake(
        "absolute_divisor", "safe_division", ["ordinary", "odd"],
        text("The divisor is always positive: a negative b gives a quotient of the wrong sign."),
        text("Only the size of b may change, never its sign."),
        code="def safe_division(a, b, eps=1e-10):\n"
        "    return np.asarray(a, float) / np.maximum(np.abs(np.asarray(b, float)), eps)\n",
    ),
    Mistake(
        "test_without_abs", "safe_division", ["ordinary", "odd"],
        text("b < eps is asked instead of |b| < eps, so every negative divisor is replaced."),
        text("Which numbers satisfy b < 1e-10? Try b = -4."),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n"
        "    return np.asarray(a, float) / np.where(b < eps, eps, b)\n",
    ),
    Mistake(
        "small_sign_lost", "safe_division", ["near_zero", "odd"],
        text("A small divisor is replaced by +eps even if it is negative."),
        text("b = -5e-11 lies on the negative side. Which replacement keeps the sign?"),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n"
        "    return np.asarray(a, float) / np.where(np.abs(b) < eps, eps, b)\n",
    ),
    Mistake(
        "sign_of_zero", "safe_division", ["near_zero"],
        text("np.sign(b) * eps is used as the divisor, and np.sign(0) is 0: the division by zero is still there."),
        text("What is np.sign(0)? The one case this function exists for needs a decision of its own."),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n    with np.errstate(all='ignore'):\n"
        "        return np.asarray(a, float) / np.where(np.abs(b) < eps, np.sign(b) * eps, b)\n",
    ),
    Mistake(
        "numbers_only", "safe_division", ["arrays"],
        text("The function is right for single numbers, but arrays end in an exception: `if` needs one truth value."),
        text("NumPy chooses per element with functions, not with `if`."),
        code="def safe_division(a, b, eps=1e-10):\n    if abs(b) >= eps:\n        return a / b\n"
        "    return a / (-eps if b < 0 else eps)\n",
    ),
    Mistake(
        "eps_ignored", "safe_division", ["eps"],
        text("1e-10 is used whatever eps is given."),
        text("Search your code for a number that stands where a parameter should."),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n"
        "    return np.asarray(a, float) / (np.where(b < 0, -1, 1) * np.maximum(np.abs(b), 1e-10))\n",
    ),
    Mistake(
        "moves_away_from_zero", "safe_division", ["ordinary", "near_zero"],
        text("Every divisor is moved away from zero by eps, also those that are large enough."),
        text("Replace the divisor only where it is too small, and replace it by ±eps rather than b ± eps."),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n"
        "    return np.asarray(a, float) / (b + np.where(b < 0, -eps, eps))\n",
    ),
    Mistake(
        "in_place", "safe_division", ["purity"],
        text("The small divisors are overwritten in the caller's own array."),
        text("Work on a copy of b, or choose between two expressions without assigning."),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, dtype=float)\n    if b.ndim == 0:\n        return a / (b if abs(b) >= eps else eps if b >= 0 else -eps)\n"
        "    small = np.abs(b) < eps\n    b[small] = np.where(b[small] < 0, -eps, eps)\n    return a / b\n",
    ),
    Mistake(
        "floor_division", "safe_division", ["ordinary", "integers"],
        text("The quotient is rounded down to a whole number."),
        text("`/` and `//` are two different operators."),
        code="def safe_division(a, b, eps=1e-10):\n    b = np.asarray(b, float)\n"
        "    return np.asarray(a, float) // (np.where(b < 0, -1, 1) * np.maximum(np.abs(b), eps))\n",
    ),
]  # fmt: skip
