"""Probes of chapter 1: call the student's definitions, read their figure, report plain data."""

# ruff: noqa: ANN001, ANN201, ANN202 - probes take what exercises.py sends them
import numpy as np
import sympy as sp

from autograder.probe.figures import read_figure

FUNCTIONS = {
    "cubic": lambda: lambda x: x**3 + 2 * x,
    "polynomial": lambda c: lambda x: np.polyval(c, x),
    "exponential": lambda: np.exp,
    "sine": lambda k: lambda x: np.sin(k * x),
    "absolute": lambda: abs,
    "even": lambda: lambda x: x**4 - 3 * x**2 + np.cos(x),
    "tiny cubic": lambda: lambda x: 1e12 * x**3,
}


def velocity(ns, t, s):
    """The student's velocities."""
    return ns.average_velocity(t, s)


def velocity_arguments(ns, t, s):
    """The arguments after the call."""
    ns.average_velocity(t, s)
    return {"t": t, "s": s}


def motion(ns, t, s):
    """What the student's figure shows; of every text only whether it is there, since the words are free."""
    returned = []
    figure = read_figure(lambda: returned.append(ns.plot_motion(t, s)) or returned[0])
    figure["two_axes"] = _is_pair_of_axes(returned[0])
    for panel in figure["axes"]:
        panel["title"] = ""
        panel["xlabel"], panel["ylabel"] = ("set" if panel[key].strip() else "" for key in ("xlabel", "ylabel"))
        panel["legend"] = ["set"] if any(entry.strip() for entry in panel["legend"] or ()) else None
        panel["curves"] = [{**curve, "label": None} for curve in panel["curves"]]
    return figure


def _is_pair_of_axes(value):
    from matplotlib.axes import Axes

    plain = isinstance(value, tuple | list | np.ndarray) and len(value) == 2
    return plain and all(isinstance(a, Axes) for a in value)


def motion_arguments(ns, t, s):
    """The arguments after the call."""
    read_figure(lambda: ns.plot_motion(t, s))
    return {"t": t, "s": s}


def numeric(ns, function, parameters, x, dx=None):
    """The student's quotient, with or without dx."""
    f = FUNCTIONS[function](**parameters)
    return ns.numeric_derivative(f, x) if dx is None else ns.numeric_derivative(f, x, dx=dx)


def numeric_argument(ns, function, parameters, x, dx):
    """The point after the call."""
    ns.numeric_derivative(FUNCTIONS[function](**parameters), x, dx=dx)
    return {"x": x}


def _plain(value):
    return float(value) if isinstance(value, sp.Basic) else value


def symbolic(ns, expr, x0):
    """The student's derivative of an expression given as text; a SymPy number is read as a float."""
    return _plain(ns.symbolic_derivative(sp.sympify(expr), x0))


def symbolic_types(ns, expr, x0):
    """What is returned, as it is."""
    return ns.symbolic_derivative(sp.sympify(expr), x0)


def comparison(ns, expr, x0, dx=None):
    """The student's comparison, its entries read as floats."""
    result = comparison_types(ns, expr, x0, dx)
    return {key: _plain(value) for key, value in result.items()} if isinstance(result, dict) else result


def comparison_types(ns, expr, x0, dx=None):
    """What is returned, as it is."""
    extra = {} if dx is None else {"dx": dx}
    return ns.compare_derivatives(sp.sympify(expr), x0, **extra)
