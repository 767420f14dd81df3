"""Reference implementations of chapter 3: one neuron, its gradient by the chain rule, and by PyTorch."""

from __future__ import annotations

import math


def simple_nn(x: float, w: float, b: float) -> float:
    """Return the output σ(w·x + b) of one neuron, with σ(z) = 1 / (1 + exp(−z)).

    x, w, b: numbers (input, weight, bias)
    returns a number between 0 and 1; no error is raised for w·x + b as large as ±1000
    """
    z = w * x + b
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def nn_backward(x: float, w: float, b: float, y_true: float) -> tuple[float, float]:
    """Return the gradient of the loss L = (σ(w·x + b) − y_true)² with respect to w and to b.

    x, w, b, y_true: numbers
    returns (dL_dw, dL_db), two numbers
    """
    z = w * x + b
    e = math.exp(-abs(z))
    a = 1 / (1 + e) if z >= 0 else e / (1 + e)
    dL_da = 2 * (a - y_true)
    da_dz = e / (1 + e) ** 2
    dL_dz = dL_da * da_dz
    return dL_dz * x, dL_dz


def torch_gradients(x: float, w: float, b: float, y_true: float) -> tuple[float, float]:
    """Return the same gradient as `nn_backward`, computed by PyTorch's automatic differentiation in float64.

    x, w, b, y_true: numbers
    returns (dL_dw, dL_db), two Python floats; every call starts afresh
    """
    import torch

    weight = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    loss = (torch.sigmoid(weight * x + bias) - y_true) ** 2
    loss.backward()
    return weight.grad.item(), bias.grad.item()
