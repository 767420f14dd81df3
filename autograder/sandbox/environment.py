"""The environment variables of a jail, and of any process whose numbers are compared with a jail's."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

_FOLDER = "autograder-"


def jail_environment(home: str) -> dict[str, str]:
    """Return the whole environment of student code; `home` is its HOME.

    The BLAS settings fix thread count and kernel: each combination rounds a matrix product differently.
    """
    environment = {
        "HOME": home,
        # the jail's user has no passwd entry, so `getpass.getuser()` asks for these
        "LOGNAME": "student",
        "USER": "student",
        "LANG": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TERM": "xterm-color",
    }
    if _has_avx2():
        environment["OPENBLAS_CORETYPE"] = "Haswell"
    return environment


def _has_avx2() -> bool:
    if platform.machine() != "x86_64":
        return False
    try:
        return " avx2" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def own_folder() -> str:
    """Return a new temporary folder of this process, after removing those of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdigit() and folder.stat().st_uid == os.getuid() and not _lives(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
