"""Starting and ending a zygote's process, and saying why it does not start."""

from __future__ import annotations

import subprocess
import threading
from typing import IO, Any

from autograder.errors import SandboxError
from autograder.sandbox.isolation import refused

#: seconds that a zygote whose control socket is closed gets to end by itself
_GRACE = 2.0


def spawn(command: list[str], environment: dict[str, str], control: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a process from a thread that lives as long as it does; what it says goes to `errors`.

    bwrap's --die-with-parent means the *thread* that started it: a pool's thread may end long before the process.

    Raises:
        SandboxError: there is no such program, or it may not be run.
    """
    if threading.current_thread() is threading.main_thread():
        return _started(command, environment, control, errors)
    started = threading.Event()
    result: list[subprocess.Popen[bytes] | SandboxError] = []

    def start_and_wait() -> None:
        try:
            process = _started(command, environment, control, errors)
        except SandboxError as error:
            result.append(error)
            started.set()
            return
        result.append(process)
        started.set()
        process.wait()

    threading.Thread(target=start_and_wait, name="zygote", daemon=True).start()
    started.wait()
    if isinstance(result[0], SandboxError):
        raise result[0]
    return result[0]


def _started(
    command: list[str], environment: dict[str, str], control: int, errors: IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            env=environment,
            pass_fds=[control],
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,  # a terminal's Ctrl-C is for the command alone
        )
    except OSError as error:
        raise SandboxError(f"{command[0]} does not start: {error}", remedy="see `autograder doctor`") from error


def await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that is about to end; kill it when it does not."""
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_line(errors: IO[bytes]) -> str:
    """Return the last line that a process has said."""
    errors.seek(0)
    return errors.read()[-2000:].decode("utf-8", "replace").strip().rpartition("\n")[2]


def start_error(hello: dict[str, Any], *, walled: bool) -> Exception:
    """Return the error that says why a zygote with this first message does not start."""
    what = str(hello.get("text", ""))
    if not what:
        return SandboxError(
            "the jail's zygote ended at its start, twice and without a word",
            remedy="run again; if it comes again, look for a kill for memory in `dmesg`, and see `autograder doctor`",
        )
    if walled and (hello["is"] == "gone" or what.startswith(("OSError", "PermissionError"))):
        return refused(what)
    return SandboxError(f"the jail's zygote does not start: {what}", remedy="install what is missing, or see `doctor`")
