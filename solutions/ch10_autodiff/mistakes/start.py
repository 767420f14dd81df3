"""E37, __init__: what wrong Tensors hold."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch10_autodiff.mistakes.making import of

init = of("init", "Tensor", text("Print data, grad, their dtype and shape for Tensor([1, 2], requires_grad=True)."))

INIT = "np.array(data.data if isinstance(data, Tensor) else data, dtype=float)"
ZEROS = "np.zeros_like(self.data) if requires_grad else None"

MISTAKES: list[Mistake] = [
    init(
        "article",
        "of_a_tensor whole_numbers",
        text("Whole numbers stay integers, and a Tensor of a Tensor holds an object: np.array(data) is too faithful."),
        (INIT, "np.array(data)"),
    ),
    init(
        "shares_array",
        "copies",
        text("data is the caller's own array: who changes one changes both."),
        (INIT, INIT.replace("np.array", "np.asarray")),
    ),
    init(
        "integers",
        "whole_numbers",
        text("Whole numbers are stored as integers, so fractions cannot be added."),
        (INIT, "np.array(data.data if isinstance(data, Tensor) else data)"),
    ),
    init(
        "constants_keep_type",
        "types",
        text("data is made float only where a gradient is wanted; whole numbers in a constant stay integers."),
        (INIT, "np.array(data.data if isinstance(data, Tensor) else data, dtype=float if requires_grad else None)"),
    ),
    init(
        "object_array",
        "of_a_tensor",
        text("A Tensor made from a Tensor is stored as an opaque object."),
        (INIT, "np.array(data, dtype=object if isinstance(data, Tensor) else float)"),
    ),
    init(
        "always_grad",
        "contents",
        text("A Tensor that does not require gradients gets a gradient array all the same."),
        (ZEROS, "np.zeros_like(self.data)"),
    ),
    init("never_grad", "contents", text("grad is None although the Tensor requires gradients."), (ZEROS, "None")),
    init(
        "grad_of_ones", "contents", text("grad starts at one instead of zero."), (ZEROS, ZEROS.replace("zeros", "ones"))
    ),
    init(
        "grad_of_integers",
        "whole_numbers",
        text("grad holds integers, to which fractions cannot be added."),
        (ZEROS, "np.zeros(self.data.shape, dtype=int) if requires_grad else None"),
    ),
    init(
        "children_forgotten",
        "history",
        text("The Tensors that a result was made from are not kept."),
        ("self._prev = tuple(_children)", "self._prev = ()"),
        own_help=text("Without _prev nobody can walk back from a result to its operands."),
    ),
    init(
        "grad_a_number",
        "types",
        text("grad is the single number 0 instead of an array like data."),
        (ZEROS, "0.0 if requires_grad else None"),
    ),
    init(
        "grad_a_list",
        "types",
        text("grad is a list, to which nothing can be added elementwise."),
        (ZEROS, "np.zeros_like(self.data).tolist() if requires_grad else None"),
    ),
    init(
        "flag_forgotten",
        "contents",
        text("requires_grad is always False, whatever was asked."),
        ("self.requires_grad = requires_grad", "self.requires_grad = False"),
    ),
    init("flattened", "contents", text("data is flattened: rows and columns are lost."), (INIT, INIT + ".ravel()")),
    init(
        "single_precision",
        "contents",
        text("data is kept in single precision: seven digits are left."),
        (INIT, INIT.replace("float)", "np.float32)")),
    ),
]
