"""The environment variables of a jail, and of any process whose numbers are compared with a jail's."""

from __future__ import annotations

import platform
import sys
from pathlib import Path


def jail_environment(home: str) -> dict[str, str]:
    """Return the whole environment of student code; `home` is its HOME.

    The BLAS settings fix thread count and kernel: each combination rounds a matrix product differently.
    """
    environment = {
        "HOME": home,
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
