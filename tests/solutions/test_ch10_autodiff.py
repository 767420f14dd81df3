"""Chapter 10's reference against forward-mode dual numbers and central differences."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

PATH = Path(__file__).parents[2] / "solutions" / "ch10_autodiff" / "reference.py"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_ch10_autodiff", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Dual:
    """A value and its derivative, carried forward."""

    value: float
    slope: float

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)


def run(leaves: list[Any], steps: list[tuple[str, int, int]]) -> Any:
    nodes = list(leaves)
    for op, i, j in steps:
        nodes.append(nodes[i] + nodes[j] if op == "add" else nodes[i] * nodes[j])
    return nodes[-1]


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs_agree_with_forward_mode(reference: ModuleType, seed: int) -> None:
    """Each leaf's gradient is the slope that a dual number carries to the root."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(-1.2, 1.2, size=3)
    steps = [(str(rng.choice(["add", "mul"])), *map(int, rng.integers(0, 3 + k, size=2))) for k in range(12)]
    leaves = [reference.Tensor(v, requires_grad=True) for v in at]
    root = run(leaves, steps)
    root.backward()
    for k, leaf in enumerate(leaves):
        wanted = run([Dual(v, float(i == k)) for i, v in enumerate(at)], steps)
        np.testing.assert_allclose([root.data, leaf.grad], [wanted.value, wanted.slope], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "function",
    [
        lambda t: t.exp(),
        lambda t: t.log(),
        lambda t: t**-2.5,
        lambda t: (((t**2).exp() * 3 + t**2).log()) ** 2,
        lambda t: 2 * t + np.array([[1.0], [2.0]]) * t,
    ],
)
def test_functions_agree_with_central_differences(reference: ModuleType, function: Callable[[Any], Any]) -> None:
    """Central differences with the best step are right to eight digits."""
    at, h = np.array([0.4, 0.9, 1.7]), 1e-5
    x = reference.Tensor(at, requires_grad=True)
    function(x).backward()

    def total(values: np.ndarray) -> float:
        return float(function(reference.Tensor(values)).data.sum())

    wanted = [(total(at + h * e) - total(at - h * e)) / (2 * h) for e in np.eye(3)]
    np.testing.assert_allclose(x.grad, wanted, rtol=1e-7)


def test_a_second_backward_doubles_leaves(reference: ModuleType) -> None:
    """Intermediate gradients are not passed on again: 8, not 11."""
    x, y = (reference.Tensor([v], requires_grad=True) for v in (2.0, 3.0))
    z = x * y + x
    z.backward()
    z.backward()
    assert (x.grad, y.grad) == (8.0, 4.0)


def test_a_chain_of_a_hundred_thousand_operations(reference: ModuleType) -> None:
    """No recursion anywhere, neither forth nor back."""
    x = reference.Tensor(1.0, requires_grad=True)
    out = x
    for _ in range(100_000):
        out = out + 0.5
    out.backward()
    assert x.grad == 1.0


def test_zeroth_power_has_no_slope_at_zero(reference: ModuleType) -> None:
    """0 * inf must not appear."""
    x = reference.Tensor([0.0, 2.0], requires_grad=True)
    (x**0).backward()
    assert x.grad.tolist() == [0.0, 0.0]
