"""`autograder translate` collects the course's sentences and keeps what was translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli.translate import translate
from autograder.feedback.language import language

_KEY = """from autograder.judge.authoring import Exercise, text

HELP = text("Add x to " "itself.")
EXERCISES = [Exercise("double", 0, text("Doubling"), {})]
"""
_MISTAKES = """from autograder.judge.authoring import Mistake, text


def _mistake(said: str, tip: str) -> Mistake:
    return Mistake("zero", "double", (), text(said), text(tip), code="double = None")


MISTAKES = [_mistake("It is always zero.", "Add.")]
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "solutions/ch01").mkdir(parents=True)
    (tmp_path / "solutions/ch01/exercises.py").write_text(_KEY)
    (tmp_path / "solutions/ch01/probes.py").write_text("")
    (tmp_path / "solutions/ch01/reference.py").write_text("def double(x):\n    return 2 * x\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_sentences_are_collected_and_translations_kept(course: Path) -> None:
    done = CliRunner().invoke(translate, ["zh_CN"])
    assert done.output == "locale/zh_CN.po: 0 of 2 sentences translated\n"
    path = course / "locale/zh_CN.po"
    path.write_text(path.read_text().replace('msgid "Doubling"\nmsgstr ""', 'msgid "Doubling"\nmsgstr "加倍"'))
    (course / "solutions/ch01/exercises.py").write_text(_KEY.replace("Add x to ", "Add x twice to "))
    assert "1 of 2 sentences" in CliRunner().invoke(translate, ["zh_CN"]).output
    assert "Add x twice to itself." in path.read_text()
    assert "Add x to itself." not in path.read_text()
    assert language("zh_CN", course).gettext("Doubling") == "加倍"


def test_sentences_are_found_that_become_texts_in_a_helper(course: Path) -> None:
    (course / "solutions/ch01/mistakes.py").write_text(_MISTAKES)
    assert CliRunner().invoke(translate, ["zh_CN"]).output == "locale/zh_CN.po: 0 of 4 sentences translated\n"
    assert 'msgid "It is always zero."' in (course / "locale/zh_CN.po").read_text()


def test_an_answer_key_that_does_not_load_leaves_the_catalogue_as_it_was(course: Path) -> None:
    CliRunner().invoke(translate, ["zh_CN"])
    before = (course / "locale/zh_CN.po").read_bytes()
    (course / "solutions/ch01/mistakes.py").write_text("MISTAKES = missing\n")
    done = CliRunner().invoke(translate, ["zh_CN"])
    assert done.exit_code == 2
    assert "solutions.ch01.mistakes does not load" in done.stderr
    assert (course / "locale/zh_CN.po").read_bytes() == before


def test_translating_again_changes_nothing(course: Path) -> None:
    CliRunner().invoke(translate, ["zh_CN"])
    before = (course / "locale/zh_CN.po").read_bytes()
    CliRunner().invoke(translate, ["zh_CN"])
    assert (course / "locale/zh_CN.po").read_bytes() == before


def test_an_unknown_language_is_one_clear_line(course: Path) -> None:
    done = CliRunner().invoke(translate, ["xx_XX"])
    assert done.exit_code == 2
    assert "xx_XX" in done.stderr
    assert not (course / "locale").exists()
