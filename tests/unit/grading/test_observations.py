"""Stored observations come back as they were, with the terms under which they were made."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.errors import GraderError
from autograder.grading.observations import MAX_KEPT, Observed, Over, pack, unpack
from autograder.model.observation import Observation, Observations, Raised, Returned, TimedOut

SEEN: dict[str, Observations] = {
    "f": {"values": (Observation(Returned(1.5), printed="hello"), Observation(Raised(("ValueError",), "no")))},
    "g": {"values": (Observation(TimedOut(5.0)),)},
}


def test_everything_comes_back() -> None:
    observed = Observed(SEEN, {}, {"g": Over("base", SEEN["f"])}, {"the hand-in": "x"}, {"f": {"values": "abc"}})
    assert unpack(pack(observed)) == observed
    assert pack(unpack(pack(observed))) == pack(observed)


def test_what_is_too_large_is_not_kept_but_its_terms_are() -> None:
    huge = np.zeros(MAX_KEPT, np.uint8)
    observed = Observed({"f": {"values": (Observation(Returned(huge)),)}}, {}, terms={"the hand-in": "x"})
    assert unpack(pack(observed)) == Observed({}, {}, terms={"the hand-in": "x"})


@pytest.mark.parametrize("stored", [b"", b"{}", b"\x02\x00\x00\x00[]", pack(Observed(SEEN, {}))[:-3]])
def test_damaged_bytes_are_the_graders_own_error(stored: bytes) -> None:
    with pytest.raises(GraderError, match="--force"):
        unpack(stored)
