"""A large class: nothing is lost, the main process stays small, the last submission costs what the first one did."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from .course import NAME, RIGHT_GRADIENT, answer, make_course, submit

CLASS = 200
MOST_BYTES = 300 << 20
#: the program itself, which says at its end how large it was at most (in KiB, without its workers)
GRADE = """
import atexit, resource, sys
atexit.register(lambda: print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))
from autograder.cli.main import main
sys.argv[0] = "autograder"
main()
"""


@pytest.mark.long
def test_two_hundred_submissions(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    for number in range(CLASS):
        wrong = [answer("mean_gradient_solution", RIGHT_GRADIENT.replace(" / x.size", ""))] if number % 2 else []
        folder = submit(root, f"s{number:03}", *wrong)
        (folder / "notes.bin").write_bytes(bytes(1 << 20))  # what a hand-in holds must not add up in memory
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "grade", NAME, "--jobs", "2", "--json"],
        cwd=root, capture_output=True, text=True, check=False, timeout=540,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["scores"]) == CLASS
    peak = next(int(line.split()[1]) for line in done.stderr.splitlines() if line.startswith("peak "))
    assert peak * 1024 < MOST_BYTES
    marks = sorted((root / ".autograder" / NAME).glob("s*/seconds.json"), key=lambda path: path.stat().st_mtime_ns)
    # what the main process writes: the stages that could grow with the gradebook
    spent = [sum(json.loads(p.read_bytes()).get(stage, 0.0) for stage in ("files", "database")) for p in marks]
    first, last = (statistics.median(part) for part in (spent[:50], spent[-50:]))
    assert last < 2 * first + 0.005
