"""What is made ready before the first submission."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.grading.bench import Bench
from autograder.grading.course import open_course
from autograder.grading.prepare import answer_key, open_zygote, submission_key
from autograder.grading.submission import Submission
from autograder.judge.answer_key import AnswerKey
from autograder.model.draw import Draw
from tests.unit.sandbox.conftest import notebook, text_of


def test_what_a_notebook_of_plain_asserts_imports_is_there_before_any_submission(tmp_path: Path) -> None:
    folder = tmp_path / "source" / "graphs"
    folder.mkdir(parents=True)
    cell = {"cell_type": "code", "source": ["import networkx as nx\n", "import pandas_of_nobody"], "metadata": {}}
    (folder / "graphs.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    course = open_course(tmp_path)
    key = answer_key(course, "graphs")
    assert key.needs == ("networkx",)
    with open_zygote(key.needs, None, course.limits) as zygote:
        run = zygote.run_notebook(notebook("import sys; print('networkx' in sys.modules, 'sympy' in sys.modules)"))
    assert text_of(run, 0) == "True False\n"


def test_every_file_of_a_hand_in_is_in_its_key() -> None:
    nobody = AnswerKey(Path(), "a", {}, "", "", (), (), (), "")
    bench = Bench("a", "a", (), nobody, {}, Draw(graded=1, shown=2), "full")
    files = ({}, {"notebook": b"1"}, {"notebook": b"2"}, {"timestamp": b"1"}, {"x": b""})
    assert len({submission_key(Submission("s", "a", b"{}", held), bench) for held in files}) == len(files)
    assert submission_key(Submission("s", "a", b"{}"), bench) == submission_key(Submission("t", "a", b"{}"), bench)
