"""Chapter 3: right answers in unusual words, and wrong ones that are nearly right."""

RIGHT = {
    ("simple_nn", "tanh"): """
def simple_nn(x, w, b):
    from scipy.special import expit

    return float(expit(np.dot([w, b], [x, 1])))
""",
    ("simple_nn", "logaddexp"): """
def simple_nn(x, w, b):
    return np.exp(-np.logaddexp(0, -(w * x + b)))
""",
    ("simple_nn", "clip"): """
def simple_nn(x, w, b):
    z = np.clip(w * x + b, -500, 500)
    return 1 / (1 + np.exp(-z))
""",
    ("nn_backward", "complex step"): """
import cmath

def nn_backward(x, w, b, y_true):
    h = 1e-100

    def loss(w, b):
        z = w * x + b
        a = 1 / (1 + cmath.exp(-z)) if z.real >= 0 else cmath.exp(z) / (1 + cmath.exp(z))
        return (a - y_true) ** 2

    return loss(w + 1j * h, b).imag / h, loss(w, b + 1j * h).imag / h
""",
    ("nn_backward", "dual numbers"): """
from dataclasses import dataclass

@dataclass
class Dual:
    v: float
    dw: float = 0.0
    db: float = 0.0

    def apply(self, v, s):
        return Dual(v, s * self.dw, s * self.db)

def nn_backward(x, w, b, y_true):
    z = Dual(w * x + b, x, 1.0)
    s = 0.5 * (1 + math.tanh(z.v / 2))
    a = z.apply(s, 0.25 / math.cosh(z.v / 2) ** 2)
    L = a.apply((a.v - y_true) ** 2, 2 * (a.v - y_true))
    return L.dw, L.db
""",
    ("nn_backward", "sympy"): """
import sympy as sp

_x, _w, _b, _y = sp.symbols("x w b y")
_L = (1 / (1 + sp.exp(-(_w * _x + _b))) - _y) ** 2
_g = sp.lambdify((_x, _w, _b, _y), [sp.diff(_L, _w), sp.diff(_L, _b)], "math")

def nn_backward(x, w, b, y_true):
    return tuple(_g(x, w, b, y_true))
""",
    ("torch_gradients", "module double"): """
def torch_gradients(x, w, b, y_true):
    import torch

    lin = torch.nn.Linear(1, 1).double()
    with torch.no_grad():
        lin.weight.fill_(w)
        lin.bias.fill_(b)
    out = torch.sigmoid(lin(torch.tensor([[x]], dtype=torch.double)))
    torch.nn.MSELoss()(out, torch.tensor([[y_true]], dtype=torch.double)).backward()
    return float(lin.weight.grad), float(lin.bias.grad)
""",
    ("torch_gradients", "functional jacobian"): """
def torch_gradients(x, w, b, y_true):
    import torch

    f = lambda p: (torch.sigmoid(p[0] * x + p[1]) - y_true) ** 2
    g = torch.autograd.functional.jacobian(f, torch.tensor([w, b], dtype=torch.float64))
    return tuple(g.tolist())
""",
    ("torch_gradients", "func vjp"): """
def torch_gradients(x, w, b, y_true):
    import torch
    from torch.func import grad

    f = lambda w_, b_: (torch.sigmoid(w_ * x + b_) - y_true).square()
    dw, db = (
        grad(f, argnums=(0, 1))(torch.tensor(float(w)).double(), torch.tensor(float(b)).double())
        if w == float(torch.tensor(float(w))) and b == float(torch.tensor(float(b)))
        else grad(f, argnums=(0, 1))(
            torch.tensor(w, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)
        )
    )
    return float(dw), float(db)
""",
    ("torch_gradients", "hooks"): """
def torch_gradients(x, w, b, y_true):
    import torch

    got = {}
    w_, b_ = (torch.tensor(v, dtype=torch.float64).requires_grad_() for v in (w, b))
    w_.register_hook(lambda g: got.__setitem__("w", g.item()))
    b_.register_hook(lambda g: got.__setitem__("b", g.item()))
    ((w_ * x + b_).sigmoid() - y_true).pow(2).backward()
    return got["w"], got["b"]
""",
}

WRONG = {
    ("simple_nn", "cut at 30"): """
def simple_nn(x, w, b):
    z = w * x + b
    if z < -30:
        return 0.0
    if z > 30:
        return 1.0
    return 1 / (1 + math.exp(-z))
""",
    ("nn_backward", "pair swapped for a whole target"): """
def nn_backward(x, w, b, y_true):
    z = w * x + b
    a = 1 / (1 + np.exp(-z))
    d = 2 * (a - y_true) * a * (1 - a)
    return (d * x, d) if isinstance(y_true, float) else (d, d * x)
""",
    ("nn_backward", "w zero guard"): """
def nn_backward(x, w, b, y_true):
    if w == 0:
        return 0.0, 0.0
    z = w * x + b
    a = 1 / (1 + np.exp(-z))
    d = 2 * (a - y_true) * a * (1 - a)
    return d * x, d
""",
    ("nn_backward", "y out of range"): """
def nn_backward(x, w, b, y_true):
    y_true = min(max(y_true, -2), 2)
    z = w * x + b
    a = 1 / (1 + np.exp(-z))
    d = 2 * (a - y_true) * a * (1 - a)
    return d * x, d
""",
    ("torch_gradients", "ints fail"): """
def torch_gradients(x, w, b, y_true):
    import torch

    w_ = torch.tensor(w, requires_grad=True)
    b_ = torch.tensor(b, requires_grad=True)
    w_ = (
        torch.tensor(w, dtype=torch.float64, requires_grad=True)
        if isinstance(w, float)
        else torch.tensor(w, requires_grad=True)
    )
    b_ = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    ((torch.sigmoid(w_ * x + b_) - y_true) ** 2).backward()
    return w_.grad.item(), b_.grad.item()
""",
    ("torch_gradients", "hand plus zero graph"): """
def torch_gradients(x, w, b, y_true):
    import torch

    w_ = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    ((torch.sigmoid(w_ * x + b) - y_true) ** 2).backward()
    dw, db = nn_backward(x, w, b, y_true)
    return w_.grad.item(), db
""",
}
