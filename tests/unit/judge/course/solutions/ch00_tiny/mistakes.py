from autograder.judge.authoring import Mistake, text

MISTAKES = [
    Mistake(
        "not divided",
        "mean_gradient",
        ["values", "scale"],
        text("The result is what you get when the gradient is not divided by n."),
        text("How many terms has the mean?"),
        edits=[("scale * x / x.size", "scale * x")],
    ),
    Mistake(
        "scale ignored",
        "mean_gradient",
        ["scale"],
        text("The result is what you get when `scale` is ignored."),
        text("Where is the argument used?"),
        edits=[("scale * x / x.size", "2.0 * x / x.size")],
    ),
    Mistake(
        "no check",
        "mean_gradient",
        ["errors"],
        text("Nothing is raised for a matrix."),
        text("Look at x.ndim."),
        edits=[("x.ndim != 1", "False")],
    ),
    Mistake(
        "in place",
        "mean_gradient",
        ["purity"],
        text("x is changed."),
        text("Work on a copy."),
        code="""
def mean_gradient(x, scale=2.0):
    if x.ndim != 1:
        raise ValueError("x must be 1-D")
    x *= scale / x.size
    return x
""",
    ),
    Mistake(
        "ascent",
        "descend",
        ["trace"],
        text("The result is what you get when you walk uphill."),
        text("Which sign leads downhill?"),
        edits=[("x - 0.1", "x + 0.1")],
    ),
]
