"""The wrong implementations of chapter 2 that students hand in, and what to tell them."""

# ruff: noqa: E501 - one sentence or one edit a line reads best
from __future__ import annotations

from autograder.judge.authoring import Mistake, text


def _mistake(
    exercise: str, name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str], code: str = ""
) -> Mistake:
    return Mistake(name, exercise, loses, text(rationale), text(tip), code=code, edits=edits)


_STEP = "x = x - learning_rate * f_prime(x)"
_KEEP = "history.append((x, f(x)))"


def _descent(name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str], code: str = "") -> Mistake:
    return _mistake("gradient_descent", name, loses, rationale, tip, *edits, code=code)


_DESCENT = [
    _descent("uphill", ["article", "rates", "vectors"],
             "The steps go along the derivative, uphill, instead of against it.",
             "Where the derivative is positive the function falls to the left: what sign must the step have?",
             (_STEP, _STEP.replace("x - ", "x + "))),
    _descent("half a step", ["article", "rates"],
             "Each step is half as long as the formula says.",
             "The step is the learning rate times the derivative; no factor 1/2 belongs there.",
             (_STEP, _STEP.replace("learning_rate *", "0.5 * learning_rate *"))),
    _descent("written down before the step", ["article", "rates"],
             "The history holds the points before each update, from x0 on.",
             "The first entry is the point after the first step, 7.5 in the example.",
             (f"{_STEP}\n        {_KEEP}", f"{_KEEP}\n        {_STEP}")),
    _descent("starting point in the history", ["article", "types", "no_steps"],
             "The history begins with x0 and so has one entry too many.",
             "After k updates there are exactly k entries.",
             ("history = []", "history = [(x0, f(x0))]")),
    _descent("values only", ["article", "types"],
             "The history holds the function values alone instead of pairs (x, f(x)).",
             "Each entry is a pair: where, and how high.",
             (_KEEP, "history.append(f(x))")),
    _descent("points only", ["article", "types"],
             "The history holds the points alone instead of pairs (x, f(x)).",
             "Each entry is a pair: where, and how high.",
             (_KEEP, "history.append(x)")),
    _descent("pairs in the wrong order", ["article", "rates"],
             "The pairs in the history are (f(x), x) instead of (x, f(x)).",
             "First where, then how high.",
             (_KEEP, "history.append((f(x), x))")),
    _descent("one step too many", ["article", "calls", "no_steps"],
             "There is one update more than `epochs`.",
             "range(n) gives n numbers already.",
             ("range(epochs)", "range(epochs + 1)")),
    _descent("one step too few", ["article", "calls"],
             "There is one update less than `epochs`.",
             "range(1, n) gives n − 1 numbers.",
             ("range(epochs)", "range(1, epochs)")),
    _descent("learning rate written as a number", ["rates", "vectors"],
             "The learning rate is always 0.1, whatever is passed.",
             "Use the parameter in the formula, not its default.",
             (_STEP, _STEP.replace("learning_rate", "0.1"))),
    _descent("number of epochs written as a number", ["article", "no_steps"],
             "There are always 100 updates, whatever is passed.",
             "Use the parameter `epochs` in the loop.",
             ("range(epochs)", "range(100)")),
    _descent("stops early", ["calls"],
             "The walk stops as soon as the derivative is (nearly) zero, so the history is too short.",
             "The task asks for exactly `epochs` updates, also where nothing moves any more.",
             (f"{_STEP}\n        {_KEEP}",
              f"g = f_prime(x)\n        if np.linalg.norm(g) < 1e-8:\n            break\n        x = x - learning_rate * g\n        {_KEEP}")),
    _descent("returns the value", ["article", "vectors"],
             "The first result is f(x), the height, instead of the point x.",
             "The question is where the minimum is; how low it is stands in the history.",
             ("return x, history", "return f(x), history")),
    _descent("history forgotten", ["article", "types"],
             "The point is returned alone, without the history.",
             "Return a pair: the last point and the list.",
             ("return x, history", "return x")),
    *(_descent("learning rate fades" if fade == "/ (1 + 0.1 * k)" else f"learning rate fades, {fade}", ["article", "rates"],
               "The learning rate is made smaller from step to step.",
               "Here it is the same number for all steps.",
               ("for _ in range(epochs):", "for k in range(epochs):"),
               (_STEP, _STEP.replace("f_prime(x)", f"f_prime(x) {fade}")))
      for fade in ("/ (1 + 0.1 * k)", "/ (1 + 0.01 * k)", "/ (1 + k)", "/ np.sqrt(1 + k)", "* 0.9**k", "* 0.95**k", "* 0.99**k")),
    _descent("best point instead of the last", ["rates"],
             "The first result is the lowest point met, not the last one.",
             "With a learning rate that is too large the walk climbs, and the result must show that.",
             ("return x, history", "return min(history, key=lambda h: h[1], default=(x0, 0))[0], history")),
    _descent("function instead of its derivative", ["article", "rates"],
             "The step is made with f(x) instead of f'(x).",
             "The height does not tell which way is down; the slope does.",
             (_STEP, "x = x - learning_rate * f(x) * np.ones(np.shape(x))")),
    _descent("changed in place", ["purity", "integers", "kept"],
             "x is updated in place: the caller's x0 is overwritten, and all history entries are one and the same array.",
             "`x -= step` writes into the array that x0 and the history point to; `x = x - step` makes a new one.",
             (_STEP, "x -= learning_rate * f_prime(x)")),
    _descent("one array for the whole history", ["kept", "vectors"],
             "x0 is copied, but all history entries are one and the same array.",
             "Appending an array stores no copy; change x by making a new array.",
             ("x = x0", "x = np.array(x0, dtype=float) if np.ndim(x0) else x0"), (_STEP, "x -= learning_rate * f_prime(x)")),
    *(_descent("clipped derivative" if limit == 1 else f"clipped derivative, {limit}", ["rates"],
               "The derivative is limited before the step.",
               "The step uses the derivative as it is; limiting it is the subject of a later chapter.",
               (_STEP, f"x = x - learning_rate * np.clip(f_prime(x), -{limit}, {limit})"))
      for limit in (1, 5, 10, 100, 1000)),
    _descent("only the sign of the derivative", ["article", "rates"],
             "All steps have the same length: only the sign of the derivative is used.",
             "Where the function is steeper, the step is longer.",
             (_STEP, "x = x - learning_rate * np.sign(f_prime(x))")),
    _descent("always from the starting point", ["rates", "calls"],
             "The derivative is taken at x0 in every step.",
             "Ask for the slope where you are now.",
             (_STEP, _STEP.replace("f_prime(x)", "f_prime(x0)"))),
    _descent("derivative asked twice", ["calls"],
             "f_prime is called more than once per update, which doubles the cost.",
             "Keep the value in a variable.",
             (_STEP, "f_prime(x)\n        x = x - learning_rate * f_prime(x)")),
    *(_descent("another default learning rate" if rate == 0.01 else f"default learning rate {rate}", ["defaults"],
               "Where no learning rate is given, another one than 0.1 is used.",
               "The signature in the task gives the defaults.",
               ("learning_rate: float = 0.1", f"learning_rate: float = {rate}")) for rate in (0.01, 0.001, 0.05, 0.2, 0.5, 1.0)),
    *(_descent(f"default {epochs} epochs", ["defaults"],
               "Where no number of epochs is given, another one than 100 is used.",
               "The signature in the task gives the defaults.",
               ("epochs: int = 100", f"epochs: int = {epochs}")) for epochs in (10, 20, 50, 101, 200, 1000)),
]  # fmt: skip


def _target(name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str], code: str = "") -> Mistake:
    return _mistake("target_func", name, loses, rationale, tip, *edits, code=code)


_TARGET = [
    _target("constant kept in the derivative", ["derivative"], "The derivative still has the constant 6 in it.",
            "A constant has slope 0.", ("return 2 * x + 5", "return 2 * x + 5 + 6")),
    _target("5 dropped from the derivative", ["derivative"], "The derivative of 5x is missing.",
            "The slope of the straight line 5x is the same everywhere: which number?", ("return 2 * x + 5", "return 2 * x")),
    _target("power not multiplied", ["derivative"], "The factor 2 of the derivative of x² is missing.",
            "The exponent comes down as a factor.", ("return 2 * x + 5", "return x + 5")),
    _target("sign of the derivative", ["derivative"], "The derivative has the wrong sign in one of its terms.",
            "All three terms of the function have a plus.", ("return 2 * x + 5", "return 2 * x - 5")),
    _target("5x in the derivative", ["derivative"], "The derivative of 5x is taken to be 5x.",
            "The exponent of x goes down by one: from 1 to 0.", ("return 2 * x + 5", "return 2 * x + 5 * x")),
    _target("derivative not lowered", ["derivative"], "The derivative of x² is taken to be 2x².",
            "The exponent goes down by one.", ("return 2 * x + 5", "return 2 * x**2 + 5")),
    _target("constant forgotten", ["value"], "The constant 6 is missing.",
            "What is the value at 0?", ("+ 5 * x + 6", "+ 5 * x")),
    _target("sign of 5x", ["value"], "5x is subtracted instead of added.",
            "Try x = 1: 1 + 5 + 6.", ("+ 5 * x + 6", "- 5 * x + 6")),
    _target("cube instead of square", ["value"], "x is cubed instead of squared.",
            "Try x = 10: 100 + 50 + 6.", ("x**2 + 5", "x**3 + 5")),
    _target("array changed in place", ["like_the_argument"], "The caller's array is changed by the call.",
            "`x *= 2` writes into the array that was passed in; 2 * x makes a new one.",
            ("return 2 * x + 5", "x = np.asarray(x) if np.ndim(x) else x\n    x *= 2\n    return x + 5")),
    _target("list for an array", ["like_the_argument"], "A list comes back where an array went in.",
            "The formula works on whole arrays; no loop is needed.",
            ("return x**2 + 5 * x + 6", "f = lambda v: v**2 + 5 * v + 6\n    return [f(v) for v in x] if np.ndim(x) else f(x)")),
    _target("factors exchanged", ["value"], "5 and 6 have changed places.",
            "Try x = 0.", ("5 * x + 6", "6 * x + 5")),
]  # fmt: skip


def _curve(name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str], code: str = "") -> Mistake:
    return _mistake("learning_rate_curves", name, loses, rationale, tip, *edits, code=code)


_CURVES = [
    _curve("points instead of values", ["values", "defaults"], "The lists hold the points x instead of the values f(x).",
           "The curves show how high the walk stands, not where.", ("values.append(x**2 + 5 * x + 6)", "values.append(x)")),
    _curve("pairs instead of values", ["values", "keys"], "The lists hold pairs (x, f(x)) instead of the values alone.",
           "Take the second entry of each pair.",
           ("values.append(x**2 + 5 * x + 6)", "values.append((x, x**2 + 5 * x + 6))")),
    _curve("value at the start included", ["values"], "The lists begin with f(x0): one entry too many.",
           "The first value belongs to the point after the first update.",
           ("x, values = x0, []", "x, values = x0, [x0**2 + 5 * x0 + 6]")),
    _curve("same rate for all", ["values", "defaults"], "All curves are made with the first learning rate.",
           "The loop's variable must reach the update.",
           ("x = x - rate *", "x = x - list(learning_rates)[0] *")),
    _curve("walks joined", ["values", "defaults"], "Each rate starts where the one before ended, not at x0.",
           "Set x back to x0 inside the outer loop.",
           ("    curves = {}\n", "    curves = {}\n    x = x0\n"), ("x, values = x0, []", "values = []")),
    _curve("one shared list", ["values"], "All keys share one list, which holds all values of all rates.",
           "Make a new list for each rate.",
           ("    curves = {}\n", "    curves = {}\n    values = []\n"), ("x, values = x0, []", "x = x0")),
    _curve("numbers as keys", ["keys", "values"], "The keys are the learning rates themselves instead of text like 'lr=0.01'.",
           "Build the key with an f-string.", ('f"lr={rate}"', "rate")),
    _curve("rounded keys", ["keys"], "The rates in the keys are rounded or padded to a fixed number of digits.",
           "Write the rate as it is given, without a format.", ('f"lr={rate}"', 'f"lr={rate:.2f}"')),
    _curve("start written as a number", ["values"], "Every walk starts at 10, whatever x0 is.",
           "Use the parameter.", ("x, values = x0, []", "x, values = 10, []")),
    _curve("epochs written as a number", ["values"], "Every walk has 20 updates, whatever `epochs` is.",
           "Use the parameter in the loop.", ("range(epochs)", "range(20)")),
    _curve("arrays instead of lists", ["keys"], "The values are arrays instead of lists.",
           "The task asks for lists; tolist() makes one.", ("= values", "= np.array(values)")),
    _curve("tuples instead of lists", ["keys"], "The values are tuples instead of lists.",
           "The task asks for lists; list() makes one.", ("= values", "= tuple(values)")),
    _curve("learning rates used up", ["purity"], "The list of learning rates that was passed in is changed by the call.",
           "Loop over the list; pop and sort change it for the caller, too.",
           ("for rate in learning_rates:", "for rate in [learning_rates.pop(0) for _ in range(len(learning_rates))]:")),
    _curve("value before the update", ["values"], "The values are those before each update: f(x0) first, the last one missing.",
           "Update first, then write down.",
           ("            x = x - rate * (2 * x + 5)\n            values.append(x**2 + 5 * x + 6)",
            "            values.append(x**2 + 5 * x + 6)\n            x = x - rate * (2 * x + 5)")),
]  # fmt: skip


def _plot(name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str], code: str = "") -> Mistake:
    return _mistake("plot_learning_rates", name, loses, rationale, tip, *edits, code=code)


_DRAW = "ax.plot(np.arange(1, len(values) + 1), values, label=label)"
_PLOT = [
    _plot("Axes not returned", ["axes"], "The function draws, but returns nothing.",
          "End with `return ax`.", ("    return ax", "    return None")),
    _plot("no legend", ["legend"], "The labels are set, but no legend shows them.",
          "Call legend() on the Axes.", ("    ax.legend()\n", "")),
    _plot("no labels on the curves", ["curves"], "The curves have no labels that tell the learning rate.",
          "Pass the key of the dictionary as `label`.", (_DRAW, _DRAW.replace(", label=label", ""))),
    _plot("no axis labels", ["labels"], "The axes have no labels.",
          "What do the two directions of the picture mean? Write it there.",
          ('    ax.set_xlabel("iteration")\n    ax.set_ylabel("f(x)")\n', "")),
    _plot("one axis label", ["labels"], "Only one of the axes has a label.",
          "Both directions need one.", ('    ax.set_ylabel("f(x)")\n', "")),
    _plot("curves reversed", ["curves"], "The curves run backwards, from the last value to the first.",
          "The first value belongs to the left end.", (_DRAW, _DRAW.replace("values, label", "values[::-1], label"))),
    _plot("logarithm drawn", ["curves"], "The logarithms of the values are drawn instead of the values.",
          "A logarithmic axis keeps the data as they are: set_yscale.",
          (_DRAW, _DRAW.replace("values, label", "np.log10(np.abs(values)), label"))),
    _plot("last value left out", ["curves"], "The curves lack one of their values.",
          "Draw all of them; slices are easily one too short.",
          (_DRAW, "ax.plot(np.arange(1, len(values)), values[:-1], label=label)")),
    _plot("first curve only", ["curves"], "Only one of the curves is drawn.",
          "The return stands inside the loop, or the loop is missing.", ("curves.items():", "list(curves.items())[:1]:")),
    _plot("labels exchanged", ["curves"], "The labels stand at the wrong curves.",
          "Take label and values from the same item of the dictionary.",
          (_DRAW, "ax.plot(np.arange(1, len(values) + 1), values, label=list(curves)[-1 - list(curves).index(label)])")),
    _plot("rates recomputed", ["curves"], "The curves are computed anew instead of drawn from the argument.",
          "Draw what is passed in `curves`, whatever start and length it was made with.",
          (_DRAW, "ax.plot([12.5**2 * (1 - 2 * float(label[3:])) ** (2 * k) - 0.25 for k in range(1, 21)], label=label)")),
    _plot("one curve too many", ["curves"], "There are more curves in the picture than were passed in.",
          "Draw what `curves` holds and nothing else; a help line can be made by axhline.",
          ("    return ax", '    ax.plot([-0.25] * len(values), "k--", label="minimum")\n    ax.legend()\n    return ax')),
    _plot("iterations squeezed", ["curves"], "The horizontal values do not count the iterations.",
          "The k-th value stands at k.", (_DRAW, "ax.plot(np.linspace(0, 1, len(values)), values, label=label)")),
    _plot("absolute values drawn", ["curves"], "The absolute values are drawn instead of the values.",
          "The minimum is −0.25, below zero; a symlog axis shows both signs.",
          (_DRAW, _DRAW.replace("values, label", "np.abs(values), label"))),
    _plot("x and y exchanged", ["curves"], "The iterations are drawn over the values, instead of the values over the iterations.",
          "The horizontal direction comes first.", (_DRAW, "ax.plot(values, np.arange(1, len(values) + 1), label=label)")),
    _plot("data changed", ["purity"], "The lists that were passed in are changed by the drawing.",
          "Draw; do not sort, insert or pop.", ("    return ax", "    for values in curves.values():\n        values.sort()\n    return ax")),
]  # fmt: skip

MISTAKES = [*_DESCENT, *_TARGET, *_CURVES, *_PLOT]
