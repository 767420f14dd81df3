"""`autograder grade --scheduler` on a Dask cluster of two workers: the same bytes as here, also when one is killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from .course import NAME, run, scores, submit

STUDENTS = 12


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, psutil.Process]]:
    """A scheduler and two workers on loopback; yields its address and the parent of the workers."""
    place, dask = tmp_path / "scheduler.json", str(Path(sys.executable).with_name("dask"))
    common = ["--no-dashboard", "--scheduler-file", str(place)]
    started = [
        subprocess.Popen([dask, *words, *common], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
        for words in (
            ["scheduler", "--host", "127.0.0.1", "--port", "0"],
            ["worker", "--nworkers", "2", "--nthreads", "1", "--local-directory", str(tmp_path / "dask")],
        )
    ]
    try:
        deadline = time.monotonic() + 120
        while not place.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        address = json.loads(place.read_text())["address"]
        from distributed import Client

        with Client(address, timeout=120) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=120)
        yield address, psutil.Process(started[1].pid)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(60)


def _graders(parent: psutil.Process) -> list[psutil.Process]:
    """Return the workers that hold a zygote."""
    found = [p for p in parent.children(recursive=True) if p.name() == "bwrap"]
    return list({p.parent().pid: p.parent() for p in found}.values())


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(
    graded_class: Path, cluster: tuple[str, psutil.Process], tmp_path: Path
) -> None:
    address, parent = cluster
    root = tmp_path / "course"
    shutil.copytree(graded_class, root, symlinks=True)
    for number in range(STUDENTS):
        submit(root, f"extra{number:02}")
    command = [str(Path(sys.executable).with_name("autograder")), "grade", NAME, "--force", "--scheduler", address]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as grading:
        assert grading.stderr is not None
        while "/" not in (line := grading.stderr.readline()):
            assert line, "it ended before anything was graded"
        _graders(parent)[0].kill()
        said, errors = grading.communicate(timeout=300)
    assert grading.returncode == 1, errors  # the class has hand-ins that nobody can grade
    assert f"{len(scores(graded_class)) + STUDENTS} graded" in said, errors
    assert _graders(parent) == [], "the run's zygotes are still there"
    for path in (graded_class / ".autograder" / NAME).glob("*/verdict.json"):
        if path.parent.name == "random":  # its code draws numbers without a seed
            continue
        assert path.read_bytes() == (root / ".autograder" / NAME / path.parent.name / "verdict.json").read_bytes()
    fixed = {student: score for student, score in scores(graded_class).items() if student != "random"}
    assert scores(root).items() >= fixed.items()


def test_a_scheduler_that_is_not_there_is_named(graded_class: Path) -> None:
    done = run(graded_class, "autograder", "grade", NAME, "--force", "--scheduler", "tcp://127.0.0.1:9", ok=(2,))
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
