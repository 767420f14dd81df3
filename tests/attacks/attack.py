"""What an attack is: the code a student hands in, and the most points it may honestly end with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile submission of the tiny course; `mean_gradient` (5 points) and `descend` (3) are not solved in it."""

    name: str
    #: replaces the solution cell of `mean_gradient`
    code: str
    #: points that the submission earns honestly (1: it leaves its argument alone; 1: it returns a float array)
    allowed: float = 0.0
    #: points that it has earned in another exercise and may not lose by its own hostility
    keeps: float = 0.0
    #: files beside the notebook
    files: dict[str, bytes] = field(default_factory=dict)
    #: changes the notebook (nbformat dict) after the code was put in
    change: Any = None
    #: who hands it in; by default a name that says nothing
    student: str = ""


STUB = "def mean_gradient(x, scale=2.0):\n    raise NotImplementedError\n"


def around(before: str) -> str:
    """Return code that does something hostile and leaves the exercise unsolved."""
    return f"{before}\n\n\n{STUB}"


def returning(setup: str, value: str) -> str:
    """Return code whose function returns `value` instead of the gradient."""
    return f"import numpy as np\n{setup}\n\n\ndef mean_gradient(x, scale=2.0):\n    return {value}\n"
