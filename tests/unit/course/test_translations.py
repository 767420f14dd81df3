"""`autograder translate` collects the course's sentences and keeps what was translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli.translate import translate
from autograder.feedback.language import language

_KEY = 'from autograder.judge.authoring import text\n\nTITLE = text("Doubling")\nHELP = text("Add x to " "itself.")\n'


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "solutions/ch01").mkdir(parents=True)
    (tmp_path / "solutions/ch01/exercises.py").write_text(_KEY)
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


def test_an_unknown_language_is_one_clear_line(course: Path) -> None:
    done = CliRunner().invoke(translate, ["xx_XX"])
    assert done.exit_code == 2
    assert "xx_XX" in done.stderr
    assert not (course / "locale").exists()
