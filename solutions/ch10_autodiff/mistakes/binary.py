"""E38 and E39: wrong sums and products."""

from __future__ import annotations

from collections.abc import Callable

from autograder.judge.authoring import Mistake, text
from solutions.ch10_autodiff.mistakes.making import REPLACED, REPLACED_HELP, of

plus = of(
    "add", "Tensor_add", text("Take x = 2 and y = 3, raise each by 0.001 in turn, and look at how the sum changes.")
)
times = of(
    "mul", "Tensor_mul", text("Take x = 2 and y = 3, raise each by 0.001 in turn, and look at how the product changes.")
)

RECEIVED_ADD = "            self._receive(out.grad)\n            other._receive(out.grad)"
RECEIVED_MUL = "            self._receive(other.data * out.grad)\n            other._receive(self.data * out.grad)"


def broken_receive(body: str, op: str) -> str:
    """Return code that gives one operation (add or mul) its own way of adding a gradient; the other keeps the right."""
    first, second = ("out.grad", "out.grad") if op == "add" else ("other.data * out.grad", "self.data * out.grad")
    sign = "+" if op == "add" else "*"
    return f"""
def _put(tensor, grad):
    if tensor.grad is None:
        return
    grad = np.asarray(grad)
{body}


def _operation(self, other):
    other = other if isinstance(other, Tensor) else Tensor(other)
    out = Tensor(self.data {sign} other.data, self.requires_grad or other.requires_grad, (self, other))

    def _backward():
        _put(self, {first})
        _put(other, {second})

    out._backward = _backward
    return out


Tensor.__{op}__ = _operation
"""


SUMMED = """    while grad.ndim > tensor.data.ndim:
        grad = grad.sum(axis=0)
    for i, n in enumerate(tensor.data.shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
"""
GIVEN_TO_ALL = "    tensor.grad = grad + (0 if tensor.grad is None else tensor.grad)"
EVERYWHERE = "    tensor.grad = tensor.grad + grad"
AVERAGED = SUMMED.replace(".sum(", ".mean(") + "    tensor.grad += grad"
LEADING_ONLY = (
    "    while grad.ndim > tensor.data.ndim:\n        grad = grad.sum(axis=0)\n    tensor.grad = tensor.grad + grad"
)
ONES_ONLY = """    for i, n in enumerate(tensor.data.shape):
        if n == 1 and i < grad.ndim and grad.ndim == tensor.data.ndim:
            grad = grad.sum(axis=i, keepdims=True)
    tensor.grad = tensor.grad + grad"""
OVERWRITES = SUMMED + "    tensor.grad = grad.copy()"
UNSUMMED = text("Gradients of operands that broadcasting stretched are not summed back to the operand's own shape.")
BROADCAST_HELP = text("An operand that was repeated influences every copy; its gradient must have its own shape again.")


def shared(make: Callable[..., Mistake], op: str) -> list[Mistake]:
    """Return the mistakes that addition and multiplication have in common."""
    sign = "+" if op == "add" else "*"
    return [
        make(
            "one_operand_remembered",
            "chained",
            text("_prev of the result holds its first operand only: nobody comes to what the second was made from."),
            (
                f"Tensor(self.data {sign} other.data, self.requires_grad or other.requires_grad, (self, other))",
                f"Tensor(self.data {sign} other.data, self.requires_grad or other.requires_grad, (self,))",
            ),
            own_help=text("A result was made from both operands; the way back must lead to both."),
        ),
        make("not_summed", "broadcasting", UNSUMMED, code=broken_receive(EVERYWHERE, op), own_help=BROADCAST_HELP),
        make(
            "averaged",
            "broadcasting",
            text("Gradients of stretched operands are averaged where they should be summed."),
            code=broken_receive(AVERAGED, op),
            own_help=BROADCAST_HELP,
        ),
        make(
            "leading_axes_only",
            "broadcasting",
            text("Leading axes are summed away, but an axis of length 1 that was stretched is not."),
            code=broken_receive(LEADING_ONLY, op),
            own_help=BROADCAST_HELP,
        ),
        make(
            "unit_axes_only",
            "broadcasting",
            text("Axes of length 1 are summed, but axes that broadcasting put in front are not summed away."),
            code=broken_receive(ONES_ONLY, op),
            own_help=BROADCAST_HELP,
        ),
        make(
            "needs_both",
            "constants",
            text("The result requires gradients only if both operands do."),
            code=broken_receive(SUMMED + "    tensor.grad += grad", op).replace("d or other", "d and other"),
            own_help=text("x * 3 depends on x, so it needs a gradient, whatever 3 is."),
        ),
        make(
            "constants_too",
            "constants",
            text("Operands that do not require gradients get some all the same."),
            code=broken_receive(SUMMED + GIVEN_TO_ALL, op).replace("    if tensor.grad is None:\n        return\n", ""),
            own_help=text("The grad of a constant is None, and stays None."),
        ),
        make("overwrites", "itself adds_up", REPLACED, code=broken_receive(OVERWRITES, op), own_help=REPLACED_HELP),
        make(
            "no_reflected",
            "numbers_left",
            text("A number on the left of a Tensor is not handled."),
            (f"return self {sign} other\n", "return NotImplemented\n"),
            own_help=text("For 2 + x and 2 * x Python calls __radd__ and __rmul__ of x."),
        ),
        make(
            "no_wrapping",
            "numbers_right",
            text("The other operand is taken for a Tensor even where it is a plain number."),
            code=broken_receive(SUMMED + "    tensor.grad += grad", op).replace(
                "    other = other if isinstance(other, Tensor) else Tensor(other)\n", ""
            ),
            own_help=text("Turn a plain number into a Tensor first; then only one case is left."),
        ),
    ]


MISTAKES: list[Mistake] = [
    *shared(plus, "add"),
    plus(
        "upstream_dropped",
        "gradients",
        text("The gradient that arrives from above is ignored: ones are passed on."),
        (RECEIVED_ADD, RECEIVED_ADD.replace("out.grad", "np.ones_like(out.data)")),
    ),
    plus(
        "shared_arrays",
        "apart",
        text("The operands hold the very array that the result holds as grad: who changes one changes all."),
        code=broken_receive(SUMMED + "    tensor.grad = tensor.grad + grad if np.any(tensor.grad) else grad", "add"),
        own_help=text("After s = x + y, is x.grad the same object as s.grad? An operand needs an array of its own."),
    ),
    plus(
        "as_product",
        "gradients",
        text("The gradients are those of a product: each operand gets the other one's data."),
        (RECEIVED_ADD, RECEIVED_MUL),
    ),
    plus(
        "first_only",
        "gradients",
        text("Only the first operand receives a gradient."),
        (RECEIVED_ADD, RECEIVED_ADD.split("\n")[0]),
    ),
    plus(
        "second_negative",
        "gradients",
        text("The second gradient has the wrong sign, as for a difference."),
        (RECEIVED_ADD, RECEIVED_ADD.replace("other._receive(", "other._receive(-")),
    ),
    plus(
        "half_each",
        "gradients",
        text("The gradient is split in halves between the operands."),
        (RECEIVED_ADD, RECEIVED_ADD.replace("(out.grad", "(0.5 * out.grad")),
    ),
    *shared(times, "mul"),
    times(
        "upstream_dropped",
        "gradients",
        text("The gradient that arrives from above is ignored."),
        (RECEIVED_MUL, RECEIVED_MUL.replace(" * out.grad", " * np.ones_like(out.data)")),
    ),
    times(
        "swapped",
        "gradients",
        text("The two gradients are swapped: each operand gets its own data as a factor."),
        (
            RECEIVED_MUL,
            RECEIVED_MUL.replace("(other.data", "(X.data").replace("(self.data", "(other.data").replace("X.", "self."),
        ),
    ),
    times(
        "upstream_overwritten",
        "gradients",
        text("The result's grad is multiplied in place for the first operand, and then wrong for the second."),
        (
            RECEIVED_MUL,
            "            out.grad *= other.data\n"
            "            self._receive(out.grad)\n            other._receive(self.data * out.grad)",
        ),
        own_help=text("Print out.grad before and after."),
    ),
    times(
        "as_sum",
        "gradients",
        text("The gradients are those of a sum: the other operand's data is missing."),
        (RECEIVED_MUL, RECEIVED_ADD),
    ),
    times(
        "first_only",
        "gradients",
        text("Only the first operand receives a gradient."),
        (RECEIVED_MUL, RECEIVED_MUL.split("\n")[0]),
    ),
    times(
        "product_itself",
        "gradients",
        text("Each operand gets the whole product as a factor, not the other operand."),
        (RECEIVED_MUL, RECEIVED_ADD.replace("out.grad", "out.data * out.grad")),
    ),
]
