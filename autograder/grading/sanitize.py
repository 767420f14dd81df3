"""Makes a submission's outputs and markdown harmless before they are stored: formgrader renders them in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import nbformat

from autograder.grading.inert import inert_html, inert_markdown, inert_text, picture, svg_as_picture

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
#: how each kind of text is made harmless; kinds that are not named (scripts, widgets, custom ones) are dropped, since
#: text/plain says the same without them
_TEXTS: dict[str, Callable[[str], str]] = {
    "text/plain": str,
    "text/html": inert_html,
    "text/markdown": inert_markdown,
    "text/latex": inert_text,
}
_MAX_PIXELS = 20_000


def harmless_outputs(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the outputs with text cleaned and every other active representation removed."""
    return [_harmless(dict(output)) for output in outputs]


def harmless_prose(cell: Any) -> None:
    """Make a markdown or raw cell of a student harmless, in place; attached pictures stay."""
    attached = cell.pop("attachments", None)
    if cell.cell_type == "raw":
        # nbconvert puts raw cells into the page as they are
        cell.source = inert_text(cell.source)
        return
    kept = _attachments(attached) if isinstance(attached, dict) else {}
    cell.source = inert_markdown(cell.source, kept)
    if kept:
        cell.attachments = nbformat.from_dict(kept)


def _attachments(attached: dict[str, Any]) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in attached.items():
        if not isinstance(name, str) or not isinstance(bundle, dict):
            continue
        held = {mime: shown for mime in _PICTURES if (shown := picture(mime, bundle.get(mime))) is not None}
        if held:
            kept[name] = held
    return kept


def _harmless(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] not in ("display_data", "execute_result"):
        return output
    data: dict[str, Any] = {}
    for kind, content in output["data"].items():
        if kind in _PICTURES:
            if (shown := picture(kind, content)) is not None:
                data[kind] = shown
        elif kind in _TEXTS:
            data[kind] = _TEXTS[kind]("".join(content))
        elif kind == "application/json":
            data[kind] = content
        elif kind == "image/svg+xml":
            data.setdefault("text/html", svg_as_picture("".join(content)))
    output["data"] = data or {"text/plain": "(an output that is not shown)"}
    output["metadata"] = _sizes(output.get("metadata"), data)
    return output


def _sizes(metadata: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Return of an output's metadata the sizes of its pictures."""
    sizes: dict[str, Any] = {}
    for kind in data:
        held = metadata.get(kind) if isinstance(metadata, dict) and kind in _PICTURES else None
        if isinstance(held, dict):
            fine = {
                key: held[key]
                for key in ("width", "height")
                if type(held.get(key)) is int and 0 < held[key] < _MAX_PIXELS
            }
            if fine:
                sizes[kind] = fine
    return sizes
