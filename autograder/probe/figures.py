"""Reads what a plotting function drew as plain data: curves, bars, labels and scales; no pixels, no fonts.

Used by `probes.py` inside the jail. The result crosses the wire and is judged by `judge.figures`:

    {"returned": "Axes" | "Figure" | "None" | ..., "returned_axes": indices into "axes", "axes": [one dict per panel]}

One panel: title, xlabel, ylabel, xscale, yscale (str); legend (texts, or None if there is none); curves, each with
label (str or None) and x, y (arrays); bars, each with name (the tick label below it, or None) and value.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

#: more panels, curves, bars or points than any exercise draws
MAX_PANELS, MAX_CURVES, MAX_BARS, MAX_POINTS = 20, 100, 500, 100_000


def read_figure(call: Callable[[], Any]) -> dict[str, Any]:
    """Call `call`, a plotting function without arguments, and return what is on the figures it drew.

    Figures that were open before are closed first. `plt.show` and `plt.close` do nothing during the call, since a
    student's function may well end with either. What `call` raises is raised.
    """
    import matplotlib

    matplotlib.use("Agg", force=True)
    import matplotlib.pyplot as plt

    plt.close("all")
    try:
        with _replaced(plt, "show", "close"):
            returned = call()
        panels = _panels(returned, plt)
        return {
            "returned": _kind(returned),
            "returned_axes": [i for i, panel in enumerate(panels) if any(panel is a for a in _axes_in(returned))],
            "axes": [_panel(panel) for panel in panels[:MAX_PANELS]],
        }
    finally:
        plt.close("all")


@contextlib.contextmanager
def _replaced(module: Any, *names: str) -> Iterator[None]:
    kept = {name: getattr(module, name) for name in names}
    try:
        for name in names:
            setattr(module, name, lambda *_args, **_keywords: None)
        yield
    finally:
        for name, function in kept.items():
            setattr(module, name, function)


def _axes_in(value: Any) -> list[Any]:
    """Return every Axes in a returned value: itself, those of a figure, or those in a tuple, list or array."""
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if isinstance(value, Axes):
        return [value]
    if isinstance(value, Figure):
        return list(value.axes)
    if isinstance(value, tuple | list):
        return [a for item in value for a in _axes_in(item)]
    if isinstance(value, np.ndarray) and value.dtype == object:
        return [a for item in value.flat for a in _axes_in(item)]
    return []


def _kind(value: Any) -> str:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if value is None:
        return "None"
    if isinstance(value, Axes | Figure):
        return "Axes" if isinstance(value, Axes) else "Figure"
    if isinstance(value, tuple | list | np.ndarray):
        return "tuple of Axes" if _axes_in(value) else type(value).__name__
    return str(type(value).__name__)


def _panels(returned: Any, plt: Any) -> list[Any]:
    found = _axes_in(returned)
    for number in plt.get_fignums():
        found.extend(plt.figure(number).axes)
    return list({id(a): a for a in found}.values())


def _panel(ax: Any) -> dict[str, Any]:
    legend = _legend(ax)
    return {
        "title": ax.get_title() or ax.get_title("left") or ax.get_title("right"),
        "xlabel": _axis_label(ax.xaxis) or _figure_text(ax, "_supxlabel"),
        "ylabel": _axis_label(ax.yaxis) or _figure_text(ax, "_supylabel"),
        "xscale": str(ax.get_xscale()),
        "yscale": str(ax.get_yscale()),
        "legend": legend,
        "curves": _curves(ax, legend)[:MAX_CURVES],
        "bars": _bars(ax)[:MAX_BARS],
    }


def _axis_label(axis: Any) -> str:
    shown = axis.get_visible() and axis.axes.axison and axis.label.get_visible()
    return str(axis.label.get_text()) if shown else ""


def _figure_text(ax: Any, name: str) -> str:
    label = getattr(ax.figure, name, None)
    return str(label.get_text()) if label is not None else ""


def _legends(ax: Any) -> list[Any]:
    own = ax.get_legend()
    return [legend for legend in ([own] if own is not None else ax.figure.legends) if legend.get_visible()]


def _legend(ax: Any) -> list[str] | None:
    visible = _legends(ax)
    return [str(t.get_text()) for legend in visible for t in legend.get_texts()] if visible else None


def _looks(artist: Any) -> tuple[Any, ...] | None:
    """Return what tells a line from others in a legend, which shows a copy of it."""
    if not hasattr(artist, "get_color"):
        return None
    return (str(artist.get_color()), artist.get_linestyle(), str(artist.get_marker()))


def _legend_by_looks(ax: Any) -> dict[tuple[Any, ...], str]:
    """Return the legend's texts by the look of the line beside them, where that look occurs once."""
    entries = [
        (_looks(handle), str(words.get_text()))
        for legend in _legends(ax)
        for handle, words in zip(legend.legend_handles, legend.get_texts(), strict=False)
    ]
    looks = [look for look, _ in entries]
    return {look: words for look, words in entries if look is not None and looks.count(look) == 1}


def _curves(ax: Any, legend: list[str] | None) -> list[dict[str, Any]]:
    from matplotlib.collections import PathCollection

    found: list[tuple[Any, Any, np.ndarray[Any, Any], np.ndarray[Any, Any]]] = []
    for line in ax.lines:
        # axhline, axvline and axline live in other coordinates; a helper line has two points
        if line.get_transform() == ax.transData and _can_be_seen(line) and len(line.get_xdata(orig=True)) > 2:
            x, y = (_numbers(values) for values in (line.get_xdata(orig=True), line.get_ydata(orig=True)))
            found.append((line.get_label(), _looks(line), x, y))
    for points in ax.collections:
        if isinstance(points, PathCollection) and _can_be_seen(points) and np.shape(points.get_offsets())[0] > 2:
            offsets: Any = np.ma.filled(np.ma.asarray(points.get_offsets(), dtype=float), np.nan)
            found.append((points.get_label(), None, offsets[:, 0].copy(), offsets[:, 1].copy()))
    by_looks, looks = _legend_by_looks(ax), [look for _, look, _, _ in found]
    # texts given to legend() stand for the artists in order; without texts it names those that have labels, helper
    # lines among them
    named = len(ax.get_legend_handles_labels()[1])
    in_order = legend if legend and len(legend) > named else []
    curves = []
    for order, (label, look, x, y) in enumerate(found):
        beside = by_looks.get(look) if looks.count(look) == 1 else None
        own = beside if beside and ax.get_legend() is not None else label
        curves.append({"label": _label(own, beside, order, in_order, len(found), ax), "x": x, "y": y})
    return curves


def _can_be_seen(artist: Any) -> bool:
    """Tell whether a line or a cloud of points leaves any ink: style " " without a marker, or alpha 0, does not."""
    if not artist.get_visible() or artist.get_alpha() == 0:
        return False
    nothing = ("None", "none", " ", "", None)
    return (
        not hasattr(artist, "get_marker") or artist.get_linestyle() not in nothing or artist.get_marker() not in nothing
    )


def _label(label: Any, beside: str | None, order: int, in_order: list[str], count: int, ax: Any) -> str | None:
    """Return the artist's own label, else the legend's text beside its like or at its place, else the panel's title."""
    if str(label) and not str(label).startswith("_"):
        return str(label)
    if beside is not None:
        return beside
    if order < len(in_order):
        return in_order[order]
    return (ax.get_title() or None) if count == 1 else None


def _numbers(values: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        array: Any = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()
    except (TypeError, ValueError):
        array = np.full(len(values), np.nan)
    return np.array(array[:MAX_POINTS], dtype=np.float64)


def _bar_containers(ax: Any) -> list[Any]:
    from matplotlib.container import BarContainer

    return [container for container in ax.containers if isinstance(container, BarContainer)]


def _bars(ax: Any) -> list[dict[str, Any]]:
    found = []
    for container in _bar_containers(ax):
        flat = container.orientation == "horizontal"
        found += [_bar(ax, patch, flat) for patch in container.patches if patch.get_visible()]
    return found


def _bar(ax: Any, patch: Any, horizontal: bool) -> dict[str, Any]:
    if horizontal:
        start, width, value, axis = patch.get_y(), patch.get_height(), patch.get_width(), ax.yaxis
        foot = float(patch.get_x())
    else:
        start, width, value, axis = patch.get_x(), patch.get_width(), patch.get_height(), ax.xaxis
        foot = float(patch.get_y())
    # A bar is read at its end; a foot just above 0, for a logarithmic axis, is none that could be seen.
    value = value + foot if abs(foot) > 1e-3 * abs(value) else value
    return {"name": _tick_label(axis, float(start) + float(width) / 2, abs(float(width)) / 2), "value": float(value)}


def _tick_label(axis: Any, centre: float, reach: float) -> str | None:
    """Return the text of the tick nearest to a bar's centre, if it stands below the bar and has a text."""
    # asked for its labels, an axis makes them; drawing the figure for that would take ten times as long
    pairs = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
    ticks = [(abs(float(at) - centre), str(label.get_text())) for at, label in pairs]
    near = sorted((t for t in ticks if t[0] <= reach * (1 + 1e-9) and t[1]), key=lambda t: t[0])
    return near[0][1] if near else None
