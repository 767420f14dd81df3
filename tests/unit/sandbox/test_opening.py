"""The cells with which every notebook begins, run once: no notebook may be able to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from autograder.errors import SandboxError
from autograder.model.program import CellStatus, NotebookJob
from autograder.sandbox import Zygote
from tests.unit.sandbox.conftest import notebook, text_of

_OPENING = (
    "import logging, random, sys, warnings\n"
    "import matplotlib.pyplot as plt\n"
    "logging.basicConfig(stream=sys.stderr, format='%(message)s')\n"
    "random.seed(3)\n"
    "x = [1]\n"
    "def half(a):\n    warnings.warn('old')\n    return a / 2",
    "print('first')\n"
    "sys.stderr.write('second\\n')\n"
    "handle = display('shown', display_id='d')\n"
    "plt.plot([1, 2]); plt.title('drawn'); plt.show()\n"
    "x",
)
_REST = (
    "x.append(2); print(x, In[1][:6], _, random.random())",
    "half('text')",
    "half(2)",
    "logging.warning('told')",
    "handle.update('anew')",
    "import os; print(os.getcwd(), os.getpid(), __name__, sys.argv, os.listdir('.'), sys.stdout is sys.__stdout__)",
    "!echo from a child",
    "await __import__('asyncio').sleep(0); plt.plot([3, 1]); plt.show()",
    "def f(x):\n    return x + len(globals()['x'])",
)


@pytest.fixture(scope="module")
def plain() -> Iterator[Zygote]:
    with Zygote.start(ahead=True) as started:
        yield started


@pytest.fixture(scope="module")
def opened(plain: Zygote) -> Iterator[Zygote]:
    with plain.twin() as twin:
        twin.open(_OPENING)
        yield twin


def _job(*rest: str) -> NotebookJob:
    cells = (*_OPENING, *rest)
    return notebook(*cells, probe_after=len(cells) - 1)


def test_a_notebook_cannot_tell_that_its_first_cells_were_run_before_it_came(plain: Zygote, opened: Zygote) -> None:
    job = _job(*_REST)
    assert opened.opening is not None
    assert opened.opening.begins(job)
    first, second = plain.run_notebook(job), opened.run_notebook(job)
    assert [c.status for c in first.cells].count(CellStatus.ERROR) == 1
    assert "anew" in str(first.cells[1].outputs)  # an update that reaches back into the opening
    assert second.cells == first.cells
    assert (second.graded, second.shown, second.files) == (first.graded, first.shown, first.files)
    assert second.graded["f"]["value"][0].outcome != first.graded.get("nothing")


def test_one_notebook_leaves_nothing_to_the_next(opened: Zygote) -> None:
    job = _job("x.append(9); half.gone = 1; print(x)", "def f(x):\n    return 0")
    assert [text_of(opened.run_notebook(job), 2) for _ in range(2)] == ["[1, 9]\n"] * 2


def test_only_a_notebook_that_begins_with_these_cells_and_has_nothing_beside_it_is_taken(opened: Zygote) -> None:
    begins = opened.opening.begins if opened.opening else None
    assert begins is not None
    assert begins(notebook(*_OPENING))
    assert not begins(notebook(_OPENING[0]))
    assert not begins(notebook(_OPENING[0], _OPENING[1] + "\n", "1"))
    assert not begins(notebook("1", *_OPENING))
    assert not begins(notebook(*_OPENING, files={"random.py": b""}))
    assert not begins(notebook(*_OPENING, probe_after=0))
    assert begins(notebook(*_OPENING, probe_after=1))


def test_the_place_of_a_cell_in_its_notebook_is_the_notebooks_own(opened: Zygote) -> None:
    job = _job("def f(x):\n    return 1")
    moved = replace(job, cells=tuple(replace(cell, index=cell.index + 5) for cell in job.cells))
    assert [cell.index for cell in opened.run_notebook(moved).cells] == [5, 6, 7]


@pytest.mark.parametrize(
    "cell", ["1 / 0", "import sys; sys.stdout = None", "import os; os.chdir('/')", "import os; os.environ['HOME'] = ''"]
)
def test_cells_that_cannot_be_shared_are_refused_and_the_zygote_starts_anew(plain: Zygote, cell: str) -> None:
    with plain.twin() as twin:
        with pytest.raises(SandboxError, match="once for all"):
            twin.open(["y = 1", cell])
        assert twin.opening is None
        assert text_of(twin.run_notebook(notebook("print('y' in globals())")), 0) == "False\n"


def test_a_zygote_that_was_killed_runs_them_again(plain: Zygote) -> None:
    with Zygote.start() as own, own.twin() as twin:
        twin.open(_OPENING)
        with twin.twin() as third:
            everybody = [psutil.Process(own.pid), *psutil.Process(own.pid).children(recursive=True)]
            own.close()
            assert psutil.wait_procs(everybody, timeout=5)[1] == []
            for zygote in (twin, third):
                assert text_of(zygote.run_notebook(_job("print(x)", "f = len")), 2) == "[1]\n"
