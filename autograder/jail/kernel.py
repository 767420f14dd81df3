"""Executes cells as ipykernel does, in a real `IPythonKernel` without sockets or threads.

Measured on 178 cells of 16 notebooks against nbclient, this shows the fewest differences (a bare IPython shell shows
five times as many). The kernel is made once in the zygote (`warm_up`); each fork takes it over as a `Kernel`.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import io
import logging
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ipykernel import ipkernel
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core import interactiveshell
from IPython.core.history import HistoryManager

from autograder.jail.memory_files import into_memory
from autograder.jail.outputs import CellStream, Outbox, Post, RecordingSession

_WARM_UP = (
    "1 + 1",
    "import matplotlib.pyplot as plt; plt.plot([0, 1]); plt.title('$x^2$'); plt.show()",
    # what a course's figures use: each first use of these costs tens of milliseconds
    "figure, axes = plt.subplots(1, 3); figure.colorbar(axes[0].imshow([[0.0, -1.0], [1.0, 2.0]], cmap='coolwarm'));"
    "axes[1].plot([1, 2], [1, 10], 'r--o', label='a'); axes[1].set_yscale('log'); axes[1].legend(); axes[1].grid();"
    "axes[2].bar(['a'], [1]); axes[2].scatter([1], [1]); axes[2].hist([1, 2]); axes[2].set_xlabel('x');"
    "axes[2].annotate('a', (1, 1)); axes[2].axhline(0); plt.show(); figure = axes = None",
    "await __import__('asyncio').sleep(0)",
    # last: the first traceback looks at every module there is, some 20 ms
    "def divide(a, b):\n    return a / b",
    "divide(1, 0)",
)


#: what a kernel's `__main__` says of itself; IPython's reset drops it
_ABOUT_THE_MODULE = {
    "__doc__": "Automatically created module for IPython interactive environment",
    **dict.fromkeys(("__loader__", "__package__", "__spec__")),
}


#: characters of what a cell ended with
_LONGEST_ERROR = 500


def _no_gui(self: object, gui: str | None = None) -> None:
    """Accept any event loop: there is no window to draw in (without this `%matplotlib` raises)."""


class _ShellLoop:
    """The part of tornado's loop that the kernel uses, on the running asyncio loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.asyncio_loop = loop

    def add_callback(self, callback: Callable[..., Any], *args: Any) -> None:
        self._loop.call_soon_threadsafe(callback, *args)

    def call_later(self, delay: float, callback: Callable[..., Any], *args: Any) -> None:
        """`exit()` asks the loop to stop later; nothing may stop it."""

    def stop(self) -> None:
        """Nothing stops it."""


def _remembering(inspected: Callable[..., Any]) -> Callable[..., Any]:
    """Return the kernel's look at a method's signature so that it is taken once and not in every cell."""
    known: dict[Any, Any] = {}

    def accepts(method: Any, names: list[str]) -> Any:
        key = (method, tuple(names))
        if key not in known:
            known[key] = inspected(method, names)
        return known[key]

    return accepts


def _transforming_once(shell: Any) -> Callable[[str], str]:
    """Return the shell's transformation of a cell so that it is not done a second time for the same text in a row.

    ipykernel and IPython each do it, which takes a fifth of a short cell's time. Where a student has added
    transformers, which may do anything, they are called as often as there.
    """
    transform = shell.transform_cell
    manager = shell.input_transformer_manager

    def transformers() -> list[Any]:
        return [
            *manager.cleanup_transforms,
            *manager.line_transforms,
            *manager.token_transformers,
            *shell.input_transformers_post,
        ]

    own = transformers()
    known: list[str] = ["", ""]

    def transform_cell(raw_cell: str) -> str:
        if shell.input_transformer_manager is not manager or transformers() != own:
            return str(transform(raw_cell))
        if raw_cell != known[0]:
            known[:] = raw_cell, transform(raw_cell)
        return known[1]

    return transform_cell


def _knowing_cells(module_of: Callable[..., Any], cells: Mapping[str, Any]) -> Callable[..., Any]:
    """Return `inspect.getmodule` so that it says at once that code compiled from a cell is in no module's file.

    A traceback asks that several times for each of its lines. To find out, all modules are looked at, which copies the
    pages of some thousands of them into every fork. `cells` are the file names of cells that were compiled.
    """

    @functools.wraps(module_of)
    def getmodule(object: Any, _filename: str | None = None) -> Any:  # noqa: A002 - its name there
        code = object.f_code if isinstance(object, types.FrameType) else object
        if isinstance(code, types.CodeType) and code.co_filename in cells:
            return None
        return module_of(object, _filename)

    return getmodule


_outbox = Outbox()
_kernel: Any = None  # an IPythonKernel, whose attributes are untyped traits


def make() -> None:
    """Make the zygote's kernel. Before matplotlib is imported: its inline backend looks for a shell then."""
    global _kernel
    ZMQInteractiveShell.enable_gui = _no_gui  # type: ignore[method-assign]
    accepts = "_accepts_parameters"
    setattr(ipkernel, accepts, _remembering(getattr(ipkernel, accepts)))
    setattr(HistoryManager, "enabled", False)  # noqa: B010 - a trait; its SQLite thread would not survive a fork
    session = RecordingSession(key=b"")
    session.outbox = _outbox
    log = logging.getLogger("kernel")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    thread = types.SimpleNamespace(parent_thread=threading.main_thread())
    _kernel = IPythonKernel.instance(log=log, session=session, iopub_socket=object(), shell_channel_thread=thread)
    _kernel.shell.displayhook.topic = b"execute_result"
    _kernel.shell.transform_cell = _transforming_once(_kernel.shell)
    setattr(inspect, "getmodule", _knowing_cells(inspect.getmodule, _kernel.shell.compile._filename_map))  # noqa: B010
    asks = "_should_be_async"
    setattr(interactiveshell, asks, functools.lru_cache(maxsize=1)(getattr(interactiveshell, asks)))
    _kernel.shell.extension_manager.load_extension("storemagic")


def warm_up() -> None:
    """Use the kernel once, so that forks find everything imported and compiled, and make it as new again."""
    assert _kernel is not None
    asyncio.run(_use(_kernel))
    _kernel.shell.reset(new_session=True)
    _kernel.shell.user_ns.update(_ABOUT_THE_MODULE)
    _kernel.shell.execution_count = 1
    _kernel.execution_count = 0
    _forget_figures()
    gc.collect()


def shorten_paths(home: str) -> None:
    """Let tracebacks name files below `home`, the one outside, as a kernel outside does: with a tilde."""
    from IPython.core import oinspect
    from IPython.utils import path as paths

    def compress_user(path: str) -> str:
        return f"~{path[len(home) :]}" if path == home or path.startswith(f"{home}/") else path

    setattr(paths, "compress_user", compress_user)  # noqa: B010 - a function of IPython's
    setattr(oinspect, "compress_user", compress_user)  # noqa: B010


def _forget_figures() -> None:
    """Let `%run` believe that nothing was drawn yet; it shows a figure otherwise."""
    draw: Any = getattr(sys.modules.get("matplotlib.pyplot"), "draw_if_interactive", None)
    if hasattr(draw, "called"):
        draw.called = False


async def _use(kernel: Any) -> None:
    kernel.io_loop = _ShellLoop(asyncio.get_running_loop())
    for index, source in enumerate(_WARM_UP):
        kernel.set_parent([b""], _parent(index))
        await kernel.do_execute(source, False, True, {}, False, cell_meta={}, cell_id=None)


def _parent(index: int) -> dict[str, Any]:
    return {"header": {"msg_id": str(index), "msg_type": "execute_request"}, "msg_id": str(index)}


def _error_in(reply: Mapping[str, Any]) -> str:
    """Return what a kernel's reply says of the error, which is not always shown: a usage error is only printed."""
    name, value = str(reply.get("ename") or ""), str(reply.get("evalue") or "")
    return f"{name}: {value}"[:_LONGEST_ERROR] if name else ""


_launcher = find_spec("ipykernel_launcher")
#: a kernel's own arguments, which `argparse` in a notebook refuses in these words
_ARGUMENTS = ((_launcher and _launcher.origin) or "", "-f", "/tmp/kernel.json")  # noqa: S108 - nothing is there


class Kernel:
    """The kernel of one submission: made in its fork, or before it together with what the notebook begins with."""

    def __init__(self) -> None:
        assert _kernel is not None
        self._kernel = _kernel
        session = _kernel.session
        self._streams = CellStream("stdout", 1, session), CellStream("stderr", 2, session)
        out, err = self._streams
        out.other, err.other = err, out

    def connect(self, post: Post, cell_output: int, total_output: int) -> None:
        """Be the kernel of this process; `post` takes what cells show, so many bytes of text per cell and in all."""
        for number in (1, 2):
            into_memory(number)
        for original in (sys.__stdout__, sys.__stderr__):
            if isinstance(original, io.TextIOWrapper):
                original.reconfigure(line_buffering=True)
        sys.argv = list(_ARGUMENTS)
        self._kernel.shell.user_ns["_dh"][:] = [Path.cwd()]
        for stream in self._streams:
            stream.take_over()
        sys.stdout, sys.stderr = self._streams
        sys.modules["__main__"] = self._kernel.shell.user_module
        _outbox.open(post, cell_output, total_output)

    @property
    def names(self) -> dict[str, Any]:
        """What the cells have defined."""
        return dict.copy(self._kernel.shell.user_ns)

    def adopt_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Use the running loop for cells with `await`."""
        self._kernel.io_loop = _ShellLoop(loop)

    async def run_cell(self, source: str, index: int) -> dict[str, Any]:
        """Execute one cell and send what it shows; return whether it ended without an error, which, and its number."""
        kernel, parent = self._kernel, _parent(index)
        _outbox.next_cell()
        kernel.set_parent([b""], parent)
        for stream in self._streams:
            stream.discard()
            stream.set_parent(parent)
        self._put_streams_back()
        kernel.execution_count += 1
        reply: dict[str, Any] = {}
        # asyncio installs a handler of its own, which would cancel our loop instead of the cell.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            reply = await kernel.do_execute(source, False, True, {}, False, cell_meta={}, cell_id=None)
        except (Exception, KeyboardInterrupt, asyncio.CancelledError):  # noqa: BLE001, S110 - the cell is an error then
            pass
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._flush()
        for _ in range(3):  # lets tasks that the cell started get going
            await asyncio.sleep(0)
        ok, count = reply.get("status") == "ok", kernel.shell.execution_count - 1
        return {"ok": ok, "count": count, "error": "" if ok else _error_in(reply)}

    def _put_streams_back(self) -> None:
        """Replace what cannot be printed to: an earlier cell's `sys.stdout = None` is not to cost the next exercise."""
        for name, stream in zip(("stdout", "stderr"), self._streams, strict=True):
            try:
                held = getattr(sys, name)
                held.flush()
                usable = not getattr(held, "closed", False)
            except Exception:  # noqa: BLE001 - missing, None, or anything that a student may put there
                usable = False
            if not usable:
                setattr(sys, name, stream)

    def _flush(self) -> None:
        for stream in (*self._streams, sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:  # noqa: BLE001, S112 - a student may put anything in place of sys.stdout
                continue

    def be_silent(self) -> None:
        """In a snapshot: show nothing any more, and act as a plain process without a running loop."""
        _outbox.open(None, 0, 0)
        asyncio._set_running_loop(None)
        null = os.open(os.devnull, os.O_WRONLY)
        for number in (1, 2):
            os.dup2(null, number)
        os.close(null)
