"""The folders of a submission."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def enter_work() -> None:
    """Go to the submission's working directory, and make it if need be."""
    home = Path(os.environ["HOME"])
    work = home.parent / "work"
    for folder in (home, work):
        folder.mkdir(parents=True, exist_ok=True)
    os.chdir(work)
    if "" not in sys.path:
        sys.path.insert(0, "")  # helper files beside the notebook, as in a kernel
