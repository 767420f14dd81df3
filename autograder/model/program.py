"""What the trusted side asks of a jail: programs of probes, notebooks to run, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from autograder.model.observation import Case, Observations

#: begins the line that stands above each module in the text of a package of probes
PART = "# module of the probes: "
#: wall seconds for a whole submission, whatever its parts are allowed
BACKSTOP = 40.0
#: CPU seconds for all cases of a family that names no other number
FAMILY_SECONDS = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The cases of one aspect, to be run in order by one probe under one clock; equal to itself alone."""

    aspect: str
    probe: str
    cases: tuple[Case, ...]
    #: seeds of `random` and `numpy.random` before each case
    seed: int = 0
    #: CPU seconds for all cases together
    seconds: float = FAMILY_SECONDS


@dataclass(frozen=True, slots=True)
class Program:
    """All families of one exercise under one draw, and the text that defines their probes."""

    exercise: str
    probes: str
    families: tuple[Family, ...]


def place_in_probes(text: str, line: int) -> tuple[str, int]:
    """Return the file of a line of the probes' text, `probes.py` or `probes/NAME.py`, and the line's number there."""
    above = text.splitlines()[:line]
    start = next((k for k in range(len(above), 0, -1) if above[k - 1].startswith(PART)), 0)
    return (f"probes/{above[start - 1].removeprefix(PART)}" if start else "probes.py"), line - start


class Runner(Protocol):
    """Runs a program on a namespace made by executing `code`; reference, mistakes and mutants go through it."""

    def run_code(self, code: str, program: Program) -> Observations:
        """Return one observation per case, for every family.

        Never raises for what the code does: a code that does not even execute gives `Raised` for every case.

        Raises:
            CourseError: `probes.py` itself does not load.
            SandboxError: the runner is broken.
        """


@dataclass(frozen=True, slots=True)
class JobCell:
    """One code cell to execute, in order; `exercises` are probed on the state right after it (its grade cells)."""

    index: int
    source: str
    timeout: float
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probing:
    """The programs of one exercise: the shown draw's runs first, so that nothing of the graded one can reach a page.

    `shown` is None where the shown draw waits, or where it has a run of its own and stands in the place of `graded`.
    """

    graded: Program
    shown: Program | None


@dataclass(frozen=True, slots=True)
class NotebookJob:
    """A notebook to run in one fork of the zygote: cells, working directory, and what to probe where."""

    cells: tuple[JobCell, ...]
    probings: tuple[Probing, ...]
    #: relative POSIX path -> content of the working directory's regular files
    files: dict[str, bytes] = field(default_factory=dict)
    #: wall seconds for everything
    seconds: float = BACKSTOP


class CellStatus(StrEnum):
    """How the execution of a cell ended."""

    OK = "ok"
    ERROR = "error"
    TIMED_OUT = "timed out"
    DIED = "died"
    TOO_LONG = "too long"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class CellRun:
    """One executed cell: nbformat outputs as plain dicts, as nbclient would have stored them."""

    index: int
    status: CellStatus
    outputs: tuple[dict[str, Any], ...]
    execution_count: int | None
    #: the kind and message of the error that it ended with, which is not always shown
    error: str = ""


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """What came back from a `NotebookJob`."""

    cells: tuple[CellRun, ...]
    #: exercise -> observations
    graded: dict[str, Observations]
    shown: dict[str, Observations]
    #: new regular files of the working directory, within the limits
    files: dict[str, bytes]
    #: wall seconds by stage ("fork", "cells", "probes"), for the benchmark only; never in a verdict
    seconds: dict[str, float]
    #: stable words on odd things ("memory limit", "output truncated", "backstop")
    flags: tuple[str, ...] = ()


class NotebookRunner(Protocol):
    """Runs notebooks: a zygote."""

    def run_notebook(self, job: NotebookJob) -> NotebookRun:
        """Run a notebook's cells and probe its exercises.

        Raises:
            SandboxError: the jail broke; nothing is known about the notebook.
        """
