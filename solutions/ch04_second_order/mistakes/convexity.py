"""The wrong answers to check_convexity that students hand in, and what to tell them."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text

_CONVEX = "np.all(curvature >= -zero)"
_CONCAVE = "np.all(curvature <= zero)"
_GRID = "np.linspace(a, b, 401)"
_ZERO = "zero = 1e-12 * max(1.0, np.abs(curvature).max())"

MISTAKES = [
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
