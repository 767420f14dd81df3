"""What is made ready before the first submission."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.grading.course import open_course
from autograder.grading.prepare import answer_key, open_zygote
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
