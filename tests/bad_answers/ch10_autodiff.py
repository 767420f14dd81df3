"""Bad answers in this chapter: what is particular to it."""

DEFINES = {
    "Tensor": ("Tensor.__init__",),
    "Tensor_add": ("Tensor.__add__",),
    "Tensor_mul": ("Tensor.__mul__",),
    "Tensor_backward": ("Tensor.backward",),
    "Tensor_pow": ("Tensor.__pow__",),
    "Tensor_exp": ("Tensor.exp",),
    "Tensor_log": ("Tensor.log",),
}
# while one of the first two is wrong, of the others' errors only the class is told
GROUPS = (
    ("Tensor", "Tensor_backward"),
    ("Tensor_add",),
    ("Tensor_mul",),
    ("Tensor_pow", "Tensor_exp", "Tensor_log"),
)
# its graphs are built by the student's own methods, as the notebook says
MAY_LOSE = {"Tensor_backward": ("Tensor", "Tensor_add", "Tensor_mul")}
OFTEN = MAY_LOSE["Tensor_backward"]
WORDS = {
    "a view of the input": ("where Tensor is expected",),
    # an operand that was changed has no words of its own
    "changed arguments": ("off by one constant", "wrong by one constant", "differ"),
}
_OBJECTS = (
    *("a lazy object", "an object equal to all", "an array of objects", "NaN", "infinity"),
    "a view of the input",
)
REASONS = {
    ("Tensor", "None"): ("no attribute 'data'",),
    ("Tensor", "changed arguments"): ("arrays of its own",),
    **{("Tensor", kind): ("should return None",) for kind in _OBJECTS},
    ("Tensor_backward", "500 figures"): ("took longer", "zero everywhere"),
    # it returns None when it is right
    **{("Tensor_backward", kind): ("zero everywhere", "the wrong type") for kind in ("None", "a generator", *_OBJECTS)},
}
