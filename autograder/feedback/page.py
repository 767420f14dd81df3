"""What every page shares: templates that escape everything, one style sheet, and a policy that allows nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.feedback.language import Language
from autograder.model.text import Text

_FOLDER = Path(__file__).parent / "templates"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def style() -> str:
    """Return the one style sheet of all pages."""
    return "\n" + (_FOLDER / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def policy() -> str:
    """Return the Content-Security-Policy: this style sheet by its hash, images inside the page, nothing else."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def render(template: str, tongue: Language, **values: Any) -> str:
    """Return the page; every value is escaped unless it is Markup made in this package."""

    def prose(sentence: Text | str) -> Markup:
        return code_spans(tongue.say(sentence) if isinstance(sentence, Text) else sentence)

    def sentence(said: Text) -> Markup:
        return code_spans(whole_sentence(tongue.say(said)))

    document = (
        _environment()
        .get_template(template)
        .render(
            _=tongue.gettext,
            say=prose,
            sentence=sentence,
            number=tongue.number,
            percent=tongue.percent,
            lang=tongue.tag,
            style=Markup(style()),  # noqa: S704 - the package's own file
            policy=Markup(policy()),  # noqa: S704 - a digest and fixed words
            plain=plain,
            **values,
        )
    )
    return plain(document)  # once more over everything: no template can forget it


def plain(words: str) -> str:
    """Return a text without control characters and without marks that reverse the direction of reading."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", words.encode("utf-8", "backslashreplace").decode())


def whole_sentence(words: str) -> str:
    """Return a judge's half sentence as a whole one: a capital at its start, a full stop at its end."""
    begun = words[:1].upper() + words[1:] if words[:1].isascii() else words
    ended = begun.rstrip()[-1:] in tuple(".!?。！？:：")
    return begun if ended or not begun else begun + ("。" if _HAN.search(words) else ".")


def code_spans(sentence: str) -> Markup:
    """Return a sentence as HTML, escaped, with `pieces` in backticks as code."""
    pieces = plain(sentence).split("`")
    if len(pieces) % 2 == 0:
        return escape(plain(sentence))
    shown = [Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(pieces)]
    return Markup("").join(shown)
