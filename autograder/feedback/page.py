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
_WORD = re.compile(r"(?:[a-z]{3,}|an?|is|it|no|in)(?=[ ,:[]|$)")
#: what fits a narrow phone, in characters, and a low box, in lines
_NARROW, _LOW = 36, 20
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
        return code_spans(ended(tongue.say(said)))

    def judged(said: Text | str) -> Markup:
        return code_spans(ended(capital(tongue.say(said) if isinstance(said, Text) else said)))

    document = (
        _environment()
        .get_template(template)
        .render(
            _=tongue.gettext,
            say=prose,
            sentence=sentence,
            judged=judged,
            block=block,
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


def capital(words: str) -> str:
    """Return a judge's half sentence with a capital; names such as `dx` or `grad_x` at its start stay as they are."""
    return words[:1].upper() + words[1:] if _WORD.match(words) else words


def ended(words: str) -> str:
    """Return a sentence with a full stop at its end, in the script that it is written in."""
    done = not words or words.rstrip()[-1:] in tuple(".!?。！？:：")
    return words if done else words + ("。" if _HAN.search(words) else ".")


def block(words: str, kind: str = "") -> Markup:
    """Return a text with its line breaks: one line is wrapped, aligned lines are scrolled, also from the keyboard."""
    shown = plain(words)
    rows = shown.split("\n")
    wide = len(rows) > 1 and (len(rows) > _LOW or any(len(row) > _NARROW for row in rows))
    kinds = " ".join(k for k in (kind, "rows" if len(rows) > 1 else "") if k)
    return Markup("<pre{}{}>{}</pre>").format(
        Markup(' class="{}"').format(kinds) if kinds else "", Markup(' tabindex="0"') if wide else "", shown
    )


def code_spans(sentence: str) -> Markup:
    """Return a sentence as HTML, escaped, with `pieces` in backticks as code."""
    pieces = plain(sentence).split("`")
    if len(pieces) % 2 == 0:
        return escape(plain(sentence))
    shown = [Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(pieces)]
    return Markup("").join(shown)
