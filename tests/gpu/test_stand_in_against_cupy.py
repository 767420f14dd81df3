"""The stand-in and CuPy: the same names wherever CuPy is installed; on a real device the same values and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.probe import fakecupy
from autograder.probe.fakecupy import names

from .stand_in_cases import AGREE, REFUSED, A, on_host

#: what is left out on purpose: submodules that are no array functions, and names of classes of warnings
_LEFT_OUT = {
    "annotations", "lib", "polynomial", "testing", "typing", "ModuleDeprecationWarning", "RankWarning", "TooHardError",
    "VisibleDeprecationWarning",
}  # fmt: skip


@pytest.fixture
def installed() -> Any:
    """CuPy, whether or not there is a device."""
    return pytest.importorskip("cupy", reason="CuPy is not installed")


@pytest.fixture
def cupy(installed: Any) -> Any:
    if not installed.cuda.is_available():
        pytest.skip("CuPy finds no CUDA device")
    return installed


def _public(module: Any) -> set[str]:
    return {name for name in dir(module) if not name.startswith("_")}


def test_every_name_of_cupys_is_there_or_refuses_and_no_other(installed: Any) -> None:
    standing_in = fakecupy.stand_in()
    missing = {name for name in _public(installed) - _LEFT_OUT if not hasattr(standing_in, name)}
    assert missing == set()
    assert {n for n in vars(standing_in) if not n.startswith("_") and not hasattr(installed, n)} == {"transfers"}


@pytest.mark.parametrize("part", ["linalg", "fft"])
def test_every_name_of_cupys_parts_is_there(installed: Any, part: str) -> None:
    there = {n for n in _public(getattr(installed, part)) if n not in ("annotations", "config")}
    assert there - _public(getattr(fakecupy.stand_in(), part)) == set()


def test_every_attribute_of_cupys_arrays_is_there_or_refuses_and_no_other(installed: Any) -> None:
    ours = {n for n in dir(fakecupy.ndarray) if not n.startswith("_")} | names.PLAIN_ATTRIBUTES
    assert _public(installed.ndarray) - ours - names.REFUSED_ATTRIBUTES == set()
    assert ours - _public(installed.ndarray) == set()


@pytest.mark.gpu
@pytest.mark.parametrize("use", AGREE)
def test_values_agree_with_the_device(cupy: Any, use: str) -> None:
    standing_in = fakecupy.stand_in()
    found = on_host(AGREE[use](standing_in, standing_in.asarray(A)))
    expected = on_host(AGREE[use](cupy, cupy.asarray(A)))
    for ours, theirs in zip(*([x] if not isinstance(x, list) else x for x in (found, expected)), strict=True):
        assert np.asarray(ours).dtype == np.asarray(theirs).dtype
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * np.abs(A).sum())


@pytest.mark.gpu
@pytest.mark.parametrize("misuse", REFUSED)
def test_both_refuse_the_same_misuse_with_the_same_exception(cupy: Any, misuse: str) -> None:
    said = []
    for module in (cupy, fakecupy.stand_in()):
        with pytest.raises(TypeError) as raised:
            REFUSED[misuse](module, module.asarray(A))
        said.append(raised.value)
    assert type(said[0]) is type(said[1])
    if "Implicit conversion" in str(said[0]):
        assert str(said[0]) == str(said[1])


@pytest.mark.gpu
def test_what_leaves_a_host_array_on_the_host_does_so_with_both(cupy: Any) -> None:
    for name in sorted(names.DUCK & {"sum", "mean", "max", "min", "prod", "std", "var", "copy", "ravel", "transpose"}):
        for module in (cupy, fakecupy.stand_in()):
            assert isinstance(getattr(module, name)(A), np.ndarray | np.generic), name
