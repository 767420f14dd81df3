"""Chapter 10, autodiff: the wrong implementations that are known by name."""

from __future__ import annotations

from collections.abc import Callable

from autograder.judge.authoring import Mistake, Text, text

Edit = tuple[str, str]

INIT = "np.array(data.data if isinstance(data, Tensor) else data, dtype=float)"
ZEROS = "np.zeros_like(self.data) if requires_grad else None"
SLOPE = "slope = exponent * self.data ** (exponent - 1) if exponent != 0 else 0.0"
RECURSIVE = """
        seen = set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for child in node._prev:
                    visit(child)
                order.append(node)

        visit(self)
"""
SEARCH = """        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, finished = stack.pop()
            if finished:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((child, False) for child in node._prev)
"""
CLEARED = """        for node in order:
            if node._prev and node.requires_grad:
                node.grad = np.zeros_like(node.data)
"""
WALK = """        for node in reversed(order):
            if node.requires_grad:
                node._backward()"""
SEED = "self._receive(np.ones_like(self.data))"
RAISE = """        if not self.requires_grad:
            raise RuntimeError("backward() on a Tensor that does not require gradients")
"""
CHECK = """        if not isinstance(exponent, (int, float, np.integer, np.floating)):
            raise TypeError(f"the exponent must be a number, not {type(exponent).__name__}")
"""
POSITIVE = """        if np.any(self.data <= 0):
            raise ValueError("the logarithm needs positive numbers")
"""


def of(prefix: str, exercise: str, help: Text) -> Callable[..., Mistake]:
    """Return a maker of mistakes in one exercise: names with a prefix, the help shared unless they bring their own."""

    def make(
        name: str, loses: str, rationale: Text, *edits: Edit, code: str = "", own_help: Text | None = None
    ) -> Mistake:
        return Mistake(f"{prefix}_{name}", exercise, tuple(loses.split()), rationale, own_help or help, code, edits)

    return make


init = of("init", "Tensor", text("Print data, grad, their dtype and shape for Tensor([1, 2], requires_grad=True)."))
plus = of(
    "add", "Tensor_add", text("Take x = 2 and y = 3, raise each by 0.001 in turn, and look at how the sum changes.")
)
times = of(
    "mul", "Tensor_mul", text("Take x = 2 and y = 3, raise each by 0.001 in turn, and look at how the product changes.")
)
STOPS = text("The gradient gets one step below the root and no further: the other nodes pass on nothing, or too early.")
back = of(
    "backward",
    "Tensor_backward",
    text("Draw the graph of z = x·y + x, and write on every arrow what is passed along it."),
)
power = of("pow", "Tensor_pow", text("Try x³ at x = 2: a central difference with step 0.001 tells the slope."))
exp = of("exp", "Tensor_exp", text("Try eˣ at x = 0 and x = 1: a central difference with step 0.001 tells the slope."))
SILENT = text("log of zero or less gives some value, -inf or nan without a word.")
log = of(
    "log", "Tensor_log", text("Try log x at x = 2 and x = 10: a central difference with step 0.001 tells the slope.")
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
REPLACED = text("The gradient replaces what grad held instead of being added to it.")
REPLACED_HELP = text("Try x + x and x * x: both roles of x have to count.")


def shared(make: Callable[..., Mistake], op: str) -> list[Mistake]:
    """Return the mistakes that addition and multiplication have in common."""
    sign = "+" if op == "add" else "*"
    return [
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


MISTAKES = [
    # E37
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
    # E38
    *shared(plus, "add"),
    plus(
        "upstream_dropped",
        "gradients",
        text("The gradient that arrives from above is ignored: ones are passed on."),
        (RECEIVED_ADD, RECEIVED_ADD.replace("out.grad", "np.ones_like(out.data)")),
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
    # E39
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
    # E40
    back(
        "recursive",
        "long_chain",
        text("The graph is walked by recursion, which Python ends on a long chain."),
        (SEARCH, RECURSIVE.lstrip("\n")),
    ),
    back(
        "every_path",
        "diamond doublings",
        text("A node is listed once for every path that leads to it, and passes its gradient on as often."),
        (SEARCH, SEARCH.replace("elif id(node) not in seen:", "else:")),
        own_help=text("Note which nodes were seen: each one passes its gradient on exactly once."),
    ),
    back(
        "article",
        "twice nothing_required long_chain leaf",
        text("As in the article: nothing is cleared before the way back, leaves are overwritten, and it recurses."),
        (RAISE, ""),
        (SEARCH, RECURSIVE.lstrip("\n")),
        (CLEARED, ""),
        (SEED, "self.grad = np.ones_like(self.data)"),
    ),
    back(
        "not_cleared",
        "twice shared_part",
        text("Intermediate results keep their gradient from the last time and pass it on once more."),
        (CLEARED, ""),
        own_help=text("After a second backward z = x·y + x must give twice the gradient in x: 8, not 11."),
    ),
    back(
        "leaves_cleared",
        "twice several_losses",
        text("The leaves' gradients are set to zero as well, so nothing accumulates over several calls."),
        (
            "if node._prev and node.requires_grad:\n                node.grad",
            "if node.requires_grad:\n                node.grad",
        ),
        own_help=text("Which nodes are parameters, and which only stand on the way?"),
    ),
    back(
        "leaf_overwritten",
        "leaf",
        text("A leaf as the root loses what it had accumulated."),
        (SEED, "self.grad = np.ones_like(self.data)"),
    ),
    back("no_error", "nothing_required", text("Nothing requires gradients, and backward says nothing."), (RAISE, "")),
    back(
        "wrong_error",
        "nothing_required",
        text("backward without anything to differentiate raises, but not a RuntimeError."),
        ("raise RuntimeError(", "raise AttributeError("),
    ),
    back("wrong_order", "article diamond", STOPS, ("reversed(order)", "order")),
    back(
        "preorder",
        "uneven",
        text("Nodes pass on their gradient as they are met, before all that depends on them has reported."),
        (
            SEARCH,
            """        seen = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if id(node) not in seen:
                seen.add(id(node))
                order.insert(0, node)
                stack.extend(node._prev)
""",
        ),
        own_help=text(
            "A node may go only when every result it was used in has gone: depth first, noted down on leaving."
        ),
    ),
    back(
        "by_level",
        "uneven",
        text("The graph is walked level by level, so a node may go before a longer branch has reported."),
        (
            SEARCH,
            """        seen = {id(self)}
        level = [self]
        while level:
            order[:0] = level[::-1]
            level = [c for n in level for c in n._prev if not (id(c) in seen or seen.add(id(c)))]
""",
        ),
        own_help=text("Draw a node that the root uses directly, and again after three more operations."),
    ),
    back(
        "equal_is_same",
        "equal_values",
        text("Nodes that hold equal numbers are taken for one and the same."),
        (
            SEARCH,
            SEARCH.replace("id(node) not in seen", "node.data.tobytes() not in seen").replace(
                "seen.add(id(node))", "seen.add(node.data.tobytes())"
            ),
        ),
        own_help=text("2.0 and 2.0 may be two different Tensors: tell them apart by id()."),
    ),
    back("one_step", "article", STOPS, (WALK, "        self._backward()")),
    back(
        "seed_of_data",
        "article",
        text("The walk starts with the root's value instead of ones."),
        (SEED, "self._receive(self.data)"),
    ),
    back(
        "mean_seed",
        "repeated",
        text("The walk starts with 1/n per element: the gradient of a mean, not of a sum."),
        (SEED, "self._receive(np.ones_like(self.data) / max(1, self.data.size))"),
    ),
    back(
        "twice_each",
        "article",
        text("Every node passes its gradient on twice."),
        (WALK, WALK + "\n                node._backward()"),
    ),
    back(
        "returns_grad",
        "types",
        text("backward returns something, where it should return None."),
        (WALK, WALK + "\n        return self.grad"),
    ),
    # E41
    power(
        "same_exponent",
        "exponents",
        text("The exponent is not lowered by one in the derivative."),
        (SLOPE, "slope = exponent * self.data ** exponent"),
    ),
    power(
        "lowered_factor",
        "exponents",
        text("The factor in front is p − 1 instead of p."),
        (SLOPE, SLOPE.replace("slope = exponent *", "slope = (exponent - 1) *")),
    ),
    power(
        "no_factor",
        "exponents",
        text("The factor p is missing in the derivative."),
        (SLOPE, "slope = self.data ** (exponent - 1) if exponent != 0 else 0.0"),
    ),
    power(
        "nan_at_zero",
        "zeroth_power",
        text("x**0 at 0 gives nan as gradient: 0 · 0⁻¹ is not a number."),
        (SLOPE, "slope = exponent * self.data ** (exponent - 1.0)"),
    ),
    power(
        "article",
        "zeroth_power bad_exponent",
        text("As in the article: an assert instead of a TypeError, and nan for x**0 at 0."),
        (CHECK, "        assert isinstance(exponent, (int, float, np.integer)), 'numbers only'\n"),
        (SLOPE, "slope = exponent * self.data ** (exponent - 1.0)"),
    ),
    power(
        "by_logarithm",
        "signs",
        text("The power is computed by exp(p·log x), which fails for x ≤ 0."),
        ("Tensor(self.data**exponent,", "Tensor(np.exp(exponent * np.log(self.data)),"),
    ),
    power(
        "exponential_rule",
        "exponents",
        text("The derivative is xᵖ·log x: that is the slope in p, not in x."),
        (SLOPE, "slope = out.data * np.log(np.abs(self.data) + (self.data == 0)) if exponent != 0 else 0.0"),
    ),
    power(
        "upstream_dropped",
        "exponents",
        text("The gradient that arrives from above is ignored."),
        ("self._receive(slope * out.grad)", "self._receive(slope * np.ones_like(out.data))"),
    ),
    power(
        "absolute_base",
        "signs",
        text("The sign of the base is dropped."),
        (SLOPE, SLOPE.replace("self.data **", "np.abs(self.data) **")),
    ),
    power(
        "assertion",
        "bad_exponent",
        text("A bad exponent raises AssertionError instead of TypeError."),
        ('raise TypeError(f"the exponent', 'raise AssertionError(f"the exponent'),
    ),
    power(
        "squares_only",
        "exponents",
        text("The derivative is 2x whatever the exponent."),
        (SLOPE, "slope = 2 * self.data if exponent != 0 else 0.0"),
    ),
    # E42
    exp(
        "power_rule",
        "values",
        text("The power rule is applied to eˣ: the slope is x·eˣ⁻¹."),
        ("self._receive(out.data * out.grad)", "self._receive(self.data * np.exp(self.data - 1) * out.grad)"),
    ),
    exp(
        "ones",
        "values",
        text("The slope is taken to be 1."),
        ("self._receive(out.data * out.grad)", "self._receive(out.grad)"),
    ),
    exp(
        "argument",
        "values",
        text("The slope is taken to be x itself."),
        ("self._receive(out.data * out.grad)", "self._receive(self.data * out.grad)"),
    ),
    exp(
        "inverse",
        "values",
        text("The slope is that of the logarithm, 1/x."),
        ("self._receive(out.data * out.grad)", "self._receive(out.grad / self.data)"),
    ),
    exp(
        "upstream_dropped",
        "values nested",
        text("The gradient that arrives from above is ignored."),
        ("self._receive(out.data * out.grad)", "self._receive(out.data)"),
    ),
    exp(
        "negative",
        "values",
        text("The slope has the wrong sign."),
        ("self._receive(out.data * out.grad)", "self._receive(-out.data * out.grad)"),
    ),
    exp("base_two", "values", text("The base is 2, not e."), ("np.exp(self.data)", "np.exp2(self.data)")),
    exp("minus_one", "values", text("The value is eˣ − 1."), ("np.exp(self.data)", "np.expm1(self.data)")),
    exp(
        "overwrites",
        "adds_up",
        REPLACED,
        ("self._receive(out.data * out.grad)", "self.grad = out.data * out.grad"),
        own_help=REPLACED_HELP,
    ),
    exp(
        "in_place",
        "untouched",
        text("The operand's own data are overwritten with the result."),
        ("np.exp(self.data)", "np.exp(self.data, out=self.data)"),
        own_help=text("out= writes into the array given: make a new one."),
    ),
    # E43
    log(
        "slope_of_value",
        "values",
        text("The slope is 1/log x instead of 1/x."),
        ("out.grad / self.data", "out.grad / out.data"),
    ),
    log(
        "multiplied",
        "values",
        text("The gradient is multiplied by x where it should be divided."),
        ("out.grad / self.data", "out.grad * self.data"),
    ),
    log("silent", "not_positive", SILENT, (POSITIVE, "")),
    log(
        "zero_accepted",
        "not_positive",
        text("Negative numbers are refused, but zero is not."),
        ("self.data <= 0", "self.data < 0"),
    ),
    log(
        "all_not_any",
        "not_positive",
        text("An error is raised only if every element is zero or less."),
        ("np.any", "np.all"),
    ),
    log(
        "base_ten",
        "values",
        text("The value is the logarithm to base 10."),
        ("np.log(self.data)", "np.log10(self.data)"),
    ),
    log(
        "base_two", "values", text("The value is the logarithm to base 2."), ("np.log(self.data)", "np.log2(self.data)")
    ),
    log("shifted", "values", text("The value is log(1 + x)."), ("np.log(self.data)", "np.log1p(self.data)")),
    log("absolute", "not_positive", SILENT, (POSITIVE, ""), ("np.log(self.data)", "np.log(np.abs(self.data))")),
    log(
        "upstream_dropped",
        "values",
        text("The gradient that arrives from above is ignored."),
        ("out.grad / self.data", "1 / self.data"),
    ),
    log("negative", "values", text("The slope has the wrong sign."), ("out.grad / self.data", "-out.grad / self.data")),
    log(
        "overwrites",
        "adds_up",
        REPLACED,
        ("self._receive(out.grad / self.data)", "self.grad = out.grad / self.data"),
        own_help=REPLACED_HELP,
    ),
]
