"""The wrong answers to conv2d_forward that students hand in, and what to tell them."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text

MISTAKES = [
    Mistake(
        "flipped kernel",
        "conv2d_forward",
        ["hand", "shapes", "delta"],
        text("The kernel is turned by 180 degrees before it is applied: that is convolution in the textbook sense."),
        text("Layers of neural networks do not flip. Compute the entry [0, 0] by hand and compare."),
        edits=[("output += k[i, j]", "output += k[kh - 1 - i, kw - 1 - j]")],
    ),
    Mistake(
        "one row and column too few",
        "conv2d_forward",
        ["hand", "shapes"],
        text("The last row and the last column of the output are missing."),
        text("How many places are there for a window of length 3 in a row of length 3?"),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((max(h - kh, 0), max(w - kw, 0)))
    for i in range(h - kh):
        for j in range(w - kw):
            output[i, j] = np.sum(input[i:i + kh, j:j + kw] * kernel)
    return output
""",
    ),
    Mistake(
        "same size as the input",
        "conv2d_forward",
        ["hand", "shapes", "types"],
        text("The input is padded with zeros, so that the output is as large as the input."),
        text("Only windows that lie entirely inside the input count; nothing is added around it."),
        code="""
def conv2d_forward(input, kernel):
    from scipy.signal import correlate2d
    return correlate2d(input, kernel, mode="same")
""",
    ),
    Mistake(
        "mean instead of sum",
        "conv2d_forward",
        ["hand", "shapes", "delta"],
        text("The products in a window are averaged: every entry is too small by the number of kernel entries."),
        text("The formula has a sum and no division."),
        edits=[("    return output", "    return output / k.size")],
    ),
    Mistake(
        "matrix product of patch and kernel",
        "conv2d_forward",
        ["hand", "shapes"],
        text("The window and the kernel are multiplied as matrices instead of entry by entry."),
        text("`*` multiplies entries that lie on each other, `@` does rows times columns."),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(input[i:i + kh, j:j + kw] @ kernel.T)
    return output
""",
    ),
    Mistake(
        "transposed output",
        "conv2d_forward",
        ["hand", "shapes", "types"],
        text("The output is transposed: rows and columns have changed places."),
        text("The first index counts rows, from the top; use an input that is not square to see the difference."),
        edits=[("    return output", "    return output.T")],
    ),
    Mistake(
        "largest product instead of sum",
        "conv2d_forward",
        ["hand", "shapes", "linear"],
        text("Each entry is the largest product in its window: that is nearer to max-pooling than to a convolution."),
        text("All products of a window are added."),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.max(input[i:i + kh, j:j + kw] * kernel)
    return output
""",
    ),
    Mistake(
        "padded on all sides",
        "conv2d_forward",
        ["hand", "shapes", "types"],
        text('The kernel is also laid over the edge, as far as one entry still meets the input: a "full" correlation.'),
        text("Only windows that lie entirely inside the input count; nothing is added around it."),
        code="""
def conv2d_forward(input, kernel):
    from scipy.signal import correlate2d
    return correlate2d(input, kernel, mode="full")
""",
    ),
    Mistake(
        "transposed kernel",
        "conv2d_forward",
        ["hand", "shapes", "types"],
        text("The kernel is transposed: its rows are laid along the input's columns."),
        text("Try a kernel of one row: how many input entries of one row does it meet?"),
        code="""
def conv2d_forward(input, kernel):
    input, kernel = np.asarray(input), np.asarray(kernel).T
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((max(h - kh + 1, 0), max(w - kw + 1, 0)))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(input[i:i + kh, j:j + kw] * kernel)
    return output
""",
    ),
    Mistake(
        "stride two",
        "conv2d_forward",
        ["shapes", "shift"],
        text("The window moves by two rows and columns at a time."),
        text("The stride is 1: every place where the kernel fits gives an output entry."),
        edits=[("    return output", "    return output[::2, ::2]")],
    ),
    Mistake(
        "output of the input's type",
        "conv2d_forward",
        ["ints", "types"],
        text("The output takes its type from the input, so that an integer input cuts off the fractions."),
        text("Ask for a float array when you make the output; `zeros_like` copies the type too."),
        edits=[
            ("    x = x.astype(np.result_type(x, k, np.float32))\n", ""),
            (
                "output += k[i, j] * x[i : i + oh, j : j + ow]",
                "output += (k[i, j] * x[i : i + oh, j : j + ow]).astype(x.dtype)",
            ),
        ],
    ),
    Mistake(
        "no check of the arguments",
        "conv2d_forward",
        ["errors"],
        text("Arguments that cannot be convolved give an empty array or some result instead of a ValueError."),
        text("Before the loop: are both 2-D, is the kernel not empty, does it fit into the input in both directions?"),
        code="""
def conv2d_forward(input, kernel):
    h, w = input.shape
    kh, kw = kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(input[i:i+kh, j:j+kw] * kernel)
    return output
""",
    ),
    Mistake(
        "windows cut out by counting bytes",
        "conv2d_forward",
        ["layouts"],
        text("The windows are right only for an input whose rows lie one after the other in memory."),
        text("A transposed array or every second column has other strides: take them from the array, or index it."),
        code="""
def conv2d_forward(input, kernel):
    if np.ndim(input) != 2 or np.ndim(kernel) != 2 or kernel.size == 0:
        raise ValueError("two 2-D arrays")
    (h, w), (kh, kw) = input.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel is too large")
    step = input.itemsize
    windows = np.lib.stride_tricks.as_strided(
        input, (h - kh + 1, w - kw + 1, kh, kw), (w * step, step, w * step, step), writeable=False
    )
    return np.einsum("ijab,ab->ij", windows, kernel.astype(float))
""",
    ),
    Mistake(
        "kernel normalised in place",
        "conv2d_forward",
        ["purity", "hand"],
        text("The kernel is divided by its sum, in place: the result is scaled and the caller's array is changed."),
        text("Nothing in the formula scales the kernel, and an argument is not yours to change."),
        code="""
def conv2d_forward(input, kernel):
    total = kernel.sum()
    if kernel.dtype.kind == "f":
        kernel /= total
    from scipy.signal import correlate2d
    return correlate2d(input, kernel, mode="valid")
""",
    ),
]
