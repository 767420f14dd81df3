"""The cells with which every notebook of an assignment begins, run once in a zygote that is forked afterwards.

Only behind namespaces: there each submission's first process is number 1, as the names of its cells' files tell.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ipykernel import compiler

from autograder.jail.folders import enter_work
from autograder.jail.kernel import Kernel

#: the folder that a submission's kernel names its cells' files after: it is process 1 of its namespace
_FOLDER = "/tmp/ipykernel_1"  # noqa: S108 - nothing is ever there

_opened: Kernel | None = None
#: the state in which the opening leaves the generator of `random`, which seeds itself anew in every fork
_random: tuple[Any, ...] | None = None


def kernel() -> Kernel:
    """Return the kernel that a submission takes over: one that has run the opening, or a new one."""
    if _random is not None:
        random.setstate(_random)
    return _opened or Kernel()


def run(sources: Sequence[str], cell_output: int, total_output: int) -> list[dict[str, Any]]:
    """Run cells; return for each `{"count": int, "messages": [{"is": "message", ...}, ...]}`.

    Raises:
        RuntimeError: a cell raises an exception, or leaves the streams or the working directory changed.
    """
    global _opened, _random
    ours, seeded = Kernel(), random.getstate()
    posted: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []

    async def cells() -> None:
        ours.adopt_loop(asyncio.get_running_loop())
        for index, source in enumerate(sources):
            ended = await ours.run_cell(source, index)
            if not ended["ok"]:
                raise RuntimeError(f"cell {index} of the opening raises an exception")
            found.append({"count": ended["count"], "messages": posted[:]})
            posted.clear()

    with _as_a_submission() as unchanged:
        ours.connect(posted.append, cell_output, total_output)
        streams = sys.stdout, sys.stderr
        asyncio.run(cells())
        if (sys.stdout, sys.stderr) != streams or not unchanged():
            raise RuntimeError("the opening leaves the streams or the working directory changed")
    _opened = ours
    _random = random.getstate() if random.getstate() != seeded else None
    return found


@contextmanager
def _as_a_submission() -> Iterator[Callable[[], bool]]:
    """Lend this process the place of a submission; yields what tells whether it still is there."""
    streams, main, argv = (sys.stdout, sys.stderr), sys.modules["__main__"], sys.argv
    interrupt, folder, names = signal.getsignal(signal.SIGINT), Path.cwd(), compiler.get_tmp_directory
    kept = [os.dup(number) for number in (1, 2)]
    enter_work()
    work, home = Path.cwd(), os.environ["HOME"]
    setattr(compiler, "get_tmp_directory", lambda: _FOLDER)  # noqa: B010 - ipykernel is untyped
    try:
        yield lambda: Path.cwd() == work and os.environ["HOME"] == home
    finally:
        setattr(compiler, "get_tmp_directory", names)  # noqa: B010
        os.chdir(folder)
        for number, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, number)
            os.close(copy)
        signal.signal(signal.SIGINT, interrupt)
        (sys.stdout, sys.stderr), sys.modules["__main__"], sys.argv = streams, main, argv
