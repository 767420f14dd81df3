"""How one observation is compared with the reference's: comparers, each with a tolerance and the reason for it.

A comparer answers two questions about a case: does the *actual* observation satisfy the contract, given the *expected*
one (`compare`); and are two observations the same to within the tolerance (`same`), by which a mistake is recognised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from autograder.model.observation import Case, Observation
from autograder.model.text import Text


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a case does not satisfy its comparer. `earned` is the part of the aspect that is still earned."""

    rationale: Text
    help: Text | None = None
    earned: Fraction = Fraction(0)


class Comparer(Protocol):
    """Decides one case of an aspect."""

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if `actual` is right, else why not."""

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether two observations of the same case cannot be told apart at this comparer's tolerance."""


Scale = Callable[[Case, Any], float]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|actual - expected| <= value * scale, with `scale` = max(1, max|expected|) unless given.

    `why` is the error analysis behind the number, for the reader of the course; `float32` replaces `value` when the
    actual or an input is single precision.
    """

    value: float
    why: str
    float32: float | None = None
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """Values near the reference's, leaf by leaf; a list passes for an array and extra dimensions of length one are
    ignored (the contract aspect judges those). NaN never equals anything."""

    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class Equal:
    """Exactly the reference's value (numbers, strings, booleans, structures); container type list/tuple is free."""

    why: str


@dataclass(frozen=True, slots=True)
class SameTypes:
    """The contract: containers, array-ness, dtype kind and shape as the reference's; Python, NumPy and 0-d scalars pass
    for each other unless `strict`. Values are not compared."""

    strict: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The probe returns its arguments after the call; they must be exactly what they were."""


@dataclass(frozen=True, slots=True)
class Raises:
    """The case must raise one of these classes or a subclass. Another exception earns half."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """A property of the actual observation alone: `check(actual, case)` returns None, or what is wrong.

    `actual` is the whole observation (`.outcome` is `Returned`; `.calls` has what was asked of the trusted side).
    """

    check: Callable[[Observation, Case], Text | None]
    why: str
    #: for `same`: the tolerance at which two results of this probe are told apart
    tolerance: Tolerance = Tolerance(1e-9, "same formula in another order")


Record = Mapping[str, Any]
