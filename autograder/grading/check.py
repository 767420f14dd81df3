"""What `check("<exercise>")` does in a plain notebook of the source course: judges the notebook's own namespace.

Nothing is isolated here: the notebook is the instructor's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil

from autograder.errors import UsageError
from autograder.grading.summary import summary
from autograder.jail import submission
from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import assignments, load_assignment
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.judging import judge
from autograder.model.draw import Draw
from autograder.model.observation import Observations
from autograder.model.program import Program
from autograder.model.verdict import Status
from autograder.probe import runtime
from autograder.sandbox.link import Link
from autograder.sandbox.plain import run_plain
from autograder.sandbox.session import Session
from autograder.wire.frames import receive

_BACKSTOP = 120.0
#: the same cases every time, so that an instructor can look into one
_DRAW = Draw(graded=1, shown=2)


def check_here(exercise: str) -> None:
    """Judge one exercise of the calling notebook and print the verdict.

    Raises:
        UsageError: no answer key above the current folder has this exercise.
    """
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise UsageError("check() was called outside of a notebook", remedy="run it in JupyterLab")
    key = _key_with(exercise, Path.cwd())
    print(verdict_text(key, exercise, shell.user_ns), end="")


def verdict_text(key: AnswerKey, exercise: str, names: Mapping[str, Any]) -> str:
    """Return the verdict on a namespace, as it stands below a grade cell."""
    subject = key.exercises[exercise]
    expected = _expected(key, exercise, mistakes=False)
    if expected.fault is not None:
        return f"{exercise}: cannot be judged: {expected.fault}\n"
    shown = _observe(names, program(key, subject, _DRAW.shown))
    graded = _observe(names, program(key, subject, _DRAW.graded))
    verdict = judge(subject, expected, graded, shown)
    if verdict.status is Status.FAILED:
        # only now is it worth the time to find out which mistake this is
        verdict = judge(subject, _expected(key, exercise, mistakes=True), graded, shown)
    return summary(verdict)


def _expected(key: AnswerKey, exercise: str, *, mistakes: bool) -> Expected:
    return compute_expected(key, _DRAW, _Forks(), [exercise], mistakes=mistakes)[exercise]


def _key_with(exercise: str, here: Path) -> AnswerKey:
    for root in (here, *here.parents):
        if not (root / "solutions").is_dir():
            continue
        # the notebook's own folder first: its name is the assignment's
        for assignment in sorted(assignments(root), key=lambda name: name != here.name):
            key = load_assignment(root, assignment)
            if exercise in key.exercises:
                return key
    raise UsageError(
        f"no solutions/ above {here} has the exercise {exercise!r}", remedy="open the notebook inside its course folder"
    )


def _observe(names: Mapping[str, Any], asked: Program) -> Observations:
    """Run a program on the namespace in a fork of this kernel, so that nothing in the notebook is changed by it."""
    with _fork(lambda channel: runtime.serve(names, channel)) as (link, target):
        return Session(link, target, time.monotonic() + _BACKSTOP).run(asked, trusted_probes=True)


class _Forks:
    """Runs references and mistakes in forks of this kernel, where what they import is there already."""

    def run_code(self, code: str, program: Program) -> Observations:
        """Run a program on the names that `code` defines; see `model.program.Runner`."""
        with _fork(_run_code) as (link, target):
            return run_plain(link, target, code, program)


def _run_code(channel: socket.socket) -> None:
    request = receive(channel)
    submission.run_code(channel, request["probes"], request["source"])


@contextlib.contextmanager
def _fork(serve: Callable[[socket.socket], None]) -> Iterator[tuple[Link, _Fork]]:
    """Fork this kernel; the child does `serve` with its end of the link, and ends with it."""
    ours, theirs = socket.socketpair()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a kernel has threads; the fork touches none of them
        pid = os.fork()
    if pid == 0:  # pragma: no cover - the child
        ours.close()
        with contextlib.suppress(BaseException):
            serve(theirs)
        os._exit(0)
    theirs.close()
    link, target = Link(ours), _Fork(pid)
    try:
        yield link, target
    finally:
        link.close()
        target.kill()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


class _Fork:
    """The fork, as the target of a session."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def cpu(self) -> float:
        with contextlib.suppress(psutil.Error):
            return float(sum(psutil.Process(self._pid).cpu_times()[:2]))
        return 0.0

    def kill(self) -> str:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        return "exited"
