"""The cases that hold the stand-in to a device hold of the stand-in and NumPy everywhere."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.probe import fakecupy

from .stand_in_cases import AGREE, REFUSED, A, on_host


@pytest.mark.parametrize("use", AGREE)
def test_values_agree_with_numpy(use: str) -> None:
    standing_in = fakecupy.stand_in()
    found, expected = AGREE[use](standing_in, standing_in.asarray(A)), AGREE[use](np, A.copy())
    for ours, theirs in zip(*([x] if not isinstance(x, list | tuple) else x for x in (found, expected)), strict=True):
        assert isinstance(ours, fakecupy.ndarray)
        assert np.array_equal(on_host(ours), theirs)


@pytest.mark.parametrize("misuse", REFUSED)
def test_misuse_is_refused(misuse: str) -> None:
    standing_in = fakecupy.stand_in()
    with pytest.raises(TypeError):
        REFUSED[misuse](standing_in, standing_in.asarray(A))
