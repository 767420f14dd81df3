"""Second spellings of chapter 3's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

# ruff: noqa: E501 - one wrong answer a line reads best


def _neuron(body: str) -> str:
    return "import numpy as np\ndef simple_nn(x, w, b):\n" + "".join(f"    {line}\n" for line in body.splitlines())


def _backward(body: str) -> str:
    head = "def nn_backward(x, w, b, y_true):\n    a = 0.5 + 0.5 * math.tanh((x * w + b) / 2)\n"
    return head + "".join(f"    {line}\n" for line in body.splitlines())


def _torch(body: str, dtype: str = "torch.double") -> str:
    head = (
        "import torch\ndef torch_gradients(x, w, b, y_true):\n"
        f"    p = torch.nn.Parameter(torch.tensor([float(w)], dtype={dtype}))\n"
        f"    q = torch.nn.Parameter(torch.tensor([float(b)], dtype={dtype}))\n"
        "    a = torch.sigmoid(p * x + q)\n"
    )
    return head + "".join(f"    {line}\n" for line in body.splitlines())


SECOND = {
    "clipped at 30": _neuron("return 1 / (1 + np.exp(-np.clip(x * w + b, -30, 30)))"),
    "0 or 1 too early": _neuron(
        "z = x * w + b\nif z > 20: return 1.0\nif z < -20: return 0.0\nreturn 0.5 + 0.5 * np.tanh(z / 2)"
    ),
    "boxed gradients": _backward(
        "g = 2 * (a - y_true) * (a - a * a)\nreturn [np.atleast_1d(g * x), np.atleast_1d(g)]"
    ).replace("def", "import numpy as np\ndef", 1),
    "backward for show": _torch(
        "((a - y_true) ** 2).sum().backward()\ng = 2 * (a - y_true) * a * (1 - a)\nreturn float(g * x), float(g)"
    ),
    "sign in the exponent": _neuron(
        "z = x * w + b\nwith np.errstate(all='ignore'):\n    return 1 - 1 / (1 + np.exp(-z))"
    ),
    "tanh": _neuron("import math\nreturn math.tanh(b + w * x)"),
    "no bias": _neuron("import math\nz = x * w\nreturn 0.5 * (1 + math.tanh(z / 2))"),
    "bias inside the product": _neuron("return 0.5 + 0.5 * np.tanh((w * x + w * b) / 2)"),
    "weight and bias swapped": _neuron("return 0.5 + 0.5 * np.tanh((x * b + w) / 2)"),
    "no activation": _neuron("return float(np.dot([x, 1.0], [w, b]))"),
    "relu": _neuron("z = b + x * w\nreturn z if z > 0 else 0.0"),
    "overflow": _neuron("import math\nreturn math.pow(1 + math.exp(-b - x * w), -1)"),
    "clipped too early": _neuron("return 0.5 + 0.5 * np.tanh(np.clip(w * x + b, -20, 20) / 2)"),
    "sign of the bias": _neuron("import math\nreturn 0.5 + 0.5 * math.tanh((x * w - b) / 2)"),
    "slope of the sigmoid": _neuron("import math\nreturn 0.25 * (1 - math.tanh((x * w + b) / 2) ** 2)"),
    "bracket lost": _neuron("return 1 + np.exp(-w * x - b)"),
    "fires or not": _neuron("return float(np.heaviside(w * x + b, 0.5))"),
    "boxed": _neuron("return np.atleast_1d(0.5 + 0.5 * np.tanh((w * x + b) / 2))"),
    "a squared": _backward("g = (a - y_true) * a**2 * 2\nreturn x * g, g"),
    "one minus a squared": _backward("g = 2 * (a - y_true) * (1 - 2 * a + a * a)\nreturn x * g, g"),
    "half of a": _backward("g = (a - y_true) * a\nreturn x * g, g"),
    "a quarter": _backward("g = 0.5 * (a - y_true)\nreturn x * g, g"),
    "factor two lost": _backward("g = (a - y_true) * (a - a * a)\nreturn x * g, g"),
    "residual reversed": _backward("g = -2 * (a - y_true) * (a - a * a)\nreturn x * g, g"),
    "activation skipped": _backward("return 2 * x * (a - y_true), 2 * a - 2 * y_true"),
    "cross-entropy": _backward("g = a * (1 - y_true) - (1 - a) * y_true\nreturn x * g, g"),
    "slope of z": _backward("z = x * w + b\ng = 2 * (a - y_true) * (z - z * z)\nreturn x * g, g"),
    "slope of tanh": _backward("g = 2 * (a - y_true) * (1 + a) * (1 - a)\nreturn x * g, g"),
    "w instead of x": _backward("g = 2 * (a - y_true) * (a - a * a)\nreturn w * g, g"),
    "swapped": _backward("g = 2 * (a - y_true) * (a - a * a)\nreturn (x * g, g)[::-1]"),
    "bias stops early": _backward("e = 2 * a - 2 * y_true\nreturn x * e * (a - a * a), e"),
    "bias times x": _backward("g = x * 2 * (a - y_true) * (a - a * a)\nreturn (g,) * 2"),
    "bias forgotten in z": _backward(
        "a = 0.5 + 0.5 * math.tanh(x * w / 2)\ng = 2 * (a - y_true) * (a - a * a)\nreturn x * g, g"
    ),
    "loss of one half": _backward("g = (a - y_true) * (a - a * a)\nreturn 4 * x * g, 4 * g"),
    "target ignored": _backward("g = 2 * a**2 - 2 * a**3\nreturn x * g, g"),
    "coarse difference": _backward(
        "L = lambda w, b: (1 / (1 + math.exp(-(w * x + b))) - y_true) ** 2\n"
        "return (L(w + 1e-6, b) - L(w, b)) * 1e6, (L(w, b + 1e-6) - L(w, b)) * 1e6"
    ),
    "single precision": _torch(
        "torch.square(a - y_true).backward()\nreturn float(p.grad), float(q.grad)", "torch.float32"
    ),
    "tensors returned": _torch("torch.square(a - y_true).backward()\nreturn p.grad.squeeze(), q.grad.squeeze()"),
    "by hand": "def torch_gradients(x, w, b, y_true):\n    import torch\n    return nn_backward(float(x), float(w), float(b), float(y_true))\n",
    "gradients pile up": (
        "import torch\n_P = torch.nn.Parameter(torch.zeros(2, dtype=torch.double))\n"
        "def torch_gradients(x, w, b, y_true):\n"
        "    _P.data = torch.tensor([w, b], dtype=torch.double)\n"
        "    (1 / (1 + torch.exp(-_P[0] * x - _P[1])) - y_true).pow(2).backward()\n"
        "    return tuple(_P.grad.tolist())\n"
    ),
    "target fixed": _torch("torch.square(a - 4 / 5).backward()\nreturn float(p.grad), float(q.grad)"),
    "gradient of the input": _torch("torch.square(a - y_true).backward()\nreturn float(q.grad) * w, float(q.grad)"),
    "output differentiated": _torch("a.sum().backward()\nreturn float(p.grad), float(q.grad)"),
    "backward forgotten": _torch("loss = torch.square(a - y_true)\nreturn p.grad.item(), q.grad.item()"),
    "swapped gradients": _torch("torch.square(a - y_true).backward()\nreturn float(q.grad), float(p.grad)"),
    "halved loss": _torch("(torch.square(a - y_true) / 2).backward()\nreturn float(p.grad), float(q.grad)"),
    "detached": _torch("torch.square(a.detach() - y_true).backward()\nreturn float(p.grad), float(q.grad)"),
}
