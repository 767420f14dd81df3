"""The stand-in and CuPy on a real device agree in values and in what they refuse."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.probe import fakecupy

pytestmark = pytest.mark.gpu
A = np.random.default_rng(3).normal(size=(4, 3)) + 3.0


@pytest.fixture
def cupy() -> Any:
    module = pytest.importorskip("cupy", reason="CuPy is not installed")
    if not module.cuda.is_available():
        pytest.skip("CuPy finds no CUDA device")
    return module


@pytest.mark.parametrize("name", ["sin", "exp", "abs", "sum", "mean", "max", "diag", "cumsum"])
def test_functions_agree_with_the_device(cupy: Any, name: str) -> None:
    standing_in = fakecupy.stand_in()
    found = getattr(standing_in, name)(standing_in.asarray(A)).get()
    assert np.allclose(found, getattr(cupy, name)(cupy.asarray(A)).get(), rtol=1e-12)


@pytest.mark.parametrize("misuse", [lambda a: np.asarray(a), lambda a: a + A, lambda a: A - a, lambda a: np.add(a, A)])
def test_both_refuse_the_same_misuse(cupy: Any, misuse: Callable[[Any], Any]) -> None:
    for module in (cupy, fakecupy.stand_in()):
        with pytest.raises(TypeError):
            misuse(module.asarray(A))
