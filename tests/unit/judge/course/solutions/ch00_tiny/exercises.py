# ruff: noqa: ANN001, ANN202
from autograder.judge.authoring import (
    Answered,
    Close,
    Exercise,
    Holds,
    Raises,
    SameTypes,
    Tolerance,
    Unchanged,
    text,
)

EXACT = Tolerance(1e-12, "one product and one division")

mean_gradient = Exercise("mean_gradient", 5, text("Mean gradient"), {"V": 2, "P": 1, "R": 1, "C": 1})


@mean_gradient.family("values", "V", text("values"), probe="gradient", compare=Close(EXACT))
def _(rng):
    for n in (3, 4, 7):
        yield {"x": rng.normal(size=n)}


@mean_gradient.family("scale", "V", text("scale"), probe="gradient", compare=Close(EXACT))
def _(rng):
    yield {"x": rng.normal(size=5), "scale": float(rng.uniform(3, 9))}


@mean_gradient.family("purity", "P", text("x stays"), probe="purity", compare=Unchanged())
def _(rng):
    yield {"x": rng.normal(size=4)}


@mean_gradient.family("errors", "R", text("errors"), probe="gradient", compare=Raises(("ValueError",)))
def _(rng):
    yield {"x": rng.normal(size=(2, 3))}


@mean_gradient.family("types", "C", text("types"), probe="gradient", compare=SameTypes())
def _(rng):
    yield {"x": rng.normal(size=3)}


descend = Exercise("descend", 3, text("Descend"), {"V": 2, "P": 1})


def _cases(rng):
    for steps in (1, 4):
        yield {"f_prime": Answered(lambda x: 2 * x + 5), "x0": float(rng.uniform(5, 10)), "steps": steps}


def _called(actual, case):
    wanted = case["steps"]
    return None if len(actual.calls) == wanted else text("f_prime was called %(n)s times", n=len(actual.calls))


descend.family("trace", "V", text("trace"), probe="descent", compare=Close(EXACT))(_cases)
descend.family("calls", "P", text("calls"), probe="descent", compare=Holds(_called, "one call a step"))(_cases)

EXERCISES = [mean_gradient, descend]
