"""Wrong implementations of tanh_derivative that a teacher has seen, and what to say about each."""

# ruff: noqa: E501 - sentences and code for readers stay on one line
from __future__ import annotations

from autograder.judge.authoring import Mistake, text

MISTAKES = [
    Mistake(
        "article", "tanh_derivative", ["tails"],
        text("1 - tanh(x)² subtracts two numbers that agree in ever more digits: from |x| = 19 on nothing is left."),
        text("Write tanh with e = exp(-2|x|) and simplify 1 - tanh² before you compute it: no subtraction remains."),
        code="def tanh_derivative(x):\n    return 1 - np.tanh(x) ** 2\n",
    ),
    Mistake(
        "article_factored", "tanh_derivative", ["tails"],
        text("1 - tanh(x)² subtracts two numbers that agree in ever more digits: from |x| = 19 on nothing is left."),
        text("Write tanh with e = exp(-2|x|) and simplify 1 - tanh² before you compute it: no subtraction remains."),
        code="def tanh_derivative(x):\n    t = np.tanh(x)\n    return (1 - t) * (1 + t)\n",
    ),
    Mistake(
        "takes_activation", "tanh_derivative", ["values"],
        text("1 - x² is right when x is already tanh of something; here x is the input itself."),
        text("The argument is x, not a = tanh(x)."),
        code="def tanh_derivative(x):\n    return 1 - np.asarray(x, float) ** 2\n",
    ),
    Mistake(
        "square_forgotten", "tanh_derivative", ["values", "even"],
        text("The square is missing: this is 1 - tanh(x)."),
        text("The derivative of tanh is symmetric in x. Is yours?"),
        code="def tanh_derivative(x):\n    return 1 - np.tanh(x)\n",
    ),
    Mistake(
        "function_itself", "tanh_derivative", ["values", "even"],
        text("tanh(x) itself is returned."),
        text("What is the slope of tanh at 0?"),
        code="def tanh_derivative(x):\n    return np.tanh(x)\n",
    ),
    Mistake(
        "sigmoid_derivative", "tanh_derivative", ["values", "even"],
        text("This is the derivative of the sigmoid: 1/4 at 0 instead of 1."),
        text("tanh(x) = 2σ(2x) - 1. What does the chain rule make of that?"),
        code="def tanh_derivative(x):\n    e = np.exp(-np.abs(np.asarray(x, float)))\n    return e / (1 + e) ** 2\n",
    ),
    Mistake(
        "factor_two", "tanh_derivative", ["values", "even"],
        text("The result is twice the derivative."),
        text("tanh has slope 1 at 0. What does your function return there?"),
        code="def tanh_derivative(x):\n    e = np.exp(-2 * np.abs(np.asarray(x, float)))\n    return 8 * e / (1 + e) ** 2\n",
    ),
    Mistake(
        "not_squared_sech", "tanh_derivative", ["values"],
        text("This is 1 / cosh(x), without the square."),
        text("1 - tanh² = 1 / cosh². Count the powers."),
        code="def tanh_derivative(x):\n    e = np.exp(-np.abs(np.asarray(x, float)))\n    return 2 * e / (1 + e * e)\n",
    ),
    Mistake(
        "plus", "tanh_derivative", ["values"],
        text("The square of tanh is added to 1 instead of subtracted."),
        text("A slope above 1 would leave the band between -1 and 1. Where is tanh steepest?"),
        code="def tanh_derivative(x):\n    return 1 + np.tanh(x) ** 2\n",
    ),
    Mistake(
        "in_place", "tanh_derivative", ["purity"],
        text("The caller's own array is overwritten."),
        text("`*=` and `out=x` write into the array that came in."),
        code="def tanh_derivative(x):\n    x = np.asarray(x, float)\n    e = np.exp(-2.0 * np.abs(x))\n    if x.ndim:\n        np.abs(x, out=x)\n    return 4 * e / (1 + e) ** 2\n",
    ),
    Mistake(
        "one_sided", "tanh_derivative", ["tails"],
        text("4e/(1+e)² with e = exp(-2x) overflows for large negative x: inf / inf is NaN."),
        text("The function is symmetric: which sign of the exponent is always safe?"),
        code="def tanh_derivative(x):\n    with np.errstate(all='ignore'):\n        e = np.exp(-2.0 * np.asarray(x, float))\n"
        "        return 4 * e / (1 + e) ** 2\n",
    ),
]  # fmt: skip
