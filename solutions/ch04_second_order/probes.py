"""Probes of chapter 4: build functions from named pieces, call the student's definitions, report plain data."""

# ruff: noqa: ANN001, ANN201, ANN202 - probes take what exercises.py sends them
import math

import numpy as np

# ---- Functions with their first and second derivatives ----------------------------------------


def _polynomial(c):
    """Coefficients, highest power first, in Horner's form so that Python floats stay Python floats."""

    def value(coefficients, x):
        total = 0.0
        for coefficient in coefficients:
            total = total * x + coefficient
        return total

    def derivative(coefficients):
        n = len(coefficients) - 1
        return [(n - i) * coefficient for i, coefficient in enumerate(coefficients[:-1])]

    first = derivative(c)
    second = derivative(first)
    return (lambda x: value(c, x)), (lambda x: value(first, x)), (lambda x: value(second, x))


def _exponential(a):
    return (lambda x: math.exp(x) - a * x), (lambda x: math.exp(x) - a), math.exp


def _root():
    return (
        (lambda x: math.sqrt(1 + x * x)),
        (lambda x: x / math.sqrt(1 + x * x)),
        (lambda x: (1 + x * x) ** -1.5),
    )


def _quadratic_form(A, b):
    A, b = np.array(A), np.array(b)
    return (lambda x: 0.5 * x @ A @ x - b @ x), (lambda x: A @ x - b), (lambda x: A.copy())


def _exponential_sum(A, b):
    """Σ exp(x_i) + x·A·x/2 − b·x: strictly convex, with a full Hessian that changes from point to point."""
    A, b = np.array(A), np.array(b)
    return (
        (lambda x: np.exp(x).sum() + 0.5 * x @ A @ x - b @ x),
        (lambda x: np.exp(x) + A @ x - b),
        (lambda x: np.diag(np.exp(x)) + A),
    )


def _rosenbrock():
    return (
        (lambda x: (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2),
        (lambda x: np.array([-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2), 200 * (x[1] - x[0] ** 2)])),
        (lambda x: np.array([[2 - 400 * (x[1] - 3 * x[0] ** 2), -400 * x[0]], [-400 * x[0], 200.0]])),
    )


def _given(value, first, second):
    """The same numbers everywhere, for broken or singular derivatives."""
    return (
        (lambda x: value),
        (lambda x: np.array(first) if isinstance(first, np.ndarray) else first),
        (lambda x: np.array(second) if isinstance(second, np.ndarray) else second),
    )


def _steps(first, second):
    """Steps of 1 to the left, and from -0.5 on the numbers given."""
    return (
        (lambda x: x * x),
        (lambda x: np.float64(1.0 if x > -0.5 else first)),
        (lambda x: np.float64(1.0 if x > -0.5 else second)),
    )


PROBLEMS = {
    "steps": _steps,
    "polynomial": _polynomial,
    "exponential": _exponential,
    "root": _root,
    "quadratic form": _quadratic_form,
    "exponential sum": _exponential_sum,
    "rosenbrock": _rosenbrock,
    "given": _given,
}


def _problem(name, parameters, factor=1.0, offset=0.0, stretch=1.0, shift=0.0):
    """Return y -> factor·f(stretch·y + shift) + offset with its two derivatives."""
    f, first, second = PROBLEMS[name](**parameters)
    if (factor, offset, stretch, shift) == (1.0, 0.0, 1.0, 0.0):
        return f, first, second
    return (
        (lambda y: factor * f(stretch * y + shift) + offset),
        (lambda y: factor * stretch * first(stretch * y + shift)),
        (lambda y: factor * stretch**2 * second(stretch * y + shift)),
    )


# ---- Newton's method ----------------------------------------


def _rests(functions, x):
    """Tell whether Newton's next step would not move x any more, but for the last digit."""
    g = np.asarray(functions[1](x), dtype=float)
    if not g.any():
        return True
    h = np.asarray(functions[2](x), dtype=float)
    step = np.linalg.solve(h, g) if g.ndim else g / h
    return bool(np.all(np.abs(step) <= 1e-14 * np.maximum(1, np.abs(x))))


def _walk(ns, functions, x0, epochs):
    """Return (x, points, values); a history that ended where nothing moves any more is continued."""
    extra = {} if epochs is None else {"epochs": epochs}
    result = ns.newton_method(*functions, x0, **extra)
    try:
        x, history = result
        points, values = [pair[0] for pair in history], [pair[1] for pair in history]
        whole = all(len(pair) == 2 for pair in history)
        missing = (10 if epochs is None else epochs) - len(points)
        last = (points[-1], values[-1]) if points else (x, functions[0](x))
        rests = missing > 0 and _rests(functions, last[0])
    except (TypeError, ValueError, IndexError, KeyError, ArithmeticError, np.linalg.LinAlgError):
        return result
    if not whole:
        return result
    if rests:
        points += [last[0]] * missing
        values += [last[1]] * missing
    return x, points, values


def newton(ns, problem, parameters, x0, epochs=None):
    """One run: (x, points, values)."""
    return _walk(ns, _problem(problem, parameters), x0, epochs)


def newton_types(ns, problem, parameters, x0, epochs):
    """What is returned, as it is."""
    return ns.newton_method(*_problem(problem, parameters), x0, epochs=epochs)


def newton_affine(ns, problem, parameters, x0, epochs, stretch, shift):
    """Two runs: on f, and on y -> f(stretch·y + shift) from the corresponding start."""
    plain = _walk(ns, _problem(problem, parameters), x0, epochs)
    y0 = (x0 - shift) / stretch
    moved = _walk(ns, _problem(problem, parameters, stretch=stretch, shift=shift), y0, epochs)
    return {"plain": plain[1], "moved": moved[1]}


def newton_scaled(ns, problem, parameters, x0, epochs, factor, offset):
    """Two runs: on f, and on factor·f + offset."""
    plain = _walk(ns, _problem(problem, parameters), x0, epochs)
    scaled = _walk(ns, _problem(problem, parameters, factor=factor, offset=offset), x0, epochs)
    return {"plain": plain[1], "scaled": scaled[1]}


def newton_start(ns, problem, parameters, x0, epochs):
    """The starting point after the call."""
    ns.newton_method(*_problem(problem, parameters), x0, epochs=epochs)
    return {"x0": x0}


# ---- The test function ----------------------------------------


def evaluate(ns, name, x):
    """Call one of func, func_prime, func_double_prime."""
    return getattr(ns, name)(x)


def elementwise(ns, name, x):
    """The argument after the call, and the result; a 0-d array is a number."""
    result = getattr(ns, name)(x)
    return x, result[()] if isinstance(result, np.ndarray) else result


# ---- Convexity ----------------------------------------


def _polynomial(c):
    """Horner's rule: of single numbers, which are asked for by the hundred, np.polyval takes ten times as long."""

    def second(x):
        x = x if isinstance(x, float | np.ndarray) else np.asarray(x, dtype=float)
        value = 0.0 * x
        for coefficient in c:
            value = value * x + coefficient
        return value if np.ndim(value) else float(value)

    return second


CURVATURES = {
    "polynomial": _polynomial,
    # a base level with a narrow dip (or bump) of twice its height
    "dip": lambda level, centre, width: lambda x: level * (1 - 2 * np.exp(-(((x - centre) / width) ** 2))),
    "minus exponential": lambda: lambda x: -np.exp(x),
    "math cosine": lambda: math.cos,
    "math exponential": lambda sign: lambda x: sign * math.exp(x),
    "constant": lambda value: lambda x: value,
    # rounding noise of both signs around a level
    "noise": lambda level, size: lambda x: level + size * np.sin(40 * x),
    # zero on the left and a straight rise on the right, over a small constant and rounding noise
    "ramp": lambda scale, size, level: lambda x: scale * np.maximum(x, 0.0) + level + size * np.cos(40 * x),
    "nan beyond": lambda edge: lambda x: np.where(np.asarray(x) > edge, np.nan, 1.0)[()],
    "nan within": lambda low, high: (
        lambda x: np.where((np.asarray(x) >= low) & (np.asarray(x) <= high), np.nan, 1.0)[()]
    ),
}


def convexity(ns, curvature, parameters, interval):
    """The student's word for one second derivative on one interval."""
    return ns.check_convexity(CURVATURES[curvature](**parameters), interval)


def convexity_samples(ns, curvature, parameters, interval):
    """The points at which the student's function asks for f''."""
    second, points = CURVATURES[curvature](**parameters), []

    def recorded(x):
        points.extend(np.ravel(x).tolist())
        return second(x)

    ns.check_convexity(recorded, interval)
    return points


def convexity_mirrored(ns, curvature, parameters, interval):
    """The words for f'' and for −f''."""
    second = CURVATURES[curvature](**parameters)
    return {
        "f": ns.check_convexity(second, interval),
        "minus f": ns.check_convexity(lambda x: -second(x), interval),
    }
