"""Twins of a zygote: as good as another one that was started, for the price of a fork."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from autograder.model.observation import Died, Returned
from autograder.model.program import CellStatus, NotebookRun
from autograder.sandbox import Isolation, Zygote
from tests.unit.sandbox.conftest import notebook, program, text_of

_CODE = "def f(x):\n    return x + 1"


@pytest.fixture(params=[None, Isolation.NONE], scope="module")
def mother(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    with Zygote.start(isolation=request.param, ahead=True) as started:
        yield started


def _value(zygote: Zygote, code: str = _CODE) -> object:
    outcome = zygote.run_code(code, program())["value"][0].outcome
    return outcome.value if isinstance(outcome, Returned) else outcome


def _below(pid: int) -> list[psutil.Process]:
    found = []
    for process in psutil.Process(pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended since
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def test_a_twin_runs_what_its_mother_runs_at_the_price_of_a_fork(mother: Zygote) -> None:
    began = time.monotonic()
    with Zygote.start(isolation=mother.isolation):
        started = time.monotonic() - began
    began = time.monotonic()
    with mother.twin() as twin:
        assert _value(twin) == 2
        assert time.monotonic() - began < started / 4
        assert twin.isolation is mother.isolation
        assert _value(mother) == 2


def test_twins_run_at_the_same_time_and_see_nothing_of_each_other(mother: Zygote) -> None:
    cells = "open('mine', 'w').write('x')", "import time, os; time.sleep(0.5); print(sorted(os.listdir('.')))"
    seen = {}

    def run(name: str, zygote: Zygote, *first: str) -> None:
        seen[name] = text_of(zygote.run_notebook(notebook(*first, cells[1])), len(first))

    with mother.twin() as one, mother.twin() as two:
        threads = [threading.Thread(target=run, args=a) for a in (("one", one, cells[0]), ("two", two), ("0", mother))]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - began < 1.4  # not one after the other
    assert seen == {"one": "['mine']\n", "two": "[]\n", "0": "[]\n"}


def test_submissions_at_once_share_no_place_to_meet() -> None:
    leave = (
        "import os, socket, time",
        "for folder in ('/tmp', '/dev/shm', '.'): open(folder + '/sign', 'w').write('x')",
        "door = socket.socket(socket.AF_UNIX); door.bind('\\0sign'); time.sleep(1)",
    )
    look = (
        "import os, socket, time; time.sleep(0.5)",
        "print([os.path.exists(f + '/sign') for f in ('/tmp', '/dev/shm', '.')])",
        "print(len([p for p in os.listdir('/proc') if p.isdigit()]))",
        "socket.socket(socket.AF_UNIX).connect('\\0sign')",
    )
    with Zygote.start() as mother, mother.twin() as one, mother.twin() as two:
        left: list[NotebookRun] = []
        thread = threading.Thread(target=lambda: left.append(one.run_notebook(notebook(*leave))))
        thread.start()
        seen = two.run_notebook(notebook(*look))
        thread.join()
    assert [c.status for c in left[0].cells] == [CellStatus.OK] * 3
    assert text_of(seen, 1) == "[False, False, False]\n"
    assert text_of(seen, 2) == "1\n"
    assert "ConnectionRefusedError" in str(seen.cells[3].outputs)


def test_a_twin_that_ends_takes_nobody_with_it(mother: Zygote) -> None:
    before = len(_below(mother.pid))
    first, second = mother.twin(), mother.twin()
    assert _value(first) == _value(second) == 2
    first.close()
    assert _value(second) == _value(mother) == 2
    second.close()
    assert _value(mother) == 2
    deadline = time.monotonic() + 5
    while len(_below(mother.pid)) > before + 1:  # one fork waits for the next submission
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("isolation", [None, Isolation.NONE])
def test_the_end_of_the_mother_is_the_end_of_her_twins_and_each_starts_anew(isolation: Isolation | None) -> None:
    with Zygote.start(isolation=isolation) as mother, mother.twin() as twin:
        assert _value(twin) == 2
        everybody = [psutil.Process(mother.pid), *_below(mother.pid)]
        mother.close()
        assert psutil.wait_procs(everybody, timeout=5)[1] == []
        assert _value(twin) == 2  # from a zygote that it has started for itself
        with mother.twin() as another:
            assert _value(another) == 2


def test_a_time_out_in_a_twin_is_its_own(mother: Zygote) -> None:
    with mother.twin() as twin:
        run = twin.run_notebook(notebook("while True:\n    pass", timeout=0.3))
        assert run.cells[0].status is CellStatus.TIMED_OUT
        died = _value(twin, "import os\ndef f(x):\n    os._exit(1)")
        assert isinstance(died, Died)
        assert _value(twin) == _value(mother) == 2


def test_a_worker_that_is_forked_has_its_twin_and_not_the_mother(mother: Zygote) -> None:
    twin = mother.twin()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        before = _sockets()
        twin.adopt()
        os.write(writing, f"{_value(twin)} {before - _sockets()}".encode())
        os._exit(0)
    twin.let_go()
    os.waitpid(pid, 0)
    # a fork that waits for the next submission is the worker's by now
    assert os.read(reading, 100) == b"2 0"
    assert _value(mother) == 2
    os.close(reading)
    os.close(writing)


def _sockets() -> int:
    """Return how many sockets this process has."""
    found = 0
    for descriptor in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # the listing's own
            found += os.readlink(f"/proc/self/fd/{descriptor}").startswith("socket:")
    return found
