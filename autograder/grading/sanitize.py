"""Makes a submission's outputs and markdown harmless before they are stored: formgrader renders them in a browser."""

from __future__ import annotations

from typing import Any

import bleach

#: MIME types that a page shows as they are; the rest is dropped, since text/plain says the same without scripts
_PICTURES = ("image/png", "image/jpeg", "image/gif")
_TAGS = frozenset(bleach.sanitizer.ALLOWED_TAGS) | {
    *("p", "div", "span", "pre", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "sub", "sup", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col", "img", "s", "u", "details"),
    "summary",
}
_ATTRIBUTES = {"a": ["href", "title"], "img": ["src", "alt", "width", "height"], "*": ["class", "colspan", "rowspan"]}


def harmless_outputs(outputs: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Return the outputs with HTML cleaned and every other active representation removed."""
    return [_harmless(dict(output)) for output in outputs]


def _harmless(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] not in ("display_data", "execute_result"):
        return output
    data = {}
    for kind, content in output["data"].items():
        if kind in ("text/plain", *_PICTURES):
            data[kind] = content
        elif kind == "text/html":
            data[kind] = clean_html("".join(content))
        elif kind in ("text/latex", "text/markdown"):
            data[kind] = clean_markdown("".join(content))
    output["data"] = data or {"text/plain": "(an output that is not shown)"}
    output["metadata"] = {}
    return output


def clean_html(content: str) -> str:
    """Return HTML without scripts, styles, forms, frames, event handlers or links to anything but the web."""
    cleaned: str = bleach.clean(
        content, tags=_TAGS, attributes=_ATTRIBUTES, protocols={"http", "https", "data"}, strip=True
    )
    return cleaned


def clean_markdown(content: str) -> str:
    """Return markdown in which no raw HTML is left: `<` outside of code cannot open a tag."""
    return content.replace("<", "&lt;") if "<" in content else content
