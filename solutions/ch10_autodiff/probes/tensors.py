"""The student's class Tensor with an __init__ that does what it should, whatever E37 says of the student's own."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.probe.watched import Misbehaved, watched


def goes_back(cls: Any, first: Any, second: Any) -> bool:
    """Tell whether a class that keeps its history in another way can use it."""
    try:
        with watched():
            x, y = cls(first, requires_grad=True), cls(second, requires_grad=True)
            ((x + y) + (y + x)).backward()
            return bool(np.all(x.grad == 2.0) and np.all(y.grad == 2.0))
    except (Exception, Misbehaved):  # noqa: BLE001 - then it cannot
        return False


def _starts_well(cls: Any) -> bool:
    try:
        source, floats = np.array([1, 2]), np.array([1.0, 2.0])
        x, c, _ = cls(source, requires_grad=True), cls([0.5]), cls(floats)
        untouched = np.array_equal(source, [1, 2]) and np.array_equal(floats, [1.0, 2.0])
        source[0] = 7
        again, in_order = cls(x), cls([0.5], True, (x, c))
        return bool(
            untouched
            and np.array_equal(x.data, [1.0, 2.0])
            and np.array_equal(again.data, [1.0, 2.0])
            and again.data is not x.data
            and x.data.dtype.kind == x.grad.dtype.kind == again.data.dtype.kind == "f"
            and np.array_equal(x.grad, [0.0, 0.0])
            and np.shape(cls(2.0, requires_grad=True).data) == ()
            and c.grad is None
            and x.requires_grad
            and not c.requires_grad
            and in_order.requires_grad
            and (hasattr(x, "_prev") or goes_back(cls, x.data, x.data))
        )
    except Exception:  # noqa: BLE001 - whatever is wrong, it is another exercise's affair
        return False


def tensor(ns: Any) -> Any:
    """Return the student's class Tensor, its __init__ completed where it does not do what it should."""
    cls = ns.Tensor
    try:
        with watched():
            return cls if _starts_well(cls) else completed(cls, cls.__init__)
    except Misbehaved:
        return completed(cls, lambda *_: None)


def completed(cls: Any, own: Callable[..., None]) -> Any:
    """Return the class with an __init__ that does what the notebook says after what its own one does."""

    def initialise(self: Any, data: Any, requires_grad: bool = False, _children: Any = ()) -> None:
        with contextlib.suppress(Exception, SystemExit):
            own(self, data if isinstance(data, cls) else copy.deepcopy(data), requires_grad, _children)
        if not hasattr(self, "_backward"):
            self._backward = lambda: None
        self.data = np.array(data.data if isinstance(data, cls) else data, dtype=float)
        self.requires_grad = bool(requires_grad)
        self.grad = np.zeros_like(self.data) if requires_grad else None
        self._prev = tuple(_children)

    cls.__init__ = initialise
    return cls
