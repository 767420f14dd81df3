"""The wrong answers to batchnorm_forward that students hand in, and what to tell them."""

# ruff: noqa: E501 - one sentence or one edit a line reads best
from __future__ import annotations

from autograder.judge.authoring import Mistake, text

MISTAKES = [
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
        "unbiased variance, unguarded",
        "batchnorm_forward",
        ["formula", "cache", "moments"],
        text("The variance is divided by N − 1 instead of N."),
        text("Batch normalisation uses the variance of the batch itself, not an estimate for a larger population."),
        edits=[("np.mean((x - mu) ** 2, axis=0)", "np.var(x, axis=0, ddof=1)")],
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
        "list for a cache",
        "batchnorm_forward",
        ["tuple"],
        text("The cache is a list, or something else that is not a tuple."),
        text("Round brackets, and six entries in the order of the contract."),
        edits=[("+ beta, (x, x_hat, mu, var, gamma, eps)", "+ beta, [x, x_hat, mu, var, gamma, eps]")],
    ),
    Mistake(
        "axis of a single feature dropped",
        "batchnorm_forward",
        ["types"],
        text("For a batch with one feature the results lose their second axis, or that of the features."),
        text("With D = 1, out has shape (N, 1) and mu has shape (1,): try a batch of shape (4, 1)."),
        edits=[
            (
                "return gamma * x_hat + beta, (x, x_hat, mu, var, gamma, eps)",
                "if x.shape[1] == 1:\n"
                "        x_hat = np.squeeze(x_hat, axis=1)\n"
                "    return gamma * x_hat + beta, (x, x_hat, mu, var, gamma, eps)",
            )
        ],
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
