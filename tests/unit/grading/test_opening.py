"""Which cells may be run once for all hand-ins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.errors import SandboxError
from autograder.grading.opening import fit
from autograder.grading.prepare import open_zygote
from autograder.grading.steady import Steady
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
    assert len(fit(job, zygote)) < 2  # a file that is found in the end tells not whose it is


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
