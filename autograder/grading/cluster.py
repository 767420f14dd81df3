"""Grades on a Dask cluster: every worker holds a zygote and the assignment's bench, made by a plug-in.

The course's folder must be on a file system that all workers see at the same path; only this process writes to it.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import UsageError
from autograder.grading import worker as local
from autograder.grading.bench import Bench
from autograder.grading.course import Course, open_course
from autograder.grading.opening import run_opening_once
from autograder.grading.prepare import answer_key, open_zygote, prepare
from autograder.grading.steady import Steady
from autograder.grading.store import Store
from autograder.sandbox import Isolation

if TYPE_CHECKING:
    Plugin = object
else:
    try:
        from distributed import WorkerPlugin as Plugin
    except ImportError:
        Plugin = object

#: how often Dask gives a hand-in whose worker died to another one
_RETRIES = 3

#: name of a run's plug-in -> what grades its hand-ins on this worker; several runs may share a cluster
_ready: dict[str, tuple[Course, Bench, Steady]] = {}


class GraderPlugin(Plugin):
    """Starts a worker's zygote for one run; Dask calls `setup` again in the worker that replaces a killed one."""

    def __init__(self, root: Path, assignment: str, notebook: str, isolation: Isolation | None) -> None:
        self.name = f"autograder {assignment} {uuid.uuid4().hex}"
        self._root = root
        self._assignment = assignment
        self._notebook = notebook
        self._isolation = isolation

    def setup(self, worker: Any) -> None:
        """Prepare this worker; the expected values come from the course's folder, where the batch left them."""
        course = open_course(self._root)
        key = answer_key(course, self._assignment)
        zygote = open_zygote(key.needs, self._isolation, course.limits, ahead=True)
        draw = Store(course, self._assignment).draw()
        bench = prepare(course, self._assignment, self._notebook, draw, zygote)
        run_opening_once(course, bench, zygote)
        _ready[self.name] = course, bench, zygote

    def teardown(self, worker: Any) -> None:
        """End the zygote."""
        if (held := _ready.pop(self.name, None)) is not None:
            held[2].close()


def grade_there(run: str, student: str) -> local.Outcome:
    """Grade one hand-in of the run whose plug-in has this name, on the worker that runs this."""
    course, bench, zygote = _ready[run]
    return local.grade_one(course, bench, zygote, student)


def outcomes(
    address: str, root: Path, assignment: str, notebook: str, isolation: Isolation | None, students: list[str]
) -> Iterator[local.Outcome]:
    """Grade all on the scheduler's workers and yield as they finish.

    Raises:
        UsageError: Dask is not installed, or nobody answers at the address.
    """
    plugin = GraderPlugin(root, assignment, notebook, isolation)
    with cluster(address, plugin) as (pool, workers):
        waiting = iter(students)
        pending: dict[Future[local.Outcome], str] = {}
        while True:
            # few at a time: results hold whole notebooks, and this process is to stay small
            while len(pending) < 2 * workers and (student := next(waiting, None)) is not None:
                pending[pool.submit(grade_there, plugin.name, student)] = student
            if not pending:
                return
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                yield _outcome(future, pending.pop(future))


def _outcome(future: Future[local.Outcome], student: str) -> local.Outcome:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - Dask names many ways in which a worker or the scheduler goes away
        what = f"{student}: its worker went away ({type(error).__name__}: {error})"
        return local.Outcome(student, None, f"{what}; run the same command again")


@contextlib.contextmanager
def cluster(address: str, plugin: GraderPlugin) -> Iterator[tuple[Executor, int]]:
    """Connect to a scheduler; yield an executor for `grade_there` and the number of workers.

    Raises:
        UsageError: Dask is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("Dask is not installed", remedy="pip install 'notebook-autograder[cluster]'") from None
    try:
        client: Any = Client(address, timeout=20)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address} ({error})", remedy="start one with `dask scheduler`"
        ) from error
    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise UsageError(f"the scheduler at {address} has no workers", remedy="start some with `dask worker`")
        client.register_plugin(plugin)
        try:
            yield client.get_executor(retries=_RETRIES), workers
        finally:
            with contextlib.suppress(OSError, TimeoutError):  # a scheduler that is gone keeps no plug-in
                client.unregister_worker_plugin(plugin.name)
