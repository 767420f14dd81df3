"""Imports and first uses that every submission would otherwise pay for after its fork."""

from __future__ import annotations

import importlib
import os
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
    "sympy",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
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
    kernel.warm_up()
    _fill_lambdify()
    pristine.remember()


def _fill_lambdify() -> None:
    """Let SymPy copy NumPy's names now; it does so at its first lambdify, when a submission may have replaced some."""
    import sympy

    x = sympy.Symbol("x")
    sympy.lambdify(x, sympy.sin(x))(0.0)
