"""Known wrong answers: what a class gets wrong, and what to say about it."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text

_STEP = "step = gradient / hessian"
_UPDATE = "x = x - step"
_RECORD = "history.append((x, f(x)))"
_SOLVE = "np.linalg.solve(hessian, gradient)"

NEWTON = [
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
]

_FUNC = "return x**3 - 2 * x**2 + 2"
_PRIME = "return 3 * x**2 - 4 * x"
_SECOND = "return 6 * x - 4"

#: the same mistake with other thresholds, on the step and on the slope
EARLY = [
    Mistake(
        f"stops early, {of} {threshold:g}",
        "newton_method",
        ["epochs"],
        text("The loop ends when the step is small, although the point still moves."),
        text("Your threshold is larger than zero. Follow x⁴, where each step is a third of x and never that small."),
        edits=[(_RECORD, f"{_RECORD}\n        if np.max(np.abs({of})) < {threshold}:\n            break")],
    )
    for of in ("step", "gradient")
    for threshold in (1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)
]

CUBIC = [
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

_CONVEX = "np.all(curvature >= -zero)"
_CONCAVE = "np.all(curvature <= zero)"
_GRID = "np.linspace(a, b, 401)"
_ZERO = "zero = 1e-12 * max(1.0, np.abs(curvature).max())"

CONVEXITY = [
    Mistake("article, convexity", "check_convexity", ["scalars_only", "rounding", "errors"],
            text("The result is what one call of f'' on the whole array gives, with bare comparisons and no checks."),
            text("Try math.cos as f'', noise of size 1e-17, NaN, and an interval from 2 to 1."),
            code='''
def check_convexity(f_double_prime, interval):
    values = f_double_prime(np.linspace(interval[0], interval[1], 100))
    if np.all(values >= 0):
        return CONVEX
    elif np.all(values <= 0):
        return CONCAVE
    return NEITHER
'''),
    Mistake("strict", "check_convexity", ["zeros"],
            text("The comparisons are strict, so a second derivative that touches zero counts as a change of sign."),
            text("x⁴ is convex although its second derivative is 0 at 0."),
            edits=[(_CONVEX, "np.all(curvature > zero)"), (_CONCAVE, "np.all(curvature < -zero)")]),
    Mistake("words swapped", "check_convexity", ["signs", "zeros"],
            text("Convex and concave have changed places."),
            text("A bowl (f'' > 0) is convex."),
            edits=[("a, b = interval", "a, b = interval\n    up, down = CONCAVE, CONVEX"),
                   ("return CONVEX", "return up"), ("return CONCAVE", "return down")]),
    Mistake("ends only", "check_convexity", ["dips"],
            text("Only the two ends of the interval are looked at."),
            text("What happens in between? Take 12x² − 1 on [−1, 1]."),
            edits=[(_GRID, "(a, b)")]),
    Mistake("midpoint only", "check_convexity", ["signs", "dips"],
            text("Only the middle of the interval is looked at."),
            text("6x − 4 on [0, 2] is positive in the middle; look at 0."),
            edits=[(_GRID, "[(a + b) / 2]")]),
    *(Mistake("few points" if n == 11 else f"few points, {n}", "check_convexity", ["samples"],
              text("There are too few sample points: a short change of sign falls between them."),
              text("The contract asks for at least 100 points."),
              edits=[(_GRID, f"np.linspace(a, b, {n})")]) for n in (11, 5, 10, 20, 21, 25, 50, 51)),
    Mistake("average", "check_convexity", ["signs", "dips"],
            text("The average of f'' is judged, so a negative piece is outweighed by a positive one."),
            text("Convex means everywhere, not on average."),
            edits=[(_CONVEX, "curvature.mean() >= -zero"), (_CONCAVE, "curvature.mean() <= zero")]),
    Mistake("somewhere", "check_convexity", ["signs"],
            text("One point with the right sign is enough for your answer."),
            text("Convex means f'' >= 0 at every point: which of NumPy's two words says that?"),
            edits=[(_CONVEX, "np.any(curvature > zero)"), (_CONCAVE, "np.any(curvature < -zero)")]),
    Mistake("never neither", "check_convexity", ["signs"],
            text("Whatever is not convex is called concave."),
            text("There is a third answer: think of x³ on [−1, 1]."),
            edits=[("return NEITHER", "return CONCAVE")]),
    Mistake("no tolerance", "check_convexity", ["rounding"],
            text("Rounding noise of size 1e-17 is taken for a change of sign."),
            text("Computed zeros are rarely exact; see the contract's rule for what counts as zero."),
            edits=[(_ZERO, "zero = 0.0")]),
    Mistake("fixed tolerance", "check_convexity", ["rounding"],
            text("The tolerance does not grow with the size of f''."),
            text("A function of size 1e8 carries rounding errors of size 1e-8: scale your threshold."),
            edits=[(_ZERO, "zero = 1e-12")]),
    *(Mistake("generous tolerance" if zero == "0.1" else f"generous tolerance, {zero}", "check_convexity", ["rounding"],
              text("The tolerance is so large that real, small negative values count as zero."),
              text("Compare your threshold with the one in the contract."),
              edits=[(_ZERO, f"largest = max(1.0, np.abs(curvature).max())\n    zero = {zero}")])
      for zero in ("0.1", "1e-3", "1e-6", "1e-8", "1e-10", "1e-3 * largest", "1e-8 * largest", "1e-10 * largest")),
    Mistake("no guards", "check_convexity", ["errors"],
            text("A reversed interval and NaN are accepted without a word."),
            text("Check the interval first, and the sampled values before you compare them."),
            edits=[("if a > b:", "if False:"), ("np.isnan(curvature).any()", "False")]),
    Mistake("NaN passes", "check_convexity", ["errors"],
            text("A NaN among the sampled values is not refused."),
            text("Every comparison with NaN is False, so it ends in the last branch. Ask for it by name."),
            edits=[("np.isnan(curvature).any()", "False")]),
    Mistake("reversed interval accepted", "check_convexity", ["errors"],
            text("A reversed interval is accepted."),
            text("An interval from 2 to 1 is probably the caller's slip; tell them."),
            edits=[("if a > b:", "if False:")]),
    Mistake("concave first", "check_convexity", ["zeros"],
            text("A second derivative that is zero everywhere is called concave: the order of the questions matters."),
            text("A straight line is both; the contract says which word to use."),
            code='''
def check_convexity(f_double_prime, interval):
    a, b = interval
    if a > b:
        raise ValueError("reversed")
    v = np.array([float(f_double_prime(x)) for x in np.linspace(a, b, 401)])
    if np.isnan(v).any():
        raise ValueError("NaN")
    zero = 1e-12 * max(1.0, np.abs(v).max())
    if np.all(v <= zero):
        return CONCAVE
    return CONVEX if np.all(v >= -zero) else NEITHER
'''),
    Mistake("ends left out", "check_convexity", ["dips"],
            text("The ends of the interval are not among the sample points."),
            text("The interval [a, b] contains a and b."),
            edits=[(_GRID, "np.linspace(a, b, 102)[1:-1]")]),
    Mistake("right end left out", "check_convexity", ["dips"],
            text("The right end of the interval is not among the sample points."),
            text("`range`, `arange` and endpoint=False stop before the end."),
            edits=[(_GRID, "np.linspace(a, b, 100, endpoint=False)")]),
    Mistake("English words", "check_convexity", ["signs", "zeros"],
            text("The answer is not one of the three given strings."),
            text("Return the constants CONVEX, CONCAVE and NEITHER themselves."),
            code='''
def check_convexity(f_double_prime, interval):
    v = np.array([float(f_double_prime(x)) for x in np.linspace(interval[0], interval[1], 200)])
    return "convex" if np.all(v >= 0) else "concave" if np.all(v <= 0) else "neither"
'''),
]  # fmt: skip

MISTAKES = [*NEWTON, *EARLY, *CUBIC, *CONVEXITY]
