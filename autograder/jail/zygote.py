"""The zygote's main loop: forks one submission at a time and is the clock's arm: it signals, measures and ends it.

It talks to the trusted worker only, over `wire.frames` on one socket; each request has exactly one reply, but for those
that come with a descriptor:

    first message {"walls": {...}, "uid": int | None, "preload": [...], "home": str, "warm": bool,
                   "fonts": {name: bytes}}, matplotlib's lists of fonts
                                   -> {"is": "hello", "isolation": level, "fonts": lists that were missing}
                                      or {"is": "failed", "text": why}
    {"do": "fork"}, then the submission's socket as a descriptor; what fails here ends the zygote
    {"do": "twin"}, then a socket as descriptor: a fork of the zygote itself serves another worker on that one
    {"do": "open", "cells": [text], "cell_output": int, "total_output": int}
                                   run cells; every later submission is a notebook that begins with them
                                   -> {"is": "opened", "cells": see `opening.run`} or {"is": "failed", "text": why}
    {"do": "interrupt"}            SIGINT to the submission             -> {"is": "done"}
    {"do": "kill", "inner": pid}   SIGKILL to one probe's process tree  -> {"is": "done"}
    {"do": "cpu", "inner": pid}    -> {"is": "cpu", "seconds": float}   pid as the submission counts, 0 for all of it
    {"do": "why", "inner": pid}    -> {"is": "why", "reason": "memory" | "exited"}
    {"do": "end"}                  end all of it -> {"is": "ended", "reason": "memory" | "exited"}

What a submission writes goes straight to the worker, never through here.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import shutil
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from autograder.jail import linux, walls, watch
from autograder.jail.memory_files import prepare_memory
from autograder.wire.frames import receive, send

#: seconds between two looks at the memory of a running submission
LOOK_EVERY = 0.02
#: of so many looks one is for memory that no process shows, which takes longer
_CLOSE_LOOK = 10


class Zygote:
    """The state of the loop: at most one submission, by its first process."""

    def __init__(self, control: socket.socket, bounds: walls.Walls) -> None:
        self._control = control
        self._walls = bounds
        self._uid, self._gid, self._pid = os.getuid(), os.getgid(), os.getpid()
        self._child = 0
        self._over_memory: set[int] = set()
        self._looks, self._next_look = 0, 0.0
        #: pids as the submission counts -> as the zygote does
        self._pids: dict[int, int] = {}
        #: first processes of ended submissions, which the kernel still takes apart
        self._ended: list[int] = []
        self._twins = 0

    def fork(self, channel_fd: int) -> None:
        """Start a submission that talks on the descriptor `channel_fd`; nothing of an earlier one is left then."""
        self._reap(wait=True)
        if not self._walls.namespaces:
            shutil.rmtree(Path(os.environ["HOME"]).parent / "work", ignore_errors=True)
        pid = linux.clone_process(linux.NEW_ALL) if self._walls.namespaces else os.fork()
        if pid == 0:
            self._be_submission(channel_fd)
        os.close(channel_fd)
        self._child = pid
        self._over_memory.clear()
        self._pids.clear()

    def twin(self, control_fd: int) -> None:
        """Fork into a zygote of its own for another worker, which talks to it on the descriptor `control_fd`."""
        self._twins += 1
        if os.fork():
            os.close(control_fd)
            return
        linux.die_with(self._pid)
        self._control.close()
        self._control = socket.socket(fileno=control_fd)
        self._pid = os.getpid()
        self._child = 0
        self._ended.clear()
        if not self._walls.namespaces:  # behind walls every submission has folders of its own
            home = Path(os.environ["HOME"]).parent / f"twin-{self._twins}" / "home"
            home.mkdir(parents=True)
            os.environ["HOME"] = str(home)

    def _be_submission(self, channel_fd: int) -> None:
        # Whatever happens here, this process must never fall back into the zygote's loop.
        try:
            self._control.detach()
            if channel_fd != 3:
                os.dup2(channel_fd, 3)
            os.closerange(4, 1024)
            if self._walls.namespaces:
                prepare_memory()
                walls.enter(self._walls, self._uid, self._gid)
            else:
                linux.die_with(self._pid)
                os.setsid()
                walls.limit_resources(self._walls)
            null = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):  # the zygote's own streams would be a channel between submissions
                os.dup2(null, number)
            os.close(null)
            from autograder.jail.submission import run

            run(socket.socket(fileno=3))
        except BaseException:  # noqa: BLE001 - the worker sees the end of the channel
            traceback.print_exc()
        finally:
            os._exit(0)

    def trial(self) -> str:
        """Fork once for nothing and return the level of isolation reached.

        Raises:
            OSError: the walls cannot be built.
        """
        if not self._walls.namespaces:
            return "none"
        reading, writing = os.pipe()
        pid = linux.clone_process(linux.NEW_ALL)
        if pid == 0:
            try:
                os.write(writing, walls.enter(self._walls, self._uid, self._gid).encode())
            except BaseException as error:  # noqa: BLE001 - reported to the worker
                os.write(writing, f"! {error}".encode())
            finally:
                os._exit(0)
        os.close(writing)
        os.waitpid(pid, 0)
        answer = os.read(reading, 1000).decode()
        os.close(reading)
        if answer.startswith("!") or not answer:
            raise OSError(answer.removeprefix("! ") or "the trial process died")
        return answer

    def loop(self) -> None:
        """Answer requests until the worker is gone."""
        while True:
            ready, _, _ = select.select([self._control], [], [], LOOK_EVERY if self._child or self._ended else None)
            self._reap()
            # by the clock: requests may follow each other without a pause
            if self._child and time.monotonic() >= self._next_look:
                self._look_at_memory()
                self._next_look = time.monotonic() + LOOK_EVERY
            if not ready:
                continue
            try:
                request = receive(self._control)
            except EOFError:
                return
            if request["do"] in ("fork", "twin"):
                _, fds, _, _ = socket.recv_fds(self._control, 1, 1)
                (self.fork if request["do"] == "fork" else self.twin)(fds[0])
            elif request["do"] == "open":
                send(self._control, _open(request))
            else:
                send(self._control, self._answer(request["do"], request.get("inner", 0)))

    def _answer(self, what: str, inner: int) -> dict[str, Any]:
        match what:
            case "interrupt":
                self._signal(signal.SIGINT)
                return {"is": "done"}
            case "kill":
                target = self._outer(inner)
                if target is not None:
                    watch.kill_tree(target)
                    self._pids.pop(inner, None)
                return {"is": "done"}
            case "cpu":
                target = self._outer(inner)
                return {"is": "cpu", "seconds": watch.cpu_seconds(target) if target else 0.0}
            case "why":
                return {"is": "why", "reason": "memory" if inner in self._over_memory else "exited"}
            case _:
                return {"is": "ended", "reason": self.end()}

    def _outer(self, inner: int) -> int | None:
        if not inner or not self._child:
            return self._child or None
        if inner not in self._pids and (found := watch.find(self._child, inner)) is not None:
            self._pids[inner] = found
        # A pid used again by another process of the same submission harms that submission only.
        return self._pids.get(inner)

    def _signal(self, number: int) -> None:
        if self._child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, number)

    def _look_at_memory(self) -> None:
        if os.path.exists("/proc/self") and (pid := self._over_memory_now()) is not None:
            self._over_memory.add(watch.inner_pid(pid) if pid != self._child else 0)
            watch.kill_tree(pid)

    def _over_memory_now(self) -> int | None:
        self._looks += 1
        close = self._looks % _CLOSE_LOOK == 0
        return watch.over_memory(self._child, self._walls.memory, walls.mapped() if close else None)

    def end(self) -> str:
        """End the running submission with all its processes; return why it had ended, if it had."""
        if self._child:
            if self._walls.namespaces:
                # The end of a namespace's first process is the end of all. It takes milliseconds, during which
                # the worker judges; only the next fork waits for it.
                self._signal(signal.SIGKILL)
                self._ended.append(self._child)
            else:
                watch.kill_tree(self._child)
                self._signal(signal.SIGKILL)
                os.waitpid(self._child, 0)
            self._child = 0
        return "memory" if 0 in self._over_memory else "exited"

    def _reap(self, *, wait: bool = False) -> None:
        self._ended = [pid for pid in self._ended if os.waitpid(pid, 0 if wait else os.WNOHANG) == (0, 0)]


def _prepare_forks(*, gather: bool) -> None:
    """Make forks cheap, and take what is there now as what no submission is charged for."""
    walls.note_mapped()
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, every page in every fork
    if gather and sys.platform == "linux":
        with contextlib.suppress(OSError):
            linux.gather_memory()


def _open(request: dict[str, Any]) -> dict[str, Any]:
    from autograder.jail import opening

    try:
        cells = opening.run(request["cells"], request["cell_output"], request["total_output"])
    except Exception as error:  # noqa: BLE001 - the worker goes on without
        return {"is": "failed", "text": f"{type(error).__name__}: {error}"}
    _prepare_forks(gather=True)
    return {"is": "opened", "cells": cells}


def _start(control: socket.socket) -> Zygote:
    first = receive(control)
    bounds = walls.Walls(**first["walls"])
    new_fonts: dict[str, bytes] = {}
    if bounds.namespaces:
        walls.settle(first["uid"])
    if first["warm"]:
        from autograder.jail.kernel import shorten_paths
        from autograder.jail.warmup import warm_up

        lists = Path.home() / ".cache" / "matplotlib"
        lists.mkdir(parents=True, exist_ok=True)
        for name, content in first["fonts"].items():
            (lists / name).write_bytes(content)
        warm_up(first["preload"])
        new_fonts = {p.name: p.read_bytes() for p in lists.glob("fontlist-*.json") if p.name not in first["fonts"]}
        shorten_paths(first["home"])
    zygote = Zygote(control, bounds)
    _prepare_forks(gather=first["warm"])
    send(control, {"is": "hello", "isolation": zygote.trial(), "fonts": new_fonts})
    return zygote


def main() -> None:
    """Serve the worker on the socket whose descriptor is argv[1]."""
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        zygote = _start(control)
    except BaseException as error:
        send(control, {"is": "failed", "text": f"{type(error).__name__}: {error}"})
        raise
    try:
        zygote.loop()
    finally:
        zygote.end()
        os._exit(0)


if __name__ == "__main__":
    main()
