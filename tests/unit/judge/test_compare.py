"""Each comparer must accept a legitimate variant and refuse a slightly wrong answer, with the kind of difference."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograder.judge.compare import (
    Close,
    Comparer,
    Equal,
    Holds,
    Mismatch,
    Raises,
    SameTypes,
    Tolerance,
    Unchanged,
)
from autograder.model.observation import Call, Case, Missing, Observation, Raised, Returned, TimedOut
from autograder.model.text import Text, text
from autograder.wire.values import Opaque

CLOSE = Close(Tolerance(1e-9, "rounding", float32=1e-4))
ARRAY = np.array([1.0, -2.5, 4.0, 8.0])
BUMPED = np.array([1.0, -2.5, 4.001, 8.0])
MATRIX = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])


def returned(value: Any) -> Observation:
    return Observation(Returned(value))


def raised(*types: str) -> Observation:
    return Observation(Raised(types, "message"))


def found(comparer: Comparer, actual: Any, expected: Any, case: Case | None = None) -> Mismatch | None:
    return comparer.compare(actual=returned(actual), expected=returned(expected), case=case or {})


def reason(comparer: Comparer, actual: Any, expected: Any, case: Case | None = None) -> str:
    mismatch = found(comparer, actual, expected, case)
    assert mismatch is not None
    return str(mismatch.rationale)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (ARRAY * (1 + 1e-13), ARRAY),
        (ARRAY.tolist(), ARRAY),
        (tuple(ARRAY), ARRAY),
        (ARRAY[:, None], ARRAY),
        (ARRAY, ARRAY.tolist()),
        (np.float64(3.0), 3.0),
        (np.array([3]), 3.0),
        ((1.0, [2.0]), [1.0, (2.0,)]),
        ([(1.0, 2.0), (3.0, 4.0)], [[1.0, 2.0], (3.0, 4.0)]),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), [(1.0, 2.0), (3.0, 4.0)]),
        ({"b": 1.0, "a": [2.0]}, {"a": np.array([2.0]), "b": 1.0}),
        (np.array([np.inf, -np.inf, 0.0]), np.array([np.inf, -np.inf, -0.0])),
        (2**70, 2**70),
        ([], np.zeros(0)),
        (ARRAY.astype(np.float32) * np.float32(1 + 1e-5), ARRAY),
        ("CONVEX", "CONVEX"),
        (None, None),
        (1 + 2j, 1 + 2j),
    ],
)
def test_close_accepts(actual: Any, expected: Any) -> None:
    """Another container, extra dimensions of length one and rounding are no faults."""
    assert found(CLOSE, actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (ARRAY * (1 + 3e-9), ARRAY, "1/1"),
        (-ARRAY, ARRAY, "sign is flipped"),
        (np.abs(ARRAY), ARRAY, "sign of some values"),
        (ARRAY * 2, ARRAY, "2 times"),
        (ARRAY * -0.5, ARRAY, "-1/2 times"),
        (MATRIX * 3.7, MATRIX, "one constant factor"),
        (
            np.ones((7, 2)).cumsum(0) * 7,
            np.ones((7, 2)).cumsum(0),
            "too large by a constant factor: the length of axis 0",
        ),
        (np.zeros(4), ARRAY, "zero everywhere"),
        (ARRAY, np.zeros(4), "should be zero"),
        (False, True, "result is False where True"),
        ({"a": np.True_}, {"a": False}, "result['a'] is True where False"),
        (0, True, "zero everywhere"),
        (MATRIX.T, MATRIX, "transpose"),
        (MATRIX[:, :2].T, MATRIX[:, :2], "transposed"),
        (ARRAY[::-1], ARRAY, "reversed along axis 0"),
        (np.roll(ARRAY, 1), ARRAY, "shifted by one"),
        (ARRAY + 1, ARRAY, "off by one constant"),
        (BUMPED, ARRAY, "most at 2: by 0.001"),
        (np.array([1.0, -2.5, np.nan, 8.0]), ARRAY, "contains NaN"),
        (float("nan"), float("nan"), "is NaN"),
        (np.array([1.0, np.inf]), np.array([1.0, 2.0]), "infinity"),
        (float("-inf"), float("inf"), "infinity"),
        (np.array([1.0, np.inf]), np.array([2.0, np.inf]), "differ"),
        (ARRAY + 0j, ARRAY, "complex"),
        (None, ARRAY, "returned nothing"),
        ((ARRAY, None), (ARRAY, ARRAY), "[1] is None"),
        (Opaque("generator"), ARRAY, "generator"),
        (Opaque("Secret 3.14"), ARRAY, "an object of another type"),
        ("1.0", 1.0, "of type str where number"),
        (ARRAY[:-1], ARRAY, "3 entries where 4"),
        (ARRAY, 3.0, "where a single number"),
        (3.0, ARRAY, "single number where an array"),
        ((1.0, 2.0, 3.0), (1.0, 2.0), "3 entries where 2"),
        ({"a": 1.0}, {"b": 1.0}, "other keys"),
        ({"1": 1.0}, {1: 1.0}, "other keys"),
        ([1.0, "x"], [1.0, 2.0], "type list"),
        ("convex", "CONVEX", "case or spaces"),
        ("CONCAVE", "CONVEX", "not the expected"),
        (2**70 + 2**60, 2**70, "differ"),
        ([(2.0, 1.0), (4.0, 3.0)], [(1.0, 2.0), (3.0, 4.0)], "result[:, 0]"),
        (np.array([1.0, 1.0 + 1e-5], dtype=np.float64), np.array([1.0, 1.0]), "differ"),
    ],
)
def test_close_refuses_and_names_the_kind(actual: Any, expected: Any, words: str) -> None:
    """A slightly wrong answer fails, and the reason says what kind of difference it is."""
    said = reason(CLOSE, actual, expected)
    assert words == "1/1" or words in said, said


def test_close_takes_the_looser_tolerance_for_single_precision_inputs() -> None:
    """A float32 input justifies float32 rounding, a float64 one does not."""
    actual, expected = ARRAY * (1 + 1e-6), ARRAY
    assert found(CLOSE, actual, expected, {"x": np.float32(1)}) is None
    assert found(CLOSE, actual, expected, {"x": np.float64(1)}) is not None


def test_close_asks_the_exercise_for_its_scale() -> None:
    """A scale of its own replaces max(1, max|expected|)."""
    comparer = Close(Tolerance(1e-3, "why", scale=lambda case, _: float(case["S"])))
    assert found(comparer, ARRAY + 0.5, ARRAY, {"S": 1000}) is None
    assert found(comparer, ARRAY + 0.5, ARRAY, {"S": 1}) is not None


def test_the_brief_reason_has_no_place_and_no_size() -> None:
    """What may be said of a hidden case holds neither values nor shapes."""
    mismatch = found(CLOSE, (ARRAY, BUMPED), (ARRAY, ARRAY))
    assert mismatch is not None
    assert str(mismatch.brief) == "the values differ"


@pytest.mark.parametrize(("actual", "ok"), [(0.1 + 0.2, False), (0.3, True), (np.float64(0.3), True)])
def test_equal_forgives_no_rounding(actual: Any, ok: bool) -> None:
    """Exactly the reference's value."""
    assert (found(Equal("discrete"), actual, 0.3) is None) is ok


@pytest.mark.parametrize(
    ("actual", "expected", "ok"),
    [
        (True, True, True),
        (np.True_, True, True),
        (1, True, False),
        (True, 1, False),
        (False, True, False),
        (["a", True], ("a", True), True),
        (["a", False], ("a", True), False),
        ("a ", "a", False),
    ],
)
def test_equal_on_truth_values_and_strings(actual: Any, expected: Any, ok: bool) -> None:
    """A truth value is not a number, a list passes for a tuple."""
    assert (found(Equal("discrete"), actual, expected) is None) is ok


@pytest.mark.parametrize(
    ("actual", "expected", "strict", "ok"),
    [
        (ARRAY * 7, ARRAY, False, True),
        (ARRAY.astype(np.float32), ARRAY, False, True),
        (ARRAY.tolist(), ARRAY, False, False),
        (ARRAY.astype(int), ARRAY, False, False),
        (ARRAY[:, None], ARRAY, False, False),
        (np.float64(1), 2.0, False, True),
        (np.array(1.0), 2.0, False, True),
        (1, 2.0, False, False),
        (np.float64(1), 2.0, True, False),
        (1.5, 2.0, True, True),
        ([ARRAY], (ARRAY,), False, True),
        ([ARRAY], (ARRAY,), True, False),
        ((ARRAY, ARRAY), (ARRAY,), False, False),
        ({"a": 1.0}, {"a": 2.0}, False, True),
        ({"a": 1}, {"a": 2.0}, False, False),
        (None, ARRAY, False, False),
        (np.array([1.0]), 1.0, False, False),
        ("a", "b", False, True),
        (Opaque("X"), "b", False, False),
    ],
)
def test_same_types(actual: Any, expected: Any, strict: bool, ok: bool) -> None:
    """The build counts, values do not; `strict` tells Python numbers from NumPy's."""
    assert (found(SameTypes(strict), actual, expected) is None) is ok


def test_unchanged_wants_every_bit() -> None:
    """An argument that moved by one rounding step was changed; NaN may stay NaN."""
    held = np.array([1.0, np.nan])
    assert found(Unchanged(), held.copy(), held) is None
    assert found(Unchanged(), np.array([np.nextafter(1.0, 2), np.nan]), held) is not None
    assert found(Unchanged(), held.astype(np.float32), held) is not None
    assert found(Unchanged(), (held, [1]), (held, [2])) is not None


def test_the_same_arguments_changed_are_one_mistake_whatever_they_became() -> None:
    """Known mistakes that write into an argument are recognised by which arguments they change."""
    case = {"x": np.zeros(3), "k": np.ones(2)}
    scaled, shifted, other = ({"x": np.full(3, v), "k": np.full(2, w)} for v, w in ((2.0, 1.0), (3.0, 1.0), (0.0, 5.0)))

    def same(a: object, b: object) -> bool:
        return Unchanged().same(actual=returned(a), other=returned(b), case=case)

    assert same(scaled, shifted)
    assert not same(scaled, other)
    assert not same(list(scaled.values()), list(shifted.values()))


@pytest.mark.parametrize(
    ("actual", "earned"),
    [
        (raised("ValueError", "Exception", "BaseException"), None),
        (raised("LinAlgError", "ValueError", "Exception"), None),
        (raised("TypeError", "Exception"), Fraction(1, 2)),
        (raised("NotImplementedError", "RuntimeError"), Fraction(0)),
        (raised("NameError", "Exception"), Fraction(0)),
        (returned(None), Fraction(0)),
        (Observation(Missing("f")), Fraction(0)),
        (Observation(TimedOut(5)), Fraction(0)),
    ],
)
def test_raises(actual: Observation, earned: Fraction | None) -> None:
    """The class or a subclass passes, another exception earns half, an accident or a value nothing."""
    mismatch = Raises(("ValueError",)).compare(actual=actual, expected=raised("ValueError"), case={})
    assert (None if mismatch is None else mismatch.earned) == earned


@pytest.mark.parametrize("accident", ["NotImplementedError", "RecursionError"])
def test_a_stub_does_not_earn_the_runtime_error_asked_for(accident: str) -> None:
    """NotImplementedError and RecursionError are RuntimeErrors, but nobody raised them on purpose."""
    actual = raised(accident, "RuntimeError", "Exception")
    assert Raises(("RuntimeError",)).compare(actual=actual, expected=actual, case={}) is not None


def _one_call(actual: Observation, case: Case) -> Text | None:
    assert isinstance(actual.outcome, Returned)
    return None if len(actual.calls) == 1 and actual.outcome.value > 0 else text("not so")


def test_holds_asks_the_check_and_takes_its_crash_for_a_wrong_structure() -> None:
    """The check sees value and calls; a value it cannot read is the student's fault."""
    comparer = Holds(_one_call, "a property")
    calls = (Call("f", (1.0,), 2.0),)
    good, bad = Observation(Returned(1.0), calls=calls), Observation(Returned(1.0))
    odd = Observation(Returned("x"), calls=calls)
    assert comparer.compare(actual=good, expected=good, case={}) is None
    assert comparer.compare(actual=bad, expected=good, case={}) is not None
    mismatch = comparer.compare(actual=odd, expected=good, case={})
    assert mismatch is not None
    assert "structure" in str(mismatch.rationale)


@pytest.mark.parametrize("comparer", [CLOSE, Equal("x"), SameTypes(), Unchanged(), Raises(("ValueError",))])
def test_same_takes_exceptions_by_class(comparer: Comparer) -> None:
    """Two observations are alike when they raise the same class, and never when one is missing."""
    assert comparer.same(actual=raised("KeyError"), other=raised("KeyError"), case={})
    assert not comparer.same(actual=raised("KeyError"), other=raised("IndexError"), case={})
    assert not comparer.same(actual=raised("KeyError"), other=returned(1.0), case={})
    assert not comparer.same(actual=Observation(Missing("f")), other=Observation(Missing("f")), case={})


def test_same_of_values_is_within_the_tolerance_and_nan_is_nan() -> None:
    """A mistake that yields NaN is recognised by it."""
    nan = np.array([np.nan, 1.0])
    assert CLOSE.same(actual=returned(nan), other=returned(nan + 1e-12), case={})
    assert not CLOSE.same(actual=returned(nan), other=returned(nan + 1e-6), case={})


@pytest.mark.parametrize(
    "outcome",
    [Missing("f"), Raised(("ZeroDivisionError", "Exception"), "x", "1/0", 3), TimedOut(5.0)],
)
def test_no_value_is_never_right(outcome: Any) -> None:
    """Where a value is asked for, every other ending fails in every comparer."""
    for comparer in (CLOSE, Equal("x"), SameTypes(), Unchanged(), Holds(lambda a, c: None, "x")):
        mismatch = comparer.compare(actual=Observation(outcome), expected=returned(1.0), case={})
        assert mismatch is not None
        assert mismatch.earned == 0
        assert "1/0" not in str(mismatch.brief)
