"""Wrong implementations of stabilized_gradient_descent that a teacher has seen, and what to say about each."""

# ruff: noqa: E501 - sentences and code for readers stay on one line
from __future__ import annotations

from autograder.judge.authoring import Mistake, text

#: the loop that most wrong descents share: what happens to g, and the step
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


MISTAKES = [
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
