"""Known wrong answers: what a class gets wrong, and what to say about it."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, Text, text


def _neuron(name: str, loses: list[str], rationale: Text, help: Text, body: str) -> Mistake:
    code = "def simple_nn(x, w, b):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return Mistake(name, "simple_nn", loses, rationale, help, code="import numpy as np\n" + code)


def _backward(name: str, loses: list[str], rationale: Text, help: Text, body: str) -> Mistake:
    head = "def nn_backward(x, w, b, y_true):\n    z = w * x + b\n    a = 1 / (1 + np.exp(-z))\n"
    code = head + "".join(f"    {line}\n" for line in body.splitlines())
    return Mistake(name, "nn_backward", loses, rationale, help, code="import numpy as np\n" + code)


def _torch(name: str, loses: list[str], rationale: Text, help: Text, code: str) -> Mistake:
    return Mistake(name, "torch_gradients", loses, rationale, help, code=code)


_STABLE = "a = 1 / (1 + np.exp(-np.clip(z, -700, 700)))\n"

NEURON = [
    _neuron("sign in the exponent", ["values", "roles"],
            text("The exponential has the wrong sign: the result is σ(−z)."),
            text("A large positive z must give an output near 1."),
            "z = w * x + b\nreturn 1 / (1 + np.exp(z))"),
    _neuron("tanh", ["values", "symmetry"],
            text("The result is tanh(z), which runs from −1 to 1."),
            text("What must come out at z = 0?"),
            "return np.tanh(w * x + b)"),
    _neuron("no bias", ["values", "roles"],
            text("The bias b is not used."),
            text("Set x = 0: the output must still depend on b."),
            "return 1 / (1 + np.exp(-np.clip(w * x, -700, 700)))"),
    _neuron("bias inside the product", ["values", "roles"],
            text("The input is shifted by the bias before it is weighted: w·(x + b)."),
            text("Set w = 0: the output must still depend on b."),
            "return 1 / (1 + np.exp(-w * (x + b)))"),
    _neuron("weight and bias swapped", ["values", "roles"],
            text("Weight and bias have changed places: b·x + w."),
            text("Which of the two multiplies the input?"),
            "return 1 / (1 + np.exp(-(b * x + w)))"),
    _neuron("no activation", ["values", "symmetry"],
            text("The result is z itself: the sigmoid was left out."),
            text("A neuron's output lies between 0 and 1."),
            "return w * x + b"),
    _neuron("relu", ["values", "symmetry"],
            text("The result is max(0, z), another activation."),
            text("The sigmoid is smooth and stays below 1."),
            "return max(0.0, w * x + b)"),
    _neuron("overflow", ["extremes"],
            text("math.exp is called with a large positive number and raises OverflowError."),
            text("For negative z, multiply numerator and denominator of σ by exp(z)."),
            "import math\nreturn 1 / (1 + math.exp(-(w * x + b)))"),
    *(_neuron("clipped too early" if cut == 20 else f"clipped at {cut}", ["extremes"],
              text("z is cut to a small range, so the output never comes close enough to 0 or 1."),
              text("Cutting is a way to avoid overflow, but exp copes with 700; where do you cut?"),
              f"z = min(max(w * x + b, -{cut}.0), {cut}.0)\nreturn 1 / (1 + np.exp(-z))")
      for cut in (20, 10, 15, 25, 30)),
    *(_neuron("0 or 1 too early" if cut == 20 else f"0 or 1 from {cut}", ["extremes"],
              text("The output jumps to 0 or 1 where it is not there yet."),
              text("σ(25) differs from 1 by 1.4·10⁻¹¹, and float64 can tell. Where is the jump no longer seen?"),
              f"z = w * x + b\nif abs(z) > {cut}:\n    return 1.0 if z > 0 else 0.0\nreturn 1 / (1 + np.exp(-z))")
      for cut in (20, 10)),
    _neuron("sign of the bias", ["values", "roles"],
            text("The bias is subtracted instead of added."),
            text("A larger b must make the neuron fire more."),
            "return 1 / (1 + np.exp(-np.clip(w * x - b, -700, 700)))"),
    _neuron("slope of the sigmoid", ["values", "symmetry"],
            text("The result is the derivative a·(1 − a), not the output a."),
            text("The derivative is the next exercise's business."),
            "z = w * x + b\n" + _STABLE + "return a * (1 - a)"),
    _neuron("bracket lost", ["values", "symmetry"],
            text("A bracket is missing: 1/1 + exp(−z) is computed."),
            text("Division comes before addition."),
            "return 1 / 1 + np.exp(-(w * x + b))"),
    _neuron("fires or not", ["values", "roles"],
            text("The result is 0 or 1: a step, not the smooth sigmoid."),
            text("At z = 0 the output is ½, and it changes gradually."),
            "z = w * x + b\nreturn 1.0 if z > 0 else (0.5 if z == 0 else 0.0)"),
    _neuron("boxed", ["types"],
            text("The number comes back in an array with one entry."),
            text("Three numbers in, one number out: look at the shape."),
            "z = np.array([w * x + b])\nreturn 1 / (1 + np.exp(-z))"),
]  # fmt: skip

BACKWARD = [
    _backward("a squared", ["random_points", "steep_and_flat"],
              text("The sigmoid's slope is taken as a², which agrees with a(1 − a) only at z = 0."),
              text("Derive σ' again: it vanishes where a is near 0 and also where a is near 1."),
              "d = 2 * (a - y_true) * a * a\nreturn d * x, d"),
    _backward("one minus a squared", ["random_points", "steep_and_flat"],
              text("The sigmoid's slope is taken as (1 − a)², which agrees with a(1 − a) only at z = 0."),
              text("Derive σ' again: it vanishes where a is near 1 and also where a is near 0."),
              "d = 2 * (a - y_true) * (1 - a) ** 2\nreturn d * x, d"),
    _backward("half of a", ["random_points", "steep_and_flat"],
              text("The sigmoid's slope is taken as a/2, which agrees with a(1 − a) only at z = 0."),
              text("The slope at large z is nearly zero. Is yours?"),
              "d = 2 * (a - y_true) * a / 2\nreturn d * x, d"),
    _backward("a quarter", ["random_points", "steep_and_flat"],
              text("The sigmoid's slope is taken as ¼ everywhere; that is its value at z = 0 only."),
              text("The slope of σ changes from point to point."),
              "d = 2 * (a - y_true) / 4\nreturn d * x, d"),
    _backward("factor two lost", ["article", "random_points"],
              text("The gradient is half of what it should be: the 2 of the square's derivative is missing."),
              text("What is the derivative of u²?"),
              "d = (a - y_true) * a * (1 - a)\nreturn d * x, d"),
    _backward("residual reversed", ["article", "random_points"],
              text("The gradient has the wrong sign: y − a stands where a − y belongs."),
              text("If the output is too large, a larger bias makes the loss larger: what sign has dL_db then?"),
              "d = 2 * (y_true - a) * a * (1 - a)\nreturn d * x, d"),
    _backward("activation skipped", ["article", "random_points"],
              text("The chain skips the sigmoid: its slope does not occur."),
              text("From L to w there are three links; name the derivative of each."),
              "d = 2 * (a - y_true)\nreturn d * x, d"),
    _backward("cross-entropy", ["article", "random_points"],
              text("(a − y)·x is the gradient of the cross-entropy loss, not of the squared error."),
              text("Which loss does the exercise state?"),
              "d = a - y_true\nreturn d * x, d"),
    _backward("slope of z", ["article", "random_points"],
              text("The slope is taken as z(1 − z): the formula a(1 − a) holds for the output a, not for z."),
              text("Is your slope between 0 and ¼?"),
              "d = 2 * (a - y_true) * z * (1 - z)\nreturn d * x, d"),
    _backward("slope of tanh", ["article", "random_points"],
              text("The slope is 1 − a², which belongs to tanh, not to the sigmoid."),
              text("Write σ' in terms of a: start from a = 1/(1 + e⁻ᶻ)."),
              "d = 2 * (a - y_true) * (1 - a * a)\nreturn d * x, d"),
    _backward("w instead of x", ["article", "x_times"],
              text("The last link of dL_dw is w; but z = w·x + b changes by x when w changes by 1."),
              text("Which of the two is held fixed when you differentiate with respect to w?"),
              "d = 2 * (a - y_true) * a * (1 - a)\nreturn d * w, d"),
    _backward("swapped", ["article", "x_times"],
              text("The two derivatives are returned in the wrong order."),
              text("The contract says: first w, then b."),
              "d = 2 * (a - y_true) * a * (1 - a)\nreturn d, d * x"),
    _backward("bias stops early", ["article", "x_times"],
              text("dL_db stops after the first link of the chain."),
              text("The bias reaches the loss through the sigmoid, too."),
              "d = 2 * (a - y_true)\nreturn d * a * (1 - a) * x, d"),
    _backward("bias times x", ["no_input", "x_times"],
              text("dL_db carries a factor x, as if the bias were multiplied by the input."),
              text("What is the derivative of w·x + b with respect to b?"),
              "d = 2 * (a - y_true) * a * (1 - a) * x\nreturn d, d"),
    _backward("bias forgotten in z", ["random_points"],
              text("The forward pass inside leaves out the bias."),
              text("Print the z that you use, and compare it with w·x + b."),
              "a = 1 / (1 + np.exp(-w * x))\nd = 2 * (a - y_true) * a * (1 - a)\nreturn d * x, d"),
    _backward("loss of one half", ["article"],
              text("The gradient is twice what it should be."),
              text("Count the factors 2: the square brings exactly one."),
              "d = 4 * (a - y_true) * a * (1 - a)\nreturn d * x, d"),
    _backward("target ignored", ["article", "no_error_no_gradient"],
              text("The target y_true is not used: the gradient belongs to the loss a²."),
              text("With a = y_true the gradient must vanish."),
              "d = 2 * a * a * (1 - a)\nreturn d * x, d"),
    _backward("boxed gradients", ["types"],
              text("The derivatives come back in arrays of one entry each."),
              text("Numbers in, numbers out: two plain numbers are asked."),
              "d = 2 * (a - y_true) * a * (1 - a)\nreturn np.array([d * x]), np.array([d])"),
    _backward("coarse difference", ["random_points"],
              text("The numbers come from a one-sided difference quotient; they are right to a few digits only."),
              text("The exercise asks for the chain rule: its result is exact to rounding."),
              "h = 1e-6\n"
              "loss = lambda w, b: (1 / (1 + np.exp(-(w * x + b))) - y_true) ** 2\n"
              "return (loss(w + h, b) - loss(w, b)) / h, (loss(w, b + h) - loss(w, b)) / h"),
]  # fmt: skip

_HEAD = "import torch\n\ndef torch_gradients(x, w, b, y_true):\n"

TORCH = [
    _torch("single precision", ["values"],
           text("The tensors are float32, PyTorch's default: the gradient is right to seven digits only."),
           text("Say which dtype you want where you make the tensors."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float32, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float32, requires_grad=True)
    ((torch.sigmoid(w * x + b) - y_true) ** 2).backward()
    return w.grad.item(), b.grad.item()
'''),
    _torch("tensors returned", ["types"],
           text("The gradients are returned as tensors, not as numbers."),
           text("A tensor with a single number knows a method that returns it."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    ((torch.sigmoid(w * x + b) - y_true) ** 2).backward()
    return w.grad, b.grad
'''),
    _torch("by hand", ["autograd"],
           text("The formula was written out by hand; PyTorch did not differentiate anything."),
           text("Compute the loss only, and let its backward pass find the gradient."),
           '''
def torch_gradients(x, w, b, y_true):
    a = 1 / (1 + math.exp(-(w * x + b)))
    d = 2 * (a - y_true) * a * (1 - a)
    return float(d * x), float(d)
'''),
    _torch("backward for show", ["autograd"],
           text("A backward pass runs, but its result is not used: the numbers come from a formula of your own."),
           text("After the backward pass the gradients stand in .grad."),
           _HEAD + '''
    u = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    v = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    ((torch.sigmoid(u * x + v) - y_true) ** 2).backward()
    a = 1 / (1 + math.exp(-(w * x + b)))
    d = 2 * (a - y_true) * a * (1 - a)
    return float(d * x), float(d)
'''),
    _torch("gradients pile up", ["again"],
           text("Gradients of earlier calls are added to the later ones: the tensors live on between calls."),
           text("Make new tensors in every call, or clear .grad."),
           '''
import torch
_W = torch.zeros((), dtype=torch.float64, requires_grad=True)
_B = torch.zeros((), dtype=torch.float64, requires_grad=True)

def torch_gradients(x, w, b, y_true):
    with torch.no_grad():
        _W.fill_(w)
        _B.fill_(b)
    ((torch.sigmoid(_W * x + _B) - y_true) ** 2).backward()
    return _W.grad.item(), _B.grad.item()
'''),
    _torch("target fixed", ["values"],
           text("The target is fixed at 0.8, whatever y_true is."),
           text("Search your function for the number 0.8."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    ((torch.sigmoid(w * x + b) - 0.8) ** 2).backward()
    return w.grad.item(), b.grad.item()
'''),
    _torch("gradient of the input", ["values"],
           text("The first number is the derivative with respect to x, not to w."),
           text("Which tensor's .grad do you read?"),
           _HEAD + '''
    x, w, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (x, w, b))
    ((torch.sigmoid(w * x + b) - y_true) ** 2).backward()
    return x.grad.item(), b.grad.item()
'''),
    _torch("output differentiated", ["values"],
           text("The neuron's output was differentiated, not the loss."),
           text("On which tensor do you call backward()?"),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    torch.sigmoid(w * x + b).backward()
    return w.grad.item(), b.grad.item()
'''),
    _torch("backward forgotten", ["values", "autograd"],
           text("No backward pass was run, so .grad is still None."),
           text("The gradients appear only after one call on the loss."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    loss = (torch.sigmoid(w * x + b) - y_true) ** 2
    return w.grad.item(), b.grad.item()
'''),
    _torch("swapped gradients", ["values"],
           text("The two derivatives are returned in the wrong order."),
           text("The contract says: first w, then b."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    ((torch.sigmoid(w * x + b) - y_true) ** 2).backward()
    return b.grad.item(), w.grad.item()
'''),
    _torch("halved loss", ["values"],
           text("The gradient is half of what it should be, as if the loss were ½(a − y)²."),
           text("Write the loss as the exercise states it."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    (0.5 * (torch.sigmoid(w * x + b) - y_true) ** 2).backward()
    return w.grad.item(), b.grad.item()
'''),
    _torch("detached", ["values", "autograd"],
           text("The chain is cut: a number or a new tensor was made on the way from the parameters to the loss."),
           text("`.item()`, `.detach()`, `float()` and `torch.tensor(...)` all leave the graph behind."),
           _HEAD + '''
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    a = torch.tensor(torch.sigmoid(w * x + b).item(), dtype=torch.float64)
    ((a - y_true) ** 2).backward()
    return w.grad.item(), b.grad.item()
'''),
]  # fmt: skip

MISTAKES = [*NEURON, *BACKWARD, *TORCH]
