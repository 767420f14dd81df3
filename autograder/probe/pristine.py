"""Puts the functions of common modules back before a probe runs, whatever a notebook's cells replaced them with.

A student's function that assigns to `np.diff` is called by its example cell, in the notebook's own process; without
this, every later exercise would be judged with that replacement. What cells add to a module stays.
"""

from __future__ import annotations

import sys

MODULES = (
    "builtins",
    "math",
    "random",
    "numpy",
    "numpy.linalg",
    "numpy.random",
    "scipy.special",
    "matplotlib.pyplot",
    "sympy",
)
#: looking at a function copies the page that it lives on in every fork, so of a package with a thousand of them only
#: those that students use are looked at
CHOSEN = {
    "sympy": frozenset(
        "Abs Derivative Eq Float Function Integer Matrix Poly Rational Symbol cos diff exp expand factor integrate "  # noqa: SIM905
        "lambdify latex limit log series simplify sin solve sqrt symbols sympify tan tanh".split()
    )
}

_kept: dict[str, dict[str, object]] = {}


def remember() -> None:
    """Note the public functions and classes of the modules that are imported: in the zygote, before any submission."""
    for name in MODULES:
        if name in sys.modules:
            public = vars(sys.modules[name]).items()
            chosen = CHOSEN.get(name)
            _kept[name] = {
                key: value
                for key, value in public
                if callable(value) and not key.startswith("_") and (chosen is None or key in chosen)
            }


def restore() -> None:
    """Put back what is not as it was noted; nothing where nothing was noted."""
    for name, functions in _kept.items():
        module = sys.modules.get(name)
        if module is None:  # removed from sys.modules: whoever imports it again gets a fresh one
            continue
        now = vars(module)
        for key, function in functions.items():
            if now.get(key) is not function:
                setattr(module, key, function)
