"""Wrong implementations of the four rectifiers that a teacher has seen, and what to say about each."""

# ruff: noqa: E501 - sentences and code for readers stay on one line
from __future__ import annotations

from autograder.judge.authoring import Mistake, text

RELU = [
    Mistake(
        "absolute_value", "relu", ["values", "slope"],
        text("Negative inputs come back positive: that is |x|."),
        text("What should a rectifier do with -3?"),
        code="def relu(x):\n    return np.abs(np.asarray(x, float))\n",
    ),
    Mistake(
        "minimum", "relu", ["values", "numbers"],
        text("The smaller of 0 and x is returned: the negative half instead of the positive one."),
        text("Try x = 2 by hand."),
        code="def relu(x):\n    return np.minimum(0.0, np.asarray(x, float))\n",
    ),
    Mistake(
        "in_place", "relu", ["purity"],
        text("The negative elements are overwritten in the caller's own array."),
        text("Write the result into a new array."),
        code="def relu(x):\n    x = np.asarray(x, float)\n    if x.ndim == 0:\n        return np.maximum(x, 0.0)\n"
        "    x[x < 0] = 0\n    return x\n",
    ),
    Mistake(
        "leaky", "relu", ["values"],
        text("Negative inputs are multiplied by 0.01: that is the leaky rectifier of the next task."),
        text("For x < 0 the result is exactly 0."),
        code="def relu(x):\n    x = np.asarray(x, float)\n    return np.where(x >= 0, x, np.where(np.isnan(x), x, 0.01 * x))[()]\n",
    ),
    Mistake(
        "step", "relu", ["values"],
        text("The result is 0 or 1: that is the derivative."),
        text("For x > 0 the result is x itself."),
        code="def relu(x):\n    return np.where(np.asarray(x) > 0, 1.0, 0.0)[()]\n",
    ),
    Mistake(
        "builtin_max", "relu", ["values"],
        text("Python's max compares whole objects; it works for numbers and not for arrays."),
        text("NumPy has an elementwise maximum."),
        code="def relu(x):\n    return max(x, 0.0)\n",
    ),
    Mistake(
        "filters", "relu", ["values", "types"],
        text("The negative elements are dropped instead of set to 0, so the shape changes."),
        text("The result has as many elements as x."),
        code="def relu(x):\n    x = np.asarray(x, float)\n    return np.maximum(x, 0.0) if x.ndim == 0 else x[~(x < 0)]\n",
    ),
    Mistake(
        "nan_to_zero", "relu", ["nan"],
        text("NaN becomes 0: a missing value is hidden."),
        text("Every comparison with NaN is False. Which branch does NaN take in your code?"),
        code="def relu(x):\n    x = np.asarray(x, float)\n    return np.where(x > 0, x, 0.0)[()]\n",
    ),
    Mistake(
        "keeps_integers", "relu", ["types"],
        text("Integers come back as integers; the contract asks for floats."),
        text("Convert x to float before anything else."),
        code="def relu(x):\n    return np.maximum(0, x)\n",
    ),
    Mistake(
        "shifted", "relu", ["values"],
        text("Values between 0 and 1 are cut off as well: the kink is at 1."),
        text("Where does the rectifier bend?"),
        code="def relu(x):\n    x = np.asarray(x, float)\n    return x * ~(x <= 1)\n",
    ),
]  # fmt: skip

RELU_DERIVATIVE = [
    Mistake(
        "returns_x", "relu_derivative", ["values"],
        text("x is returned where x > 0: that is relu itself, not its slope."),
        text("What is the slope of the line y = x?"),
        code="def relu_derivative(x):\n    return np.maximum(np.asarray(x, float), 0.0)\n",
    ),
    Mistake(
        "booleans", "relu_derivative", ["types"],
        text("The result holds True and False, not floats."),
        text("A comparison gives booleans; convert them."),
        code="def relu_derivative(x):\n    return np.asarray(x) > 0\n",
    ),
    Mistake(
        "one_at_zero", "relu_derivative", ["zero"],
        text("The slope at 0 is given as 1; the course's convention is 0."),
        text("At the kink any value between 0 and 1 could be defended, so the contract states one."),
        code="def relu_derivative(x):\n    return np.where(np.asarray(x) >= 0, 1.0, 0.0)[()]\n",
    ),
    Mistake(
        "sign", "relu_derivative", ["values"],
        text("The sign of x is returned: -1 to the left of 0."),
        text("To the left of 0 relu is flat. What is the slope of a flat line?"),
        code="def relu_derivative(x):\n    return np.sign(np.asarray(x, float))\n",
    ),
    Mistake(
        "arrays_only", "relu_derivative", ["numbers"],
        text("Arrays work, single numbers do not: a comparison of Python numbers has no astype."),
        text("Make an array of x first."),
        code="def relu_derivative(x):\n    return (x > 0).astype(float)\n",
    ),
    Mistake(
        "ones", "relu_derivative", ["values"],
        text("The slope is 1 everywhere, also to the left of 0."),
        text("To the left of 0 relu is flat."),
        code="def relu_derivative(x):\n    return np.ones_like(np.asarray(x, float))[()]\n",
    ),
    Mistake(
        "half_at_zero", "relu_derivative", ["zero"],
        text("The slope at 0 is given as 1/2; the course's convention is 0."),
        text("At the kink any value between 0 and 1 could be defended, so the contract states one."),
        code="def relu_derivative(x):\n    return np.heaviside(np.asarray(x, float), 0.5)\n",
    ),
    Mistake(
        "inverted", "relu_derivative", ["values"],
        text("1 and 0 are exchanged."),
        text("Try x = 2: is relu rising or flat there?"),
        code="def relu_derivative(x):\n    return np.where(np.asarray(x) > 0, 0.0, 1.0)[()]\n",
    ),
    Mistake(
        "in_place", "relu_derivative", ["purity"],
        text("Zeros and ones are written into the caller's own array."),
        text("Write the result into a new array."),
        code="def relu_derivative(x):\n    x = np.asarray(x, float)\n    if x.ndim == 0:\n        return float(x > 0)\n"
        "    x[...] = x > 0\n    return x\n",
    ),
    Mistake(
        "like_integers", "relu_derivative", ["types"],
        text("The result is an integer array."),
        text("The contract asks for floats, also for integer input: look at the dtype of your result."),
        code="def relu_derivative(x):\n    return np.where(np.asarray(x) > 0, 1, 0)[()]\n",
    ),
]  # fmt: skip

LEAKY_RELU = [
    Mistake(
        "relu", "leaky_relu", ["values"],
        text("Negative inputs become 0: that is the plain rectifier, nothing leaks."),
        text("To the left of 0 the line has slope alpha."),
        code="def leaky_relu(x, alpha=0.01):\n    return np.maximum(np.asarray(x, float), 0.0)\n",
    ),
    Mistake(
        "larger_of_both", "leaky_relu", ["alpha"],
        text("max(x, alpha·x) picks the wrong branch when alpha is larger than 1."),
        text("Try x = -1 with alpha = 2, and x = 1 with alpha = 2."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    return np.maximum(x, alpha * x)\n",
    ),
    Mistake(
        "constant_alpha", "leaky_relu", ["values", "slope"],
        text("alpha itself is returned for x <= 0, instead of alpha times x."),
        text("The left branch is a line through the origin, not a constant."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    return np.where(x > 0, x, alpha)[()]\n",
    ),
    Mistake(
        "wrong_sign", "leaky_relu", ["values"],
        text("The left branch has slope -alpha: it rises to the left."),
        text("For x = -2 and alpha = 0.1 the result is -0.2."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    return np.where(x > 0, x, -alpha * x)[()]\n",
    ),
    Mistake(
        "alpha_hard_coded", "leaky_relu", ["alpha"],
        text("0.01 is used whatever alpha is given."),
        text("Search your code for a number that stands where a parameter should."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    return np.where(x > 0, x, 0.01 * x)[()]\n",
    ),
    Mistake(
        "divides", "leaky_relu", ["values"],
        text("Negative inputs are divided by alpha instead of multiplied."),
        text("The leak should be small for a small alpha."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    with np.errstate(all='ignore'):\n"
        "        return np.where(x > 0, x, x / alpha)[()]\n",
    ),
    Mistake(
        "other_default", "leaky_relu", ["values"],
        text("The default of alpha is 0.1, not 0.01."),
        text("Compare your signature with the contract."),
        code="def leaky_relu(x, alpha=0.1):\n    x = np.asarray(x, float)\n    return np.where(x > 0, x, alpha * x)[()]\n",
    ),
    Mistake(
        "both_sides", "leaky_relu", ["values"],
        text("alpha multiplies the positive side as well."),
        text("To the right of 0 the function is x itself."),
        code="def leaky_relu(x, alpha=0.01):\n    return alpha * np.asarray(x, float)\n",
    ),
    Mistake(
        "in_place", "leaky_relu", ["purity"],
        text("The negative elements are overwritten in the caller's own array."),
        text("Write the result into a new array."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    if x.ndim == 0:\n"
        "        return x[()] if x > 0 else alpha * x\n    x[x < 0] *= alpha\n    return x\n",
    ),
    Mistake(
        "arrays_only", "leaky_relu", ["numbers"],
        text("Arrays work, single numbers do not: a Python number cannot be indexed with a mask."),
        text("Make an array of x first, and use a function that chooses per element."),
        code="def leaky_relu(x, alpha=0.01):\n    out = x.astype(float)\n    out[x < 0] *= alpha\n    return out\n",
    ),
    Mistake(
        "swapped", "leaky_relu", ["values"],
        text("The two branches are exchanged: the leak is on the positive side."),
        text("Try x = 2 and x = -2 by hand."),
        code="def leaky_relu(x, alpha=0.01):\n    x = np.asarray(x, float)\n    return np.where(x > 0, alpha * x, x)[()]\n",
    ),
]  # fmt: skip

LEAKY_RELU_DERIVATIVE = [
    Mistake(
        "alpha_times_x", "leaky_relu_derivative", ["values"],
        text("alpha·x is returned to the left of 0: that is the function, not its slope."),
        text("What is the slope of the line y = alpha·x?"),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    x = np.asarray(x, float)\n"
        "    return np.where(x > 0, 1.0, alpha * x)[()]\n",
    ),
    Mistake(
        "zero_at_zero", "leaky_relu_derivative", ["zero"],
        text("The slope at 0 is given as 0; the course's convention is alpha."),
        text("At the kink the contract takes the slope of the left branch."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    x = np.asarray(x, float)\n"
        "    return np.where(x > 0, 1.0, np.where(x < 0, alpha, 0.0))[()]\n",
    ),
    Mistake(
        "one_at_zero", "leaky_relu_derivative", ["zero"],
        text("The slope at 0 is given as 1; the course's convention is alpha."),
        text("At the kink the contract takes the slope of the left branch."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(np.asarray(x) >= 0, 1.0, float(alpha))[()]\n",
    ),
    Mistake(
        "wrong_sign", "leaky_relu_derivative", ["values"],
        text("The slope to the left of 0 is given as -alpha."),
        text("The left branch rises from left to right, a little."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(np.asarray(x) > 0, 1.0, -float(alpha))[()]\n",
    ),
    Mistake(
        "alpha_hard_coded", "leaky_relu_derivative", ["alpha"],
        text("0.01 is used whatever alpha is given."),
        text("Search your code for a number that stands where a parameter should."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(np.asarray(x) > 0, 1.0, 0.01)[()]\n",
    ),
    Mistake(
        "relu_derivative", "leaky_relu_derivative", ["values"],
        text("The slope to the left of 0 is given as 0: that is the plain rectifier."),
        text("The leaky rectifier is not flat on the left."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(np.asarray(x) > 0, 1.0, 0.0)[()]\n",
    ),
    Mistake(
        "function_itself", "leaky_relu_derivative", ["values"],
        text("leaky_relu(x) itself is returned."),
        text("Draw the function: it is two straight lines. The derivative has two values only."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    x = np.asarray(x, float)\n"
        "    return np.where(x > 0, x, alpha * x)[()]\n",
    ),
    Mistake(
        "swapped", "leaky_relu_derivative", ["values"],
        text("1 and alpha are exchanged."),
        text("Which branch is steeper?"),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(np.asarray(x) > 0, float(alpha), 1.0)[()]\n",
    ),
    Mistake(
        "arrays_only", "leaky_relu_derivative", ["numbers"],
        text("Arrays work, single numbers do not: a comparison of Python numbers has no astype."),
        text("Make an array of x first."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    up = (x > 0).astype(float)\n    return up + alpha * (1 - up)\n",
    ),
    Mistake(
        "integer_result", "leaky_relu_derivative", ["values"],
        text("The result has the dtype of x; for integers alpha is cut down to 0."),
        text("Look at the dtype of your result for integer input: the contract asks for floats."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    x = np.asarray(x)\n    out = np.zeros(x.shape, dtype=int)\n"
        "    out[x > 0] = 1\n    return out[()]\n",
    ),
    Mistake(
        "in_place", "leaky_relu_derivative", ["purity"],
        text("The slopes are written into the caller's own array."),
        text("Write the result into a new array."),
        code="def leaky_relu_derivative(x, alpha=0.01):\n    x = np.asarray(x, float)\n    if x.ndim == 0:\n"
        "        return 1.0 if x > 0 else float(alpha)\n    x[...] = np.where(x > 0, 1.0, alpha)\n    return x\n",
    ),
]  # fmt: skip

MISTAKES = [*RELU, *RELU_DERIVATIVE, *LEAKY_RELU, *LEAKY_RELU_DERIVATIVE]
