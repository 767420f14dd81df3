"""E30: a picture of the gradient in every layer."""

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Exercise, Holds, Observation, Text, text
from autograder.judge.figures import axes_labelled, bars_match, drawn_bars, kind_returned, labels_set, returns_axes

Cases = Iterator[Case]
Rng = np.random.Generator

plot_gradient_flow = Exercise(
    "plot_gradient_flow", 4, text("A picture of the gradient in every layer"), {"V": 3, "C": 1}
)
DRAWN = "heights are read from the figure's bars, 1e-6 of each; colours, order and orientation are free"


def _wanted(case: Case) -> dict[str, float]:
    return {
        name: float(np.mean(np.abs(grad)))
        for name, grad, needs in case["parameters"]
        if needs and grad is not None and name.split(".")[-1] != "bias"
    }


def _bars(actual: Observation, case: Case) -> Text | None:
    return bars_match(actual.outcome.value, _wanted(case))  # type: ignore[union-attr]


def _labels(actual: Observation, case: Case) -> Text | None:
    return axes_labelled(actual.outcome.value)  # type: ignore[union-attr]


def _returns(actual: Observation, case: Case) -> Text | None:
    return returns_axes(actual.outcome.value, kinds=("Axes",))  # type: ignore[union-attr]


def _layers(rng: Rng, *names: str) -> list[object]:
    return [(name, rng.normal(size=(3, 4)) * 10.0 ** rng.uniform(-2, 1), True) for name in names]


@plot_gradient_flow.family(
    "heights",
    "V",
    text("one bar per layer, as high as its mean absolute gradient"),
    probe="flow",
    compare=Holds(_bars, DRAWN, view=drawn_bars),
)
def _(rng: Rng) -> Cases:
    yield {"parameters": _layers(rng, "conv1.weight", "conv2.weight", "fc.weight")}
    yield {"parameters": _layers(rng, "a.weight")}
    yield {"parameters": _layers(rng, *(f"encoder.layers.{k}.attention.out_proj.weight" for k in (9, 10)))}


@plot_gradient_flow.family(
    "biases", "V", text("biases are left out"), probe="flow", compare=Holds(_bars, DRAWN, view=drawn_bars)
)
def _(rng: Rng) -> Cases:
    yield {"parameters": _layers(rng, "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "bias")}


@plot_gradient_flow.family(
    "names", "V", text("a name that merely contains \"bias\" is kept"), probe="flow",
    compare=Holds(_bars, DRAWN, view=drawn_bars),
    help=text("The bias of a layer is called `something.bias`. Which part of the name decides?"),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"parameters": _layers(rng, "bias.weight", "rnn.bias_ih", "rnn.bias", "fc.Bias.weight")}
    yield {"parameters": _layers(rng, "unbiased.weight", "bias_net.weight", "fc.bias", "debias", "norm.scale")}


@plot_gradient_flow.family(
    "frozen",
    "V",
    text("parameters that are not trained are left out"),
    probe="flow",
    compare=Holds(_bars, DRAWN, view=drawn_bars),
)
def _(rng: Rng) -> Cases:
    yield {
        "parameters": [*_layers(rng, "a.weight"), ("b.weight", rng.normal(size=3), False), *_layers(rng, "c.weight")]
    }


@plot_gradient_flow.family(
    "no_gradient", "V", text("parameters without a gradient are left out"), probe="flow",
    compare=Holds(_bars, DRAWN, view=drawn_bars),
    help=text("Before the first backward pass `p.grad` is None."),
)  # fmt: skip
def _(rng: Rng) -> Cases:
    yield {"parameters": [*_layers(rng, "a.weight"), ("b.weight", None, True), *_layers(rng, "c.weight")]}


@plot_gradient_flow.family(
    "generator",
    "V",
    text("a generator of parameters works"),
    probe="flow",
    compare=Holds(_bars, DRAWN, view=drawn_bars),
)
def _(rng: Rng) -> Cases:
    yield {"parameters": _layers(rng, "a.weight", "a.bias", "b.weight"), "once": True}


plot_gradient_flow.also(
    "returned", "C", text("the Axes are returned"), of="heights", compare=Holds(_returns, DRAWN, view=kind_returned)
)
plot_gradient_flow.also(
    "labels", "C", text("both axes are labelled"), of="heights", compare=Holds(_labels, DRAWN, view=labels_set)
)
