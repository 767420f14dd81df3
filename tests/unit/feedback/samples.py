"""Sample verdicts: one good, one failing with a diagnosis and pictures, one full of markup, one the grader failed."""

from __future__ import annotations

from fractions import Fraction

from autograder.feedback.cells import PageCell
from autograder.model.text import text
from autograder.model.verdict import (
    AspectVerdict,
    CellVerdict,
    Diagnosis,
    Example,
    ExerciseVerdict,
    Picture,
    Status,
    SubmissionVerdict,
)

HOSTILE = "</pre></style><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\x1b[31m\u202e%(x)s\ud800"

CURVES = Picture(
    "curves",
    {"yours": [4.0 * 0.97**i for i in range(40)], "expected": [4.0 * 0.9**i if i != 7 else None for i in range(40)]},
)
_WANTED: list[list[float | None]] = [[((i * 7 + j * 3) % 11 - 5) / 5 for j in range(12)] for i in range(8)]
_GOT: list[list[float | None]] = [list(reversed(row)) for row in _WANTED]
_ERROR = [[(g or 0) - (w or 0) for g, w in zip(a, b, strict=True)] for a, b in zip(_GOT, _WANTED, strict=True)]
HEAT = Picture("heatmap", {"yours": _GOT, "expected": _WANTED, "error": _ERROR})


def _passed(name: str, title: str, points: Fraction) -> AspectVerdict:
    return AspectVerdict(name, "V", text(title), Status.PASSED, points, points)


def good_exercise() -> ExerciseVerdict:
    """Everything right."""
    aspects = (
        _passed("value", "The running mean follows the batches", Fraction(6)),
        _passed("shape", "Shapes and dtypes", Fraction(4)),
    )
    return ExerciseVerdict("E31", text("Batch normalisation, forward"), Status.PASSED, 10.0, 10.0, aspects)


def diagnosed_exercise() -> ExerciseVerdict:
    """A recognised mistake, curves."""
    example = Example(
        (("f", "<function quadratic>"), ("x0", "array([ 2., -1.])"), ("lr", "0.1"), ("steps", "40")),
        "array([4.   , 3.88 , 3.7636, ...])",
        "array([4.  , 3.6 , 3.24, ...])",
        "step 1\n",
        CURVES,
    )
    aspects = (
        AspectVerdict(
            "losses",
            "V",
            text("The losses along the way"),
            Status.FAILED,
            Fraction(10, 3),
            Fraction(0),
            text("the result is %(factor)s times what is expected", factor="3.1"),
            text("Compare the first two steps by hand."),
            example,
        ),
        _passed("start", "The first entry is the loss at the start", Fraction(10, 3)),
        AspectVerdict(
            "input",
            "R",
            text("A negative learning rate is refused"),
            Status.FAILED,
            Fraction(10, 3),
            Fraction(0),
            text("returned a value where %(wanted)s must be raised", wanted="ValueError"),
            text("Check the arguments first and raise with a sentence."),
        ),
    )
    diagnosis = Diagnosis(
        "averaged_gradient",
        text("Your result is what you get when the gradient is divided by `N` twice."),
        text("Look at where the mean is taken: `loss` has it already, so its gradient has it too."),
    )
    return ExerciseVerdict(
        "E07", text("Gradient descent with momentum"), Status.FAILED, 10.0, 3.333333, aspects, diagnosis
    )


def heat_exercise() -> ExerciseVerdict:
    """A difference without a name, heat maps."""
    example = Example(
        (("x", "array([[0.1, 0.2],\n       [0.3, 0.4]])"),), "array([[1., 2.]])", "array([[2., 1.]])", "", HEAT
    )
    aspects = (
        AspectVerdict(
            "grad",
            "V",
            text("The gradient with respect to the input"),
            Status.FAILED,
            Fraction(8),
            Fraction(0),
            text("the result is reversed along axis %(axis)s", axis=1),
            text("Which index runs over the kernel?"),
            example,
        ),
        _passed("pure", "Arguments are left as they were", Fraction(2)),
    )
    return ExerciseVerdict("conv2d_backward", text("Convolution, backward"), Status.FAILED, 10.0, 2.0, aspects)


def errored_exercise() -> ExerciseVerdict:
    """The grader failed."""
    return ExerciseVerdict(
        "E33", text("Pooling"), Status.ERRORED, 5.0, None, rationale=text("%(fault)s", fault="SECRET-FAULT")
    )


def submission(student: str = "amira", *exercises: ExerciseVerdict, **more: object) -> SubmissionVerdict:
    """Return a verdict; by default one with everything in it."""
    chosen = exercises or (good_exercise(), diagnosed_exercise(), heat_exercise(), errored_exercise())
    values: dict[str, object] = {
        "assignment": "ch06_layers",
        "notebook": "ch06_layers",
        "student": student,
        "draw": "1f9a02c47be1",
        "isolation": "namespaces",
        "exercises": chosen,
        "notes": (text("cell %(n)s timed out", n=5),) if not exercises else (),
    }
    return SubmissionVerdict(**{**values, **more})  # type: ignore[arg-type]


def hostile() -> SubmissionVerdict:
    """Markup wherever a student's text may stand."""
    said = text("raised %(said)s", said=HOSTILE)
    example = Example(
        ((HOSTILE, HOSTILE),),
        HOSTILE,
        HOSTILE,
        HOSTILE,
        Picture("curves", {HOSTILE: [1.0, 2.0], '" onload="x': [2.0, 1.0]}),
    )
    aspect = AspectVerdict("a", "V", said, Status.FAILED, Fraction(1), Fraction(0), said, said, example)
    exercise = ExerciseVerdict(
        HOSTILE, said, Status.FAILED, 1.0, 0.0, (aspect,), Diagnosis(HOSTILE, said, said), said, said, (HOSTILE,)
    )
    cell = CellVerdict(HOSTILE, Status.FAILED, 1.0, 0.0, said, (HOSTILE,))
    return submission(
        HOSTILE, exercise, cells=(cell,), notes=(said,), stopped=(said,), notebook=HOSTILE, assignment=HOSTILE
    )


def hostile_cells() -> tuple[PageCell, ...]:
    """Outputs of every kind that would like to be active."""
    outputs = (
        {"output_type": "stream", "name": "stdout", "text": HOSTILE},
        {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": [HOSTILE]},
        {"output_type": "display_data", "data": {"text/html": HOSTILE}, "metadata": {}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg onload=alert(3)>"}, "metadata": {}},
        {"output_type": "display_data", "data": {"image/png": '"><script>'}, "metadata": {}},
        {"output_type": "execute_result", "data": {"application/javascript": "alert(4)", "text/plain": HOSTILE}},
        {"output_type": "display_data", "data": 7},
    )
    return (PageCell("markdown", HOSTILE), PageCell("code", HOSTILE, outputs, HOSTILE, 1))


def cells() -> tuple[PageCell, ...]:
    """An ordinary notebook."""
    source = (
        'def momentum(f, x0, lr=0.1, steps=40):\n    """Losses along the way."""\n    x = x0.copy()  # keep x0\n'
        "    for _ in range(steps):\n        x -= lr * grad(f, x) / len(x)\n    return x"
    )
    out = ({"output_type": "stream", "name": "stdout", "text": "3.1415\n"},)
    bad = (
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["\x1b[31mValueError\x1b[0m: no"]},
    )
    return (
        PageCell("markdown", "# Gradient descent\n\nA ball rolls down."),
        PageCell("code", source, out, "E07", 3),
        PageCell("code", "momentum(None)", bad, "", 4),
    )
