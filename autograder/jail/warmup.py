"""Imports and first uses that every submission would otherwise pay for after its fork."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

#: what probes and notebooks of a numerical course import; absent packages are skipped
COMMON = (
    "numpy",
    "scipy.linalg",
    "scipy.optimize",
    "scipy.special",
    "scipy.sparse",
    "scipy.signal",
    "scipy.ndimage",
    "scipy.differentiate",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "autograder.probe.device",
    "autograder.probe.fakecupy",
    "autograder.probe.figures",
    "autograder.probe.pristine",
    "autograder.probe.runtime",
    "autograder.jail.submission",
)


def warm_up(preload: Sequence[str]) -> None:
    """Import the common packages and those named, and use the kernel once.

    Raises:
        ImportError: a named package is not installed.
    """
    os.makedirs(os.environ["HOME"], exist_ok=True)
    from autograder.jail import kernel
    from autograder.probe import pristine

    kernel.make()
    for name in COMMON:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    for name in preload:
        importlib.import_module(name)
    if "sympy" in sys.modules:
        _use_sympy()
    kernel.warm_up()
    pristine.remember()


def _use_sympy() -> None:
    """Let SymPy do what a course asks of it once: each first use of these takes milliseconds, in every process.

    lambdify also copies NumPy's names at its first use, when a submission may have replaced some.
    """
    import sympy

    x = sympy.Symbol("x")
    expression = sympy.sympify("x**3*sin(x) + exp(-x)*cos(2*x)/(x**2 + 1) + sqrt(x) + log(x) - 1/x")
    derivative = sympy.diff(expression, x)
    sympy.simplify(derivative)
    for number in (2, 0.5, sympy.Rational(1, 3)):
        float(derivative.subs(x, number))
        derivative.subs(x, number).evalf()
    sympy.lambdify(x, derivative, "numpy")(0.5)
    str(derivative)
    sympy.latex(derivative)
