"""Pictures of a counterexample: curves as inline SVG that follows the page's colours, arrays as small PNG images."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from dataclasses import dataclass
from math import log10
from typing import Any

from markupsafe import Markup

from autograder.feedback.language import Language
from autograder.feedback.page import plain
from autograder.model.verdict import Picture

_WIDTH, _HEIGHT, _LEFT, _BASE = 640, 240, 92, 24
_ORDER = ("expected", "yours", "error")
_Colour = tuple[int, int, int]
_LOW, _MIDDLE, _HIGH = (33, 102, 172), (247, 247, 247), (178, 24, 43)


def drawing(picture: Picture, tongue: Language) -> Markup:
    """Return the picture with a text that says what it shows; nothing if there is nothing to draw."""
    names = sorted(picture.data, key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n))
    if picture.kind == "curves":
        return _curves({name: picture.data[name] for name in names}, picture.where, tongue)
    if picture.kind == "heatmap":
        return _heatmaps({name: picture.data[name] for name in names}, picture.where, tongue)
    return Markup("")


def _named(name: str, tongue: Language) -> str:
    words = {
        "yours": tongue.gettext("yours"),
        "expected": tongue.gettext("expected"),
        "error": tongue.gettext("difference"),
    }
    return words.get(name, name)


def _place(where: str, tongue: Language) -> Markup:
    """Say which part of the result is drawn."""
    if not where:
        return Markup("")
    result = tongue.gettext("result")
    return Markup("<code>{}</code>").format(plain(f"{result}{where}"))


@dataclass(frozen=True, slots=True)
class _Scale:
    """The vertical axis: from `low` to `high`, in powers of ten where values of one sign span more than three."""

    low: float
    high: float
    powers: bool

    @classmethod
    def of(cls, values: list[float]) -> _Scale:
        low, high = min(values), max(values)
        if low > 0 and high / low > 1e3:
            return cls(low, high, True)
        if high == low:
            low, high = low - (abs(low) or 1) / 2, high + (abs(high) or 1) / 2
        return cls(low, high, False)

    def share(self, value: float) -> float:
        """Return where a value stands between the ends, 0 to 1."""
        if self.powers:
            return (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)  # halves: the range of floats may overflow


def _curves(data: dict[str, list[Any]], where: str, tongue: Language) -> Markup:
    values = [float(v) for series in data.values() for v in series if v is not None]
    if not values:
        return Markup("")
    scale = _Scale.of(values)
    paths = Markup("").join(
        Markup('<path class="curve {}" d="{}"/>').format(name if name in _ORDER else "other", _path(s, scale))
        for name, s in data.items()
    )
    alt = tongue.gettext(
        "Curves of %(names)s over the index; values from %(low)s to %(high)s",
        names=", ".join(_named(n, tongue) for n in data), low=f"{scale.low:.4g}", high=f"{scale.high:.4g}",
    )  # fmt: skip
    bottom, last = _HEIGHT - _BASE, max(len(s) for s in data.values()) - 1
    axes = Markup(
        '<path class="axis" d="M{0} 10V{1}H{2}"/><text x="{3}" y="20" text-anchor="end">{4}</text>'
        '<text x="{3}" y="{1}" text-anchor="end">{5}</text><text x="{0}" y="{6}">0</text>'
        '<text x="{2}" y="{6}" text-anchor="end">{7}</text>'
    ).format(_LEFT, bottom, _WIDTH - 8, _LEFT - 6, f"{scale.high:.3g}", f"{scale.low:.3g}", _HEIGHT - 6, last)
    legend = Markup("").join(
        Markup('<li class="{}">{}</li>').format(n if n in _ORDER else "other", _named(n, tongue)) for n in data
    )
    powers = Markup("<small>{}</small>").format(tongue.gettext("logarithmic scale")) if scale.powers else Markup("")
    return Markup(
        '<figure class="plot"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
        '<figcaption>{}<ul class="legend">{}</ul>{}</figcaption></figure>'
    ).format(_WIDTH, _HEIGHT, alt, axes, paths, _place(where, tongue), legend, powers)


def _path(series: list[Any], scale: _Scale) -> str:
    wide, tall = _WIDTH - _LEFT - 8, _HEIGHT - _BASE - 20
    commands, pen = [], "M"
    for index, value in enumerate(series):
        if value is None:
            pen = "M"
            continue
        across = _LEFT + wide * index / max(len(series) - 1, 1)
        commands.append(f"{pen}{across:.1f} {14 + tall * (1 - scale.share(float(value))):.1f}")
        pen = "L"
    return "".join(commands)


def _heatmaps(data: dict[str, list[Any]], where: str, tongue: Language) -> Markup:
    common = [abs(float(v)) for n, rows in data.items() if n != "error" for row in rows for v in row if v is not None]
    figures = []
    for name, rows in data.items():
        own = [abs(float(v)) for row in rows for v in row if v is not None]
        if not rows or not own:
            continue
        top = (max(own) if name == "error" else max(common)) or 1.0
        alt = tongue.gettext(
            "%(name)s: %(rows)s × %(columns)s values, the largest in size %(top)s",
            name=_named(name, tongue), rows=len(rows), columns=len(rows[0]), top=f"{max(own):.4g}",
        )  # fmt: skip
        caption = Markup("{} <small>±{}</small>").format(_named(name, tongue), f"{top:.3g}")
        figures.append(
            Markup('<figure><img alt="{}" src="data:image/png;base64,{}"><figcaption>{}</figcaption></figure>').format(
                alt, b64encode(_png([[_colour(v, top) for v in row] for row in rows])).decode(), caption
            )
        )
    if not figures:
        return Markup("")
    place = Markup("<p>{}</p>").format(_place(where, tongue)) if where else Markup("")
    return Markup('<div class="images">{}<div class="heatmaps">{}</div></div>').format(place, Markup("").join(figures))


def _colour(value: float | None, top: float) -> _Colour:
    if value is None:
        return (120, 120, 120)
    share = max(-1.0, min(1.0, float(value) / top))
    end = _HIGH if share > 0 else _LOW
    red, green, blue = (round(m + (e - m) * abs(share)) for m, e in zip(_MIDDLE, end, strict=True))
    return (red, green, blue)


def _png(rows: list[list[_Colour]]) -> bytes:
    """Return an RGB image, one pixel a value: the page enlarges it without smoothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    pixels = b"".join(b"\0" + b"".join(bytes(c) for c in row) for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
    )
