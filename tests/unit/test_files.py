"""Files that are whole at every moment, and locks that die with their holder."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from autograder.errors import DiskError, GraderError, UsageError
from autograder.files import SCRATCH, locked, move_folder, scratch_folder, speaking_of, sweep, write_whole


def test_a_file_is_replaced_in_one_step_with_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "file"
    write_whole(place, b"old")
    write_whole(place, b"new", private=True)
    assert place.read_bytes() == b"new"
    assert place.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in place.parent.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "file"
    write_whole(place, b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="No space left on device"):
        write_whole(place, b"new")
    assert place.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.EROFS, DiskError), (errno.EDQUOT, DiskError), (errno.EACCES, GraderError)]
)
def test_only_what_concerns_the_disk_stops_a_run(number: int, kind: type[GraderError]) -> None:
    with pytest.raises(GraderError) as caught, speaking_of(Path("place")):
        raise OSError(number, "no", "there")
    assert type(caught.value) is kind
    assert "there: cannot be written (no)" in str(caught.value)


def test_a_folder_is_moved_over_another_one(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a").touch()
    (tmp_path / "old").mkdir(mode=0o700)
    (tmp_path / "old" / "b").touch()
    (tmp_path / "old").chmod(0o500)
    move_folder(tmp_path / "new", tmp_path / "old", tmp_path / "aside")
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["old", "old/a"]


def test_a_link_in_place_of_a_folder_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "place").symlink_to(tmp_path / "precious")
    (tmp_path / "new").mkdir()
    move_folder(tmp_path / "new", tmp_path / "place", tmp_path / "aside")
    assert (tmp_path / "precious").is_dir()
    assert not (tmp_path / "place").is_symlink()


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    with scratch_folder(tmp_path, SCRATCH) as kept:
        (tmp_path / f"{SCRATCH}file").touch()
        (tmp_path / f"{SCRATCH}folder" / "deep").mkdir(parents=True)
        (tmp_path / "verdict.json").touch()
        sweep(tmp_path, SCRATCH)
        assert not kept.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["verdict.json"]
    sweep(tmp_path / "not there", SCRATCH)


def test_a_lock_excludes_other_processes_and_ends_with_its_holder(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        with locked(tmp_path / "lock"):
            os.write(writing, b"x")
            signal.pause()
        os._exit(0)
    os.read(reading, 1)
    with pytest.raises(UsageError, match="somebody is at it"), locked(tmp_path / "lock", "somebody is at it"):
        pass
    os.kill(pid, signal.SIGKILL)
    with locked(tmp_path / "lock"):
        os.waitpid(pid, 0)
    with locked(tmp_path / "lock", "somebody is at it"):
        pass
