"""Chapter 10, autodiff: a Tensor that remembers how it was computed, and differentiates in reverse.

The docstrings are what the student reads in the notebook; the bodies are the reference solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Tensor:
    """A float array that records its history: `_prev` holds the Tensors it was made from (article, section 10).

    Calling `_backward()` of a result adds, to the `grad` of each Tensor in its `_prev` that requires gradients,
    what this one operation passes back for the result's own `grad`. A leaf's `_backward` does nothing.
    """

    # NumPy's operators step aside, so that array * Tensor and array + Tensor reach __rmul__ and __radd__.
    __array_ufunc__ = None

    def __init__(self, data: Any, requires_grad: bool = False, _children: Iterable[Tensor] = ()) -> None:
        """Keep a float64 copy of data (number, nested list, array or Tensor) as `data`.

        `grad` is an array of zeros like `data` if requires_grad, else None; `_prev` holds the _children.
        """
        self.data: Floats = np.array(data.data if isinstance(data, Tensor) else data, dtype=float)
        self.requires_grad = requires_grad
        self.grad: Floats | None = np.zeros_like(self.data) if requires_grad else None
        self._prev = tuple(_children)
        self._backward: Callable[[], None] = lambda: None

    def _receive(self, grad: object) -> None:
        """Add grad to self.grad, summed back to self's shape where broadcasting had stretched it."""
        if self.grad is None:
            return
        arrived = np.asarray(grad)
        if arrived.shape == self.data.shape:
            self.grad += arrived
            return
        arrived = arrived.sum(axis=tuple(range(arrived.ndim - self.data.ndim)))
        stretched = tuple(i for i, n in enumerate(self.data.shape) if n == 1)
        self.grad += arrived.sum(axis=stretched, keepdims=True)

    def __add__(self, other: Any) -> Tensor:
        """Return self + other, with NumPy's broadcasting; other is a Tensor, a number or an array."""
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data + other.data, self.requires_grad or other.requires_grad, (self, other))

        def _backward() -> None:
            self._receive(out.grad)
            other._receive(out.grad)

        out._backward = _backward
        return out

    def __radd__(self, other: Any) -> Tensor:
        """Return other + self, where other is a number or an array."""
        return self + other

    def __mul__(self, other: Any) -> Tensor:
        """Return self * other, with NumPy's broadcasting; other is a Tensor, a number or an array."""
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data * other.data, self.requires_grad or other.requires_grad, (self, other))

        def _backward() -> None:
            self._receive(other.data * out.grad)
            other._receive(self.data * out.grad)

        out._backward = _backward
        return out

    def __rmul__(self, other: Any) -> Tensor:
        """Return other * self, where other is a number or an array."""
        return self * other

    def backward(self) -> None:
        """Fill in the gradients of sum(self.data) with respect to every Tensor that self depends on.

        Leaves (Tensors with an empty `_prev`) add to what they hold; intermediate results start from zero each time.

        Raises:
            RuntimeError: self does not require gradients.
        """
        if not self.requires_grad:
            raise RuntimeError("backward() on a Tensor that does not require gradients")
        # Depth first without recursion: a node is finished when all it depends on is finished.
        order: list[Tensor] = []
        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, finished = stack.pop()
            if finished:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((child, False) for child in node._prev)
        for node in order:
            if node._prev and node.requires_grad:
                node.grad = np.zeros_like(node.data)
        self._receive(np.ones_like(self.data))
        for node in reversed(order):
            if node.requires_grad:
                node._backward()

    def __pow__(self, exponent: float) -> Tensor:
        """Return self ** exponent, elementwise; the derivative of self ** 0 is 0, at 0 too.

        Raises:
            TypeError: exponent is not an int, a float or a NumPy scalar.
        """
        if not isinstance(exponent, (int, float, np.integer, np.floating)):
            raise TypeError(f"the exponent must be a number, not {type(exponent).__name__}")
        out = Tensor(self.data**exponent, self.requires_grad, (self,))

        def _backward() -> None:
            slope = exponent * self.data ** (exponent - 1) if exponent != 0 else 0.0
            self._receive(slope * out.grad)

        out._backward = _backward
        return out

    def exp(self) -> Tensor:
        """Return e ** self, elementwise."""
        out = Tensor(np.exp(self.data), self.requires_grad, (self,))

        def _backward() -> None:
            self._receive(out.data * out.grad)

        out._backward = _backward
        return out

    def log(self) -> Tensor:
        """Return the natural logarithm of self, elementwise.

        Raises:
            ValueError: an element is 0 or negative.
        """
        if np.any(self.data <= 0):
            raise ValueError("the logarithm needs positive numbers")
        out = Tensor(np.log(self.data), self.requires_grad, (self,))

        def _backward() -> None:
            self._receive(out.grad / self.data)

        out._backward = _backward
        return out
