"""The Chinese catalogue holds every sentence of the package, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir

from autograder.feedback.language import language

_ROOT = Path(__file__).parents[3] / "autograder"
_KEYWORDS = {"text": None, "Text": None, "_": None, "gettext": None}


def _sentences() -> set[str]:
    methods = [("feedback/templates/**.j2", "jinja2"), ("feedback/**.py", "python"), ("judge/**.py", "python")]
    found = extract_from_dir(str(_ROOT), methods, keywords=_KEYWORDS)
    return {str(message) for _, _, message, *_ in found}


def test_every_sentence_of_the_pages_is_translated() -> None:
    own = extract_from_dir(
        str(_ROOT / "feedback"),
        [("templates/**.j2", "jinja2"), ("**.py", "python")],
        keywords=_KEYWORDS,
    )
    missing = {str(message) for _, _, message, *_ in own} - set(language("zh_CN").messages)
    assert not missing, "run `make translations` and translate these"


def test_placeholders_survive_translation() -> None:
    for msgid, said in language("zh_CN").messages.items():
        assert set(re.findall(r"%\(\w+\)\w", msgid)) == set(re.findall(r"%\(\w+\)\w", said)), msgid


def test_most_of_the_judges_sentences_are_translated() -> None:
    wanted = _sentences()
    assert len(wanted & set(language("zh_CN").messages)) >= 0.8 * len(wanted)
