# ruff: noqa: E501 - sentences and code for readers stay on one line
"""Wrong implementations that a teacher of chapter 8 has seen, and what to say about each."""

from autograder.judge.authoring import Mistake, text

_CHECK = """
def gradient_check(f, f_prime, x, eps=None):
    x = np.array(x, dtype=float)
    a = np.asarray(f_prime(x.copy()), dtype=float)
    if a.shape != x.shape:
        return False
    if not np.all(np.isfinite(a)):
        return False
    rel = np.cbrt(np.finfo(float).eps) if eps is None else eps
    n, floor = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        h = rel * max(1.0, abs(x[i]))
        p, m = x.copy(), x.copy()
        p[i] += h
        m[i] -= h
        up, down = float(f(p)), float(f(m))
        n[i] = (up - down) / (p[i] - m[i])
        floor[i] = 4e-15 * max(abs(up), abs(down)) / h
    return bool(np.all(np.abs(a - n) <= 1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor))
"""
_LAST = "    return bool(np.all(np.abs(a - n) <= 1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor))\n"


def _with(*edits: tuple[str, str]) -> str:
    code = _CHECK
    for old, new in edits:
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    return code


CHECK = [
    Mistake("article", "gradient_check", ["yes_zero", "yes_offset", "yes_matrix", "yes_integers", "no_shape"],
        text("One norm over everything is compared with 1e-7 at a step of 1e-7: right gradients fail by rounding, wrong components hide behind large ones, and zero is divided by zero."),
        text("Compare each component on its own, with a step near the cube root of the machine epsilon."),
        code='''
def gradient_check(f, f_prime, x, eps=1e-7):
    eps = 1e-7 if eps is None else eps
    analytic_grad = f_prime(x)
    numerical_grad = np.zeros_like(x)
    for i in range(len(x)):
        x_plus = x.copy()
        x_plus[i] += eps
        x_minus = x.copy()
        x_minus[i] -= eps
        numerical_grad[i] = (f(x_plus) - f(x_minus)) / (2*eps)
    diff = np.linalg.norm(analytic_grad - numerical_grad) / (np.linalg.norm(analytic_grad) + np.linalg.norm(numerical_grad))
    return diff < 1e-7
'''),
    Mistake("global_norm", "gradient_check", ["no_masked"],
        text("One relative error over the whole vector is compared: a wrong component hides behind large ones."),
        text("What does the largest component do to your ratio? Compare component by component."),
        code=_with((_LAST, "    return bool(np.linalg.norm(a - n) <= 1e-4 * (np.linalg.norm(a) + np.linalg.norm(n)) + np.linalg.norm(floor))\n"))),
    Mistake("random_direction", "gradient_check", ["no_masked", "symmetric"],
        text("One slope along a single direction is compared: wrong components hide in the sum."),
        text("Each component needs a pair of points of its own."),
        code=_with(("    for i in np.ndindex(x.shape):\n", "    d = np.random.default_rng(0).normal(size=x.shape)\n    h = rel * max(1.0, float(np.max(np.abs(x), initial=0.0)))\n"
                    "    up, down = float(f(x + h * d)), float(f(x - h * d))\n    s, t = (up - down) / (2 * h), float(np.sum(a * d))\n"
                    "    return bool(abs(s - t) <= 1e-4 * max(abs(s), abs(t)) + 1e-14 * max(abs(up), abs(down)) / h)\n    for i in np.ndindex(x.shape):\n"))),
    Mistake("no_rounding_floor", "gradient_check", ["yes_partly_zero"],
        text("The rounding error of f is not allowed for: a component whose slope is 0 is compared with the noise of the difference."),
        text("How large is (f(x+h) - f(x-h)) / 2h where f does not change, but is rounded?"),
        code=_with((" + floor))", "))"))),
    Mistake("shape_by_size", "gradient_check", ["no_shape"],
        text("Only the number of entries is compared, not the shape."),
        text("A gradient of shape (n, 1) has as many entries as x of shape (n,), and another shape."),
        code=_with(("a.shape != x.shape", "a.size != x.size"), ("    rel =", "    a = a.reshape(x.shape)\n    rel ="))),
    Mistake("absolute_tolerance", "gradient_check", ["no_tiny", "yes_huge"],
        text("The difference is compared with a fixed number, whatever the size of the gradient."),
        text("Is a difference of 1e-6 small? That depends on what it is compared with."),
        code=_with((_LAST, "    return bool(np.all(np.abs(a - n) <= 1e-6))\n"))),
    Mistake("allclose", "gradient_check", ["no_tiny"],
        text("An absolute tolerance is added (that of np.allclose is 1e-8); it accepts every gradient of that size."),
        text("What does your tolerance allow for a function scaled by 1e-9? (np.allclose has an `atol` of its own.)"),
        code=_with((_LAST, "    return bool(np.allclose(a, n, rtol=1e-4, atol=1e-8 + float(np.max(floor, initial=0.0))))\n"))),
    Mistake("forward", "gradient_check", ["symmetric"],
        text("The difference quotient looks forward only."),
        text("Which two points does a central difference use?"),
        code=_with(("        m[i] -= h\n", ""), ("1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor", "2e-3 * np.maximum(np.abs(a), np.abs(n)) + floor"), ("rel * max", "1e-2 * rel * max"))),
    Mistake("always_true", "gradient_check", ["no_sign", "no_one_percent", "symmetric"],
        text("Every gradient is accepted."),
        text("A checker is worth what it rejects. Feed yours a gradient with the wrong sign."),
        code="def gradient_check(f, f_prime, x, eps=None):\n    return True\n"),
    Mistake("always_false", "gradient_check", ["yes_smooth", "yes_zero", "symmetric"],
        text("Every gradient is rejected."),
        text("Feed your checker f(x) = x² with the gradient 2x, and print both numbers that it compares."),
        code="def gradient_check(f, f_prime, x, eps=None):\n    return False\n"),
    Mistake("inverted", "gradient_check", ["yes_smooth", "no_sign"],
        text("True and False are exchanged."),
        text("True means that the gradient is right."),
        code=_with((_LAST, "    return bool(np.any(np.abs(a - n) > 1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor))\n"))),
    Mistake("any_component", "gradient_check", ["no_one_percent", "no_masked"],
        text("One right component is enough to be accepted."),
        text("Every component has to agree."),
        code=_with(("bool(np.all(np.abs(a", "bool(np.any(np.abs(a"))),
    Mistake("first_component", "gradient_check", ["no_one_percent", "symmetric"],
        text("Only the first component is compared."),
        text("Spoil the last component of a gradient and see what your checker says."),
        code=_with((_LAST, "    return bool(np.all((np.abs(a - n) <= 1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor).ravel()[:1]))\n"),
                   ("    for i in np.ndindex(x.shape):\n", "    for i in list(np.ndindex(x.shape))[:1]:\n"))),
    Mistake("signs_ignored", "gradient_check", ["no_sign", "no_tiny"],
        text("The absolute values are compared, so a gradient of the wrong sign passes."),
        text("Does your checker reject -f_prime?"),
        code=_with((_LAST, "    return bool(np.all(np.abs(np.abs(a) - np.abs(n)) <= 1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor))\n"))),
    Mistake("shape_unchecked", "gradient_check", ["no_shape"],
        text("The shapes are not compared; broadcasting makes a column or a single number fit."),
        text("Print the shape of `analytic - numeric` for a gradient of shape (n, 1)."),
        code=_with(("    if a.shape != x.shape:\n        return False\n", ""))),
    Mistake("nan_accepted", "gradient_check", ["no_nan"],
        text("The check asks whether any difference is too large; with NaN the answer is no, and NaN passes."),
        text("Turn the question round: are all differences small?"),
        code=_with(("    if not np.all(np.isfinite(a)):\n        return False\n", ""),
                   (_LAST, "    return not np.any(np.abs(a - n) > 1e-5 * np.maximum(np.abs(a), np.abs(n)) + floor)\n"))),
    Mistake("nan_made_zero", "gradient_check", ["no_nan"],
        text("NaN in the gradient is taken for 0, and where the slope is 0 it passes."),
        text("A gradient that holds NaN is wrong, whatever the slope is there."),
        code=_with(("    if not np.all(np.isfinite(a)):\n        return False\n", "    a = np.nan_to_num(a)\n"))),
    Mistake("loose", "gradient_check", ["no_one_percent"],
        text("The tolerance is so wide that 1 % or more passes."),
        text("A central difference is good to about ten digits. How much slack does it need?"),
        code=_with(("1e-5 * np", "5e-2 * np"))),
    Mistake("step_too_small", "gradient_check", ["yes_offset", "yes_smooth"],
        text("The step is so short that the difference of f is mostly rounding."),
        text("Rounding costs about 1e-16·|f|/h. What is that for your h?"),
        code=_with(("np.cbrt(np.finfo(float).eps)", "1e-12"), (" + floor))", "))"))),
    Mistake("step_fixed", "gradient_check", ["yes_far"],
        text("The step does not grow with x; near 1e6 rounding eats it."),
        text("How many digits of x + h are left at x = 1e6?"),
        code=_with(("rel * max(1.0, abs(x[i]))", "1e-9"), ("4e-15 * max(abs(up), abs(down)) / h", "4e-11 * max(1.0, abs(up) * 1e-3)"))),
    Mistake("no_two", "gradient_check", ["yes_smooth", "no_sign"],
        text("The numeric gradient is twice too large: the two points are 2h apart."),
        text("Divide by the distance between the two points."),
        code=_with(("(p[i] - m[i])", "h"))),
    Mistake("divides_by_zero", "gradient_check", ["yes_zero", "yes_partly_zero"],
        text("The relative error divides by the gradient; where that is zero, 0/0 rejects a right answer."),
        text("Multiply the tolerance by the size instead of dividing the difference by it."),
        code=_with((_LAST, "    with np.errstate(all='ignore'):\n        return bool(np.all(np.abs(a - n) / np.maximum(np.abs(a), np.abs(n)) <= 1e-5 + floor))\n"))),
    Mistake("in_place", "gradient_check", ["purity"],
        text("The caller's x is moved during the check and not brought back exactly."),
        text("Copy x before you move a component."),
        code=_with(("    x = np.array(x, dtype=float)\n", "    x = np.asarray(x, dtype=float)\n"), ("    return bool(np.all(np.abs(a", "    x += 1e-9\n    return bool(np.all(np.abs(a"))),
    Mistake("vectors_only", "gradient_check", ["yes_matrix"],
        text("Only vectors can be checked: the loop runs over the first axis and moves whole rows."),
        text("np.ndindex walks through every index of any shape."),
        code=_with(("np.ndindex(x.shape)", "range(len(x))"))),
    Mistake("returns_error", "gradient_check", ["yes_smooth", "types"],
        text("The largest relative error comes back instead of True or False."),
        text("The caller wants a decision."),
        code=_with((_LAST, "    return float(np.max(np.abs(a - n) / (np.abs(a) + np.abs(n) + 1e-300), initial=0.0))\n"))),
]  # fmt: skip


def _pair(value: str, slope: str) -> str:
    return f"def check_func(x):\n    x = np.asarray(x, float)\n    return {value}\n\ndef check_func_prime(x):\n    x = np.asarray(x, float)\n    return {slope}\n"


_VALUE, _SLOPE = "np.sum(np.sin(x) + x**2)", "np.cos(x) + 2 * x"
FUNCTION = [
    Mistake("sine_kept", "check_func", ["gradient", "consistent"], text("The sine is not differentiated."),
        text("What is the slope of sin at 0?"), code=_pair(_VALUE, "np.sin(x) + 2 * x")),
    Mistake("minus_cosine", "check_func", ["gradient", "consistent"], text("The cosine has the wrong sign."),
        text("The sine rises at 0."), code=_pair(_VALUE, "-np.cos(x) + 2 * x")),
    Mistake("square_not_differentiated", "check_func", ["gradient", "consistent"], text("x² is left as x² in the gradient."),
        text("Which rule differentiates a power?"), code=_pair(_VALUE, "np.cos(x) + x**2")),
    Mistake("factor_lost", "check_func", ["gradient", "consistent"], text("The derivative of x² is given as x: the factor 2 is missing."),
        text("Check the slope of x² at 1 with a difference quotient."), code=_pair(_VALUE, "np.cos(x) + x")),
    Mistake("gradient_summed", "check_func", ["gradient", "types"], text("The partial derivatives are added up to one number."),
        text("A gradient has one entry per element of x."), code=_pair(_VALUE, "np.sum(np.cos(x) + 2 * x)")),
    Mistake("not_summed", "check_func", ["value", "types"], text("check_func returns one value per element instead of their sum."),
        text("A gradient exists for functions with a single number as value."), code=_pair("np.sin(x) + x**2", _SLOPE)),
    Mistake("mean", "check_func", ["value", "consistent"], text("check_func returns the mean instead of the sum."),
        text("Does the value change when you append a zero to x?"), code=_pair("np.mean(np.sin(x) + x**2)", _SLOPE)),
    Mistake("square_inside", "check_func", ["value", "consistent"], text("The square stands inside the sine."),
        text("Read the formula aloud: the sine of x, plus the square of x."), code=_pair("np.sum(np.sin(x + x**2))", _SLOPE)),
    Mistake("cosine", "check_func", ["value", "consistent"], text("check_func sums cosines instead of sines."),
        text("What is check_func at 0?"), code=_pair("np.sum(np.cos(x) + x**2)", _SLOPE)),
    Mistake("in_place", "check_func", ["purity"], text("The caller's x is overwritten."),
        text("`*=` and `+=` change the array that came in."), code="def check_func(x):\n    return np.sum(np.sin(x) + x**2)\n\ndef check_func_prime(x):\n    x = np.asarray(x, float)\n    c = np.cos(x)\n    x *= 2\n    return x + c\n"),
    Mistake("first_axis", "check_func", ["value", "types"], text("The sum runs along the first axis only; a matrix gives several values."),
        text("The value is a single number for any shape of x."), code=_pair("np.sum(np.sin(x) + x**2, axis=0)", _SLOPE)),
]  # fmt: skip

_PLOT = """
def plot_gradient_flow(named_parameters):
    names, heights = [], []
    for n, p in named_parameters:
        if p.requires_grad and p.grad is not None and n.split('.')[-1] != 'bias':
            names.append(n)
            heights.append(float(p.grad.abs().mean()))
    fig, ax = plt.subplots()
    ax.bar(np.arange(len(names)), heights)
    ax.set_xticks(np.arange(len(names)), names, rotation=90)
    ax.set_xlabel('layer')
    ax.set_ylabel('mean |gradient|')
    return ax
"""


def _plot(old: str, new: str) -> str:
    assert _PLOT.count(old) == 1, old
    return _PLOT.replace(old, new)


FLOW = [
    Mistake("article", "plot_gradient_flow", ["no_gradient", "names", "returned", "labels"],
        text("Names that merely contain \"bias\" are dropped, a gradient of None is not expected, and nothing is returned."),
        text("Try a parameter called unbiased.weight, and one whose gradient is None."),
        code='''
def plot_gradient_flow(named_parameters):
    ave_grads = []
    layers = []
    for n, p in named_parameters:
        if(p.requires_grad) and ("bias" not in n):
            layers.append(n)
            ave_grads.append(p.grad.abs().mean())
    plt.figure(figsize=(10, 5))
    plt.bar(np.arange(len(ave_grads)), ave_grads, alpha=0.5, lw=1)
    plt.hlines(0, 0, len(ave_grads)+1, lw=2, color="k")
    plt.xticks(np.arange(len(ave_grads)), layers, rotation="vertical")
    plt.title("gradient flow")
    plt.show()
'''),
    Mistake("substring", "plot_gradient_flow", ["names"], text("Every name that contains \"bias\" is dropped, unbiased.weight too."),
        text("Look at the last dotted part of the name only."), code=_plot("n.split('.')[-1] != 'bias'", "'bias' not in n")),
    Mistake("suffix", "plot_gradient_flow", ["names"], text("Every name that ends in \"bias\" is dropped, debias too."),
        text("Look at the whole last dotted part of the name."), code=_plot("n.split('.')[-1] != 'bias'", "not n.endswith('bias')")),
    Mistake("weights_only", "plot_gradient_flow", ["names"], text("Only names that end in \"weight\" are drawn."),
        text("Which parameters does the contract leave out, and which therefore stay?"), code=_plot("n.split('.')[-1] != 'bias'", "n.endswith('weight')")),
    Mistake("any_part", "plot_gradient_flow", ["names"], text("A name with \"bias\" as any of its parts is dropped, bias.weight too."),
        text("Only the last part of the name says what the parameter is."), code=_plot("n.split('.')[-1] != 'bias'", "'bias' not in n.split('.')")),
    Mistake("with_biases", "plot_gradient_flow", ["biases"], text("The biases are drawn as well."),
        text("Which parameters does the contract leave out?"), code=_plot(" and n.split('.')[-1] != 'bias'", "")),
    Mistake("with_frozen", "plot_gradient_flow", ["frozen"], text("Parameters that are not trained are drawn as well."),
        text("What does requires_grad say?"), code=_plot("p.requires_grad and ", "")),
    Mistake("none_unchecked", "plot_gradient_flow", ["no_gradient"], text("A parameter without a gradient ends the function with an exception."),
        text("Before the first backward pass p.grad is None."), code=_plot(" and p.grad is not None", "")),
    Mistake("none_as_zero", "plot_gradient_flow", ["no_gradient"], text("A parameter without a gradient is drawn as a bar of height 0."),
        text("No gradient is not the same as a gradient of zero."),
        code=_plot(" and p.grad is not None", "").replace("float(p.grad.abs().mean())", "0.0 if p.grad is None else float(p.grad.abs().mean())")),
    Mistake("no_abs", "plot_gradient_flow", ["heights"], text("The mean is taken without absolute values; positive and negative entries cancel."),
        text("In which order do mean and absolute value belong?"), code=_plot("p.grad.abs().mean()", "p.grad.mean()")),
    Mistake("abs_of_mean", "plot_gradient_flow", ["heights"], text("The absolute value is taken after the mean, when the entries have cancelled already."),
        text("In which order do mean and absolute value belong?"), code=_plot("float(p.grad.abs().mean())", "abs(float(p.grad.mean()))")),
    Mistake("largest", "plot_gradient_flow", ["heights"], text("The bar shows the largest entry, not the mean."),
        text("Which statistic does the contract ask for?"), code=_plot("abs().mean()", "abs().max()")),
    Mistake("total", "plot_gradient_flow", ["heights"], text("The bar shows the sum, which grows with the size of a layer."),
        text("Layers of different size should be comparable."), code=_plot("abs().mean()", "abs().sum()")),
    Mistake("norm", "plot_gradient_flow", ["heights"], text("The bar shows the norm of the gradient, not the mean absolute entry."),
        text("Which statistic does the contract ask for?"), code=_plot("abs().mean()", "norm()")),
    Mistake("unnamed", "plot_gradient_flow", ["heights"], text("The bars carry no names."),
        text("Set the tick labels."), code=_plot("    ax.set_xticks(np.arange(len(names)), names, rotation=90)\n", "")),
    Mistake("curve", "plot_gradient_flow", ["heights"], text("A line is drawn instead of bars; layers are no continuous axis."),
        text("Matplotlib has a function for bars."), code=_plot("ax.bar(", "ax.plot(")),
    Mistake("iterates_twice", "plot_gradient_flow", ["generator"], text("The parameters are walked through twice; a generator is empty the second time."),
        text("Collect names and heights in one loop."),
        code='''
def plot_gradient_flow(named_parameters):
    keep = lambda n, p: p.requires_grad and p.grad is not None and n.split('.')[-1] != 'bias'
    names = [n for n, p in named_parameters if keep(n, p)]
    heights = [float(p.grad.abs().mean()) for n, p in named_parameters if keep(n, p)]
    fig, ax = plt.subplots()
    ax.bar(names[:len(heights)], heights)
    ax.set_xlabel('layer')
    ax.set_ylabel('mean |gradient|')
    return ax
'''),
    Mistake("returns_nothing", "plot_gradient_flow", ["returned"], text("The plot is drawn, but the Axes are not returned."),
        text("Read the last line of the contract."), code=_plot("    return ax\n", "")),
    Mistake("no_axis_labels", "plot_gradient_flow", ["labels"], text("The axes have no labels."),
        text("A reader of the figure has to know what is drawn."),
        code=_plot("    ax.set_xlabel('layer')\n    ax.set_ylabel('mean |gradient|')\n", "")),
]  # fmt: skip

MISTAKES = [*CHECK, *FUNCTION, *FLOW]
