"""The wrong answers to conv2d_backward that students hand in, and what to tell them."""

# ruff: noqa: E501 - one sentence or one edit a line reads best
from __future__ import annotations

from autograder.judge.authoring import Mistake, text


def _loops(body: str, start: str = "", end: str = "") -> str:
    return f"""
def conv2d_backward(input, kernel, grad_output):
    input, kernel, grad_output = (np.asarray(a) for a in (input, kernel, grad_output))
    h, w = input.shape
    kh, kw = kernel.shape
    if kernel.size == 0 or h < kh or w < kw or grad_output.shape != (h - kh + 1, w - kw + 1):
        raise ValueError("shapes")
    grad_input = np.zeros(input.shape)
    grad_kernel = np.zeros(kernel.shape)
{start}
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
{body}
{end}
    return grad_input, grad_kernel
"""


_GI = "            grad_input[i:i+kh, j:j+kw] += kernel * grad_output[i, j]"
_GK = "            grad_kernel += input[i:i+kh, j:j+kw] * grad_output[i, j]"

MISTAKES = [
    Mistake(
        "the article's code",
        "conv2d_backward",
        ["ints", "errors"],
        text(
            "The gradients take their type from the arguments and the shapes are not checked: integers fail, misfits pass."
        ),
        text("Make both gradients float arrays, and compare the shape of grad_output with the output's."),
        code="""
def conv2d_backward(input, kernel, grad_output):
    grad_input = np.zeros_like(input)
    grad_kernel = np.zeros_like(kernel)
    h, w = input.shape
    kh, kw = kernel.shape
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            grad_input[i:i+kh, j:j+kw] += kernel * grad_output[i,j]
            grad_kernel += input[i:i+kh, j:j+kw] * grad_output[i,j]
    return grad_input, grad_kernel
""",
    ),
    Mistake(
        "assigned instead of added, grad_input",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_input"],
        text(
            "In grad_input, each window overwrites what earlier windows left: overlaps count once instead of each time."
        ),
        text("An input entry lies under many windows and each of them sends its part back."),
        code=_loops(_GI.replace("+=", "=") + "\n" + _GK),
    ),
    Mistake(
        "assigned instead of added, grad_kernel",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_kernel"],
        text("grad_kernel holds the part of the last window alone."),
        text("The kernel is used at every place; where do the parts of the earlier places go?"),
        code=_loops(_GI + "\n" + _GK.replace("grad_kernel +=", "grad_kernel =")),
    ),
    Mistake(
        "flipped kernel in grad_input",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_input"],
        text("grad_input is made with the kernel turned by 180 degrees."),
        text("The flip is already inside a full convolution; when you add windows by hand there is none."),
        code=_loops(_GI.replace("kernel *", "kernel[::-1, ::-1] *") + "\n" + _GK),
    ),
    Mistake(
        "flipped grad_kernel",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_kernel"],
        text("grad_kernel is turned by 180 degrees."),
        text("Which output entries does kernel[0, 0] take part in, and which input entry does it meet there?"),
        code=_loops(_GI + "\n" + _GK, end="    grad_kernel = grad_kernel[::-1, ::-1].copy()"),
    ),
    Mistake(
        "incoming gradient ignored",
        "conv2d_backward",
        ["hand", "shapes", "linear"],
        text("grad_output does not enter: the result is what you get when all its entries are 1."),
        text("The chain rule multiplies by what comes from above, entry by entry."),
        code=_loops((_GI + "\n" + _GK).replace(" * grad_output[i, j]", "")),
    ),
    Mistake(
        "incoming gradient summed",
        "conv2d_backward",
        ["shapes", "adjoint_input", "adjoint_kernel"],
        text("Every window gets the sum of grad_output instead of its own entry."),
        text("The window at (i, j) made one output entry; only that entry's gradient comes back to it."),
        code=_loops((_GI + "\n" + _GK).replace("grad_output[i, j]", "grad_output.sum()")),
    ),
    Mistake(
        "results in the wrong order",
        "conv2d_backward",
        ["hand", "shapes", "types"],
        text("The two gradients are returned in the wrong order."),
        text("grad_input comes first and has the input's shape."),
        code=_loops(_GI + "\n" + _GK).replace("return grad_input, grad_kernel", "return grad_kernel, grad_input"),
    ),
    Mistake(
        "grad_kernel averaged",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_kernel"],
        text("grad_kernel is divided by the number of output entries."),
        text("L is a sum over all output places, not their mean: nothing is divided."),
        code=_loops(_GI + "\n" + _GK, end="    grad_kernel /= grad_output.size"),
    ),
    Mistake(
        "grad_input only where the output is",
        "conv2d_backward",
        ["hand", "shapes", "adjoint_input"],
        text("grad_input is a valid correlation of grad_output, put into one corner: the border gets too little."),
        text("Also the entries near the border lie under at least one window and take part in L."),
        code=_loops("            grad_input[i, j] += np.sum(kernel) * grad_output[i, j]\n" + _GK),
    ),
    Mistake(
        "sign",
        "conv2d_backward",
        ["hand", "shapes"],
        text("Both gradients have the wrong sign."),
        text("The minus of gradient descent belongs to the update, not to the gradient."),
        code=_loops(_GI + "\n" + _GK, end="    grad_input, grad_kernel = -grad_input, -grad_kernel"),
    ),
    Mistake(
        "input and kernel confused",
        "conv2d_backward",
        ["hand", "shapes", "independent"],
        text(
            "grad_input is built from the input and grad_kernel from the kernel: each from itself instead of the other."
        ),
        text("In a product a·b the slope with respect to a is b."),
        code=_loops(
            "            grad_input[i:i+kh, j:j+kw] += input[i:i+kh, j:j+kw] * grad_output[i, j]\n"
            "            grad_kernel += kernel * grad_output[i, j]"
        ),
    ),
    Mistake(
        "incoming gradient transposed",
        "conv2d_backward",
        ["hand", "shapes"],
        text("grad_output is read with rows and columns exchanged."),
        text("The entry [i, j] of grad_output belongs to the window whose top row is i and whose left column is j."),
        code=_loops(
            (_GI + "\n" + _GK).replace("grad_output[i, j]", "turned[i, j]"),
            start="    turned = grad_output.T.reshape(grad_output.shape)",
        ),
    ),
    Mistake(
        "gradients kept between calls",
        "conv2d_backward",
        ["repeated", "adjoint_kernel"],
        text("grad_kernel of earlier calls is still in the result: the sum goes on growing."),
        text("Make fresh zeros inside the function, at each call."),
        code="_kept = {}\n"
        + _loops(
            _GI + "\n" + _GK,
            start="    grad_kernel = _kept.setdefault(kernel.shape, grad_kernel)",
            end="    grad_kernel = grad_kernel + 0.0",
        ),
    ),
    Mistake(
        "arguments overwritten",
        "conv2d_backward",
        ["purity"],
        text("The caller's input is centred in place during the computation, or another argument is changed."),
        text("Work on copies, and expect arguments that cannot be written to."),
        code=_loops(_GI + "\n" + _GK, end="    grad_output *= 0"),
    ),
    Mistake(
        "axes of length 1 dropped",
        "conv2d_backward",
        ["types"],
        text("An axis of length 1 is missing from the gradients."),
        text("A kernel of shape (1, 4) has a gradient of shape (1, 4): try one, and print the shapes."),
        code=_loops(
            _GI + "\n" + _GK, end="    grad_input, grad_kernel = np.squeeze(grad_input), np.squeeze(grad_kernel)"
        ),
    ),
    Mistake(
        "last row and column of windows left out",
        "conv2d_backward",
        ["hand", "shapes"],
        text("The windows at the lower and right border are left out."),
        text("The loops of the backward pass visit the same places as those of the forward pass, (h−kh+1)·(w−kw+1)."),
        code=_loops(_GI + "\n" + _GK)
        .replace("range(h - kh + 1)", "range(h - kh)")
        .replace("range(w - kw + 1)", "range(w - kw)"),
    ),
]
