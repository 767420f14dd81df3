"""No value that can cross the wire makes a comparer raise: a student must not be able to break the judge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.judge.compare import Close, Comparer, Equal, Raises, SameTypes, Tolerance, Unchanged
from autograder.judge.example import example, in_words
from autograder.model.observation import Observation, Raised, Returned
from autograder.wire.codec import decode, encode
from autograder.wire.values import Opaque

DTYPES = st.sampled_from(["b1", "i1", "u8", "i8", "f2", "f4", "f8", "c8", "c16", np.dtype(np.longdouble).str, "<U3"])
ARRAYS = DTYPES.flatmap(lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**3900), 2**64, 1e308, -0.0]),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.just(Opaque("array of object")),
    ARRAYS,
    DTYPES.flatmap(lambda d: hnp.from_dtype(np.dtype(d))),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=2), st.integers(0, 3)), inner, max_size=3),
    ),
    max_leaves=6,
)
RIGHT: tuple[Any, ...] = (
    1.5,
    np.array([1.0, 2.0, 4.0]),
    np.array([[1.0, 2.0], [3.0, np.inf]]),
    (np.zeros((2, 3)), 2.0),
    [(1.0, 2.0), (2.0, 3.0)],
    [(np.ones(2), 1.0)],
    {"a": [1.0], 1: True},
    "CONVEX",
    None,
    True,
    1j,
    [],
)
COMPARERS: tuple[Comparer, ...] = (
    Close(Tolerance(1e-9, "why", float32=1e-4)),
    Equal("why"),
    SameTypes(),
    SameTypes(strict=True),
    Unchanged(),
    Raises(("ValueError",)),
)


@pytest.mark.parametrize("comparer", COMPARERS, ids=lambda c: type(c).__name__)
@given(value=VALUES, right=st.sampled_from(range(len(RIGHT))))
def test_a_comparer_never_raises(comparer: Comparer, value: Any, right: int) -> None:
    actual = Observation(Returned(decode(encode(value))))
    expected = Observation(Returned(RIGHT[right]))
    mismatch = comparer.compare(actual=actual, expected=expected, case={"x": np.ones(2)})
    if mismatch is not None:
        assert str(mismatch.rationale)
        assert str(mismatch.brief)
    comparer.same(actual=actual, other=expected, case={})
    comparer.same(actual=expected, other=actual, case={})
    comparer.same(actual=actual, other=Observation(Raised(("E",), "")), case={})
    example(in_words({"x": value}, expected), actual, expected)


@pytest.mark.parametrize("index", range(len(RIGHT)))
def test_every_right_value_satisfies_itself(index: int) -> None:
    observation = Observation(Returned(RIGHT[index]))
    for comparer in COMPARERS[:-1]:
        assert comparer.compare(actual=observation, expected=observation, case={}) is None
