"""Hand-ins as they come: a notebook, or one line that names what is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import SubmissionError
from autograder.grading.course import open_course
from autograder.grading.submission import Submission, parse_notebook, read_submission

_CELL = {"cell_type": "code", "source": "x = 1"}


def _notebook(**keys: Any) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [_CELL]} | keys).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not valid JSON"),
        (b"{oops", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        ('{"ü": 1}'.encode("utf-16"), "not UTF-8 text"),
        ('{"ü": 1}'.encode("latin-1"), "not UTF-8 text"),
        (b"[1]", "not a notebook"),
        (b'{"a": 1}', "not a notebook"),
        (_notebook(nbformat=5), "the format 5, newer than 4"),
        (_notebook(nbformat="four"), "not a notebook"),
        (_notebook(cells={"a": 1}), "not a notebook"),
        (_notebook(cells=[{"cell_type": "mystery", "source": ""}]), "not a notebook"),
        (_notebook(cells=[{"cell_type": "code", "source": 7}]), "not a notebook"),
    ],
)
def test_what_is_no_notebook_is_one_line(content: bytes, said: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        parse_notebook(content, "ada/ch01")
    assert str(caught.value).startswith("ada/ch01: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_older_and_newer_minor_formats_are_read() -> None:
    old = {"input": "1 + 1", "outputs": [], "language": "python", "metadata": {}, "cell_type": "code"}
    three = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [old]}]}
    assert parse_notebook(json.dumps(three).encode(), "").cells[0].source == "1 + 1"
    new = parse_notebook(_notebook(nbformat_minor=99, cells=[_CELL | {"from": "the future"}]), "")
    assert "from" not in new.cells[0]
    assert parse_notebook(b"\xef\xbb\xbf" + _notebook(), "").cells[0].source == "x = 1"


def test_missing_metadata_is_filled_and_half_characters_are_replaced() -> None:
    found = parse_notebook(rb'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\ud83d\ude00 \ud800"}]}', "")
    assert found.metadata == {}
    assert found.cells[0].metadata == {}
    assert found.cells[0].source == "\N{GRINNING FACE} ?"


def _read(root: Path) -> Submission:
    (root / "source").mkdir(exist_ok=True)
    return read_submission(open_course(root), "ch01", "ada", "ch01")


def _folder(root: Path) -> Path:
    folder = root / "submitted" / "ada" / "ch01"
    folder.mkdir(parents=True)
    return folder


def _refusal(root: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        _read(root)
    return str(caught.value)


def test_a_student_who_handed_in_nothing_is_told_from_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "submitted").mkdir()
    assert "there is no hand-in" in _refusal(tmp_path)


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(_folder(tmp_path) / "ch01.ipynb")
    assert "ch01.ipynb is a named pipe, not a file" in _refusal(tmp_path)


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(_notebook())
    folder = _folder(tmp_path)
    (folder / "ch01.ipynb").symlink_to(secret)
    assert "is a link" in _refusal(tmp_path)
    (folder / "ch01.ipynb").unlink()
    (folder / "ch01.ipynb").write_bytes(_notebook())
    (folder / "data").symlink_to(tmp_path)
    assert _read(tmp_path).files == {}
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert "is a link, not a folder" in _refusal(tmp_path)


def test_files_without_a_writable_name_and_huge_ones(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "ch01.ipynb").write_bytes(_notebook())
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("x")
    assert _read(tmp_path).files == {}
    with (folder / "ch01.ipynb").open("wb") as file:
        file.truncate(1 << 36)
    assert "MB" in _refusal(tmp_path)


def test_a_file_that_the_jail_could_not_hold_is_named_with_the_limit(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "ch01.ipynb").write_bytes(_notebook())
    with (folder / "data.bin").open("wb") as file:
        file.truncate(40 << 20)
    said = _refusal(tmp_path)
    assert "data.bin has 40 MB, more than the 32 MB" in said
    assert "file_size" in said
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.AutograderLimits.file_size = 64\n")
    assert len(_read(tmp_path).files["data.bin"]) == 40 << 20


@pytest.mark.skipif(os.getuid() == 0, reason="root can read everything")
def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "ch01.ipynb").write_bytes(_notebook())
    (folder / "ch01.ipynb").chmod(0)
    assert "ch01.ipynb cannot be read (Permission denied)" in _refusal(tmp_path)


def test_a_terminal_obeys_nothing_that_a_hand_in_is_called(tmp_path: Path) -> None:
    (_folder(tmp_path) / "\x1b[2Jowned.ipynb").write_bytes(_notebook())
    said = _refusal(tmp_path)
    assert "owned" in said
    assert said.isprintable()


def test_folders_in_the_place_of_a_page_or_of_nbgraders_files_are_left_out(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "ch01.ipynb").write_bytes(_notebook())
    for name in ("ch01.html", "timestamp.txt", "submission_secret.txt", "more.ipynb", "kept"):
        (folder / name).mkdir()
        (folder / name / "x").write_text("x")
    (folder / "plot.html").write_text("x")
    assert sorted(_read(tmp_path).files) == ["kept/x", "plot.html"]


def test_of_a_time_only_so_much_is_read_as_a_time_takes(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "ch01.ipynb").write_bytes(_notebook())
    (folder / "timestamp.txt").write_text("1 " * 1_000_000)
    assert len(_read(tmp_path).timestamp or "") < 1000
