"""Checks on a figure read by `probe.figures.read_figure`: each returns None, or the sentence that says what is wrong.

To be used in a `Holds`:

    Holds(lambda o, case: curves_match(o.outcome.value, case["curves"], key="number"), "the data cross as they are")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from autograder.model.text import Text, text

Figure = Mapping[str, Any]
Curve = Mapping[str, Any]
Array = np.ndarray[Any, np.dtype[np.float64]]

#: of all panels together; the judge compares each with each
MAX_CURVES, MAX_BARS = 200, 1000

_NUMBER = re.compile(r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+−]?\d+)?")


def panels_of(figure: Figure) -> Sequence[Mapping[str, Any]]:
    """Return the panels of a figure that may have come from a hostile process.

    Raises:
        ValueError: there is more in it than on any figure that the probe runtime reads.
    """
    found: Sequence[Mapping[str, Any]] = figure["axes"]
    many = any(sum(len(p.get(k, ())) for p in found) > most for k, most in (("curves", MAX_CURVES), ("bars", MAX_BARS)))
    if many:
        raise ValueError("more curves or bars than a figure has")
    return found


def curves(figure: Figure) -> list[Curve]:
    """Return all data curves of a figure; the same data drawn twice (a line, and its markers) count once."""
    found: list[Curve] = []
    for curve in (c for panel in panels_of(figure) for c in panel["curves"]):
        index = next((i for i, c in enumerate(found) if _is_twin(c, curve)), None)
        if index is None:
            found.append(curve)
        elif found[index]["label"] is None:
            found[index] = curve
    return found


def _is_twin(one: Curve, other: Curve) -> bool:
    labels = {one["label"], other["label"]} - {None}
    return len(labels) < 2 and _same(one["x"], other["x"], 0.0) and _same(one["y"], other["y"], 0.0)


def curves_match(
    figure: Figure,
    wanted: Mapping[str, ArrayLike],
    *,
    x: ArrayLike | Mapping[str, ArrayLike] | None = None,
    key: str | None = "number",
    rtol: float = 1e-9,
) -> Text | None:
    """Check that exactly the wanted curves are drawn, in whatever order, colour, panel or scale.

    wanted: name -> y values. key: how a curve is told to be the wanted one: "number" (its label shows the number in
    the name), "text" (its label contains the name), None (its data alone).
    x: the x values, for all or by name; None means consecutive integers from 0 or 1.
    """
    drawn = curves(figure)
    if not drawn:
        return text("no curve is drawn")
    for name, y in wanted.items():
        candidates = [c for c in drawn if _is_named(c["label"], name, key)]
        if not candidates:
            return text("no curve is labelled as %(name)s", name=name)
        y_wanted, x_wanted = _array(y), _x_of(x, name)
        failures = [_curve_differs(c, x_wanted, y_wanted, rtol) for c in candidates]
        if all(f is not None for f in failures):
            if key is None:
                return next(f for f in failures if f is not None)
            return Text("the curve of %(name)s: " + str(failures[0]), {"name": name})
    if len(drawn) != len(wanted):
        return text("%(actual)s curves are drawn where %(wanted)s are expected", actual=len(drawn), wanted=len(wanted))
    return None


def _is_named(label: str | None, name: str, key: str | None) -> bool:
    if key is None:
        return True
    if label is None:
        return False
    if key == "text":
        return name.casefold() in label.casefold()
    return bool(set(numbers(name)) & set(numbers(label)))


def numbers(label: str) -> list[float]:
    """Return the numbers written in a label: 0.01, 1e-2, .01 and 10^{-2} read alike."""
    plain = re.sub(r"(?:(\d+\.?\d*)\s*(?:\\times|\\cdot|×)\s*)?10\^\{?\s*([-+−]?\d+)\s*\}?", _power, label)
    return [float(n.replace("−", "-")) for n in _NUMBER.findall(plain)]


def _power(match: re.Match[str]) -> str:
    return f"{match.group(1) or '1'}e{match.group(2).replace('−', '-')}"


def _x_of(x: ArrayLike | Mapping[str, ArrayLike] | None, name: str) -> Array | None:
    if x is None:
        return None
    return _array(x[name] if isinstance(x, Mapping) else x)


def _array(values: ArrayLike) -> Array:
    return np.asarray(values, dtype=np.float64).ravel()


def _curve_differs(curve: Curve, x: Array | None, y: Array, rtol: float) -> Text | None:
    got_x, got_y = _array(curve["x"]), _array(curve["y"])
    if got_y.shape != y.shape:
        return text("the curve has the wrong number of points")
    if not _same(got_y, y, rtol):
        return text("the curve does not show the given values")
    if x is not None:
        return None if _same(got_x, x, rtol) else text("the curve stands at the wrong x values")
    if _same(got_x, np.arange(len(y)), rtol) or _same(got_x, np.arange(1, len(y) + 1), rtol):
        return None
    return text("the x values must count the iterations: 0, 1, 2, ... or 1, 2, 3, ...")


def _same(actual: Any, wanted: Any, rtol: float) -> bool:
    a, w = _array(actual), _array(wanted)
    if a.shape != w.shape:
        return False
    scale = np.maximum(np.abs(w), rtol * np.max(np.abs(w), initial=0.0, where=np.isfinite(w)))
    return bool(np.all((np.abs(a - w) <= rtol * scale) | (np.isnan(a) & np.isnan(w)) | (a == w)))


def bars_match(figure: Figure, wanted: Mapping[str, float], *, rtol: float = 1e-6) -> Text | None:
    """Check that there is exactly one bar per name, of the wanted value, with the name as the tick label below it."""
    bars = [bar for panel in panels_of(figure) for bar in panel["bars"]]
    if not bars:
        return text("no bar is drawn")
    if len(bars) != len(wanted):
        return text("%(actual)s bars are drawn where %(wanted)s are expected", actual=len(bars), wanted=len(wanted))
    found = {str(bar["name"]).strip(): float(bar["value"]) for bar in bars if bar["name"] is not None}
    if not found:
        return text("the bars have no tick labels that name them")
    for name, value in wanted.items():
        if name not in found:
            return text("no bar is named %(name)s", name=name)
        if not abs(found[name] - value) <= rtol * abs(value):
            return text("the bar %(name)s has the wrong height", name=name)
    return None


def axes_labelled(figure: Figure) -> Text | None:
    """Check that every panel that shows curves or bars has both axis labels."""
    for panel in _shown(figure):
        if not (panel["xlabel"].strip() and panel["ylabel"].strip()):
            return text("an axis has no label: set both the x and the y label")
    return None if _shown(figure) else text("nothing is drawn")


def legend_shown(figure: Figure) -> Text | None:
    """Check that every panel with more than one curve has a legend that names at least as many."""
    for panel in _shown(figure):
        count, named = len(curves({"axes": [panel]})), sum(bool(t.strip()) for t in panel["legend"] or ())
        if count > 1 and not named:
            return text("there is no legend: labels stay invisible until `legend()` is called")
        if count > 1 and named < count:
            return text("the legend does not name every curve")
    return None if _shown(figure) else text("nothing is drawn")


def returns_axes(figure: Figure, *, kinds: Sequence[str] = ("Axes", "Figure", "tuple of Axes")) -> Text | None:
    """Check that the function returned the Axes it drew on (or one of the other `kinds`)."""
    if figure["returned"] not in kinds:
        return text("the function does not return the Axes it drew on")
    shown = [i for i, panel in enumerate(panels_of(figure)) if panel["curves"] or panel["bars"]]
    if not set(shown) & set(figure["returned_axes"]):
        return text("the returned Axes are not the ones that show the data")
    return None


def numbers_of(label: str | None) -> object:
    """Return the numbers in a label, or None where there is none."""
    return None if label is None else numbers(label)


def essence(figure: Figure, read_label: Callable[[str | None], object] = numbers_of) -> dict[str, Any]:
    """Return what two drawings with one and the same fault have in common: `view` of a `Holds` over a figure.

    The data, where legends and labels are missing, and what is returned; not the order, the style, the wording, nor
    whether iterations count from 0 or from 1. `read_label` gives what matters of a curve's label, which may be None.
    """
    panels = [
        {
            "curves": sorted((_curve_essence(c, read_label) for c in curves({"axes": [panel]})), key=_by_label),
            "bars": sorted(((str(b["name"]), float(b["value"])) for b in panel["bars"]), key=repr),
            "labels": [bool(panel[axis].strip()) for axis in ("xlabel", "ylabel")],
            "legend": bool(panel["legend"]),
        }
        for panel in _shown(figure)
    ]
    return {"returned": figure["returned"], "panels": panels}


def _by_label(curve: list[Any]) -> tuple[str, list[float]]:
    return curve[-1], curve[0].tolist()


def _curve_essence(curve: Curve, read_label: Callable[[str | None], object]) -> list[Any]:
    x = _array(curve["x"])
    counted = len(x) > 0 and _same(x, np.arange(len(x)) + 1, 0.0)
    return [_array(curve["y"]), x - 1 if counted else x, str(read_label(curve["label"]))]


# Narrower views, one per check: a fault that this check is not about may then be there or not.


def drawn_curves(figure: Figure) -> list[dict[str, Any]]:
    """Return the curves by the numbers in their labels: whether x counts from 0 or 1, order and style are gone."""
    found = [
        {"numbers": numbers(curve["label"] or ""), "x": _from_zero(curve["x"]), "y": _from_zero(curve["y"])}
        for curve in curves(figure)
    ]
    return sorted(found, key=lambda c: (c["numbers"], len(c["y"]), [f"{v:.3e}" for v in (*c["y"][:3], *c["x"][:3])]))


def _from_zero(values: Any) -> Array:
    array = _array(values)
    return array - 1 if len(array) > 1 and _same(array, np.arange(1, len(array) + 1), 1e-9) else array


def drawn_bars(figure: Figure) -> list[tuple[str, float]]:
    """Return the bars by name, a bare tick number being none: order, orientation and style are gone."""
    bars = [bar for panel in panels_of(figure) for bar in panel["bars"]]
    return sorted((_name(bar["name"]), float(bar["value"])) for bar in bars)


def _name(label: Any) -> str:
    words = str(label or "").strip()
    return "" if _NUMBER.fullmatch(words) else words


def labels_set(figure: Figure) -> list[int]:
    """Return how many axis labels the panels have: each number once."""
    return sorted({bool(p["xlabel"].strip()) + bool(p["ylabel"].strip()) for p in _shown(figure)})


def legends_set(figure: Figure) -> list[bool]:
    """Return whether the panels have a legend with a text: each answer once."""
    return sorted({any(t.strip() for t in p["legend"] or ()) for p in _shown(figure)})


def kind_returned(figure: Figure) -> str:
    """Return what the function returned."""
    return str(figure["returned"])


def _shown(figure: Figure) -> list[Mapping[str, Any]]:
    return [panel for panel in panels_of(figure) if panel["curves"] or panel["bars"]]
