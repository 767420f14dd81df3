# ruff: noqa: E501 - sentences and code for readers stay on one line
"""Wrong implementations that a teacher of chapter 5 has seen, and what to say about each."""

from autograder.judge.authoring import Mistake, text

#: the loop that most wrong descents share; %(g)s is what happens to g, %(pre)s and %(end)s stand around the loop
_LOOP = """
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = np.array(x0, dtype=float)[()]
    for _ in range({epochs}):
        g = np.asarray(f_prime(x), dtype=float)
        {check}
        top = np.max(np.abs(g), initial=0.0)
        norm = top * np.linalg.norm(np.ravel(g / top)) if top > 0 else 0.0
        {step}
    return {result}
"""
_CHECK = "if not np.all(np.isfinite(g)): raise FloatingPointError('g')"
_STEP = "x = x - learning_rate * g * min(1.0, max_norm / max(norm, 1e-300))"


def _loop(step: str = _STEP, check: str = _CHECK, epochs: str = "epochs", result: str = "x") -> str:
    return _LOOP.format(step=step, check=check, epochs=epochs, result=result)


DIVISION = [
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

DESCENT = [
    Mistake(
        "article", "stabilized_gradient_descent", ["article_target", "small", "direction", "huge", "not_finite"],
        text("The gradient is divided by its own length, so every step has length learning_rate and never gets shorter."),
        text("Near the minimum, how long is your step? Shorten the gradient only where it is longer than max_norm."),
        code='''
def stabilized_gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100, max_norm=1e3):
    x = x0
    for _ in range(epochs):
        grad = f_prime(x)
        grad = np.clip(grad, -1e3, 1e3)
        norm = np.linalg.norm(grad)
        x = x - learning_rate * (grad / (norm + 1e-10) if abs(norm) < 1e-10 else grad / norm)
    return x
''',
    ),
    Mistake(
        "clips_elements", "stabilized_gradient_descent", ["direction", "rotation", "huge"],
        text("Each component is clipped on its own, which turns the step away from the gradient."),
        text("(1e6, 1e3) clipped to ±1e3 becomes (1e3, 1e3). Multiply the whole vector by one number instead."),
        code=_loop("x = x - learning_rate * np.clip(g, -max_norm, max_norm)"),
    ),
    Mistake(
        "no_clipping", "stabilized_gradient_descent", ["one_step", "steep", "huge"],
        text("This is plain gradient descent: long gradients are not shortened."),
        text("Where does max_norm enter your update?"),
        code=_loop("x = x - learning_rate * g"),
    ),
    Mistake(
        "no_clipping_value_error", "stabilized_gradient_descent", ["one_step", "steep", "huge"],
        text("This is plain gradient descent: long gradients are not shortened."),
        text("Where does max_norm enter your update?"),
        code=_loop("x = x - learning_rate * g", _CHECK.replace("FloatingPointError", "ValueError")),
    ),
    Mistake(
        "no_clipping_chapter_2", "stabilized_gradient_descent", ["one_step", "steep", "huge", "not_finite"],
        text("This is plain gradient descent: long gradients are not shortened."),
        text("Where does max_norm enter your update?"),
        code=_loop("x = x - learning_rate * g", "pass"),
    ),
    Mistake(
        "always_full_length", "stabilized_gradient_descent", ["article_target", "small"],
        text("Every gradient is brought to length max_norm, the short ones too."),
        text("The factor may shrink a gradient but never stretch it: what is the largest value it may have?"),
        code=_loop("x = x - learning_rate * g * (max_norm / max(norm, 1e-300))"),
    ),
    Mistake(
        "overflowing_norm", "stabilized_gradient_descent", ["huge"],
        text("The squares in the norm overflow for components beyond 1e154; the norm becomes inf and the step 0."),
        text("Divide g by its largest absolute value before you square, and multiply afterwards."),
        code=_loop("norm = np.sqrt(np.sum(g * g)); x = x - learning_rate * g * min(1.0, max_norm / max(norm, 1e-300))"),
    ),
    Mistake(
        "unchecked", "stabilized_gradient_descent", ["not_finite"],
        text("Nothing is raised where the gradient is NaN or infinite."),
        text("Ask np.isfinite before you step, and raise where the answer is no."),
        code=_loop(check="pass"),
    ),
    Mistake(
        "nan_only", "stabilized_gradient_descent", ["not_finite"],
        text("NaN is reported, an infinite gradient is not."),
        text("Which NumPy function is False for NaN and for both infinities?"),
        code=_loop(check="if np.any(np.isnan(g)): raise FloatingPointError('g')"),
    ),
    Mistake(
        "ascent", "stabilized_gradient_descent", ["article_target", "one_step"],
        text("The step goes along the gradient: uphill."),
        text("Check the sign in front of the learning rate."),
        code=_loop("x = x + learning_rate * g * min(1.0, max_norm / max(norm, 1e-300))"),
    ),
    Mistake(
        "bound_hard_coded", "stabilized_gradient_descent", ["one_step", "small_bound"],
        text("The bound is always 1000, whatever max_norm is given."),
        text("Search your code for a number that stands where a parameter should."),
        code=_loop("x = x - learning_rate * g * min(1.0, 1e3 / max(norm, 1e-300))"),
    ),
    Mistake(
        "sum_norm", "stabilized_gradient_descent", ["one_step", "rotation"],
        text("The length is measured as the sum of absolute components, not as the Euclidean norm."),
        text("How long is the vector (3, 4)?"),
        code=_loop("norm = np.sum(np.abs(g)); " + _STEP),
    ),
    Mistake(
        "largest_component", "stabilized_gradient_descent", ["one_step", "rotation"],
        text("The length is measured as the largest component, not as the Euclidean norm."),
        text("How long is the vector (3, 4)?"),
        code=_loop("norm = top; " + _STEP),
    ),
    Mistake(
        "clips_the_step", "stabilized_gradient_descent", ["one_step"],
        text("The step learning_rate · g is limited to max_norm, where the gradient should be."),
        text("Which of the two vectors does the formula limit, before or after the learning rate?"),
        code=_loop("x = x - learning_rate * g * min(1.0, max_norm / max(learning_rate * norm, 1e-300))"),
    ),
    Mistake(
        "squared_norm", "stabilized_gradient_descent", ["one_step"],
        text("The squared length stands where the length should: the square root is missing."),
        text("Work out the factor for g = (30, 40) and max_norm = 10 by hand."),
        code=_loop("x = x - learning_rate * g * min(1.0, max_norm / max(norm, 1e-150) ** 2)"),
    ),
    Mistake(
        "unit_length", "stabilized_gradient_descent", ["one_step", "steep", "far"],
        text("A long gradient is brought to length 1 instead of max_norm."),
        text("The factor is max_norm / norm. What length has the gradient after your division?"),
        code=_loop("x = x - learning_rate * (g / norm if norm > max_norm else g)"),
    ),
    Mistake(
        "checked_once", "stabilized_gradient_descent", ["not_finite"],
        text("The gradient is checked at the start only; one that becomes NaN or infinite later is used."),
        text("Where in the loop does a new gradient appear?"),
        code=_loop(epochs="epochs", check="if _ == 0 and not np.all(np.isfinite(g)): raise FloatingPointError('g')"),
    ),
    Mistake(
        "skips_long_gradients", "stabilized_gradient_descent", ["one_step", "steep", "far"],
        text("A gradient longer than max_norm is not shortened but the step is left out."),
        text("The step should become shorter, not vanish."),
        code=_loop("x = x - learning_rate * g * (1.0 if norm <= max_norm else 0.0)"),
    ),
    Mistake(
        "in_place", "stabilized_gradient_descent", ["purity"],
        text("x is updated in place and is still the caller's array x0."),
        text("`x -= ...` changes the array that came in. Start from a copy."),
        code=_loop().replace("np.array(x0, dtype=float)[()]", "np.asarray(x0, dtype=float)").replace(
            "x = x - learning_rate * g * min(1.0, max_norm / max(norm, 1e-300))",
            "x -= learning_rate * g * min(1.0, max_norm / max(norm, 1e-300))",
        ).replace("return x", "return x[()]"),
    ),
    Mistake(
        "scales_in_place", "stabilized_gradient_descent", ["purity"],
        text("The gradient is scaled in place, in the array that belongs to f_prime."),
        text("`g *= ...` writes into an array that someone else may still use."),
        code=_loop("g *= min(1.0, max_norm / max(norm, 1e-300)); x = x - learning_rate * g"),
    ),
    Mistake(
        "returns_history", "stabilized_gradient_descent", ["types", "article_target"],
        text("A pair (x, history) comes back, as in chapter 2; here only x is asked for."),
        text("Read the return value in the contract again."),
        code=_loop(result="x, []"),
    ),
    Mistake(
        "extra_epoch", "stabilized_gradient_descent", ["epochs", "one_step"],
        text("One step more than `epochs` is made."),
        text("How often does your loop run for epochs=0?"),
        code=_loop(epochs="epochs + 1"),
    ),
    Mistake(
        "rate_hard_coded", "stabilized_gradient_descent", ["one_step", "article_target"],
        text("The learning rate is always 0.1, whatever is given."),
        text("Search your code for a number that stands where a parameter should."),
        code=_loop("x = x - 0.1 * g * min(1.0, max_norm / max(norm, 1e-300))"),
    ),
]  # fmt: skip

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

TANH = [
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

MISTAKES = [*DIVISION, *DESCENT, *RELU, *RELU_DERIVATIVE, *LEAKY_RELU, *LEAKY_RELU_DERIVATIVE, *TANH]
