"""Probes of chapter 3: call the student's definitions, and see whether PyTorch's engine was at work."""

# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202 - probes take what exercises.py sends them
import functools


def neuron(ns, x, w, b):
    """The neuron's output."""
    return ns.simple_nn(x, w, b)


def neuron_pair(ns, x, w, b):
    """The outputs at z and at −z."""
    return {"z": ns.simple_nn(x, w, b), "minus z": ns.simple_nn(x, -w, -b)}


def backward(ns, x, w, b, y_true):
    """The student's gradient."""
    return ns.nn_backward(x, w, b, y_true)


def by_torch(ns, x, w, b, y_true):
    """The student's gradient from PyTorch; numbers in tensors are read, so that only the contract minds them."""
    return _read(ns.torch_gradients(x, w, b, y_true))


def by_torch_twice(ns, first, second):
    """Two calls after one another."""
    return {"first": _read(ns.torch_gradients(**first)), "second": _read(ns.torch_gradients(**second))}


def torch_types(ns, x, w, b, y_true):
    """What is returned, as it is."""
    return ns.torch_gradients(x, w, b, y_true)


def _read(pair):
    if not isinstance(pair, tuple | list):
        return pair
    return tuple(v.item() if hasattr(v, "detach") and v.numel() == 1 else v for v in pair)


def torch_spied(ns, x, w, b, y_true):
    """The result while PyTorch's backward engine triples every gradient, and whether it ran during the call."""
    import torch

    count = 0

    def spied(function):
        @functools.wraps(function)
        def counting(*args, **keywords):
            nonlocal count
            count += 1
            return function(*args, **keywords)

        return counting

    def tripled(engine):
        @functools.wraps(engine)
        def run(outputs, gradients, *args, **keywords):
            return engine(outputs, tuple(g if g is None else 3 * g for g in gradients), *args, **keywords)

        return run

    # Everything that differentiates backwards ends in the first of these, by whatever name it was imported.
    places = [(torch.autograd, "_engine_run_backward"), (torch.autograd, "backward"), (torch.autograd, "grad")]
    kept = [(module, name, getattr(module, name)) for module, name in places if hasattr(module, name)]
    try:
        for module, name, function in kept:
            engine = tripled(function) if name == "_engine_run_backward" else function
            setattr(module, name, spied(engine))
        result = ns.torch_gradients(x, w, b, y_true)
    finally:
        for module, name, function in kept:
            setattr(module, name, function)
    return {"result": _read(result), "runs": min(count, 1)}
