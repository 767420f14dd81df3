# ruff: noqa: E501 - sentences and code for readers stay on one line
"""Wrong implementations that a teacher of chapter 7 has seen, and what to say about each."""

from autograder.judge.authoring import Mistake, text

_HEAD = """
def vectorized_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError('x must be a vector')
    h = eps * np.maximum(1.0, np.abs(x))
    def values(points):
        y = np.asarray(f(points))
        if y.shape != (len(points),):
            raise ValueError('f must return one value per point')
        return y
"""
_CENTRAL = "    return (values(x + np.diag(h)) - values(x - np.diag(h))) / ((x + h) - (x - h))\n"

GRADIENT = [
    Mistake("article", "vectorized_gradient", ["calls", "large", "integers", "float32", "errors"],
        text("The gradient is right for ordinary x, but f is called twice per component, and integers cut the step off."),
        text("f accepts a batch. Which two arrays of shape (n, n) hold all the shifted points?"),
        code='''
def vectorized_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(len(x)):
        x_plus = x.copy()
        x_plus[i] += eps
        x_minus = x.copy()
        x_minus[i] -= eps
        grad[i] = (f(x_plus) - f(x_minus)) / (2*eps)
    return grad
'''),
    Mistake("loop", "vectorized_gradient", ["calls"],
        text("The gradient is right, but f is called more than eight times: the points are not handed over all at once."),
        text("f accepts a batch. Which two arrays of shape (n, n) hold all the shifted points?"),
        code=_HEAD + "    values(np.stack([x]))\n    return np.array([(f(x + e) - f(x - e)) / (2 * np.sum(e)) for e in np.diag(h)], dtype=float)\n"),
    Mistake("forward", "vectorized_gradient", ["accuracy"],
        text("The quotient reaches further forward than back; its error is a thousand times that of a central difference."),
        text("A quotient that looks half a step to either side costs one batch more."),
        code=_HEAD + "    return (values(x + np.diag(h)) - values(np.stack([x]))) / h\n"),
    Mistake("backward", "vectorized_gradient", ["accuracy"],
        text("The quotient reaches further back than forward; its error is a thousand times that of a central difference."),
        text("A quotient that looks half a step to either side costs one batch more."),
        code=_HEAD + "    return (values(np.stack([x])) - values(x - np.diag(h))) / h\n"),
    Mistake("no_two", "vectorized_gradient", ["article", "asymmetric"],
        text("The result is twice the gradient: x + h and x - h are 2h apart."),
        text("Divide by the distance between the two points."),
        code=_HEAD + "    return (values(x + np.diag(h)) - values(x - np.diag(h))) / h\n"),
    Mistake("sign", "vectorized_gradient", ["article", "asymmetric"],
        text("The two batches are subtracted the wrong way round."),
        text("Try f(x) = x at x = 0 by hand."),
        code=_HEAD + "    return (values(x - np.diag(h)) - values(x + np.diag(h))) / (2 * h)\n"),
    Mistake("all_at_once", "vectorized_gradient", ["article", "asymmetric"],
        text("All components are moved together, so every entry is the same sum of partial derivatives."),
        text("Row i of the batch should move component i alone."),
        code=_HEAD + "    s = values(np.stack([x + h])) - values(np.stack([x - h]))\n    return (s / (2 * h)) * np.ones_like(x)\n"),
    Mistake("absolute_step", "vectorized_gradient", ["large"],
        text("The step is eps whatever the size of x: at 3e8 it disappears in rounding."),
        text("Let the step grow with |x_i|."),
        code=_HEAD.replace("eps * np.maximum(1.0, np.abs(x))", "eps * np.ones_like(x)") + _CENTRAL),
    Mistake("absolute_step_nominal", "vectorized_gradient", ["large"],
        text("The step is eps whatever the size of x: at 3e8 it disappears in rounding."),
        text("Let the step grow with |x_i|."),
        code=_HEAD.replace("eps * np.maximum(1.0, np.abs(x))", "eps * np.ones_like(x)") + _CENTRAL.replace("((x + h) - (x - h))", "(2 * h)")),
    Mistake("one_step_for_all", "vectorized_gradient", ["large"],
        text("One step serves all components: where one of them is huge, it is far too long for the others."),
        text("h_i belongs to x_i. How long is your step for 0.5 when another component is 3e8?"),
        code=_HEAD.replace("eps * np.maximum(1.0, np.abs(x))", "eps * max(1.0, float(np.max(np.abs(x), initial=0.0))) * np.ones_like(x)") + _CENTRAL),
    Mistake("relative_step_only", "vectorized_gradient", ["article"],
        text("The step is eps·|x_i|: for small x it is far too short, and for x = 0 it is zero."),
        text("How long is your step at x_i = 0.001?"),
        code=_HEAD.replace("np.maximum(1.0, np.abs(x))", "np.maximum(1e-4, np.abs(x)) * 0.05") + _CENTRAL),
    Mistake("keeps_dtype", "vectorized_gradient", ["float32"],
        text("Single precision is kept, where a step of 1e-6 is lost in rounding."),
        text("Convert x to double precision before you add the step."),
        code=_HEAD.replace("x = np.array(x, dtype=float)", "x = np.array(x)\n    if x.dtype.kind != 'f': x = x.astype(float)").replace(
            "eps * np.maximum(1.0, np.abs(x))", "(eps * np.maximum(1.0, np.abs(x))).astype(x.dtype)") + "    return (values(x + np.diag(h)) - values(x - np.diag(h))) / (2 * h)\n"),
    Mistake("flattens", "vectorized_gradient", ["errors"],
        text("A matrix is flattened silently instead of refused."),
        text("The contract asks for a ValueError when x is not one-dimensional."),
        code=_HEAD.replace("    if x.ndim != 1:\n        raise ValueError('x must be a vector')\n", "    x = x.ravel()\n") + _CENTRAL),
    Mistake("f_unchecked", "vectorized_gradient", ["wrong_f"],
        text("What f returns is used whatever its shape is; broadcasting then hides the mistake."),
        text("For a batch of n points f must return n values. Check it before you subtract."),
        code=_HEAD.replace("        if y.shape != (len(points),):\n            raise ValueError('f must return one value per point')\n", "") + _CENTRAL),
    Mistake("f_dimensions_only", "vectorized_gradient", ["wrong_f"],
        text("Only the number of dimensions of what f returns is looked at: an array of one value is stretched."),
        text("For a batch of n points f must return n values: compare the shapes."),
        code=_HEAD.replace("y.shape != (len(points),)", "y.ndim != 1") + _CENTRAL),
    Mistake("in_place", "vectorized_gradient", ["purity"],
        text("The caller's x is moved and not quite brought back."),
        text("Work on a copy of x."),
        code=_HEAD.replace("x = np.array(x, dtype=float)", "x = np.asarray(x, dtype=float)") + "    plus = values(x + np.diag(h))\n    x -= h\n    minus = values(x + h - np.diag(h))\n    return (plus - minus) / (2 * h)\n"),
    Mistake("shifted_columns", "vectorized_gradient", ["asymmetric", "permuted"],
        text("Row i of the batch moves another component than i, so the partial derivatives stand in the wrong places."),
        text("Print the batch of shifted points for n = 3."),
        code=_HEAD + "    E = np.fliplr(np.diag(h[::-1]))\n    return (values(x + E) - values(x - E)) / (2 * h[::-1])\n"),
    Mistake("returns_list", "vectorized_gradient", ["types"],
        text("A list comes back, not an array."),
        text("The next step of a descent computes with the result: return the array itself."),
        code=_HEAD + _CENTRAL.replace("return (", "return list((").rstrip("\n") + ")\n"),
]  # fmt: skip

FUNCTION = [
    Mistake("article", "high_dim_func", ["batch", "deep", "types"],
        text("np.sum runs over the whole batch and x[0] is its first row: right for one point, silently wrong for many."),
        text("Sum along the last axis, and take the first element along the last axis."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2) + np.sin(x[0]) + np.cos(x[1])\n"),
    Mistake("sums_everything", "high_dim_func", ["batch", "deep"],
        text("The squares of all points are summed together."),
        text("Which axis of x holds the components of one point?"),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2) + np.sin(x[..., 0]) + np.cos(x[..., 1])\n"),
    Mistake("first_axis", "high_dim_func", ["batch", "deep"],
        text("The sum runs along the first axis: columns instead of points."),
        text("Points are rows; their components lie along the last axis."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2, axis=0) + np.sin(x[0]) + np.cos(x[1])\n"),
    Mistake("first_rows", "high_dim_func", ["batch", "deep"],
        text("The squares are right, but x[0] and x[1] are the first two points of a batch, not the first two components."),
        text("`...` stands for all the axes that you do not name."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2, axis=-1) + np.sin(x[0]).sum(axis=-1) + np.cos(x[1]).sum(axis=-1)\n"),
    Mistake("keeps_axis", "high_dim_func", ["types"],
        text("The summed axis is kept with length 1."),
        text("For x of shape (5, 3) the result has shape (5,)."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2, axis=-1, keepdims=True) + np.sin(x[..., :1]) + np.cos(x[..., 1:2])\n"),
    Mistake("second_axis", "high_dim_func", ["point", "deep"],
        text("axis=1 is the last axis of a matrix only; a single point has no axis 1."),
        text("Negative axes count from the end."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2, axis=1) + np.sin(x[:, 0]) + np.cos(x[:, 1])\n"),
    Mistake("no_square", "high_dim_func", ["point", "batch"],
        text("The components are summed, not their squares."),
        text("Work out x = (0, 0, 2) by hand."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x, axis=-1) + np.sin(x[..., 0]) + np.cos(x[..., 1])\n"),
    Mistake("swapped", "high_dim_func", ["point", "batch"],
        text("Sine and cosine are exchanged."),
        text("The sine belongs to the first component."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2, axis=-1) + np.cos(x[..., 0]) + np.sin(x[..., 1])\n"),
    Mistake("one_component", "high_dim_func", ["point", "batch"],
        text("Sine and cosine are both taken of the first component."),
        text("The cosine belongs to the second component."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.sum(x**2, axis=-1) + np.sin(x[..., 0]) + np.cos(x[..., 0])\n"),
    Mistake("in_place", "high_dim_func", ["purity"],
        text("The squares are written into the caller's own array."),
        text("`x *= x` changes the array that came in; `x * x` makes a new one."),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    rest = np.sin(x[..., 0]) + np.cos(x[..., 1])\n    x *= x\n    return np.sum(x, axis=-1) + rest\n"),
    Mistake("mean", "high_dim_func", ["point", "batch"],
        text("The mean of the squares is taken instead of their sum."),
        text("Does your value for (3, 4, 0) grow when you append zeros?"),
        code="def high_dim_func(x):\n    x = np.asarray(x, float)\n    return np.mean(x**2, axis=-1) + np.sin(x[..., 0]) + np.cos(x[..., 1])\n"),
]  # fmt: skip

_DEVICE = """
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        try:
            import cupy
            xp = cupy if cupy.cuda.is_available() else np
        except ImportError:
            xp = np
    point = xp.asarray(np.asarray(x, dtype=float))
    h = eps * xp.maximum(1.0, xp.abs(point))
    plus, minus = point + xp.diag(h), point - xp.diag(h)
    grad = (f(plus) - f(minus)) / (2 * h)
    return grad.get() if hasattr(grad, 'get') else grad

def gpu_func(x):
    return (x**2).sum(axis=-1)
"""


def _device(*edits: tuple[str, str]) -> str:
    code = _DEVICE
    for old, new in edits:
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    return code


DEVICE = [
    Mistake("article", "gpu_gradient", ["host_values", "calls", "no_gpu", "no_cupy"],
        text("CuPy is imported and used whether a GPU is there or not, and f is called twice per component."),
        text("Importing CuPy works without a GPU; `cupy.cuda.is_available()` tells the truth."),
        code='''
def gpu_gradient(f, x, eps=1e-6, xp=None):
    if xp is None:
        import cupy as xp
    x_gpu = xp.asarray(x)
    grad_gpu = xp.zeros_like(x_gpu)
    for i in range(len(x_gpu)):
        x_plus = x_gpu.copy()
        x_plus[i] += eps
        x_minus = x_gpu.copy()
        x_minus[i] -= eps
        grad_gpu[i] = (f(x_plus) - f(x_minus)) / (2*eps)
    return xp.asnumpy(grad_gpu)

def gpu_func(x):
    return np.sum(x**2)
'''),
    Mistake("host_matrix", "gpu_gradient", ["device_values"],
        text("A matrix made with np meets a device array: CuPy refuses to mix the two."),
        text("Every array must come from xp."),
        code=_device(("point + xp.diag(h), point - xp.diag(h)", "point + h * np.eye(len(point)), point - h * np.eye(len(point))"))),
    Mistake("left_on_device", "gpu_gradient", ["comes_back"],
        text("The gradient is left on the device; the contract asks for a NumPy array."),
        text("Device arrays have a method that copies them to the host. NumPy arrays lack it."),
        code=_device(("grad.get() if hasattr(grad, 'get') else grad", "grad"))),
    Mistake("implicit_conversion", "gpu_gradient", ["device_values", "comes_back"],
        text("np.asarray is applied to a device array: CuPy refuses to convert silently."),
        text("Ask the array itself for a host copy."),
        code=_device(("grad.get() if hasattr(grad, 'get') else grad", "np.asarray(grad)"))),
    Mistake("never_on_device", "gpu_gradient", ["device_values", "comes_back", "traffic"],
        text("xp is ignored: everything is computed with NumPy on the host."),
        text("Which line of yours moves x to the device?"),
        code=_device(("    point =", "    xp = np\n    point ="))),
    Mistake("a_transfer_each", "gpu_gradient", ["traffic", "calls"],
        text("Every component crosses to the device and back on its own."),
        text("Move x once, compute everything there, and move the result once."),
        code=_device(("    plus, minus = point + xp.diag(h), point - xp.diag(h)\n    grad = (f(plus) - f(minus)) / (2 * h)\n    return grad.get() if hasattr(grad, 'get') else grad",
            "    host = np.asarray(x, dtype=float)\n    out = np.zeros(len(host))\n    for i, e in enumerate(np.diag(eps * np.maximum(1.0, np.abs(host)))):\n"
            "        a, b = xp.asarray((host + e)[None]), xp.asarray((host - e)[None])\n        out[i] = float((f(a) - f(b))[0]) / (2 * e[i])\n    return out"))),
    Mistake("asks_import_only", "gpu_gradient", ["no_gpu"],
        text("CuPy is used as soon as it can be imported; without a GPU the first allocation fails."),
        text("Importing CuPy works without a GPU. What can you ask it then?"),
        code=_device(("cupy if cupy.cuda.is_available() else np", "cupy"))),
    Mistake("needs_cupy", "gpu_gradient", ["no_cupy"],
        text("CuPy is imported without a way out: where it is not installed, nothing works."),
        text("The contract says what xp=None means without CuPy."),
        code=_device(("        except ImportError:\n            xp = np\n", "        finally:\n            pass\n"))),
    Mistake("never_asks_for_cupy", "gpu_gradient", ["with_gpu"],
        text("With xp=None everything is computed with NumPy, also where CuPy and a GPU are there."),
        text("xp=None leaves the choice to your function: when should it choose CuPy?"),
        code=_device(("cupy if cupy.cuda.is_available() else np", "np"))),
    Mistake("integers_kept", "gpu_gradient", ["host_values"],
        text("An integer x stays an array of integers: a step added inside it is cut off."),
        text("Which dtype has the array you add the step to?"),
        code=_device(("dtype=float", "dtype=None"),
            ("point + xp.diag(h), point - xp.diag(h)", "xp.tile(point, (len(point), 1)), xp.tile(point, (len(point), 1))\n    i = xp.arange(len(point))\n    plus[i, i] += h.astype(point.dtype)\n    minus[i, i] -= h.astype(point.dtype)"))),
    Mistake("needs_asnumpy", "gpu_gradient", ["host_values", "no_gpu"],
        text("xp.asnumpy is called also when xp is NumPy, which has no such function."),
        text("Copy back only what is on a device."),
        code=_device(("grad.get() if hasattr(grad, 'get') else grad", "xp.asnumpy(grad)"))),
    Mistake("forward", "gpu_gradient", ["host_accuracy"],
        text("The quotient reaches further forward than back; its error is a thousand times that of a central difference."),
        text("Look half a step to either side."),
        code=_device(("(f(plus) - f(minus)) / (2 * h)", "(f(plus) - f(point[None])) / h"))),
    Mistake("no_two", "gpu_gradient", ["host_values", "device_values"],
        text("The result is twice the gradient: the two points are 2h apart."),
        text("Divide by the distance between the two points."),
        code=_device(("/ (2 * h)", "/ h"))),
    Mistake("reduces_everything", "gpu_gradient", ["func", "device_func"],
        text("gpu_func sums over the whole batch, so all points share one value."),
        text("Sum along the last axis."),
        code=_device(("(x**2).sum(axis=-1)", "(x**2).sum()"))),
    Mistake("func_keeps_axis", "gpu_gradient", ["types"],
        text("gpu_func keeps the summed axis with length 1."),
        text("For x of shape (5, 3) the result has shape (5,)."),
        code=_device(("(x**2).sum(axis=-1)", "(x**2).sum(axis=-1, keepdims=True).reshape((*x.shape[:-1], 1))"), ("(f(plus) - f(minus))", "(f(plus) - f(minus)).reshape(h.shape)"))),
    Mistake("func_in_place", "gpu_gradient", ["purity"],
        text("gpu_func writes the squares into the caller's own array."),
        text("`x *= x` changes the array that came in; `x * x` makes a new one."),
        code=_device(("return (x**2).sum(axis=-1)", "x *= x\n    return x.sum(axis=-1)"))),
    Mistake("list_comes_back", "gpu_gradient", ["comes_back", "types"],
        text("A list comes back, not a NumPy array."),
        text("The caller computes with the result: return an array."),
        code=_device(("return grad.get() if hasattr(grad, 'get') else grad", "return grad.tolist()"))),
    Mistake("absolute_step", "gpu_gradient", ["host_large"],
        text("The step is eps whatever the size of x: at 3e8 it disappears in rounding."),
        text("Let the step grow with |x_i|."),
        code=_device(("eps * xp.maximum(1.0, xp.abs(point))", "eps * xp.ones_like(point)"))),
    Mistake("func_on_host", "gpu_gradient", ["device_func"],
        text("gpu_func copies its argument to the host first."),
        text("The methods of an array stay where the array is."),
        code=_device(("return (x**2).sum(axis=-1)", "x = x.get() if hasattr(x, 'get') else x\n    return np.sum(x**2, axis=-1)"))),
]  # fmt: skip

MISTAKES = [*GRADIENT, *FUNCTION, *DEVICE]
