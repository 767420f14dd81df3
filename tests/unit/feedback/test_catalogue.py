"""The catalogue is current: it holds every sentence of the package, translated, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from autograder.errors import UsageError
from autograder.feedback.language import language, languages
from autograder.model.text import text

ROOT = Path(__file__).parents[3]
_PO = ROOT / "autograder/feedback/translations/zh_CN/LC_MESSAGES/autograder.po"
_KEYWORDS = {"text": None, "Text": None, "_": None, "gettext": None}
_RENEW = "run `make translations`, then translate what is new in zh_CN/LC_MESSAGES/autograder.po"


def _sentences() -> set[str]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    folders = {part for pattern, _ in methods for part in [pattern.split("/")[0]]}
    assert folders == {"autograder"}, "babel.cfg reads more than the package"
    inside = [(pattern.removeprefix("autograder/"), kind) for pattern, kind in methods]
    settings = {pattern.removeprefix("autograder/"): value for pattern, value in options.items()}
    found = extract_from_dir(str(ROOT / "autograder"), inside, settings, keywords=_KEYWORDS)
    return {str(message) for _, _, message, *_ in found}


def _catalogue() -> Catalog:
    with _PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def test_the_catalogue_holds_exactly_the_sentences_of_the_package() -> None:
    held = {str(m.id) for m in _catalogue() if m.id}
    assert _sentences() - held == set(), _RENEW
    assert held - _sentences() == set(), _RENEW


def test_every_sentence_is_translated() -> None:
    assert [m.id for m in _catalogue() if m.id and not m.string] == []


def test_placeholders_survive_translation() -> None:
    for msgid, said in language("zh_CN").messages.items():
        assert set(re.findall(r"%\(\w+\)\w", msgid)) == set(re.findall(r"%\(\w+\)\w", said)), msgid


def _course(root: Path, content: str, code: str = "zh_CN") -> Path:
    (root / "locale").mkdir()
    (root / "locale" / f"{code}.po").write_text(content, encoding="utf-8")
    return root


def test_a_course_translates_its_own_sentences(tmp_path: Path) -> None:
    course = _course(tmp_path, 'msgid "Doubling of %(x)s"\nmsgstr "%(x)s 加倍"\n')
    tongue = language("zh-CN", course)
    assert tongue.say(text("Doubling of %(x)s", x=3)) == "3 加倍"
    assert tongue.gettext("Your result") == "你的结果"
    assert language("zh_CN").say(text("Doubling of %(x)s", x=3)) == "Doubling of 3"


def test_a_course_may_bring_a_language_that_the_package_lacks(tmp_path: Path) -> None:
    course = _course(tmp_path, 'msgid "Doubling"\nmsgstr "Verdoppeln"\n', "de")
    assert languages(course) == ("en", "de", "zh_CN")
    assert language("de", course).gettext("Doubling") == "Verdoppeln"
    assert language("de", course).gettext("Your result") == "Your result"


def test_a_broken_course_catalogue_is_one_clear_line(tmp_path: Path) -> None:
    course = _course(tmp_path, "msgid oops\n")
    with pytest.raises(UsageError, match=r"locale/zh_CN\.po"):
        language("zh_CN", course)
