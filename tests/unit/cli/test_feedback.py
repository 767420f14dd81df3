"""`autograder feedback` and `report` on a course's folder: where pages go, what is carried along, what is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli.feedback import feedback
from autograder.cli.pages import stored_verdicts
from autograder.cli.report import report
from autograder.files import SCRATCH
from autograder.model.serial import verdict_to_json
from autograder.model.text import text
from autograder.model.verdict import ExerciseVerdict, Status, SubmissionVerdict


@pytest.fixture(scope="module")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def course(tmp_path: Path, empty_gradebook: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two graded students; the second was copied by hand, without a time and a secret."""
    for student in ("amira", "ben"):
        exercise = ExerciseVerdict("E1", text("Doubling"), Status.PASSED, 2.0, 2.0)
        verdict = SubmissionVerdict("ch01", "ch01", student, "d", "namespaces", (exercise,))
        stored = tmp_path / ".autograder/ch01" / student
        stored.mkdir(parents=True)
        (stored / "verdict.json").write_bytes(verdict_to_json(verdict))
        (stored / "seconds.json").write_text('{"fork": 0.5, "cells": 1.0}')
        autograded = tmp_path / "autograded" / student / "ch01"
        autograded.mkdir(parents=True)
        cell = {"cell_type": "code", "source": f"name = '{student}'", "metadata": {}, "outputs": []}
        (autograded / "ch01.ipynb").write_text(json.dumps({"cells": [cell], "nbformat": 4}))
    hand_in = tmp_path / "submitted/amira/ch01"
    hand_in.mkdir(parents=True)
    (hand_in / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    (hand_in / "submission_secret.txt").write_text("s")
    source = tmp_path / "source/ch01"
    source.mkdir(parents=True)
    (source / "ch01.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    shutil.copy(empty_gradebook, tmp_path / "gradebook.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_pages_stand_where_nbgrader_looks_with_time_and_secret(course: Path) -> None:
    done = CliRunner().invoke(feedback, ["ch01", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["pages"]["ben"] == "feedback/ben/ch01/ch01.html"
    assert "amira" in (course / "feedback/amira/ch01/ch01.html").read_text(encoding="utf-8")
    assert (course / "feedback/amira/ch01/submission_secret.txt").read_text() == "s"
    assert not (course / "feedback/ben/ch01/timestamp.txt").exists()
    assert any("ben: no timestamp.txt" in line for line in json.loads(done.stdout)["notes"])


def test_only_the_students_asked_for(course: Path) -> None:
    CliRunner().invoke(feedback, ["ch01", "--student", "b*", "--language", "zh_CN"])
    assert [p.name for p in (course / "feedback").iterdir()] == ["ben"]


def test_what_a_grading_has_not_put_in_its_place_yet_counts_for_nobody(course: Path) -> None:
    shutil.copytree(course / ".autograder/ch01/amira", course / ".autograder/ch01" / f"{SCRATCH}x")
    assert [s.student for s in stored_verdicts(course, "ch01")] == ["amira", "ben"]


def test_one_broken_verdict_does_not_stop_the_others(course: Path) -> None:
    (course / ".autograder/ch01/amira/verdict.json").write_text("{")
    done = CliRunner().invoke(feedback, ["ch01"])
    assert done.exit_code == 1
    assert "amira: " in done.stderr
    assert "--force" in done.stderr
    assert (course / "feedback/ben/ch01/ch01.html").exists()
    assert CliRunner().invoke(report, ["ch01"]).exit_code == 1


@pytest.mark.parametrize("arguments", [["ch99"], ["../ch01"], ["ch01", "--language", "xx"]])
@pytest.mark.parametrize("command", [feedback, report])
def test_what_cannot_start_says_so_in_one_line(course: Path, command: object, arguments: list[str]) -> None:
    done = CliRunner().invoke(command, arguments)  # type: ignore[arg-type]
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_class_page_tells_the_time_used(course: Path) -> None:
    assert CliRunner().invoke(report, ["ch01"]).exit_code == 0
    page = (course / "reports/ch01.html").read_text(encoding="utf-8")
    assert "<dt>Time used</dt><dd>3 s</dd>" in page
    assert "<dt>Isolation</dt><dd>namespaces</dd>" in page


def test_the_course_says_which_language_its_pages_are_in(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc = get_config()\nc.StudentPageExporter.language = 'zh_CN'\n")
    (course / "locale").mkdir()
    (course / "locale/zh_CN.po").write_text('msgid "Doubling"\nmsgstr "加倍"\n', encoding="utf-8")
    assert CliRunner().invoke(feedback, ["ch01"]).exit_code == 0
    page = (course / "feedback/amira/ch01/ch01.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert "加倍" in page
    assert CliRunner().invoke(report, ["ch01", "--language", "en"]).exit_code == 0
    assert "Doubling" in (course / "reports/ch01.html").read_text(encoding="utf-8")
