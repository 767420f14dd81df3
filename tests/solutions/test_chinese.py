"""The course's Chinese catalogue: nearly complete, and no placeholder or code lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from autograder.course.translations import course_sentences
from autograder.feedback.language import language
from autograder.model.text import text

ROOT = Path(__file__).parents[2]
#: exercises change, and a new sentence is English until someone translates it
COVERED = 0.95
_RENEW = "run `autograder translate zh_CN`, then translate what is new in locale/zh_CN.po"


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    return {str(message.id) for message in course_sentences(ROOT) if message.id}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    with (ROOT / "locale/zh_CN.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="zh_CN") if m.id and m.string}


def test_the_catalogue_covers_the_course(sentences: set[str], catalogue: dict[str, str]) -> None:
    missing = sorted(sentences - set(catalogue))
    assert len(missing) <= (1 - COVERED) * len(sentences), "\n".join([_RENEW, *missing])


@pytest.mark.parametrize("piece", [r"%\(\w+\)\w", r"`[^`]*`"], ids=["placeholders", "code"])
def test_nothing_is_lost_in_translation(catalogue: dict[str, str], piece: str) -> None:
    assert catalogue
    for msgid, said in catalogue.items():
        assert sorted(re.findall(piece, msgid)) == sorted(re.findall(piece, said)), msgid


def test_every_translation_is_chinese(catalogue: dict[str, str]) -> None:
    """A sentence may be a formula or a name alone, and then it stays as it is."""
    words = re.compile(r"[a-z]{3,} [a-z]{3,}")
    left = [said for said in catalogue.values() if not re.search("[一-鿿]", said) and words.search(said)]
    assert left == []


def test_a_page_in_chinese_says_the_courses_own_sentences() -> None:
    assert language("zh_CN", ROOT).say(text("Average velocity")) == "平均速度"
    assert language("zh_CN").say(text("Average velocity")) == "Average velocity"
