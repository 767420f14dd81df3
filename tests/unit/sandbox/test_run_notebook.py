"""Notebooks in the jail: outputs as nbclient stores them, and cells that cannot take the notebook down with them."""

from __future__ import annotations

import base64
import time
from dataclasses import replace

import psutil
import pytest

from autograder.errors import SandboxError
from autograder.model.observation import Died, Missing, NotRun, Raised, Returned, TimedOut
from autograder.model.program import CellStatus, Probing, Program
from autograder.sandbox import Limits, Zygote

from .conftest import NotebookOf, family, graded, notebook, program, text_of


def test_outputs_are_those_of_a_kernel(run_notebook: NotebookOf) -> None:
    run = run_notebook("print('a'); 1 + 1", "1 / 0", "await __import__('asyncio').sleep(0, 5)")
    assert [cell.status for cell in run.cells] == [CellStatus.OK, CellStatus.ERROR, CellStatus.OK]
    assert run.cells[0].outputs == (
        {"output_type": "stream", "name": "stdout", "text": "a\n"},
        {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1},
    )
    assert run.cells[1].outputs[0]["ename"] == "ZeroDivisionError"
    assert text_of(run, 2) == "5"
    assert run.flags == ()


def test_stdout_and_stderr_come_as_a_kernel_sends_them(run_notebook: NotebookOf) -> None:
    run = run_notebook("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")
    assert [(o["name"], o["text"]) for o in run.cells[0].outputs] == [("stdout", "a\nc\n"), ("stderr", "b\n")]


def test_a_later_cell_updates_what_an_earlier_one_displays(run_notebook: NotebookOf) -> None:
    run = run_notebook("shown = display('first', display_id=True)", "shown.update('second')")
    assert text_of(run, 0) == "'second'"


def test_child_processes_print_into_the_cell(run_notebook: NotebookOf) -> None:
    run = run_notebook("import subprocess\n_ = subprocess.run(['echo', 'hi'])", "!echo there", "%%bash\ncat <(echo b)")
    assert [text_of(run, i).split() for i in range(3)] == [["hi"], ["there"], ["b"]]


def test_a_figure_is_a_png(run_notebook: NotebookOf) -> None:
    run = run_notebook("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    (output,) = run.cells[0].outputs
    assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG")


def test_the_user_has_a_name_and_a_home(run_notebook: NotebookOf) -> None:
    run = run_notebook("import getpass\nfrom pathlib import Path\nprint(getpass.getuser(), Path.home().is_dir())")
    assert text_of(run, 0) == "student True\n"


def test_input_is_refused(run_notebook: NotebookOf) -> None:
    run = run_notebook("input('?')")
    assert run.cells[0].outputs[0]["ename"] == "StdinNotImplementedError"


def test_a_cell_that_leaves_the_process_is_left_out(run_notebook: NotebookOf) -> None:
    run = run_notebook(
        "y = 2", "print('bye', flush=True)\nimport os\nos._exit(0)", "def f(x): return x + y", probe_after=2
    )
    assert [cell.status for cell in run.cells] == [CellStatus.OK, CellStatus.DIED, CellStatus.OK]
    assert "bye" in text_of(run, 1)
    assert run.cells[1].outputs[-1]["ename"] == "ProcessDied"
    assert graded(run).outcome == Returned(3)


def test_a_cell_that_is_too_long_to_be_sent_is_left_out_and_says_so(run_notebook: NotebookOf) -> None:
    long, too_long = (f"x = len('{'1' * n}')" for n in (3_900_000, 4 << 20))
    run = run_notebook(f"d = display('first', display_id=True)\n{long}", too_long, "d.update('second')\nx")
    assert [cell.status for cell in run.cells] == [CellStatus.OK, CellStatus.TOO_LONG, CellStatus.OK]
    assert "more than 4 MB" in run.cells[1].outputs[0]["evalue"]
    assert "keep data in a file beside the notebook" in run.cells[1].outputs[0]["evalue"]
    assert text_of(run, 2) == "3900000"
    assert run.flags == ()


def test_a_crash_of_the_interpreter_is_left_out(run_notebook: NotebookOf) -> None:
    run = run_notebook("import ctypes\nctypes.string_at(0)", "def f(x): return x", probe_after=1)
    assert run.cells[0].status is CellStatus.DIED
    assert graded(run).outcome == Returned(1)


def test_an_endless_cell_is_interrupted_and_keeps_its_state(run_notebook: NotebookOf) -> None:
    run = run_notebook("n = 0\nwhile True: n += 1", "def f(x): return n > 0", timeout=0.5, probe_after=1)
    assert run.cells[0].status is CellStatus.TIMED_OUT
    assert run.cells[0].outputs[-1]["ename"] == "CellTimeout"
    assert graded(run).outcome == Returned(True)


def test_a_cell_that_swallows_interrupts_is_left_out(run_notebook: NotebookOf) -> None:
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nn = 1\nwhile True: pass"
    run = run_notebook("n = 0", stubborn, "def f(x): return n", timeout=0.5, probe_after=2)
    assert run.cells[1].status is CellStatus.TIMED_OUT
    assert graded(run).outcome == Returned(0)


def test_awaiting_is_interrupted_too(run_notebook: NotebookOf) -> None:
    run = run_notebook("import asyncio\nawait asyncio.sleep(60)", "1", timeout=0.5)
    assert [cell.status for cell in run.cells] == [CellStatus.TIMED_OUT, CellStatus.OK]


def test_output_is_cut_off_with_a_visible_line(run_notebook: NotebookOf) -> None:
    run = run_notebook("for _ in range(40): print('x' * 100_000)", "print('next')")
    assert "output cut off" in text_of(run, 0)
    assert len(text_of(run, 0)) < Limits().cell_output + 1000
    assert text_of(run, 1) == "next\n"
    assert run.flags == ("output truncated",)


def test_new_files_come_back_and_links_do_not(zygote: Zygote) -> None:
    cell = "import os\nopen('new.txt', 'w').write(open('data.csv').read())\nos.symlink('/etc/hosts', 'link')"
    run = zygote.run_notebook(notebook(cell, files={"data.csv": b"1,2"}))
    assert run.files == {"new.txt": b"1,2"}


def test_helper_modules_beside_the_notebook_can_be_imported(zygote: Zygote) -> None:
    run = zygote.run_notebook(notebook("import helper\nhelper.value", files={"helper.py": b"value = 42"}))
    assert text_of(run, 0) == "42"


def test_probes_see_the_state_at_their_cell(run_notebook: NotebookOf) -> None:
    run = run_notebook("def f(x): return 'early'", "1", "def f(x): return 'late'", probe_after=1)
    assert graded(run).outcome == Returned("early")


def test_a_probe_finds_numpys_functions_as_they_were(run_notebook: NotebookOf) -> None:
    """A cell may replace them, also by an example that calls a student's function; what it adds stays."""
    replaced = "import builtins, math, numpy as np\nnp.sum = math.sqrt = builtins.max = lambda *a: -1\nnp.extra = 5"
    asked = "def f(x): return [np.sum([x, 2]), math.sqrt(4), max(7, x), np.extra]"
    run = run_notebook(replaced, "print(np.sum([1]))", asked, probe_after=2)
    assert text_of(run, 1).strip() == "-1"
    assert graded(run).outcome == Returned([3, 2.0, 7, 5])


def test_what_probes_import_was_imported_before_the_fork(run_notebook: NotebookOf) -> None:
    """Each exercise of each submission would pay for it otherwise."""
    run = run_notebook(
        "import sys\ndef f(x): return [n for n in sys.modules if n.startswith('autograder.probe.')]", probe_after=0
    )
    outcome = graded(run).outcome
    assert isinstance(outcome, Returned)
    assert {f"autograder.probe.{name}" for name in ("device", "fakecupy", "figures")} <= set(outcome.value)


def test_a_name_not_defined_at_its_cell_is_missing(run_notebook: NotebookOf) -> None:
    assert graded(run_notebook("1", "def f(x): return 1", probe_after=0)).outcome == Missing("f")


def test_a_students_error_names_the_line(run_notebook: NotebookOf) -> None:
    outcome = graded(run_notebook("def f(x):\n    return x / 0", probe_after=0)).outcome
    assert isinstance(outcome, Raised)
    assert (outcome.line, outcome.lineno) == ("return x / 0", 2)


def test_what_a_function_keeps_between_cases_it_keeps_between_draws(run_notebook: NotebookOf) -> None:
    run = run_notebook("calls = []\ndef f(x):\n    calls.append(x)\n    return len(calls)", probe_after=0)
    assert run.shown["f"]["value"][0].outcome == Returned(1)
    assert graded(run).outcome == Returned(2)


def test_a_process_that_ended_in_the_shown_draw_is_there_again_for_the_graded_one(zygote: Zygote) -> None:
    job = notebook("calls = []", "import os\ndef f(x):\n    if x == 2: os._exit(0)\n    return x", probe_after=1)
    shown, graded = (program(family({"x": 1}, {"x": x}, {"x": 3})) for x in (2, 4))
    run = zygote.run_notebook(replace(job, probings=(Probing(graded, shown),)))
    assert [o.outcome for o in run.shown["f"]["value"]] == [Returned(1), Died("exited"), NotRun()]
    assert [o.outcome for o in run.graded["f"]["value"]] == [Returned(1), Returned(4), Returned(3)]
    assert [cell.status for cell in run.cells] == [CellStatus.OK, CellStatus.OK]


def test_an_exercise_ends_what_it_started(zygote: Zygote) -> None:
    start = "import subprocess\ndef g(x): subprocess.Popen(['sleep', '600'])"
    count = "import os\ndef f(x):\n    return sum(_is_sleep(p) for p in os.listdir('/proc') if p.isdigit())"
    look = "def _is_sleep(p):\n    with open(f'/proc/{p}/cmdline', 'rb') as file: return b'sleep' in file.read()"
    job = notebook(f"{start}\n{look}\n{count}", probe_after=0)
    probes = "import time\ndef call(ns, x): return ns.g(x) if x == 1 else [time.sleep(0.2), ns.f(x)][1]"
    first, last = (Program(name, probes, (family({"x": x}),)) for name, x in (("g", 1), ("f", 2)))
    cells = (replace(job.cells[0], exercises=("g", "f")),)
    run = zygote.run_notebook(replace(job, cells=cells, probings=(Probing(first, None), Probing(last, None))))
    assert graded(run).outcome == Returned(0)


def test_what_timed_out_when_shown_is_not_run_again(zygote: Zygote) -> None:
    job = notebook("def f(x):\n    while x == 2: pass\n    return x", probe_after=0)
    families = (family({"x": 1}), family({"x": 2}, {"x": 3}, aspect="slow", seconds=0.3), family(aspect="last"))
    run = zygote.run_notebook(replace(job, probings=(Probing(program(*families), program(*families)),)))
    for seen in (run.shown["f"], run.graded["f"]):
        assert [o.outcome for o in seen["value"]] == [Returned(1)]
        assert [o.outcome for o in seen["slow"]] == [TimedOut(0.3), NotRun()]
        assert [o.outcome for o in seen["last"]] == [NotRun()]


def test_what_timed_out_when_shown_is_left_out_where_it_stands_among_the_graded(zygote: Zygote) -> None:
    job = notebook("def f(x):\n    while x == 2: pass\n    return x", probe_after=0)
    first, slow = family({"x": 1}), family({"x": 2}, aspect="slow", seconds=0.3)
    last = family({"x": 3}, aspect="last")
    run = zygote.run_notebook(replace(job, probings=(Probing(program(first, last, slow), program(slow, first, last)),)))
    assert [o.outcome for o in run.shown["f"]["value"]] == [NotRun()]
    assert [run.graded["f"][name][0].outcome for name in ("value", "last", "slow")] == [
        Returned(1),
        Returned(3),
        TimedOut(0.3),
    ]


def test_an_exercise_that_is_slow_in_every_family_leaves_time_to_the_others(zygote: Zygote) -> None:
    job = notebook("import time\ndef g(x): time.sleep(0.8)\ndef f(x): return x", probe_after=0)
    slow = replace(
        program(*(family(aspect=f"slow{n}", seconds=1.0) for n in range(8)), exercise="g"),
        probes="def call(ns, x): return ns.g(x)",
    )
    cells = (replace(job.cells[0], exercises=("g", "f")),)
    run = zygote.run_notebook(replace(job, cells=cells, probings=(Probing(slow, slow), *job.probings), seconds=6.0))
    assert isinstance(run.shown["g"]["slow7"][0].outcome, NotRun)
    assert graded(run).outcome == Returned(1)


def test_one_exercise_cannot_harm_another(zygote: Zygote) -> None:
    code = "import os\ndef g(x):\n    os.fork()\n    os._exit(1)\ndef f(x):\n    return x"
    job = notebook(code, probe_after=0)
    probes = "def call(ns, x): return ns.g(x)"
    bad = replace(program(exercise="g"), probes=probes)
    cells = (replace(job.cells[0], exercises=("g", "f")),)
    run = zygote.run_notebook(replace(job, cells=cells, probings=(Probing(bad, bad), *job.probings)))
    assert run.graded["g"]["value"][0].outcome == Died("exited")
    assert graded(run).outcome == Returned(1)


@pytest.mark.parametrize("is_shown", [True, False])
def test_one_exercise_cannot_kill_the_others_that_wait(zygote: Zygote, is_shown: bool) -> None:
    """The one that kills is left out when the others are run again; without a shown draw each is run for itself."""
    code = "import os\ndef g(x):\n    os.kill(-1, 9)\n    os._exit(0)\ndef f(x):\n    return x"
    job = notebook(code, probe_after=0)
    bad = replace(program(exercise="g"), probes="def call(ns, x): return ns.g(x)")
    cells = (replace(job.cells[0], exercises=("g", "f")),)
    for programs in ((bad, program()), (program(), bad)):
        probings = tuple(Probing(p, p if is_shown else None) for p in programs)
        run = zygote.run_notebook(replace(job, cells=cells, probings=probings))
        assert not isinstance(run.graded["g"]["value"][0].outcome, Returned)
        assert graded(run).outcome == Returned(1)


def test_what_a_probe_prints_never_reaches_a_cell(run_notebook: NotebookOf) -> None:
    run = run_notebook(
        "import os\ndef f(x):\n    print('secret')\n    os.write(1, b'secret')\n    return x", "1", probe_after=0
    )
    assert "secret" not in str(run.cells)
    assert run.files == {}
    assert graded(run).printed == "secret\n"


def test_the_backstop_ends_everything(zygote: Zygote) -> None:
    job = notebook("while True: pass", "def f(x): return 1", timeout=30.0, probe_after=1)
    run = zygote.run_notebook(replace(job, seconds=0.7))
    assert run.cells[0].status is CellStatus.TIMED_OUT
    assert "backstop" in run.flags
    # not reached, or reached too late: which of the two depends on how busy the machine is
    assert isinstance(graded(run).outcome, NotRun | TimedOut)


def test_two_runs_are_equal(run_notebook: NotebookOf) -> None:
    cells = (
        "import numpy as np, matplotlib.pyplot as plt\nrng = np.random.default_rng(0)\nplt.plot(rng.normal(size=9));",
        "print({*'abc'}, np.linalg.inv(rng.normal(size=(5, 5))))",
        "undefined",
    )
    assert run_notebook(*cells).cells == run_notebook(*cells).cells


def test_code_of_a_cell_is_in_no_module_and_code_of_a_library_in_its_own(run_notebook: NotebookOf) -> None:
    run = run_notebook(
        "import inspect, sys\ndef f(x):\n    return sys._getframe()",
        "import json\nfor thing in (f(1), f(1).f_code, f, json.loads.__code__):\n    print(inspect.getmodule(thing))",
        "def g():\n    f(1).f_missing\ng()",
    )
    none, also_none, main, library = text_of(run, 1).splitlines()
    assert (none, also_none) == ("None", "None")
    assert main.startswith("<module '__main__'")
    assert library.startswith("<module 'json'")
    assert "f_missing" in "".join(run.cells[2].outputs[0]["traceback"])


def test_a_fork_that_is_killed_while_it_waits_is_no_run() -> None:
    with Zygote.start(ahead=True) as own:
        own.run_code("def f(x):\n    return x", program())
        _waiting(own).kill()
        with pytest.raises(SandboxError, match="before the notebook's first cell"):
            own.run_notebook(notebook("import os\nos._exit(0)"))
        assert own.run_notebook(notebook("import os\nos._exit(0)", "1")).cells[1].status is CellStatus.OK


def _waiting(zygote: Zygote) -> psutil.Process:
    """Return the fork that waits for the next submission, once the one before it is gone."""
    before: list[psutil.Process] = []
    end = time.monotonic() + 10
    while time.monotonic() < end:
        jail = psutil.Process(zygote.pid).children(recursive=True)
        found = [p for p in jail if p.name() != "bwrap" and all(p.ppid() != q.pid for q in jail if q.name() == "bwrap")]
        if len(found) == 1 and found == before:
            return found[0]
        before = found
        time.sleep(0.2)
    raise AssertionError("no fork waits")


@pytest.mark.parametrize(
    "cell",
    [
        "import sys; sys.stdout = sys.stderr = None",
        "import io, sys; sys.stdout = io.StringIO(); sys.stdout.close()",
        "import sys; sys.stderr.close(); sys.stderr = 'log.txt'",
    ],
)
def test_streams_that_cannot_be_printed_to_do_not_cost_the_next_cell(run_notebook: NotebookOf, cell: str) -> None:
    run = run_notebook(cell, "import sys; print('out'); print('err', file=sys.stderr)", "1 / 0")
    assert text_of(run, 1) == "out\nerr\n"
    assert "division by zero" in text_of(run, 2)


def test_what_a_student_prints_to_a_buffer_stays_there(run_notebook: NotebookOf) -> None:
    run = run_notebook("import io, sys; sys.stdout = held = io.StringIO()", "print('kept')", "held.getvalue()")
    assert text_of(run, 1) == ""
    assert text_of(run, 2) == repr("kept\n")


def test_a_stream_of_the_students_own_stays_in_its_place(run_notebook: NotebookOf) -> None:
    tee = "import sys\nclass Tee:\n    def write(self, t): kept.append(t)\n    def flush(self): pass\n"
    run = run_notebook(f"{tee}kept = []\nsys.stdout = Tee()", "print('one')", "kept")
    assert text_of(run, 1) == ""
    assert "one" in text_of(run, 2)


def test_what_a_cell_ended_with_is_known_also_where_it_is_not_shown(run_notebook: NotebookOf) -> None:
    off = (
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.showtraceback = lambda *a, **k: 0"
    )
    run = run_notebook("%env NOTHING_SUCH", off, "print('before'); 1 / 0", "raise ValueError('\ud800' * 9999)", "2")
    assert [c.error[:40] for c in run.cells] == [
        "UsageError: Environment does not have ke",
        "",
        "ZeroDivisionError: division by zero",
        "ValueError: " + "?" * 28,
        "",
    ]
    # and nothing is added to what a kernel shows
    assert [o["output_type"] for c in run.cells[:4] for o in c.outputs] == ["stream", "stream"]
