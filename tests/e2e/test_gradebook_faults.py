"""A gradebook that is locked, damaged or away, and a disk that is full or read-only: one line, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.files import locked

from .course import NAME, run, scores, submit
from .killing import integrity, scratch_files, start

_ONE = ("grade", NAME, "--student", "undivided", "--force")


@pytest.fixture
def course(graded_class: Path, tmp_path: Path) -> Path:
    root = tmp_path / "course"
    shutil.copytree(graded_class, root, symlinks=True)
    return root


def _refused(root: Path, *said: str) -> None:
    done = run(root, "autograder", *_ONE, ok=(2,))
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    for words in said:
        assert words in lines[0]


def test_a_locked_gradebook_is_waited_for(course: Path) -> None:
    before = scores(course)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        command = start(course, *_ONE)
        command.await_text("s for the gradebook")
        other.execute("COMMIT")
    assert command.wait() == 0, command.output()
    assert "1 graded" in command.output()
    assert scores(course) == before


def test_a_gradebook_that_stays_locked_is_one_line(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.AutograderGradebook.wait = 0\n")
    with contextlib.closing(sqlite3.connect(course / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        _refused(course, "database is locked", "close what locks it", "run the same command again")


def test_a_gradebook_that_is_no_database_or_knows_no_assignment_is_one_line(course: Path) -> None:
    gradebook = course / "gradebook.db"
    gradebook.write_bytes(b"garbage" * 1000)
    _refused(course, "not a database", "restore the gradebook from a backup")
    gradebook.write_bytes(b"")
    _refused(course, f"does not know {NAME}", f"run `nbgrader generate_assignment --force {NAME}`")
    gradebook.unlink()
    _refused(course, "there is no gradebook", "nbgrader generate_assignment")


def test_damaged_records_are_made_again_and_a_damaged_draw_is_named(course: Path) -> None:
    before, folder = scores(course), course / ".autograder" / NAME
    verdict = (folder / "undivided" / "verdict.json").read_bytes()
    (folder / "undivided" / "verdict.json").write_bytes(b"{")
    (folder / "expected.bin").write_bytes(b"garbage")
    (folder / "rewritten" / "done").write_bytes(b"\xff")
    shutil.rmtree(course / "autograded" / "tagged")
    (folder / "undivided" / ".writing-left").touch()
    done = run(course, "autograder", "grade", NAME, "--student", "[urt][ena]*", ok=(0, 1))
    assert "3 graded" in done.stdout
    assert (folder / "undivided" / "verdict.json").read_bytes() == verdict
    assert scores(course) == before
    assert scratch_files(course) == []
    (folder / "draw.json").write_text("{}")
    _refused(course, "draw.json", "--redraw")


@pytest.fixture
def small_disk(graded_class: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the course on a file system of 24 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        root = place / "course"
        shutil.copytree(graded_class, root, symlinks=True)
        yield root
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def _fill(root: Path) -> Path:
    filler = root / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            continue
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - 24576))
    return filler


def test_a_full_disk_stops_the_run_and_nothing_recorded_is_lost(small_disk: Path) -> None:
    before = scores(small_disk)
    submit(small_disk, "newcomer")
    filler = _fill(small_disk)
    done = run(small_disk, "autograder", "grade", NAME, "--student", "[nu][en]*", "--force", ok=(1, 2))
    said = [line for line in done.stderr.splitlines() if "free" in line]
    assert len(said) == 1, done.stderr
    assert "No space left" in said[0] or "disk is full" in said[0]
    assert "Traceback" not in done.stderr
    assert scores(small_disk) == before
    filler.unlink()
    assert integrity(small_disk) == "ok"
    for student in ("undivided", "newcomer"):
        assert (small_disk / "autograded" / student).exists() == (student in before)
    run(small_disk, "autograder", "grade", NAME, "--student", "[nu][en]*")
    assert scores(small_disk) == before | {"newcomer": {"mean_gradient": 5.0, "descend": 3.0, "double": 2.0}}
    assert scratch_files(small_disk) == []


def test_a_read_only_disk_is_one_line(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk.parent], check=True)
    _refused(small_disk, "Read-only file system", "make it writable")


@contextlib.contextmanager
def _unwritable(folder: Path) -> Iterator[None]:
    """Take away the right to change a folder, also from root."""
    if os.getuid() != 0:
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    done = subprocess.run(["chattr", "+i", folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"root can write everywhere here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", folder], check=True)


def test_a_folder_that_cannot_be_written_is_one_line_and_the_others_are_graded(course: Path) -> None:
    before, chosen = scores(course), ("grade", NAME, "--student", "[u][n]*", "--force")
    submit(course, "under")
    with _unwritable(course / "autograded" / "undivided"):
        done = run(course, "autograder", *chosen, "--jobs", "2", ok=(1,))
    (line,) = [line for line in done.stderr.splitlines() if "undivided" in line and "not graded" in line]
    assert "cannot be written (Operation not permitted)" in line or "Permission denied" in line
    assert "make the folder writable" in line
    assert "1 graded, 0 unchanged, 1 ungradable" in done.stdout
    assert scores(course)["under"] == {"mean_gradient": 5.0, "descend": 3.0, "double": 2.0}
    assert scores(course)["undivided"] == before["undivided"]
    assert scratch_files(course) == []
    again = run(course, "autograder", *chosen[:-1])
    assert "1 graded, 1 unchanged" in again.stdout


def test_a_second_run_at_the_same_time_is_refused(course: Path) -> None:
    with locked(course / ".autograder" / NAME / "run.lock"):
        _refused(course, "another run is grading it", "wait for it to end")
    run(course, "autograder", *_ONE)
