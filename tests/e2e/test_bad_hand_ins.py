"""Everything that may be handed in instead of a notebook: one line each, and the class is graded all the same."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .course import NAME, RIGHT_DESCEND, answer, make_course, run, scores, solved, submit

FULL = {"mean_gradient": 5.0, "descend": 3.0, "double": 2.0}
_FILE = f"{NAME}.ipynb"


def _text(**keys: Any) -> bytes:
    return json.dumps(solved() | keys).encode()


def _pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def _link(place: Path) -> None:
    place.unlink()
    place.symlink_to(place.parents[3] / "source" / NAME / _FILE)


def _folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def _linked_folder(place: Path) -> None:
    place.parent.rename(place.parents[3] / "elsewhere")
    place.parent.symlink_to(place.parents[3] / "elsewhere")


def _file_for_folder(place: Path) -> None:
    shutil.rmtree(place.parent)
    place.parent.write_text("")


def _huge(place: Path) -> None:
    with place.open("ab") as file:
        file.truncate(70 << 20)


def _deep(place: Path) -> None:
    # deeper than a walk by recursion may go, and too deep for one path of the system
    with contextlib.chdir(place.parent):
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")


def _many_cells(place: Path) -> None:
    cell = '{"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": null}'
    place.write_text(
        f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {{}}, "cells": [{", ".join([cell] * 20_000)}]}}'
    )


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda place: place.write_bytes(content)


#: student -> what is done to the hand-in, and what the line must say
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (_bytes(_text()[:500]), "not valid JSON"),
    "empty": (_bytes(b""), "not valid JSON"),
    "utf16": (_bytes(_text().decode().encode("utf-16")), "not UTF-8"),
    "latin1": (_bytes(_text().replace(b"tiny", b"t\xefny")), "not UTF-8"),
    "list": (_bytes(b"[]"), "not a notebook"),
    "format5": (_bytes(_text(nbformat=5)), "newer than 4"),
    "pipe": (_pipe, "a named pipe"),
    "link": (_link, "a link"),
    "folder": (_folder, "a folder"),
    "linked": (_linked_folder, "a link, not a folder"),
    "plain": (_file_for_folder, "not a folder"),
    "huge": (_huge, "70 MB"),
    "renamed": (lambda place: place.rename(place.with_name("mine.ipynb")), "only mine.ipynb"),
    "nothing": (lambda place: place.unlink(), f"there is no {_FILE}"),
    "deep": (_deep, "folders within folders"),
    "cells": (_many_cells, "20000 cells"),
    "parts": (_bytes(b'{"nbformat": 4, "cells": [], "metadata": {"a": [' + b"0," * 5_000_000 + b"0]}}"), "parts"),
    "untimely": (lambda place: (place.parent / "timestamp.txt").write_text("yesterday"), "holds no time"),
}
#: students called as files that the grader has among the students' records
NAMED_AS_FILES = ["draw.json", "expected.bin", "run.lock", "write.lock"]


def _large_outputs(notebook: Any) -> None:
    notebook.cells[1].outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * (20 << 20)}]


def _old_format(place: Path) -> None:
    three = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": []}]}
    for cell in solved().cells:
        old = {k: v for k, v in cell.items() if k in ("cell_type", "metadata", "outputs")}
        key = "input" if cell.cell_type == "code" else "source"
        extra = {"language": "python", "collapsed": False} if key == "input" else {}
        three["worksheets"][0]["cells"].append(old | {key: cell.source} | extra)  # type: ignore[index]
    place.write_text(json.dumps(three))


def _half_characters(notebook: Any) -> None:
    answer("descend_solution", f"{RIGHT_DESCEND}\nprint(chr(0xD800), chr(0))\n{RIGHT_DESCEND}")(notebook)
    answer("double_solution", "def double(x):\n    raise ValueError(chr(0xD800) + chr(0))")(notebook)


def _hand_in(root: Path) -> None:
    submit(root, "ada")
    submit(root, "zoe")
    for student, (spoil, _) in REFUSED.items():
        spoil(submit(root, student) / _FILE)
    for student in NAMED_AS_FILES:
        submit(root, student)
    submit(root, "outputs", _large_outputs)
    submit(root, "future", lambda n: n.update(nbformat_minor=99))
    submit(root, "bare", lambda n: n.pop("metadata"))
    submit(root, "half", _half_characters)
    _old_format(submit(root, "old") / _FILE)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("bad"))
    _hand_in(root)
    shutil.copytree(root, root.with_name("stock"), symlinks=True, ignore=shutil.ignore_patterns("pipe", "deep"))
    os.mkfifo(submit(root.with_name("stock"), "pipe") / "data.csv")
    _pipe(root.with_name("stock") / "submitted" / "pipe" / NAME / _FILE)
    done = run(root, "autograder", "grade", NAME, "--jobs", "2", ok=(1,))
    # what clears away after the tests walks by recursion, too
    subprocess.run(["rm", "-rf", root / "submitted" / "deep"], check=True)
    (root / "said.txt").write_text(done.stderr)
    return root


@pytest.mark.parametrize("student", REFUSED)
def test_each_is_one_line_that_names_it_and_says_what_to_do(course: Path, student: str) -> None:
    lines = [x for x in (course / "said.txt").read_text().splitlines() if f"{student}/{NAME}" in x]
    assert len(lines) == 1
    assert REFUSED[student][1] in lines[0]
    assert ";" in lines[0]
    assert student not in scores(course)


@pytest.mark.parametrize("student", ["ada", "zoe", "outputs", "future", "bare", "old", *NAMED_AS_FILES])
def test_the_others_are_graded_all_the_same(course: Path, student: str) -> None:
    assert scores(course)[student] == FULL


def test_a_student_called_as_a_file_of_the_graders_has_a_page(course: Path) -> None:
    done = run(course, "autograder", "feedback", NAME, "--student", "*.lock", "--json")
    assert list(json.loads(done.stdout)["pages"]) == ["run.lock", "write.lock"]


def test_half_characters_in_outputs_and_errors_reach_the_records(course: Path) -> None:
    assert scores(course)["half"] == FULL | {"double": 0.0}
    json.loads((course / "autograded" / "half" / NAME / _FILE).read_text("utf-8"))


def test_nothing_else_is_said(course: Path) -> None:
    said = (course / "said.txt").read_text()
    assert "Traceback" not in said
    assert "Notebook JSON is invalid" not in said
    assert len([x for x in said.splitlines() if "not graded" in x]) == len(REFUSED)


def test_an_older_score_stays_and_the_run_says_so(course: Path) -> None:
    root = course.with_name("again")
    shutil.copytree(course, root, symlinks=True, ignore=lambda _, names: set(names) & (set(REFUSED) | {"outputs"}))
    (root / "submitted" / "ada" / NAME / _FILE).write_text("{oops")
    done = run(root, "autograder", "grade", NAME, ok=(1,))
    assert f"ada/{NAME}: the notebook is not valid JSON" in done.stderr
    assert "(the score 10 of an earlier hand-in stays recorded)" in done.stderr
    assert scores(root)["ada"] == FULL


def test_nbgraders_own_command_goes_on_with_the_class(course: Path) -> None:
    root = course.with_name("stock")
    done = run(root, "nbgrader", "autograde", NAME, ok=(1,))
    got = scores(root)
    assert {got[s]["descend"] for s in ("ada", "zoe", "outputs", "future", "bare", "old")} == {3.0}
    assert "not valid JSON" in done.stderr
    for student in ("cut", "pipe", "link", "folder", "huge"):
        assert f"for student '{student}'" in done.stderr
        assert set(got.get(student, {"": None}).values()) <= {None, 0.0}
