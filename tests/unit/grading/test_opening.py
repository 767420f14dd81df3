"""Which cells may be run once for all hand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.errors import SandboxError
from autograder.grading.bench import Bench
from autograder.grading.course import Course, open_course
from autograder.grading.opening import fit, given_cells, run_opening_once
from autograder.grading.prepare import open_zygote
from autograder.grading.source import read_source
from autograder.grading.steady import Steady
from autograder.judge.answer_key import AnswerKey
from autograder.model.draw import Draw
from autograder.model.program import JobCell
from autograder.sandbox import Limits, Opening
from tests.unit.sandbox.conftest import notebook, text_of


@pytest.fixture(scope="module")
def zygote() -> Iterator[Steady]:
    with open_zygote((), None, Limits()) as started:
        yield started


@pytest.mark.parametrize(
    "cell",
    [
        "import matplotlib.pyplot as plt\n%matplotlib inline\n%config InlineBackend.figure_format = 'svg'",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='a')\nplt.legend()\nplt.show()",
        "import wave, decimal, xml.dom.minidom",  # modules that nobody has imported yet
        "import os, random, warnings\nos.environ['A'] = '1'\nrandom.seed(1)\nwarnings.simplefilter('ignore')",
        "await __import__('asyncio').sleep(0.01)",
    ],
)
def test_imports_and_worked_examples_are_fit(zygote: Steady, cell: str) -> None:
    job = [JobCell(index, source, 5.0) for index, source in enumerate(("x = 1", cell, "x"))]
    assert len(fit(job, zygote)) == 3


@pytest.mark.parametrize(
    "cell",
    [
        "open('table.csv', 'w').close()",
        "import os, tempfile\nos.close(tempfile.mkstemp()[0])",
        "import numpy as np\nnp.save('/tmp/a.npy', np.zeros(3))",
        "import os\nos.path.exists('a') or open('a')",
        "kept = open(__import__('numpy').__file__)",
        "import os\nos.mkdir('figures')",
        "!echo hello",
        "import threading\nthreading.Thread(target=__import__('time').sleep, args=(60,), daemon=True).start()",
        "import asyncio\nkept = asyncio.get_running_loop().create_task(asyncio.sleep(60))",
        "import socket\nkept = socket.socketpair()",
        "import signal\nsignal.alarm(60)",
        "import sys\nsys.settrace(lambda *args: None)",
        "kept = bytearray(200 << 20)",
        "import os\nos.fork() or os._exit(0)",
        "import os\nos._exit(0)",
        "1 / 0",
        "import sys\nsys.exit()",
        "while True: pass",
    ],
)
def test_what_a_fork_would_not_have_ends_the_opening_before_it(zygote: Steady, cell: str) -> None:
    job = [JobCell(0, "x = 1", 5.0), JobCell(1, cell, 0.5), JobCell(2, "x", 5.0)]
    assert len(fit(job, zygote)) == 1


def test_a_steady_zygote_takes_the_opened_one_where_it_can(zygote: Steady) -> None:
    assert zygote.open(["import time\nbegan = time.perf_counter_ns()"]) is not None
    same = notebook("import time\nbegan = time.perf_counter_ns()", "print(began)")
    other = notebook("import time\nbegan = time.perf_counter_ns() ", "print(began)")
    with zygote.twin() as twin:
        shown = [text_of(one.run_notebook(job), 1) for job in (same, other) for one in (zygote, twin, zygote)]
    assert len(set(shown[:3])) == 1
    assert len(set(shown[3:])) == 3
    zygote.forget_opening()
    assert text_of(zygote.run_notebook(same), 1) != shown[0]


def test_where_the_opened_zygote_is_lost_the_plain_one_grades(zygote: Steady, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise SandboxError("the first cells cannot be run", remedy="none")

    assert zygote.open(["x = 1"]) is not None
    assert zygote._opened is not None
    zygote._opened.close()
    monkeypatch.setattr(Opening, "of", refuse)
    assert text_of(zygote.run_notebook(notebook("x = 1", "print(x)")), 1) == "1\n"
    assert zygote._opened is None


def _assignment(root: Path, *given: str) -> tuple[Course, Bench]:
    marks = {"grade_id": "f", "solution": True, "grade": False, "locked": False, "schema_version": 3, "task": False}
    cells = [new_code_cell(source) for source in given]
    cells += [new_code_cell("f = 1", metadata={"nbgrader": marks}), new_code_cell("print(f)")]
    (root / "source" / "a").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), root / "source" / "a" / "a.ipynb")
    (root / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    course = open_course(root)
    nobody = AnswerKey(root, "a", {}, "", "", (), (), (), "")
    return course, Bench("a", "a", read_source(course, "a", "a").cells, nobody, {}, Draw(graded=1, shown=2), "full")


def test_the_cells_above_the_first_answer_are_run_once(tmp_path: Path, zygote: Steady) -> None:
    course, bench = _assignment(tmp_path, "import math", "object()", "open('x', 'w')", "y = 1")
    assert [cell.source for cell in given_cells(course, bench)][:2] == ["import math", "object()"]
    run_opening_once(course, bench, zygote)
    assert zygote._opened is not None
    assert zygote._opened.opening is not None
    assert zygote._opened.opening.sources == ("import math", "object()")
    run_opening_once(course, replace(bench, helpers={"data.csv": b""}), zygote)
    assert zygote._opened is None


def test_cells_that_show_something_else_each_time_are_run_each_time(tmp_path: Path, zygote: Steady) -> None:
    course, bench = _assignment(tmp_path, "import time", "print(time.time_ns())")
    run_opening_once(course, bench, zygote)
    assert zygote._opened is None


def test_a_jail_that_breaks_at_the_trial_stops_nobody(
    tmp_path: Path, zygote: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(job: object) -> None:
        raise SandboxError("gone", remedy="none")

    course, bench = _assignment(tmp_path, "import math")
    run_opening_once(course, bench, zygote)
    assert zygote._opened is not None
    monkeypatch.setattr(zygote, "run_notebook", broken)
    run_opening_once(course, bench, zygote)
    assert zygote._opened is None
