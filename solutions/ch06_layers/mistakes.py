"""The wrong implementations of chapter 6 that students hand in, and what to tell them."""

# ruff: noqa: E501 - one sentence or one edit a line reads best
from __future__ import annotations

from autograder.judge.authoring import Mistake, text

# ---- E22 conv2d_forward ----

_FORWARD = [
    Mistake(
        "flipped kernel",
        "conv2d_forward",
        ["hand", "shapes", "delta"],
        text("The kernel is turned by 180 degrees before it is applied: that is convolution in the textbook sense."),
        text("Layers of neural networks do not flip. Compute the entry [0, 0] by hand and compare."),
        edits=[("output += k[i, j]", "output += k[kh - 1 - i, kw - 1 - j]")],
    ),
    Mistake(
        "one row and column too few",
        "conv2d_forward",
        ["hand", "shapes"],
        text("The last row and the last column of the output are missing."),
        text("How many places are there for a window of length 3 in a row of length 3?"),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((max(h - kh, 0), max(w - kw, 0)))
    for i in range(h - kh):
        for j in range(w - kw):
            output[i, j] = np.sum(input[i:i + kh, j:j + kw] * kernel)
    return output
""",
    ),
    Mistake(
        "same size as the input",
        "conv2d_forward",
        ["hand", "shapes", "types"],
        text("The input is padded with zeros, so that the output is as large as the input."),
        text("Only windows that lie entirely inside the input count; nothing is added around it."),
        code="""
def conv2d_forward(input, kernel):
    from scipy.signal import correlate2d
    return correlate2d(input, kernel, mode="same")
""",
    ),
    Mistake(
        "mean instead of sum",
        "conv2d_forward",
        ["hand", "shapes", "delta"],
        text("The products in a window are averaged: every entry is too small by the number of kernel entries."),
        text("The formula has a sum and no division."),
        edits=[("    return output", "    return output / k.size")],
    ),
    Mistake(
        "matrix product of patch and kernel",
        "conv2d_forward",
        ["hand", "shapes"],
        text("The window and the kernel are multiplied as matrices instead of entry by entry."),
        text("`*` multiplies entries that lie on each other, `@` does rows times columns."),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(input[i:i + kh, j:j + kw] @ kernel.T)
    return output
""",
    ),
    Mistake(
        "transposed output",
        "conv2d_forward",
        ["hand", "shapes", "types"],
        text("The output is transposed: rows and columns have changed places."),
        text("The first index counts rows, from the top; use an input that is not square to see the difference."),
        edits=[("    return output", "    return output.T")],
    ),
    Mistake(
        "largest product instead of sum",
        "conv2d_forward",
        ["hand", "shapes", "linear"],
        text("Each entry is the largest product in its window: that is nearer to max-pooling than to a convolution."),
        text("All products of a window are added."),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.max(input[i:i + kh, j:j + kw] * kernel)
    return output
""",
    ),
    Mistake(
        "stride two",
        "conv2d_forward",
        ["shapes", "shift"],
        text("The window moves by two rows and columns at a time."),
        text("The stride is 1: every place where the kernel fits gives an output entry."),
        edits=[("    return output", "    return output[::2, ::2]")],
    ),
    Mistake(
        "output of the input's type",
        "conv2d_forward",
        ["ints", "types"],
        text("The output takes its type from the input, so that an integer input cuts off the fractions."),
        text("Ask for a float array when you make the output; `zeros_like` copies the type too."),
        edits=[
            ("dtype=np.result_type(x, k, np.float32))\n", "dtype=x.dtype)\n"),
            (
                "output += k[i, j] * x[i : i + oh, j : j + ow]",
                "output += (k[i, j] * x[i : i + oh, j : j + ow]).astype(x.dtype)",
            ),
        ],
    ),
    Mistake(
        "no check of the arguments",
        "conv2d_forward",
        ["errors"],
        text("Arguments that cannot be convolved give an empty array or some result instead of a ValueError."),
        text("Before the loop: are both 2-D, is the kernel not empty, does it fit into the input in both directions?"),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(input[i:i+kh, j:j+kw] * kernel)
    return output
""",
    ),
    Mistake(
        "kernel normalised in place",
        "conv2d_forward",
        ["purity", "hand"],
        text("The kernel is divided by its sum, in place: the result is scaled and the caller's array is changed."),
        text("Nothing in the formula scales the kernel, and an argument is not yours to change."),
        code="""
def conv2d_forward(input, kernel):
    total = kernel.sum()
    if kernel.dtype.kind == "f":
        kernel /= total
    from scipy.signal import correlate2d
    return correlate2d(input, kernel, mode="valid")
""",
    ),
]

# ---- E23 conv2d_backward ----


def _loops(body: str, start: str = "", end: str = "") -> str:
    return f"""
def conv2d_backward(input, kernel, grad_output):
    input, kernel, grad_output = (np.asarray(a) for a in (input, kernel, grad_output))
    h, w = input.shape
    kh, kw = kernel.shape
    if kernel.size == 0 or h < kh or w < kw or grad_output.shape != (h - kh + 1, w - kw + 1):
        raise ValueError("shapes")
    grad_input = np.zeros(input.shape)
    grad_kernel = np.zeros(kernel.shape)
{start}
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
{body}
{end}
    return grad_input, grad_kernel
"""


_GI = "            grad_input[i:i+kh, j:j+kw] += kernel * grad_output[i, j]"
_GK = "            grad_kernel += input[i:i+kh, j:j+kw] * grad_output[i, j]"

_BACKWARD = [
    Mistake(
        "the article's code",
        "conv2d_backward",
        ["ints", "errors"],
        text(
            "The gradients take their type from the arguments and the shapes are not checked: integers fail, misfits pass."
        ),
        text("Make both gradients float arrays, and compare the shape of grad_output with the output's."),
        code="""
def conv2d_backward(input, kernel, grad_output):
    grad_input = np.zeros_like(input)
    grad_kernel = np.zeros_like(kernel)
    h, w = input.shape
    kh, kw = kernel.shape
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            grad_input[i:i+kh, j:j+kw] += kernel * grad_output[i,j]
            grad_kernel += input[i:i+kh, j:j+kw] * grad_output[i,j]
    return grad_input, grad_kernel
""",
    ),
    Mistake(
        "assigned instead of added, grad_input",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_input"],
        text(
            "In grad_input, each window overwrites what earlier windows left: overlaps count once instead of each time."
        ),
        text("An input entry lies under many windows and each of them sends its part back."),
        code=_loops(_GI.replace("+=", "=") + "\n" + _GK),
    ),
    Mistake(
        "assigned instead of added, grad_kernel",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_kernel"],
        text("grad_kernel holds the part of the last window alone."),
        text("The kernel is used at every place; where do the parts of the earlier places go?"),
        code=_loops(_GI + "\n" + _GK.replace("grad_kernel +=", "grad_kernel =")),
    ),
    Mistake(
        "flipped kernel in grad_input",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_input"],
        text("grad_input is made with the kernel turned by 180 degrees."),
        text("The flip is already inside a full convolution; when you add windows by hand there is none."),
        code=_loops(_GI.replace("kernel *", "kernel[::-1, ::-1] *") + "\n" + _GK),
    ),
    Mistake(
        "flipped grad_kernel",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_kernel"],
        text("grad_kernel is turned by 180 degrees."),
        text("Which output entries does kernel[0, 0] take part in, and which input entry does it meet there?"),
        code=_loops(_GI + "\n" + _GK, end="    grad_kernel = grad_kernel[::-1, ::-1].copy()"),
    ),
    Mistake(
        "incoming gradient ignored",
        "conv2d_backward",
        ["hand", "shapes", "linear"],
        text("grad_output does not enter: the result is what you get when all its entries are 1."),
        text("The chain rule multiplies by what comes from above, entry by entry."),
        code=_loops((_GI + "\n" + _GK).replace(" * grad_output[i, j]", "")),
    ),
    Mistake(
        "incoming gradient summed",
        "conv2d_backward",
        ["shapes", "adjoint_input", "adjoint_kernel"],
        text("Every window gets the sum of grad_output instead of its own entry."),
        text("The window at (i, j) made one output entry; only that entry's gradient comes back to it."),
        code=_loops((_GI + "\n" + _GK).replace("grad_output[i, j]", "grad_output.sum()")),
    ),
    Mistake(
        "results in the wrong order",
        "conv2d_backward",
        ["hand", "shapes", "types"],
        text("The two gradients are returned in the wrong order."),
        text("grad_input comes first and has the input's shape."),
        code=_loops(_GI + "\n" + _GK).replace("return grad_input, grad_kernel", "return grad_kernel, grad_input"),
    ),
    Mistake(
        "grad_kernel averaged",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_kernel"],
        text("grad_kernel is divided by the number of output entries."),
        text("L is a sum over all output places, not their mean: nothing is divided."),
        code=_loops(_GI + "\n" + _GK, end="    grad_kernel /= grad_output.size"),
    ),
    Mistake(
        "grad_input only where the output is",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_input"],
        text("grad_input is a valid correlation of grad_output, put into one corner: the border gets too little."),
        text("Also the entries near the border lie under at least one window and take part in L."),
        code=_loops("            grad_input[i, j] += np.sum(kernel) * grad_output[i, j]\n" + _GK),
    ),
    Mistake(
        "sign",
        "conv2d_backward",
        ["hand", "shapes"],
        text("Both gradients have the wrong sign."),
        text("The minus of gradient descent belongs to the update, not to the gradient."),
        code=_loops(_GI + "\n" + _GK, end="    grad_input, grad_kernel = -grad_input, -grad_kernel"),
    ),
    Mistake(
        "input and kernel confused",
        "conv2d_backward",
        ["hand", "shapes", "independent"],
        text(
            "grad_input is built from the input and grad_kernel from the kernel: each from itself instead of the other."
        ),
        text("In a product a·b the slope with respect to a is b."),
        code=_loops(
            "            grad_input[i:i+kh, j:j+kw] += input[i:i+kh, j:j+kw] * grad_output[i, j]\n"
            "            grad_kernel += kernel * grad_output[i, j]"
        ),
    ),
    Mistake(
        "incoming gradient transposed",
        "conv2d_backward",
        ["hand", "shapes"],
        text("grad_output is read with rows and columns exchanged."),
        text("The entry [i, j] of grad_output belongs to the window whose top row is i and whose left column is j."),
        code=_loops(
            (_GI + "\n" + _GK).replace("grad_output[i, j]", "turned[i, j]"),
            start="    turned = grad_output.T.reshape(grad_output.shape)",
        ),
    ),
    Mistake(
        "gradients kept between calls",
        "conv2d_backward",
        ["repeated", "adjoint_kernel"],
        text("grad_kernel of earlier calls is still in the result: the sum goes on growing."),
        text("Make fresh zeros inside the function, at each call."),
        code="_kept = {}\n"
        + _loops(
            _GI + "\n" + _GK,
            start="    grad_kernel = _kept.setdefault(kernel.shape, grad_kernel)",
            end="    grad_kernel = grad_kernel + 0.0",
        ),
    ),
    Mistake(
        "arguments overwritten",
        "conv2d_backward",
        ["purity"],
        text("The caller's input is centred in place during the computation, or another argument is changed."),
        text("Work on copies, and expect arguments that cannot be written to."),
        code=_loops(_GI + "\n" + _GK, end="    grad_output *= 0"),
    ),
    Mistake(
        "last row and column of windows left out",
        "conv2d_backward",
        ["hand", "shapes"],
        text("The windows at the lower and right border are left out."),
        text("The loops of the backward pass visit the same places as those of the forward pass, (h−kh+1)·(w−kw+1)."),
        code=_loops(_GI + "\n" + _GK)
        .replace("range(h - kh + 1)", "range(h - kh)")
        .replace("range(w - kw + 1)", "range(w - kw)"),
    ),
]

# ---- E24 batchnorm_forward ----

_BATCH = [
    Mistake(
        "the article's forward pass",
        "batchnorm_forward",
        ["errors"],
        text("A batch without samples or with another number of dimensions is normalised somehow instead of refused."),
        text("Look at x.shape first: it must have two entries and the first must not be 0."),
        code="""
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = np.mean(x, axis=0)
    var = np.var(x, axis=0)
    x_hat = (x - mu) / np.sqrt(var + eps)
    out = gamma * x_hat + beta
    cache = (x, x_hat, mu, var, gamma, eps)
    return out, cache
""",
    ),
    Mistake(
        "unbiased variance",
        "batchnorm_forward",
        ["formula", "cache", "moments"],
        text("The variance is divided by N − 1 instead of N."),
        text("Batch normalisation uses the variance of the batch itself, not an estimate for a larger population."),
        edits=[("np.mean((x - mu) ** 2, axis=0)", "np.var(x, axis=0, ddof=min(1, len(x) - 1))")],
    ),
    Mistake(
        "normalised over the features",
        "batchnorm_forward",
        ["formula", "moments"],
        text("Mean and variance run over the features of each sample (axis 1): that is layer normalisation."),
        text("Each feature is compared with the same feature of the other samples of the batch."),
        code="""
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    x = np.asarray(x)
    if x.ndim != 2 or len(x) < 1:
        raise ValueError("x")
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    x_hat = (x - mu) / np.sqrt(var + eps)
    return gamma * x_hat + beta, (x, x_hat, mu, var, gamma, eps)
""",
    ),
    Mistake(
        "one mean for everything",
        "batchnorm_forward",
        ["formula", "moments"],
        text("One mean and one variance are taken over the whole array."),
        text("Each feature (column) has a mean and a variance of its own: mu and var have shape (D,)."),
        edits=[
            ("np.mean(x, axis=0)", "np.full(x.shape[1], np.mean(x))"),
            ("np.mean((x - mu) ** 2, axis=0)", "np.full(x.shape[1], np.mean((x - mu) ** 2))"),
        ],
    ),
    Mistake(
        "no eps",
        "batchnorm_forward",
        ["large_eps", "degenerate"],
        text("eps is not used: a constant column divides zero by zero."),
        text("eps is there for the case that the variance is 0; find its place in the formula."),
        edits=[("np.sqrt(var + eps)", "np.sqrt(var)")],
    ),
    Mistake(
        "eps outside the root",
        "batchnorm_forward",
        ["large_eps", "formula"],
        text("eps is added to the standard deviation instead of the variance."),
        text("sqrt(var + eps) and sqrt(var) + eps differ; try var = 0."),
        edits=[("np.sqrt(var + eps)", "(np.sqrt(var) + eps)")],
    ),
    Mistake(
        "divided by the variance",
        "batchnorm_forward",
        ["formula", "moments"],
        text("The deviation is divided by the variance, without the root."),
        text("If x is in metres, the variance is in square metres; what must the divisor be in?"),
        edits=[("np.sqrt(var + eps)", "(var + eps)")],
    ),
    Mistake(
        "gamma and beta exchanged",
        "batchnorm_forward",
        ["formula", "moments"],
        text("gamma and beta have changed roles: beta scales and gamma shifts."),
        text("gamma multiplies x_hat; beta is what an average sample comes out as."),
        edits=[("gamma * x_hat + beta", "beta * x_hat + gamma")],
    ),
    Mistake(
        "mean not subtracted",
        "batchnorm_forward",
        ["formula", "moments"],
        text("The mean is not subtracted: the columns are scaled but not centred."),
        text("The mean of each column of x_hat must be 0."),
        edits=[("x_hat = (x - mu) /", "x_hat = x /")],
    ),
    Mistake(
        "beta forgotten",
        "batchnorm_forward",
        ["formula", "moments", "degenerate"],
        text("beta is not added."),
        text("What should a sample that equals the mean come out as?"),
        edits=[("gamma * x_hat + beta", "gamma * x_hat + 0 * beta")],
    ),
    Mistake(
        "mean of squares minus squared mean",
        "batchnorm_forward",
        ["shifted"],
        text(
            "The variance is the mean of squares minus the square of the mean: right on paper, wrong digits at a mean of 1e6."
        ),
        text("Two numbers near 1e12 that differ by 1 have only four digits left after subtraction: centre first."),
        edits=[("np.mean((x - mu) ** 2, axis=0)", "np.maximum(np.mean(x * x, axis=0) - mu * mu, 0)")],
    ),
    Mistake(
        "cache forgotten",
        "batchnorm_forward",
        ["cache", "types"],
        text("The output is returned alone, without the cache that the backward pass needs."),
        text("Return a pair: the output, and the tuple of six described in the task."),
        edits=[("x_hat + beta, (x, x_hat, mu, var, gamma, eps)", "x_hat + beta")],
    ),
    Mistake(
        "standard deviation in the cache",
        "batchnorm_forward",
        ["cache"],
        text("The cache holds the standard deviation in place of the variance."),
        text("The fourth entry is var itself, as in the formula: neither its root nor with eps added."),
        edits=[("beta, (x, x_hat, mu, var,", "beta, (x, x_hat, mu, np.sqrt(var + eps),")],
    ),
    Mistake(
        "x changed in place",
        "batchnorm_forward",
        ["purity"],
        text("The caller's x is centred in place."),
        text("`x -= mu` writes into the caller's array; `x - mu` makes a new one."),
        edits=[
            (
                "x_hat = (x - mu) / np.sqrt(var + eps)",
                "x_hat = (x - mu) / np.sqrt(var + eps)\n    if x.dtype.kind == 'f':\n        x -= mu",
            )
        ],
    ),
]

# ---- E25 batchnorm_backward ----


def _edit(name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str]) -> Mistake:
    return Mistake(name, "batchnorm_backward", loses, text(rationale), text(tip), edits=edits)


_DX = "dx = (dx_hat - through_mean - through_var) / np.sqrt(var + eps)"

_BATCH_BACK = [
    Mistake(
        "the article's backward pass",
        "batchnorm_backward",
        ["errors"],
        text("A dout of another shape than x is stretched silently or fails with some other error."),
        text("Compare dout.shape with the shape of the cached x before anything else."),
        code="""
def batchnorm_backward(dout, cache):
    x, x_hat, mu, var, gamma, eps = cache
    N = x.shape[0]
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx_hat = dout * gamma
    dvar = np.sum(dx_hat * (x - mu) * (-0.5) * (var + eps)**(-1.5), axis=0)
    dmu = np.sum(dx_hat * (-1 / np.sqrt(var + eps)), axis=0) + dvar * np.sum(-2 * (x - mu), axis=0) / N
    dx = dx_hat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / N + dmu / N
    return dx, dgamma, dbeta
""",
    ),
    _edit("way through the mean forgotten", ["dx", "sum_zero", "constant"],
          "dx leaves out the way through the mean.",
          "If one x moves, the mean of its column moves too, and with it every x_hat of that column.",
          (_DX, _DX.replace(" - through_mean", ""))),
    _edit("way through the variance forgotten", ["dx", "stretch"],
          "dx leaves out the way through the variance.",
          "If one x moves away from the mean, the divisor of the whole column grows.",
          (_DX, _DX.replace(" - through_var", ""))),
    _edit("mean and variance taken as constants", ["dx", "sum_zero", "stretch"],
          "dx is only dout·gamma/sqrt(var+eps): mean and variance are treated as constants.",
          "mu and var are computed from x; draw the graph of the computation and count the arrows that leave x.",
          (_DX, "dx = dx_hat / np.sqrt(var + eps)")),
    _edit("gamma forgotten in dx", ["dx", "large_eps"],
          "gamma does not enter dx.",
          "On the way from out to x_hat there is a multiplication by gamma; what does it do to the gradient?",
          ("dx_hat = dout * gamma", "dx_hat = dout * np.ones_like(gamma)")),
    _edit("sum instead of mean", ["dx", "sum_zero"],
          "The sums over the batch are not divided by N.",
          "Each x enters mu and var with weight 1/N.",
          ("np.mean(dx_hat, axis=0)", "np.sum(dx_hat, axis=0)"),
          ("np.mean(dx_hat * x_hat, axis=0)", "np.sum(dx_hat * x_hat, axis=0)")),
    _edit("dgamma averaged", ["parameters"],
          "dgamma is averaged over the batch instead of summed.",
          "L adds up what all samples contribute; nothing is divided by N.",
          ("np.sum(dout * x_hat, axis=0)", "np.mean(dout * x_hat, axis=0)")),
    _edit("dbeta averaged", ["parameters", "constant"],
          "dbeta is averaged over the batch instead of summed.",
          "beta is added to each of the N samples: how much does L change if beta grows by 1?",
          ("np.sum(dout, axis=0)", "np.mean(dout, axis=0)")),
    _edit("dgamma and dbeta exchanged", ["parameters", "constant"],
          "dgamma and dbeta are returned in the wrong order.",
          "The order is dx, dgamma, dbeta; which of the two contains x_hat?",
          ("np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)", "np.sum(dout, axis=0), np.sum(dout * x_hat, axis=0)")),
    _edit("x instead of x_hat in dgamma", ["parameters"],
          "dgamma is made with x instead of the normalised x_hat.",
          "out = gamma·x_hat + beta: what is gamma multiplied by?",
          ("np.sum(dout * x_hat, axis=0)", "np.sum(dout * x, axis=0)")),
    _edit("eps forgotten", ["large_eps"],
          "eps is left out of the divisor.",
          "Take eps from the cache and put it where the forward pass has it.",
          ("np.sqrt(var + eps)", "np.sqrt(np.maximum(var, 1e-12))")),
    _edit("eps written as a number", ["large_eps"],
          "eps is always 1e-5, whatever the cache says.",
          "The cache carries eps as its last entry.",
          ("np.sqrt(var + eps)", "np.sqrt(var + 1e-5)")),
    _edit("unbiased variance, backwards", ["dx", "stretch"],
          "The way through the variance is divided by N − 1 instead of N.",
          "The forward pass divides by N; its derivative does too.",
          ("np.mean(dx_hat * x_hat, axis=0)", "np.sum(dx_hat * x_hat, axis=0) / max(1, len(x_hat) - 1)")),
    _edit("divided by the variance, backwards", ["dx"],
          "dx is divided by var + eps without the root.",
          "d(x_hat)/dx has the root of the variance below it.",
          ("np.sqrt(var + eps)", "(var + eps)")),
    _edit("sign of the variance term", ["dx", "stretch"],
          "The way through the variance has the wrong sign.",
          "A larger variance makes x_hat smaller: the exponent −1/2 brings a minus.",
          (_DX, _DX.replace("- through_var", "+ through_var"))),
    _edit("factor of the variance term", ["dx", "stretch"],
          "The way through the variance counts half.",
          "The factor −1/2 of the root meets the 2 of the square.",
          (_DX, _DX.replace("through_var)", "0.5 * through_var)"))),
    _edit("means over the features", ["dx", "features"],
          "The means of dx run over the features (axis 1) instead of the batch.",
          "mu and var were taken over axis 0, so their gradients are summed over axis 0.",
          ("np.mean(dx_hat, axis=0)", "np.mean(dx_hat, axis=1, keepdims=True)"),
          ("np.mean(dx_hat * x_hat, axis=0)", "np.mean(dx_hat * x_hat, axis=1, keepdims=True)")),
    _edit("dout changed in place", ["purity"],
          "The caller's dout is overwritten.",
          "`dout *= gamma` changes the caller's array; `dout * gamma` makes a new one.",
          ("    dout = dout.astype(np.result_type(dout, np.float32))\n", ""),
          ("dx_hat = dout * gamma", "kept = dout.copy()\n    if dout.dtype.kind == 'f':\n        dout *= gamma\n    dx_hat = kept * gamma\n    dout = kept")),
    _edit("parameters with a batch axis", ["types"],
          "dgamma and dbeta have shape (1, D) instead of (D,).",
          "A gradient has the shape of what it belongs to; keepdims keeps an axis that gamma does not have.",
          ("np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)", "np.sum(dout * x_hat, axis=0, keepdims=True), np.sum(dout, axis=0, keepdims=True)")),
]  # fmt: skip

MISTAKES = [*_FORWARD, *_BACKWARD, *_BATCH, *_BATCH_BACK]
