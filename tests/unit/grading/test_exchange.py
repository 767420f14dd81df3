"""What the grader sees of nbgrader's exchange, and what it takes from there."""

from __future__ import annotations

import contextlib
import os
import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.errors import SubmissionError, UsageError
from autograder.grading import exchange
from autograder.grading.course import Course, open_course
from autograder.grading.exchange import Inbox, SafeCollect, copy_own_files
from autograder.grading.submission import MAX_FILE_BYTES, read_submission

EARLY, LATE = "2026-01-31 10:00:00.000000 UTC", "2026-01-31 11:00:00.000000 UTC"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with an exchange of its own, to which an assignment `a` was released."""
    for folder in ("course/source/a", "exchange/demo/inbound", "exchange/demo/outbound", "exchange/demo/feedback"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "course/nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(tmp_path / 'exchange')!r}\nc.CourseDirectory.course_id = 'demo'\n"
    )
    return open_course(tmp_path / "course")


def _hand_in(course: Course, name: str, stamp: str = "", secret: str = "s" * 128) -> Path:
    folder = course.root.parent / "exchange/demo/inbound" / name
    folder.mkdir()
    (folder / "a.ipynb").write_text("{}")
    (folder / "timestamp.txt").write_text(stamp or name.split("+")[2])
    if secret:
        (folder / "submission_secret.txt").write_text(secret)
    return folder


def test_of_each_student_the_newest_hand_in_counts(course: Course) -> None:
    for name in (f"ada+a+{LATE}+x", f"ada+a+{EARLY}+y", f"zoe+a+{EARLY}", f"zoe+b+{LATE}+z", f"c+d+a+{EARLY}+w"):
        _hand_in(course, name)
    found = Inbox(course, "a").newest()
    assert {(name, arrival.stamp) for name, arrival in found.items()} == {
        ("ada", LATE),
        ("zoe", EARLY),
        ("c+d", EARLY),
    }
    assert found["ada"].when == datetime(2026, 1, 31, 11)


@pytest.mark.parametrize("name", ["ada+a+yesterday+x", f"+a+{EARLY}+x", f"a*+a+{EARLY}+x", "ada+a", f"ada+A+{EARLY}+x"])
def test_folders_that_nbgrader_would_not_make_are_no_arrivals(course: Course, name: str) -> None:
    _hand_in(course, name, EARLY)
    assert Inbox(course, "a").newest() == {}


def test_a_link_or_a_file_is_no_arrival(course: Course) -> None:
    inbound = course.root.parent / "exchange/demo/inbound"
    (inbound / f"ada+a+{EARLY}+x").symlink_to(course.root)
    (inbound / f"zoe+a+{EARLY}+x").write_text("")
    assert Inbox(course, "a").newest() == {}


def test_a_hand_in_is_whole_with_its_secret_or_after_some_quiet(course: Course) -> None:
    inbox, now = Inbox(course, "a"), time.time()
    _hand_in(course, f"ada+a+{EARLY}+x")
    _hand_in(course, f"cut+a+{EARLY}+x", secret="s" * 60)
    old = _hand_in(course, f"old+a+{EARLY}", secret="")
    found = inbox.newest()
    assert inbox.is_whole(found["ada"], now)
    for student in ("cut", "old"):
        assert not inbox.is_whole(found[student], now)
        assert inbox.is_whole(found[student], now + 60)
    (old / "timestamp.txt").unlink()
    assert not inbox.is_whole(found["old"], now + 60)


def test_a_hand_in_is_collected_with_its_time(course: Course) -> None:
    inbox = Inbox(course, "a")
    _hand_in(course, f"ada+a+{EARLY}+x")
    assert inbox.collected("ada") is None
    inbox.collect("ada")
    assert (course.root / "submitted/ada/a/a.ipynb").read_text() == "{}"
    assert inbox.collected("ada") == inbox.newest()["ada"].when
    _hand_in(course, f"ada+a+{LATE}+y")
    inbox.collect("ada")
    assert inbox.collected("ada") == inbox.newest()["ada"].when


def test_collecting_follows_no_link_and_a_folder_of_another_shape_stops_nobody(course: Course) -> None:
    secret = course.root / "source/a/key.txt"
    secret.write_text("the answer")
    folder = _hand_in(course, f"ada+a+{EARLY}+x")
    (folder / "link.txt").symlink_to(secret)
    (folder / "sub").symlink_to(secret.parent)
    (folder.parent / f"ada+a+{LATE[:10]}+nonsense+x").mkdir()
    Inbox(course, "a").collect("ada")
    taken = sorted(p.name for p in (course.root / "submitted/ada/a").rglob("*"))
    assert taken == ["a.ipynb", "submission_secret.txt", "timestamp.txt"]


def test_a_course_may_have_a_collector_of_its_own(course: Course) -> None:
    assert isinstance(Inbox(course, "a")._collector(), SafeCollect)


def test_what_cannot_be_collected_is_one_line(course: Course) -> None:
    _hand_in(course, f"ada+a+{EARLY}+x")
    (course.root / "submitted").write_text("in the way")
    with pytest.raises(SubmissionError, match=r"ada/a: cannot be collected .*inbound"):
        Inbox(course, "a").collect("ada")


def test_an_exchange_that_is_not_there_is_named_with_the_remedy(course: Course) -> None:
    (course.root.parent / "exchange/demo/inbound").rmdir()
    with pytest.raises(UsageError, match=r"no folder .*inbound.*release_assignment a"):
        Inbox(course, "a")
    course.config.CourseDirectory.course_id = ""
    with pytest.raises(UsageError, match="course_id"):
        Inbox(course, "a")


def test_own_files_are_copied_and_pipes_are_not_waited_for(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "data").mkdir(parents=True)
    (source / "data/x.csv").write_text("1,2")
    os.mkfifo(source / "pipe")
    (source / "dangling").symlink_to(tmp_path / "nowhere")
    copy_own_files(source, target)
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*")) == ["data", "data/x.csv"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to somebody else")
def test_files_of_somebody_else_are_not_copied(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for name, owner in (("mine", 60417), ("other", 60418)):
        (source / name).write_text(name)
        os.chown(source / name, owner, -1)
    os.chown(source, 60417, -1)
    copy_own_files(source, target)
    assert [p.name for p in target.iterdir()] == ["mine"]


def test_a_hand_in_in_the_name_of_another_account_is_not_taken(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    _hand_in(course, f"ada+a+{EARLY}+x")
    forged = _hand_in(course, f"ada+a+{LATE}+y")
    (forged / "a.ipynb").write_text("forged")
    monkeypatch.setattr(exchange.pwd, "getpwnam", lambda name: SimpleNamespace(pw_uid=5001))
    monkeypatch.setattr(exchange, "_owner", lambda folder: 5002 if folder.name.endswith("+y") else 5001)
    inbox = Inbox(course, "a")
    assert inbox.newest()["ada"].stamp == EARLY
    inbox.collect("ada")
    assert (course.root / "submitted/ada/a/a.ipynb").read_text() == "{}"
    course.config.ExchangeCollect.check_owner = False
    assert Inbox(course, "a").newest()["ada"].stamp == LATE


def test_one_hand_in_that_cannot_be_collected_keeps_nobody_elses_back(course: Course) -> None:
    for name in (f"...+a+{EARLY}+x", f"bad+a+{EARLY}+x", f"deep+a+{EARLY}+x", f"zoe+a+{EARLY}+x", f"..+a+{EARLY}+x"):
        _hand_in(course, name)
    inbound = course.root.parent / "exchange/demo/inbound"
    deep = inbound / f"deep+a+{EARLY}+x"
    with contextlib.chdir(deep):
        for _ in range(300):
            os.mkdir("d")
            os.chdir("d")
    (inbound / f"bad+a+{EARLY}+x/timestamp.txt").unlink()
    (inbound / f"bad+a+{EARLY}+x/timestamp.txt").mkdir()
    (course.root / "submitted/bad").mkdir(parents=True)
    Inbox(course, "a")._collector().start()
    assert sorted(p.name for p in (course.root / "submitted").iterdir()) == ["bad", "deep", "zoe"]
    assert not (course.root / "a").exists()
    for student in ("bad", "zoe"):
        assert (course.root / "submitted" / student / "a/timestamp.txt").read_text() == EARLY
    with pytest.raises(SubmissionError, match="folders within folders"):
        read_submission(course, "a", "deep", "a")


def test_a_huge_hand_in_is_not_copied_whole_and_refused(course: Course) -> None:
    with (_hand_in(course, f"ada+a+{EARLY}+x") / "hole.bin").open("wb") as file:
        file.truncate(1 << 40)
    course.config.CourseDirectory.max_file_size = course.config.CourseDirectory.max_dir_size = 1_000_000
    Inbox(course, "a").collect("ada")
    assert (course.root / "submitted/ada/a/hole.bin").stat().st_size == 2 * MAX_FILE_BYTES
    with pytest.raises(SubmissionError, match="100 MB"):
        read_submission(course, "a", "ada", "a")


def test_a_time_that_is_none_is_no_time(course: Course) -> None:
    place = course.root / "submitted/ada/a"
    place.mkdir(parents=True)
    for nonsense in (b"yesterday", b"\xff", b"1" * 10_000, b"", b"99999-01-01"):
        (place / "timestamp.txt").write_bytes(nonsense)
        assert Inbox(course, "a").collected("ada") is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # nbgrader leaves a file open
def test_pages_are_released_although_one_student_has_no_time_or_a_folder_for_a_page(course: Course) -> None:
    for student in ("ada", "bad", "odd", "zoe"):
        place = course.root / "feedback" / student / "a"
        place.mkdir(parents=True)
        (place / "a.html").write_text(student)
        (place / "submission_secret.txt").write_text(student)
        (place / "timestamp.txt").write_text(EARLY)
    (course.root / "feedback/bad/a/timestamp.txt").unlink()
    (course.root / "feedback/odd/a/0.html").mkdir()
    release = exchange.SafeRelease(coursedir=Inbox(course, "a")._directory, config=course.config)
    release.start()
    released = {p.read_text() for p in (course.root.parent / "exchange/demo/feedback").glob("*.html")}
    assert {"ada", "zoe"} <= released
    assert "bad" not in released
