"""A MOCK of CuPy, no device behind it: NumPy under a type of its own, which claims that a GPU is there.

Tests put this file as the package `cupy` into a folder that the jail of the device tier imports from, so that all of
the tier but the device runs here. Lines appended to it make it misbehave.
"""

from __future__ import annotations

import types
from typing import Any

import numpy as np

__version__ = "0+mock"


class ndarray(np.ndarray):  # type: ignore[type-arg]  # noqa: N801 - CuPy's name
    """A NumPy array that says it is somewhere else."""

    def get(self) -> Any:
        """Copy to the host."""
        return np.array(self)


def asarray(value: Any, dtype: Any = None) -> Any:
    """Return a copy as an array of the mock."""
    return np.array(value, dtype=dtype).view(ndarray)


array = asarray


def asnumpy(value: Any) -> Any:
    """Return a copy as a NumPy array."""
    return np.array(value)


class OutOfMemoryError(MemoryError):
    """What CuPy raises when the device's memory is full."""


class CUDARuntimeError(RuntimeError):
    """What CuPy raises when CUDA fails."""


def __getattr__(name: str) -> Any:
    found = getattr(np, name)
    if not callable(found) or isinstance(found, type):
        return found

    def call(*args: Any, **options: Any) -> Any:
        result = found(*args, **options)
        return result.view(ndarray) if isinstance(result, np.ndarray) else result

    return call


cuda = types.SimpleNamespace(
    is_available=lambda: True,
    runtime=types.SimpleNamespace(getDeviceProperties=lambda number: {"name": b"Mock GPU 1"}),
)
