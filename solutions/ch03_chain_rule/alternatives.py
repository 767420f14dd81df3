"""Right answers that look different from the reference and must get full points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative("hyperbolic tangent", "simple_nn", code='''
def simple_nn(x, w, b):
    return 0.5 + 0.5 * math.tanh((w * x + b) / 2)
'''),
    Alternative("NumPy, overflow only a warning", "simple_nn", code='''
def simple_nn(x, w, b):
    import numpy as np
    z = w * x + b
    a = 1 / (1 + np.exp(-z))
    return a
'''),
    Alternative("SciPy", "simple_nn", code='''
def simple_nn(x, w, b):
    from scipy.special import expit
    return expit(np_dot([x, 1.0], [w, b]))

def np_dot(u, v):
    return sum(p * q for p, q in zip(u, v))
'''),
    Alternative("caught overflow", "simple_nn", code='''
def simple_nn(x, w, b):
    try:
        return 1.0 / (1.0 + math.exp(-(x * w + b)))
    except OverflowError:
        return 0.0
'''),
    Alternative("a(1 − a)", "nn_backward", code='''
def nn_backward(x, w, b, y_true):
    import numpy as np
    a = 1 / (1 + np.exp(-(w * x + b)))
    common = 2 * (a - y_true) * a * (1 - a)
    return common * x, common * 1
'''),
    Alternative("hyperbolic tangent", "nn_backward", code='''
def nn_backward(x, w, b, y_true):
    t = math.tanh((w * x + b) / 2)
    dz = (t + 1 - 2 * y_true) * (1 - t * t) / 4
    return dz * x, dz
'''),
    Alternative("hyperbolic cosine, a list", "nn_backward", code='''
def nn_backward(x, w, b, y_true):
    z = b + x * w
    a = 1 / (1 + math.exp(-z))
    slope = 0.25 / math.cosh(z / 2) ** 2
    dL_db = -2 * (y_true - a) * slope
    return [x * dL_db, dL_db]
'''),
    Alternative("torch.autograd.grad", "torch_gradients", code='''
def torch_gradients(x, w, b, y_true):
    import torch
    p = torch.tensor([w, b], dtype=torch.float64, requires_grad=True)
    loss = (torch.sigmoid(p[0] * x + p[1]) - y_true).square()
    (g,) = torch.autograd.grad(loss, p)
    return float(g[0]), float(g[1])
'''),
    Alternative("torch.func.grad", "torch_gradients", code='''
def torch_gradients(x, w, b, y_true):
    import torch
    from torch.func import grad
    def loss(w, b):
        return (1 / (1 + torch.exp(-(w * x + b))) - y_true) ** 2
    dw, db = grad(loss, argnums=(0, 1))(torch.tensor(float(w)).double() * 0 + w, torch.tensor(b, dtype=torch.float64))
    return dw.item(), db.item()
'''),
    Alternative("names imported before, gradients cleared", "torch_gradients", code='''
try:
    from torch.autograd import backward as _run
except ImportError:
    pass

def torch_gradients(x, w, b, y_true):
    import torch
    values = [torch.tensor(float(v), dtype=torch.double) for v in (x, w, b, y_true)]
    tx, tw, tb, ty = values
    tw.requires_grad_(); tb.requires_grad_()
    _run((torch.sigmoid(tw * tx + tb) - ty).pow(2))
    return tw.grad.tolist(), tb.grad.tolist()
'''),
]  # fmt: skip
