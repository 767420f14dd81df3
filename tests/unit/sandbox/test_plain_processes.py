"""The runners without walls give the same observations."""

from __future__ import annotations

from autograder.model.observation import Died, NotRun, Raised, Returned, TimedOut
from autograder.model.program import CellStatus
from autograder.sandbox import Isolation, SubprocessRunner, Zygote

from .conftest import family, graded, notebook, program


def test_a_subprocess_observes_every_ending() -> None:
    with SubprocessRunner() as runner:
        code = "import os\ndef f(x):\n    if x == 0: os._exit(0)\n    return 1 / (x - 1)"
        seen = runner.run_code(code, program(family({"x": 2}, {"x": 1}, {"x": 0}, {"x": 3})))
        returned, raised, died, after = (o.outcome for o in seen["value"])
        assert returned == Returned(1.0)
        assert isinstance(raised, Raised)
        assert (died, after) == (Died("exited"), NotRun())


def test_a_subprocess_has_a_clock() -> None:
    with SubprocessRunner() as runner:
        seen = runner.run_code("def f(x):\n    while True: pass", program(family(seconds=0.3)))
        assert seen["value"][0].outcome == TimedOut(0.3)


def test_isolation_none_runs_notebooks() -> None:
    with Zygote.start(isolation=Isolation.NONE) as zygote:
        assert zygote.isolation is Isolation.NONE
        run = zygote.run_notebook(
            notebook("y = 1\nprint(y)", "import os; os._exit(1)", "def f(x): return x + y", probe_after=2)
        )
        assert [c.status for c in run.cells] == [CellStatus.OK, CellStatus.DIED, CellStatus.OK]
        assert graded(run).outcome == Returned(2)
