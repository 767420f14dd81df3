"""The wrong answers to newton_method that students hand in, and what to tell them."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text

_STEP = "step = gradient / hessian"
_UPDATE = "x = x - step"
_RECORD = "history.append((x, f(x)))"
_SOLVE = "np.linalg.solve(hessian, gradient)"

MISTAKES = [
    Mistake(
        "article",
        "newton_method",
        ["vector", "rosenbrock", "stationary_start", "bad_derivatives", "singular"],
        text("The result is what the bare quotient f'/f'' gives, without any check and for arrays too."),
        text("Ask what x becomes when f'' is a matrix, when both derivatives are 0, and when one of them is NaN."),
        code="""
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    x = x0
    history = []
    for _ in range(epochs):
        x = x - f_prime(x) / f_double_prime(x)
        history.append((x, f(x)))
    return x, history
""",
    ),
    Mistake(
        "gradient step",
        "newton_method",
        ["article", "one_step", "vector", "scaling", "affine"],
        text("The step is the gradient alone: this is gradient descent with learning rate 1."),
        text("Newton's method also asks how fast the slope changes. Which function tells you?"),
        edits=[(_STEP, "step = gradient"), (_SOLVE, "gradient")],
    ),
    Mistake(
        "wrong direction",
        "newton_method",
        ["article", "traces", "one_step", "vector"],
        text("The step has the wrong sign: the points move away from the stationary point."),
        text("Draw the tangent of f' at x and see on which side of x it crosses zero."),
        edits=[(_UPDATE, "x = x + step")],
    ),
    Mistake(
        "root of f",
        "newton_method",
        ["article", "one_step", "scaling"],
        text("The step is f/f': this looks for a root of f, not for a point where f' is zero."),
        text("Newton's root finder is applied to the function whose root you want. Which one is it here?"),
        code="""
def newton_method(f, f_prime, f_double_prime, x0, epochs=10):
    x = np.array(x0, dtype=float)
    history = []
    for _ in range(epochs):
        x = x - f(x) / f_prime(x)
        history.append((x, f(x)))
    return x, history
""",
    ),
    Mistake(
        "inverted quotient",
        "newton_method",
        ["article", "one_step", "affine"],
        text("The quotient is upside down: f''/f' instead of f'/f''."),
        text("Put in units: with x in metres, f' has one metre below the bar and f'' two. What must a step have?"),
        edits=[(_STEP, "step = hessian / gradient")],
    ),
    Mistake(
        "absolute curvature",
        "newton_method",
        ["maximum", "scaling"],
        text("The second derivative is used without its sign: the method avoids maxima."),
        text("That is a sensible modification, but not this exercise: look at what the contract says of maxima."),
        edits=[(_STEP, "step = gradient / abs(hessian)")],
    ),
    Mistake(
        "half step",
        "newton_method",
        ["article", "one_step", "vector"],
        text("Each step is half as long as Newton's."),
        text("On a parabola one step must land exactly on the vertex. Compare yours."),
        edits=[(_UPDATE, "x = x - 0.5 * step")],
    ),
    Mistake(
        "curvature doubled",
        "newton_method",
        ["article", "divergence"],
        text("The step is twice Newton's, as if the ½ of the Taylor formula stood in front of f'."),
        text("Differentiate the parabola f(x) + f'(x)·h + ½·f''(x)·h² with respect to h, and set it to zero."),
        edits=[(_UPDATE, "x = x - 2 * step")],
    ),
    Mistake(
        "diagonal only",
        "newton_method",
        ["vector", "rosenbrock"],
        text("For arrays, only the diagonal of the Hessian is used."),
        text("The entries off the diagonal tell how one slope changes along another direction; they belong to H⁻¹g."),
        edits=[(_SOLVE, "gradient / np.diag(hessian)")],
    ),
    Mistake(
        "multiplied by the Hessian",
        "newton_method",
        ["vector", "rosenbrock"],
        text("For arrays, the gradient is multiplied by the Hessian instead of by its inverse."),
        text("Check with H = 2·I: the step must be half of g."),
        edits=[(_SOLVE, "hessian @ gradient")],
    ),
    Mistake(
        "entries inverted",
        "newton_method",
        ["vector", "rosenbrock"],
        text("For arrays, each entry of the Hessian is inverted by itself; that is not the inverse matrix."),
        text("Multiply your inverse by H: it should give the identity matrix."),
        edits=[(_SOLVE, "(1 / hessian) @ gradient")],
    ),
    Mistake(
        "pseudo-inverse",
        "newton_method",
        ["singular"],
        text("A singular Hessian is quietly replaced: least squares always finds some step."),
        text("Where H has no inverse the contract asks for an exception; choose a solver that complains."),
        edits=[(_SOLVE, "np.linalg.pinv(hessian) @ gradient")],
    ),
    Mistake(
        "nudged Hessian",
        "newton_method",
        ["singular"],
        text("A tiny number is added to the second derivative, so that a singular one is not noticed."),
        text("Dividing by 1e-12 gives a step of 1e12. Which is better, that, or an exception?"),
        edits=[
            (
                "hessian = np.asarray(f_double_prime(x), dtype=float)",
                "hessian = np.asarray(f_double_prime(x), dtype=float)\n"
                "        hessian = hessian + 1e-12 * (np.eye(len(hessian)) if hessian.ndim else 1.0)",
            ),
        ],
    ),
    Mistake(
        "zero curvature skipped",
        "newton_method",
        ["singular"],
        text("Where the second derivative is zero the step is left out, although the gradient is not zero."),
        text("Staying is right only where the gradient vanishes; elsewhere the caller must hear of the problem."),
        edits=[
            ('raise ZeroDivisionError(f"the second derivative is zero at x = {x}")', "step = np.zeros_like(gradient)")
        ],
    ),
    Mistake(
        "recorded too early",
        "newton_method",
        ["article", "traces", "one_step"],
        text("History holds the points before each update instead of after it."),
        text("The last entry of history and the returned x should be the same point."),
        edits=[(_UPDATE, "old = x\n        x = x - step"), (_RECORD, "history.append((old, f(old)))")],
    ),
    Mistake(
        "start included",
        "newton_method",
        ["article", "epochs"],
        text("History begins with the starting point, so it has one entry too many."),
        text("The contract counts one entry per update. How many are there for epochs=0?"),
        edits=[("history = []", "history = [(x, f(x))]")],
    ),
    Mistake(
        "one step too many",
        "newton_method",
        ["traces", "one_step", "epochs"],
        text("One step too many is taken."),
        text("Call it with epochs=0: nothing should happen."),
        edits=[("range(epochs)", "range(epochs + 1)")],
    ),
    Mistake(
        "stops early",
        "newton_method",
        ["defaults"],
        text("The loop ends when the step is small, although the point still moves."),
        text("Your threshold is larger than zero. Follow x⁴, where each step is a third of x and never that small."),
        edits=[(_RECORD, "history.append((x, f(x)))\n        if np.max(np.abs(step)) < 0.1:\n            break")],
    ),
    Mistake(
        "stale Hessian",
        "newton_method",
        ["article", "traces", "rosenbrock"],
        text("The second derivative is taken at the starting point and never again."),
        text("The curvature changes from point to point; which lines belong inside the loop?"),
        edits=[
            ("history = []", "history = []\n    fixed = np.asarray(f_double_prime(x), dtype=float)"),
            ("hessian = np.asarray(f_double_prime(x), dtype=float)", "hessian = fixed"),
        ],
    ),
    Mistake(
        "epochs ignored",
        "newton_method",
        ["epochs", "one_step"],
        text("Ten steps are taken whatever `epochs` says."),
        text("Search your function for the number 10."),
        edits=[("range(epochs)", "range(10)")],
    ),
    Mistake(
        "in place",
        "newton_method",
        ["start_untouched", "vector"],
        text("The array of the caller is changed in place, and all history entries are one and the same array."),
        text("`-=` on an array changes that array for everyone who holds it; make a new one in each step."),
        edits=[
            (
                "x = float(x0) if np.ndim(x0) == 0 else np.array(x0, dtype=float)",
                "x = np.asarray(x0, dtype=float) if np.ndim(x0) else float(x0)",
            ),
            (_UPDATE, "x -= step"),
        ],
    ),
    Mistake(
        "flat start divides",
        "newton_method",
        ["stationary_start"],
        text("At a point where the gradient is already zero the method still divides, or refuses to go on."),
        text("0/0: what should happen when there is nothing left to do?"),
        edits=[("if not gradient.any():", "if False:")],
    ),
    Mistake(
        "non-finite passes",
        "newton_method",
        ["bad_derivatives"],
        text("NaN or infinity in a derivative goes through and ends in the result."),
        text("Neither NaN == 0 nor NaN < 0 is ever true; there is a function that asks for finite numbers."),
        edits=[("not (np.isfinite(gradient).all() and np.isfinite(hessian).all())", "False")],
    ),
    Mistake(
        "value returned",
        "newton_method",
        ["article", "one_step"],
        text("The first thing returned is f(x), not the point x."),
        text("The caller wants to know where the stationary point is; the value stands in history already."),
        edits=[("return x, history", "return f(x), history")],
    ),
    Mistake(
        "points only",
        "newton_method",
        ["article", "traces", "types"],
        text("History holds the points without their values."),
        text("Each entry is a pair of the point and the value of f there."),
        edits=[(_RECORD, "history.append(x)")],
    ),
    Mistake(
        "best point returned",
        "newton_method",
        ["divergence"],
        text("The point with the lowest value is returned instead of the last point."),
        text("Newton's method may climb; the contract asks for where the walk ended."),
        edits=[("return x, history", "return (min(history, key=lambda p: p[1])[0] if history else x), history")],
    ),
    Mistake(
        "step limited",
        "newton_method",
        ["divergence"],
        text("Long steps are cut off, so the path is no longer Newton's."),
        text("A brake is useful in practice, but here the divergence is the lesson; see the contract."),
        edits=[(_UPDATE, "x = x - np.clip(step, -1.0, 1.0)")],
    ),
    Mistake(
        "numbers in boxes",
        "newton_method",
        ["types"],
        text("For a plain number the points come back as arrays with one entry."),
        text("A caller who gives a number expects numbers: look at the shapes you return."),
        edits=[
            (_RECORD, "history.append((np.atleast_1d(x), f(x)))"),
            ("return x, history", "return np.atleast_1d(x), history"),
        ],
    ),
    # the same mistake with other thresholds, on the step and on the slope
    *(
        Mistake(
            f"stops early, {of} {threshold:g}",
            "newton_method",
            ["epochs"],
            text("The loop ends when the step is small, although the point still moves."),
            text(
                "Your threshold is larger than zero. Follow x⁴, where each step is a third of x and never that small."
            ),
            edits=[(_RECORD, f"{_RECORD}\n        if np.max(np.abs({of})) < {threshold}:\n            break")],
        )
        for of in ("step", "gradient")
        for threshold in (1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)
    ),
]
