"""A zygote that is not led astray: a process that something outside ended is nobody's answer.

From inside a jail nobody can end another submission, and a death that a program brings about comes again when it is
run again. So a run with a death is repeated, and the one with fewer deaths counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar

from autograder.errors import SandboxError
from autograder.model.observation import Died, Observations
from autograder.model.program import CellStatus, NotebookJob, NotebookRun, Program
from autograder.sandbox import Isolation, Opening, Zygote

_T = TypeVar("_T")
#: what a run says when its process went away where no answer was due
_BROKEN_OFF = ("malformed", "files not collected")


class Steady:
    """A zygote as `grading` uses it; also a `model.program.Runner`."""

    def __init__(self, zygote: Zygote, opened: Zygote | None = None) -> None:
        self._zygote = zygote
        #: for notebooks that begin with what this one has run
        self._opened = opened

    @property
    def isolation(self) -> Isolation:
        """The level of isolation reached."""
        return self._zygote.isolation

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote."""
        for zygote in self._both():
            zygote.close()

    def _both(self) -> list[Zygote]:
        return [self._zygote] if self._opened is None else [self._opened, self._zygote]

    def open(self, sources: Sequence[str]) -> Opening | None:
        """Run cells once for all notebooks that begin with them; return what they show, None where that cannot be."""
        opened = _with_another_zygote(self._zygote.twin)
        try:
            opening = opened.open(sources)
        except SandboxError:
            return None
        self._opened = opened
        return opening

    def forget_opening(self) -> None:
        """Run every notebook from its first cell again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def twin(self) -> Steady:
        """Return another one for a worker that is about to be forked; see `Zygote.twin`."""
        plain = _with_another_zygote(self._zygote.twin)
        return Steady(plain, self._opened and _with_another_zygote(self._opened.twin))

    def let_go(self) -> None:
        """Leave this twin to the worker that was forked for it."""
        for zygote in self._both():
            zygote.let_go()

    def adopt(self) -> None:
        """Be the worker's; called in the worker."""
        for zygote in self._both():
            zygote.adopt()

    def run_code(self, code: str, program: Program) -> Observations:
        """Run a program on the names that `code` defines; see `model.program.Runner`."""
        return self._steadily(lambda: self._zygote.run_code(code, program), deaths_in)

    def run_notebook(self, job: NotebookJob) -> NotebookRun:
        """Run a job; see `Zygote.run_notebook`."""
        opened = self._opened
        if opened is not None and opened.opening is not None and opened.opening.begins(job):
            try:
                return self._steadily(lambda: opened.run_notebook(job), deaths)
            except SandboxError:  # it went away twice, or what it had run cannot be run there any more
                self.forget_opening()
        return self._steadily(lambda: self._zygote.run_notebook(job), deaths)

    def _steadily(self, run: Callable[[], _T], count: Callable[[_T], int]) -> _T:
        first = _with_another_zygote(run)
        if not count(first):
            return first
        return min(first, _with_another_zygote(run), key=count)


def _with_another_zygote(run: Callable[[], _T]) -> _T:
    """Run once more when the zygote went away, for the next run starts a new one.

    Raises:
        SandboxError: that one went away as well.
    """
    try:
        return run()
    except SandboxError:
        return run()


def deaths_in(found: Observations) -> int:
    """Return how many cases found their process gone for a reason that the zygote does not know."""
    outcomes = (o.outcome for cases in found.values() for o in cases)
    return sum(isinstance(outcome, Died) and outcome.reason != "memory" for outcome in outcomes)


def deaths(run: NotebookRun) -> int:
    """Return how many cells and cases of a run found their process gone for a reason that the zygote does not know."""
    cells = 0 if "memory limit" in run.flags else sum(cell.status is CellStatus.DIED for cell in run.cells)
    probes = sum(deaths_in(found) for draw in (run.graded, run.shown) for found in draw.values())
    return cells + probes + sum(flag in run.flags for flag in _BROKEN_OFF)
