"""E34 and E36: wrong loss curves."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch09_regression.mistakes.making import of

plot = of(
    "curve", "plot_losses", text("Read the data back: ax.lines[0].get_xydata(), ax.get_xlabel(), ax.get_ylabel().")
)
both = of(
    "comparison", "plot_ridge_comparison", text("Read back, for both lines of ax.lines, get_label() and get_ydata().")
)


def drawn(statements: str, arguments: str, name: str) -> str:
    """Return the code of a plotting function with these statements between the making and the return of the Axes."""
    body = "\n".join("    " + line for line in statements.splitlines())
    return f"def {name}({arguments}):\n    _, ax = plt.subplots()\n{body}\n    return ax\n"


def one(statements: str) -> str:
    """Return a wrong plot_losses."""
    return drawn(statements, "losses", "plot_losses")


def two(statements: str) -> str:
    """Return a wrong plot_ridge_comparison."""
    return drawn(statements, "linear_losses, ridge_losses", "plot_ridge_comparison")


AXES = '\nax.set_xlabel("epoch")\nax.set_ylabel("loss")'
PAIR = 'ax.plot(linear_losses, label="linear")\nax.plot(ridge_losses, label="ridge")'


MISTAKES: list[Mistake] = [
    plot("reversed", "figure", text("The curve runs backwards."), code=one("ax.plot(losses[::-1])" + AXES)),
    plot(
        "logarithm_of_data",
        "figure",
        text("The logarithm of the losses is drawn; use a logarithmic axis instead."),
        code=one("ax.plot(np.log(losses))" + AXES),
    ),
    plot(
        "swapped_axes",
        "figure",
        text("Epoch and loss have changed places."),
        code=one("ax.plot(losses, range(len(losses)))" + AXES),
    ),
    plot("sorted", "figure", text("The losses are sorted first."), code=one("ax.plot(sorted(losses)[::-1])" + AXES)),
    plot(
        "steps_of_ten",
        "figure",
        text("The x values do not count the epochs one by one."),
        code=one("ax.plot(np.linspace(0, 1, len(losses)), losses)" + AXES),
    ),
    plot("no_labels", "figure", text("The axes have no labels."), code=one("ax.plot(losses)")),
    plot(
        "one_label",
        "figure",
        text("Only one of the axes has a label."),
        code=one('ax.plot(losses)\nax.set_ylabel("loss")'),
    ),
    plot("first_dropped", "figure", text("The first loss is missing."), code=one("ax.plot(losses[1:])" + AXES)),
    plot(
        "running_mean",
        "figure",
        text("A running mean is drawn instead of the losses."),
        code=one("ax.plot(np.cumsum(losses) / np.arange(1, len(losses) + 1))" + AXES),
    ),
    plot(
        "returns_none",
        "figure",
        text("The Axes is not returned."),
        code=one("ax.plot(losses)" + AXES).replace("return ax", "return None"),
    ),
    plot("nothing_drawn", "figure", text("Nothing is drawn."), code=one(AXES.strip())),
    plot(
        "scaled",
        "figure",
        text("The losses are divided by the first one."),
        code=one("ax.plot(np.asarray(losses) / losses[0])" + AXES),
    ),
    both(
        "labels_swapped",
        "figure",
        text("The labels are swapped: the linear losses are called ridge."),
        code=two('ax.plot(linear_losses, label="ridge")\nax.plot(ridge_losses, label="linear")\nax.legend()' + AXES),
    ),
    both("no_legend", "figure", text("There is no legend: labels stay invisible without it."), code=two(PAIR + AXES)),
    both(
        "no_labels",
        "figure",
        text("The curves have no labels of their own."),
        code=two("ax.plot(linear_losses)\nax.plot(ridge_losses)" + AXES),
    ),
    both(
        "same_twice",
        "figure",
        text("The linear losses are drawn twice."),
        code=two(PAIR.replace("ridge_losses", "[v + 0 for v in linear_losses]") + "\nax.legend()" + AXES),
    ),
    both(
        "ridge_only",
        "figure",
        text("Only the ridge losses are drawn."),
        code=two('ax.plot(ridge_losses, label="ridge")\nax.legend()' + AXES),
    ),
    both(
        "two_panels",
        "figure",
        text("The curves stand in two panels, where they cannot be compared."),
        code="""
def plot_ridge_comparison(linear_losses, ridge_losses):
    _, axes = plt.subplots(1, 2)
    for ax, losses, name in zip(axes, (linear_losses, ridge_losses), ("linear", "ridge")):
        ax.plot(losses, label=name)
        ax.set(xlabel="epoch", ylabel="loss")
        ax.legend()
    return axes
""",
    ),
    both("no_axis_labels", "figure", text("The axes have no labels."), code=two(PAIR + "\nax.legend()")),
    both(
        "difference",
        "figure",
        text("The difference of the two curves is drawn."),
        code=two(
            "n = min(len(linear_losses), len(ridge_losses))\n"
            'ax.plot(np.subtract(linear_losses[:n], ridge_losses[:n]), label="ridge")\nax.legend()' + AXES
        ),
    ),
    both(
        "one_after_the_other",
        "figure",
        text("The ridge curve is appended to the linear one instead of laid over it."),
        code=two(
            PAIR.replace(
                "ax.plot(ridge_losses",
                "ax.plot(range(len(linear_losses), len(linear_losses) + len(ridge_losses)), ridge_losses",
            )
            + "\nax.legend()"
            + AXES
        ),
    ),
    both(
        "both_called_ridge",
        "figure",
        text("Both labels contain the word ridge."),
        code=two(PAIR.replace('"linear"', '"ridge, alpha=0"') + "\nax.legend()" + AXES),
    ),
    both(
        "against_each_other",
        "figure",
        text("The losses are drawn against each other, not over the epochs."),
        code=two(
            "n = min(len(linear_losses), len(ridge_losses))\n"
            'ax.plot(linear_losses[:n], ridge_losses[:n], label="ridge")\nax.legend()' + AXES
        ),
    ),
    both(
        "returns_none",
        "figure",
        text("The Axes is not returned."),
        code=two(PAIR + "\nax.legend()" + AXES).replace("return ax", "return None"),
    ),
]
