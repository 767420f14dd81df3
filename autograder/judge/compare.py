"""How one observation is compared with the reference's: comparers, each with a tolerance and the reason for it.

A comparer answers two questions about a case: does the *actual* observation satisfy the contract, given the *expected*
one (`compare`); and are two observations the same to within the tolerance (`same`), by which a mistake is recognised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import numpy as np

from autograder.judge.contract import types_differ
from autograder.judge.difference import describe, near
from autograder.judge.endings import not_returned, said
from autograder.judge.exactly import changed, identical
from autograder.judge.leaves import Leaf, Structure, leaves
from autograder.judge.mismatch import Mismatch, Scale, Tolerance
from autograder.model.observation import Case, Observation, Raised, Returned, TimedOut
from autograder.model.text import Text, text

__all__ = [
    "Close",
    "Comparer",
    "Equal",
    "Holds",
    "Mismatch",
    "Raises",
    "SameTypes",
    "Scale",
    "Tolerance",
    "Unchanged",
]


class Comparer(Protocol):
    """Decides one case of an aspect."""

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if `actual` is right, else why not."""

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether two observations of the same case cannot be told apart at this comparer's tolerance."""


def _values(actual: Observation, expected: Observation) -> tuple[Any, Any] | Mismatch:
    """Return both returned values, or why there are none."""
    if not isinstance(actual.outcome, Returned):
        return not_returned(actual.outcome)
    if not isinstance(expected.outcome, Returned):
        return Mismatch(text("the reference did not return a value"))
    return actual.outcome.value, expected.outcome.value


def _alike(actual: Observation, other: Observation, agree: Callable[[Any, Any], bool]) -> bool:
    """Tell whether two cases ended alike: values that agree, exceptions of one class, or both without an end."""
    match actual.outcome, other.outcome:
        case Returned(value), Returned(theirs):
            return agree(value, theirs)
        case Raised(types), Raised(others):
            return types[:1] == others[:1]
        case TimedOut(), TimedOut():
            return True
    return False


def _near_values(actual: Any, other: Any, tolerance: Tolerance, case: Case) -> bool:
    """Tell whether two values agree leaf by leaf; here NaN agrees with NaN, since a mistake may well produce it."""
    try:
        return all(_leaf_agrees(leaf, tolerance, case) for leaf in leaves(actual, other))
    except Structure:
        return False


def _leaf_agrees(leaf: Leaf, tolerance: Tolerance, case: Case) -> bool:
    if not leaf.numeric:
        return identical(leaf.actual, leaf.expected)
    a, b = leaf.actual, leaf.expected
    both = np.isnan(a) & np.isnan(b)
    return near(a[~both], b[~both], tolerance.bound(a, b, case))


@dataclass(frozen=True, slots=True)
class Close:
    """Values near the reference's, leaf by leaf.

    A list passes for an array and extra dimensions of length one are ignored (the contract aspect judges those). NaN
    never equals anything.
    """

    tolerance: Tolerance

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if every leaf is within the tolerance, else the first difference."""
        values = _values(actual, expected)
        if isinstance(values, Mismatch):
            return values
        try:
            for leaf in leaves(*values):
                if (found := self._leaf(leaf, case)) is not None:
                    return found
        except Structure as structure:
            return structure.mismatch
        return None

    def _leaf(self, leaf: Leaf, case: Case) -> Mismatch | None:
        if not leaf.numeric:
            return None if identical(leaf.actual, leaf.expected) else changed(leaf.actual, leaf.expected, leaf.where)
        bound = self.tolerance.bound(leaf.actual, leaf.expected, case)
        if near(leaf.actual, leaf.expected, bound):
            return None
        detailed, brief = describe(leaf.actual, leaf.expected, bound, leaf.where)
        return Mismatch(detailed, brief=brief)

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether both returned values within the tolerance, or ended alike."""
        return _alike(actual, other, lambda a, b: _near_values(a, b, self.tolerance, case))


@dataclass(frozen=True, slots=True)
class Equal:
    """Exactly the reference's value (numbers, strings, booleans, structures); container type list/tuple is free."""

    why: str

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if the value is the reference's exactly, else how it differs."""
        found = Close(Tolerance(0.0, self.why)).compare(actual=actual, expected=expected, case=case)
        if found is not None or not isinstance(actual.outcome, Returned) or not isinstance(expected.outcome, Returned):
            return found
        for leaf in leaves(actual.outcome.value, expected.outcome.value):
            # `Equal` on True must not accept 1; whole arrays of 0 and 1 are the contract aspect's matter.
            if leaf.numeric and not leaf.expected.ndim and (leaf.actual.dtype == bool) != (leaf.expected.dtype == bool):
                brief = text("the result is a number where True or False is expected, or the other way round")
                return Mismatch(brief, brief=brief)
        return None

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether both returned exactly the same, or ended alike."""
        return Close(Tolerance(0.0, self.why)).same(actual=actual, other=other, case=case)


@dataclass(frozen=True, slots=True)
class SameTypes:
    """The contract: containers, array-ness, dtype kind and shape as the reference's; values are not compared.

    Python, NumPy and 0-d scalars pass for each other unless `strict`.
    """

    strict: bool = False

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if the value is built like the reference's, else the first difference."""
        values = _values(actual, expected)
        return values if isinstance(values, Mismatch) else types_differ(*values, strict=self.strict)

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether both values are built alike, or both cases ended alike."""
        return _alike(actual, other, lambda a, b: types_differ(a, b, strict=self.strict) is None)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The probe returns its arguments after the call; they must be exactly what they were."""

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if the arguments are what the reference left them, bit for bit."""
        values = _values(actual, expected)
        if isinstance(values, Mismatch):
            return values
        if identical(*values, nan_equal=True):
            return None
        rationale = text("an argument was changed by the call")
        tip = text("Work on a copy: `+=`, `*=` and item assignment change the caller's array.")
        return Mismatch(rationale, tip, brief=rationale)

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether both changed the same arguments (or left them in the same state), or ended alike."""
        same_change = Tolerance(1e-9, "the same wrong change")

        def agree(a: Any, b: Any) -> bool:
            changed = self._changed(a, case)
            return _near_values(a, b, same_change, case) or (changed is not None and changed == self._changed(b, case))

        return _alike(actual, other, agree)

    def _changed(self, after: Any, case: Case) -> frozenset[str] | None:
        """Return the names of the arguments that are not what they were, if the probe returns them by name."""
        if not isinstance(after, dict) or not set(after) <= set(case):
            return None
        return frozenset(name for name, value in after.items() if not identical(value, case[name], nan_equal=True))


#: exceptions that say nothing about the arguments: a stub, a misspelt name, an endless recursion; some of them are
#: subclasses of what an exercise asks for (NotImplementedError and RecursionError are RuntimeErrors)
_ACCIDENTS = (
    "NotImplementedError",
    "RecursionError",
    "NameError",
    "SyntaxError",
    "ImportError",
    "MemoryError",
    "SystemExit",
    "KeyboardInterrupt",
    "GeneratorExit",
)


@dataclass(frozen=True, slots=True)
class Raises:
    """The case must raise one of these classes or a subclass. Another exception earns half."""

    types: tuple[str, ...]

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if one of the classes was raised; a mismatch that earns half for another exception."""
        outcome, wanted = actual.outcome, " / ".join(self.types)
        if isinstance(outcome, Returned):
            rationale = text("returned a value where %(wanted)s must be raised", wanted=wanted)
            return Mismatch(rationale, text("Check the arguments first and raise with a sentence."), brief=rationale)
        if not isinstance(outcome, Raised):
            return not_returned(outcome)
        accident = any(outcome.is_a(name) and name not in self.types for name in _ACCIDENTS)
        if outcome.is_a(*self.types) and not accident:
            return None
        detailed = text("raised %(said)s where %(wanted)s is expected", said=said(outcome), wanted=wanted)
        brief = text("raised another exception than %(wanted)s", wanted=wanted)
        return Mismatch(detailed, brief=brief, earned=Fraction(0) if accident else Fraction(1, 2))

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether both returned (whatever), or both raised the same class."""
        return _alike(actual, other, lambda a, b: True)


@dataclass(frozen=True, slots=True)
class Holds:
    """A property of the actual observation alone: `check(actual, case)` returns None, or what is wrong.

    `actual` is the whole observation (`.outcome` is `Returned`; `.calls` has what was asked of the trusted side).
    """

    check: Callable[[Observation, Case], Text | None]
    why: str
    #: for `same`: the tolerance at which two results of this probe are told apart
    tolerance: Tolerance = Tolerance(1e-9, "same formula in another order")  # noqa: RUF009 - frozen
    #: for `same`: what of a value two answers with one fault have in common (of a figure: not its colours); else all
    view: Callable[[Any], Any] | None = None

    def compare(self, *, actual: Observation, expected: Observation, case: Case) -> Mismatch | None:
        """Return None if the property holds, else what the check says."""
        if not isinstance(actual.outcome, Returned):
            return not_returned(actual.outcome)
        try:
            with np.errstate(all="ignore"):  # infinities are the student's
                wrong = self.check(actual, case)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError):
            # The check is written for plain right-shaped data; a value it cannot even read is the student's.
            wrong = text("the result does not have the expected structure")
        if wrong is None:
            return None
        return Mismatch(wrong, brief=None if wrong.params else wrong)

    def same(self, *, actual: Observation, other: Observation, case: Case) -> bool:
        """Tell whether both values are near each other and the check says the same of both."""
        return _alike(actual, other, lambda a, b: self._near(a, b, case)) and (
            self._says(actual, case) == self._says(other, case)
        )

    def _near(self, actual: Any, other: Any, case: Case) -> bool:
        if self.view is not None:
            try:
                actual, other = self.view(actual), self.view(other)
            except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError):
                return False
        return _near_values(actual, other, self.tolerance, case)

    def _says(self, actual: Observation, case: Case) -> str | None:
        found = self.compare(actual=actual, expected=actual, case=case)
        return None if found is None else found.rationale.msgid
