"""E04, symbolic_derivative and compare_derivatives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, SameTypes, Tolerance, text
from solutions.ch01_velocity.exercises.data import CENTRAL

SYMBOLIC = Tolerance(1e-12, "one evaluation of an exact formula, in whatever order")

symbolic_derivative = Exercise(
    "symbolic_derivative",
    3,
    text("The symbolic derivative, and a comparison"),
    {"V": 2, "C": 1},
    defines=("symbolic_derivative", "compare_derivatives"),
    rests_on=("numeric_derivative",),
)


@symbolic_derivative.family(
    "expressions",
    "V",
    text("symbolic_derivative: polynomials, products, quotients"),
    probe="symbolic",
    compare=Close(SYMBOLIC),
    help=text("Differentiate first, and put the number in afterwards."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": 2}
    for expr in ("x**3 + 2*x", "x*sin(x)", "x/(1 + x**2)", "sqrt(x) + log(x)", "(x + 1)**2*cos(2*x)"):
        yield {"expr": expr, "x0": float(rng.uniform(0.5, 2.5))}
    yield {"expr": "x**2 - exp(x)", "x0": -float(rng.uniform(0.5, 2))}


@symbolic_derivative.family(
    "constants_and_names",
    "V",
    text("symbolic_derivative: constants, and symbols that are not called x"),
    probe="symbolic",
    compare=Close(SYMBOLIC),
    help=text("An expression knows its symbols: free_symbols. A constant has none."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "7", "x0": float(rng.uniform(1, 3))}
    yield {"expr": "pi**2 + sqrt(2)", "x0": 1.0}
    yield {"expr": "t**2*exp(-t)", "x0": float(rng.uniform(0.5, 2))}
    yield {"expr": "4.9*u**2 + 3*u", "x0": float(rng.uniform(0.5, 2))}
    yield {"expr": "theta_1**3 - theta_1", "x0": float(rng.uniform(0.5, 2))}
    # a symbol with assumptions is another one than a plain symbol of that name
    yield {"expr": "3*Symbol('x', real=True)**2", "x0": float(rng.uniform(0.5, 2))}


@symbolic_derivative.family(
    "comparison",
    "V",
    text("compare_derivatives: numeric, symbolic, and their distance"),
    probe="comparison",
    compare=Close(CENTRAL),
    help=text("The numeric one is a central difference quotient with the given dx; the distance is never negative."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": 2.0}
    yield {"expr": "x**3", "x0": float(rng.uniform(1, 2)), "dx": 0.5}
    yield {"expr": "-t**3 + sin(t)", "x0": float(rng.uniform(1, 2)), "dx": float(rng.uniform(0.3, 0.6))}
    yield {"expr": "exp(x)", "x0": float(rng.uniform(-1, 1)), "dx": 0.1}
    yield {"expr": "1000000000000*x**3", "x0": 0.0}
    yield {"expr": "5", "x0": 1.0}


@symbolic_derivative.family(
    "float_returned",
    "C",
    text("symbolic_derivative returns a Python float"),
    probe="symbolic_types",
    compare=SameTypes(strict=True),
    help=text("Ask for type(...) of what you return: SymPy's numbers are not Python's."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": 2}
    yield {"expr": "sin(x)", "x0": float(rng.uniform(0, 1))}
    yield {"expr": "7", "x0": 1.0}


@symbolic_derivative.family(
    "entries",
    "C",
    text("compare_derivatives returns a dict of three floats"),
    probe="comparison_types",
    compare=SameTypes(),
    help=text("The keys are 'numeric', 'symbolic' and 'abs_error'."),
)
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"expr": "x**3 + 2*x", "x0": float(rng.uniform(1, 2))}
    yield {"expr": "exp(x)", "x0": float(rng.uniform(1, 2)), "dx": 0.01}
