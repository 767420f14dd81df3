"""What student code cannot see or reach."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from autograder.errors import SandboxError
from autograder.model.observation import Raised, Returned
from autograder.sandbox import Isolation, Zygote, detect_isolation

from .conftest import NotebookOf, OutcomeOf, notebook, program, text_of

REPOSITORY = Path(__file__).parents[3]


def _returned(observe: OutcomeOf, code: str) -> object:
    outcome = observe(code)
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def test_the_level_is_the_one_detected(zygote: Zygote) -> None:
    level, remarks = detect_isolation()
    assert level is zygote.isolation
    assert (level is Isolation.FULL) == (remarks == ())


def test_of_the_repository_only_the_python_environment_is_visible(observe: OutcomeOf) -> None:
    code = f"""
import contextlib
import os
import subprocess
import sys
def f(x):
    root = {str(REPOSITORY)!r}
    return sorted(os.listdir(root)) if os.path.isdir(root) else []
"""
    assert set(_returned(observe, code)) <= {".venv"}  # type: ignore[call-overload]


def test_of_this_package_only_the_jails_side_is_visible(observe: OutcomeOf) -> None:
    code = """
import contextlib
import os
import subprocess
import sys
def f(x):
    found = set()
    for folder, folders, files in os.walk("/"):
        folders[:] = [n for n in folders if os.path.join(folder, n) not in ("/proc", "/usr", "/dev")]
        if os.path.basename(folder) == "autograder" and "/autograder/autograder" in folder:
            found |= set(folders)
        for name in files:
            if name in ("reference.py", "mistakes.py", "exercises.py", "probes.py", "gradebook.db"):
                if "autograder" in open(os.path.join(folder, name), errors="replace").read():
                    found.add(os.path.join(folder, name))
    return sorted(found - {"__pycache__"})
"""
    assert _returned(observe, code) == ["jail", "probe", "wire"]


def test_the_trusted_side_cannot_be_imported(observe: OutcomeOf) -> None:
    for name in ("autograder.judge", "autograder.grading", "autograder.sandbox"):
        outcome = observe(f"import {name}\ndef f(x): return 1")
        assert isinstance(outcome, Raised)
        assert outcome.is_a("ModuleNotFoundError")


def test_the_network_is_refused(observe: OutcomeOf) -> None:
    outcome = observe("import socket\ndef f(x): socket.create_connection(('127.0.0.1', 80), 1)")
    assert isinstance(outcome, Raised)
    assert outcome.is_a("PermissionError")


def test_nothing_outside_tmp_can_be_written(observe: OutcomeOf) -> None:
    code = """
import contextlib
import os
import subprocess
import sys
def f(x):
    done = []
    for folder in ("/", "/usr", "/etc", "/dev", "/opt/autograder/autograder/jail", os.path.dirname(os.__file__)):
        try: open(os.path.join(folder, "x"), "w"); done.append(folder)
        except OSError: pass
    return done
"""
    assert _returned(observe, code) == []


def test_the_environment_holds_nothing_of_the_graders(observe: OutcomeOf, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _returned(observe, "import os\ndef f(x): return dict(os.environ)")
    assert isinstance(found, dict)
    assert not {"SSH_AUTH_SOCK", "OLDPWD", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST"} & found.keys()
    assert {"PYTHONHASHSEED", "NBGRADER_EXECUTION"} <= found.keys()
    assert found["USER"] == "student"


def test_only_its_own_processes_are_visible(zygote: Zygote, observe: OutcomeOf) -> None:
    if zygote.isolation is not Isolation.FULL:
        pytest.skip("no /proc at this level of isolation")
    code = "import os\ndef f(x): return (os.getpid(), [p for p in os.listdir('/proc') if p.isdigit()])"
    assert _returned(observe, code) == (1, ["1"])


def test_only_one_socket_is_inherited(observe: OutcomeOf) -> None:
    code = """
import contextlib
import os
import subprocess
import sys
def f(x):
    found = []
    for fd in range(3, 1024):
        try: os.fstat(fd); found.append(fd)
        except OSError: pass
    return found
"""
    assert _returned(observe, code) == [3]


@pytest.mark.parametrize(
    "call",
    [
        "libc.unshare(0x10000000)",
        "libc.mount(b'x', b'/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/tmp', 2)",
        "libc.ptrace(16, 1, 0, 0)",
        "libc.setns(3, 0)",
        "libc.syscall(321, 0, 0, 0)",  # bpf
        "libc.syscall(425, 1, 0)",  # io_uring_setup
        "libc.syscall(250, 0, 0)",  # keyctl
        "libc.syscall(56, 0x10000011, 0, 0, 0, 0)",  # clone with a namespace
        "libc.chroot(b'/tmp')",
        # memory that belongs to no process, so that nobody would count it
        "libc.syscall(319, b'x', 0)",  # memfd_create
        "libc.syscall(447, 0)",  # memfd_secret
        "libc.shmget(0, 1 << 30, 0o1600)",
        "libc.msgget(0, 0o1600)",
        "libc.setuid(0)",
        "libc.socketpair(30, 1, 0, (ctypes.c_int * 2)())",  # of a family whose module the kernel would load
        # counted for all of a machine's, or of a user's, processes
        "libc.syscall(206, 1, (ctypes.c_long * 1)())",  # io_setup
        "libc.inotify_init()",
    ],
)
def test_privileged_system_calls_are_refused(observe: OutcomeOf, call: str) -> None:
    if os.uname().machine != "x86_64" and "syscall" in call:
        pytest.skip("numbers of x86-64")
    code = f"import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\ndef f(x): return {call}, ctypes.get_errno()"
    answer = _returned(observe, code)
    assert answer in ((-1, 1), (-1, 22)), answer


def test_daemons_do_not_outlive_their_submission(zygote: Zygote, run_notebook: NotebookOf) -> None:
    daemon = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
"""
    run = run_notebook(daemon, "print(1)")
    assert text_of(run, 1) == "1\n"
    # all are killed with the first process, but nobody waits for the kernel to take them apart
    (init,) = psutil.Process(zygote.pid).children()  # bubblewrap's, and below it the zygote
    _, alive = psutil.wait_procs(init.children()[0].children(recursive=True), timeout=5)
    assert alive == []


def test_nothing_of_a_submission_is_left_when_the_next_one_starts(zygote: Zygote, run_notebook: NotebookOf) -> None:
    run_notebook("import os, time\nfor _ in range(8):\n    if os.fork() == 0: time.sleep(600)")
    with zygote.submission() as (_, ask):
        ask({"do": "cpu", "inner": 0})  # answered when the fork is there
        assert len(psutil.Process(zygote.pid).children(recursive=True)) == 3  # and the first process of this one


def test_a_dead_zygote_is_replaced(observe: OutcomeOf) -> None:
    with Zygote.start(isolation=Isolation.WITHOUT_PROC) as zygote:
        os.kill(zygote.pid, 9)
        zygote._process.wait()  # type: ignore[union-attr]
        (observation,) = zygote.run_code("def f(x): return x", program())["value"]
        assert observation.outcome == Returned(1)


def test_a_zygote_that_is_killed_at_its_start_is_started_again() -> None:
    before, killed = set(psutil.Process().children()), []

    def kill_the_first() -> None:
        # not before Python runs in it: it warms up for a second then
        while not killed:
            for child in set(psutil.Process().children()) - before:
                with contextlib.suppress(psutil.NoSuchProcess):
                    if any("python" in p.name() for p in child.children(recursive=True)):
                        killed.append(child)
        killed[0].kill()

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    with Zygote.start() as zygote:
        killer.join()
        assert zygote.pid != killed[0].pid
        (observation,) = zygote.run_code("def f(x): return x", program())["value"]
        assert observation.outcome == Returned(1)


@pytest.mark.parametrize("level", [Isolation.WITHOUT_PROC, Isolation.NONE])
def test_a_killed_zygote_leaves_no_process_of_a_submission(level: Isolation) -> None:
    job = notebook("def f(x):\n    while True: pass", probe_after=0)

    def run() -> None:
        with contextlib.suppress(SandboxError):
            zygote.run_notebook(job)

    with Zygote.start(isolation=level) as zygote:
        running = threading.Thread(target=run)
        running.start()
        try:
            mother, *others = _until_one_loops(zygote, running)
            mother.kill()
            _, alive = psutil.wait_procs(others, timeout=5)
            for process in alive:
                process.kill()
            assert alive == []
        finally:
            running.join()


def _until_one_loops(zygote: Zygote, running: threading.Thread) -> list[psutil.Process]:
    """Wait for a snapshot that loops; return the zygote, the submission and the snapshot."""
    first = psutil.Process(zygote.pid)
    while running.is_alive():
        with contextlib.suppress(psutil.NoSuchProcess):
            found = [p for p in (first, *first.children(recursive=True)) if p.name() != "bwrap"]
            if len(found) == 3 and found[-1].cpu_times().user > 0.2:
                return found
    raise AssertionError("no snapshot was seen to loop")


def test_a_killed_worker_leaves_no_zygote() -> None:
    worker = """
import contextlib
import os
import subprocess
import sys
from autograder.sandbox import Zygote
zygote = Zygote.start(warm=False)
print(zygote.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", worker], capture_output=True, text=True, check=False, timeout=120)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(timeout=30)
    assert not psutil.pid_exists(int(done.stdout))
