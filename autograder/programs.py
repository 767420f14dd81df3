"""Programs of the environment that runs, which nbgrader calls by name."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def find_programs() -> None:
    """Let them be found where the environment is not activated: for a new gradebook nbgrader calls `alembic`."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", os.defpath)])
