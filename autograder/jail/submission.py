"""One submission, from fork to end: serves the worker's requests on its channel. Then all is hostile.

{"do": "code", "probes": bytes, "source": text}  run as a plain module, then `probe.runtime.serve`
     -> {"is": "ready"} | {"is": "fault", "text": ...} | {"is": "raised", ...}
{"do": "notebook", "files": {path: bytes}, "cell_output": int, "total_output": int}  -> {"is": "ready"}
{"do": "cell", "source": text, "index": int}     -> any {"is": "message", "json": bytes, "cut": bool}, then
                                                    {"is": "done", "ok": bool, "count": int, "error": text}
{"do": "snapshot"}, then a socket as descriptor  -> {"is": "forked", "pid": int}; the fork is the process as it stands
                                                    and runs `probe.runtime.serve` on that socket
{"do": "serve"}, then a socket as descriptor     -> {"is": "serving"}; this very process runs `probe.runtime.serve` on
                                                    that socket with CuPy as `xp`, and no further request is answered
{"do": "collect", "files": int, "bytes": int}    -> {"is": "files", "files": {path: bytes}}
"""

from __future__ import annotations

import asyncio
import contextlib
import linecache
import os
import signal
import socket
import stat
import sys
import traceback
import types
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.jail import linux, memory_files, opening, walls
from autograder.jail.folders import enter_work
from autograder.jail.outputs import post_to
from autograder.probe import device, runtime
from autograder.wire.frames import receive, send

#: the name under which tracebacks show a plain module's code
SOURCE_NAME = "<submission>"


def run(channel: socket.socket) -> None:
    """Serve the worker's first request, and what follows from it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.umask(0o022)
    enter_work()
    request = receive(channel)
    if request["do"] == "code":
        memory_files.forget()
        run_code(channel, request["probes"], request["source"])
    else:
        _write_files(request["files"])
        _run_notebook(channel, request["cell_output"], request["total_output"])


def run_code(channel: socket.socket, probes: bytes, source: str) -> None:
    """Execute a plain module's text and serve programs on its names."""
    try:
        runtime.load(probes)
    except Exception:  # noqa: BLE001 - before the code ran, so the course's own fault
        send(channel, {"is": "fault", "text": traceback.format_exc()[-runtime.MAX_MESSAGE :]})
        return
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    linecache.cache[SOURCE_NAME] = (len(source), None, source.splitlines(keepends=True), SOURCE_NAME)
    try:
        exec(compile(source, SOURCE_NAME, "exec"), module.__dict__)  # noqa: S102 - that is what it is for
    except BaseException as error:  # noqa: BLE001 - the outcome of every case
        send(channel, {"is": "raised", **runtime.raised(error)})
        return
    send(channel, {"is": "ready"})
    runtime.serve(module.__dict__, channel)


def _write_files(files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = Path(name)
        if path.is_absolute() or ".." in path.parts:
            continue
        # a student's folder may have the name of a file that came first, or the other way round
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _run_notebook(channel: socket.socket, cell_output: int, total_output: int) -> None:
    kernel = opening.kernel()
    kernel.connect(post_to(channel), cell_output, total_output)
    asyncio.run(_cells(channel, kernel))


async def _cells(channel: socket.socket, kernel: Any) -> None:
    # One running loop for all cells, as in Jupyter: a student's `asyncio.run` fails and tasks live on.
    kernel.adopt_loop(asyncio.get_running_loop())
    before = {path: _stamp(path) for path in _regular_files()}
    send(channel, {"is": "ready"})
    while True:
        try:
            request = receive(channel)
        except EOFError:
            return
        match request["do"]:
            case "cell":
                send(channel, {"is": "done", **await kernel.run_cell(request["source"], request["index"])})
            case "snapshot":
                _fork_serving(channel, kernel)
            case "serve":
                _serve_on_device(channel, kernel)
                return
            case "collect":
                send(channel, {"is": "files", "files": _new_files(before, request["files"], request["bytes"])})
            case _:
                return


def _fork_serving(channel: socket.socket, kernel: Any) -> None:
    """Fork; the child stands still as a snapshot until a program comes on the socket that came along."""
    _, fds, _, _ = socket.recv_fds(channel, 1, 1)
    own = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's thread may run; Python 3.12 warns about forks then
        pid = os.fork()
    if pid:
        os.close(fds[0])
        send(channel, {"is": "forked", "pid": pid})
        return
    try:
        # where there is no namespace whose end ends all: one that loops would not see the end of its channel
        linux.die_with(own)
        os.setpgid(0, 0)
        number = channel.detach()
        os.dup2(fds[0], number)
        os.close(fds[0])
        kernel.be_silent()
        runtime.serve(kernel.names, socket.socket(fileno=number))
    finally:
        with contextlib.suppress(OSError):
            os.killpg(0, signal.SIGKILL)  # itself, and what the exercise started and left
        os._exit(0)


def _serve_on_device(channel: socket.socket, kernel: Any) -> None:
    """Be the probes' process: whatever CUDA state the cells have made does not survive a fork."""
    _, fds, _, _ = socket.recv_fds(channel, 1, 1)
    send(channel, {"is": "serving"})
    kernel.be_silent()
    device.use_real()
    runtime.serve(kernel.names, socket.socket(fileno=fds[0]))


def _regular_files() -> list[str]:
    found = []
    for folder, _, names in os.walk("."):
        found += [os.path.relpath(os.path.join(folder, name)) for name in names]
    return sorted(p for p in found if stat.S_ISREG(os.lstat(p).st_mode))


def _stamp(path: str) -> tuple[int, int, int]:
    status = os.lstat(path)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _new_files(before: Mapping[str, Any], most: int, most_bytes: int) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in _regular_files():
        if _stamp(path) != before.get(path) and len(files) < most and os.path.getsize(path) <= most_bytes:
            files[path] = Path(path).read_bytes()
            most_bytes -= len(files[path])
    return files


def main() -> None:
    """Serve one submission on the socket whose descriptor is argv[1], without any zygote or wall."""
    linux.die_with(os.getppid())
    walls.note_mapped()
    walls.limit_resources(walls.Walls(False, memory=2 << 30, processes=64, file_size=32 << 20, tmp_size=0))
    run(socket.socket(fileno=int(sys.argv[1])))
