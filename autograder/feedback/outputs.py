"""A cell's source and outputs as inert HTML: coloured code, escaped text, tracebacks without terminal codes, images."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.feedback.page import block, plain

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_LONGEST = 6_000
_IMAGE = 4_000_000


def code(source: str) -> Markup:
    """Return Python source, coloured by classes (no inline styles)."""
    return Markup(highlight(plain(_short(source)), PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)))  # noqa: S704


def output(item: Mapping[str, Any], alt: str, more: str = "") -> Markup:
    """Return one nbformat output; anything that could be active is shown as its text.

    `alt` describes a picture, `more` is the label of what unfolds an error's traceback.
    """
    kind = item.get("output_type")
    if kind == "stream":
        label = "stderr" if item.get("name") == "stderr" else "stdout"
        return _block(_joined(item.get("text", "")), label)
    if kind == "error":
        return _error(item, more)
    data = item.get("data")
    return _bundle(data, alt) if isinstance(data, Mapping) else Markup("")


def _error(item: Mapping[str, Any], more: str) -> Markup:
    """Return the error's message, which says most, and its traceback folded below."""
    message = _block(f"{item.get('ename', '')}: {item.get('evalue', '')}", "traceback")
    trace = item.get("traceback")
    lines = _block("\n".join(map(str, trace)), "traceback") if isinstance(trace, list) else Markup("")
    if not lines:
        return message
    return Markup("{}<details><summary>{}</summary>{}</details>").format(message, more or "Traceback", lines)


def _bundle(data: Mapping[str, Any], alt: str) -> Markup:
    for mime, signature in _SIGNATURES.items():
        image = _image(data.get(mime), signature)
        if image:
            return Markup('<img class="figure" alt="{}" src="data:{};base64,{}">').format(alt, mime, image)
    for mime in ("text/plain", "text/markdown", "text/latex", "text/html", "application/json"):
        if mime in data:
            return _block(_joined(data[mime]), "result")
    return Markup("")


def _image(encoded: Any, signature: bytes) -> str:
    if not isinstance(encoded, str | list):
        return ""
    try:
        raw = b64decode("".join(_joined(encoded).split()), validate=True)
    except (Base64Error, ValueError):
        return ""
    return b64encode(raw).decode() if raw.startswith(signature) and len(raw) <= _IMAGE else ""


def _block(words: str, label: str) -> Markup:
    words = _overwritten(_ANSI.sub("", words)).rstrip("\n")
    return block(_short(words), f"out {label}") if words.strip() else Markup("")


def _overwritten(words: str) -> str:
    """Return what a terminal would show where a progress bar rewrites its line."""
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in words.split("\n"))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST * 3 // 4]}\n[...]\n{words[-_LONGEST // 8 :]}"


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
