"""The wrong answers to batchnorm_backward that students hand in, and what to tell them."""

# ruff: noqa: E501 - one sentence or one edit a line reads best
from __future__ import annotations

from autograder.judge.authoring import Mistake, text


def _edit(name: str, loses: list[str], rationale: str, tip: str, *edits: tuple[str, str]) -> Mistake:
    return Mistake(name, "batchnorm_backward", loses, text(rationale), text(tip), edits=edits)


_DX = "dx = (dx_hat - through_mean - through_var) / np.sqrt(var + eps)"

MISTAKES = [
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
          ("np.sqrt(var + eps)", "np.sqrt(var)")),
    _edit("eps written as a number", ["large_eps"],
          "eps is always 1e-5, whatever the cache says.",
          "The cache carries eps as its last entry.",
          ("np.sqrt(var + eps)", "np.sqrt(var + 1e-5)")),
    _edit("unbiased variance, backwards", ["dx", "stretch"],
          "The way through the variance is divided by N − 1 instead of N.",
          "The forward pass divides by N; its derivative does too.",
          ("np.mean(dx_hat * x_hat, axis=0)", "np.sum(dx_hat * x_hat, axis=0) / max(1, len(x_hat) - 1)")),
    _edit("unbiased variance, backwards, unguarded", ["dx", "stretch"],
          "The way through the variance is divided by N − 1 instead of N.",
          "The forward pass divides by N; its derivative does too.",
          ("np.mean(dx_hat * x_hat, axis=0)", "np.sum(dx_hat * x_hat, axis=0) / np.float64(len(x_hat) - 1)")),
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
    _edit("variance term doubled", ["dx", "stretch"],
          "The way through the variance counts twice.",
          "The exponent −1/2 of the root comes down as a factor and meets the 2 of the square.",
          (_DX, _DX.replace("through_var)", "2 * through_var)"))),
    _edit("power of the variance term", ["dx", "stretch", "large_eps"],
          "In the way through the variance, the exponent of var + eps is −1/2, as in the forward pass, not −3/2.",
          "Differentiate (v + eps)**(-1/2) by v: which exponent is left?",
          (_DX, _DX.replace("through_var)", "(var + eps) * through_var)"))),
    _edit("sign of the mean term", ["dx", "sum_zero", "constant"],
          "The way through the mean has the wrong sign.",
          "A larger mean makes x_hat smaller.",
          (_DX, _DX.replace("- through_mean", "+ through_mean"))),
    _edit("number of features for N", ["dx", "sum_zero"],
          "The sums over the batch are divided by the number of features instead of the number of samples.",
          "Which axis of x counts the samples?",
          ("np.mean(dx_hat, axis=0)", "np.sum(dx_hat, axis=0) / x_hat.shape[1]"),
          ("np.mean(dx_hat * x_hat, axis=0)", "np.sum(dx_hat * x_hat, axis=0) / x_hat.shape[1]")),
    _edit("dx of the type of x", ["dx"],
          "dx takes its type from x: for a batch of integers the gradient is cut down to whole numbers.",
          "`zeros_like` copies the type too; ask for floats.",
          ("    return dx,", "    dx = dx.astype(x.dtype)\n    return dx,")),
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
