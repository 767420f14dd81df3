"""`autograder watch` with a real exchange: students submit and fetch with nbgrader's own commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.grading.store import OWN_FILES

from .course import NAME, RIGHT_GRADIENT, Change, answer, make_course, run, scores, solved

UNDIVIDED = RIGHT_GRADIENT.replace(" / x.size", "")


class Watching:
    """A running `autograder watch --json`."""

    def __init__(self, root: Path, *options: str) -> None:
        binary = Path(sys.executable).with_name("autograder")
        command = [str(binary), "watch", NAME, "--json", *options]
        self._process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
        assert self.next()["event"] == "watching"

    def next(self) -> dict[str, Any]:
        """Return the next event; nbgrader notes that all these hand-ins are of one owner."""
        assert self._process.stdout is not None
        while True:
            line = self._process.stdout.readline()
            assert line, f"watch ended with {self._process.wait()}"
            found: dict[str, Any] = json.loads(line)
            if found["event"] != "note":
                return found

    def interrupt(self) -> int:
        """Press Ctrl-C; return the exit status."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def close(self) -> None:
        """End it, whatever became of the test."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Student:
    """A student's own folder, with the exchange that everybody shares."""

    def __init__(self, folder: Path, exchange: Path, name: str) -> None:
        self._folder, self._name = folder, name
        (folder / NAME).mkdir(parents=True)
        (folder / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\nc.Exchange.cache = {str(folder / 'cache')!r}\n"
            "c.CourseDirectory.course_id = 'derivatives'\n"
        )

    def submit(self, *changes: Change) -> None:
        """Hand in the solved notebook, with changes made."""
        notebook = solved()
        for change in changes:
            change(notebook)
        nbformat.write(notebook, self._folder / NAME / f"{NAME}.ipynb")
        run(self._folder, "nbgrader", "submit", NAME, "--student", self._name)

    def pages(self) -> list[str]:
        """Fetch the feedback, and return the pages by the time of their hand-in."""
        run(self._folder, "nbgrader", "fetch_feedback", NAME, "--student", self._name)
        return [p.read_text() for p in sorted((self._folder / NAME / "feedback").rglob("*.html"))]


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    folder = tmp_path / "exchange"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


@pytest.fixture
def course(tmp_path: Path, exchange: Path) -> Path:
    root = make_course(tmp_path / "course", f"c.Exchange.root = {str(exchange)!r}")
    run(root, "nbgrader", "release_assignment", NAME)
    return root


@pytest.fixture
def watching(course: Path) -> Iterator[Watching]:
    found = Watching(course, "--interval", "3600")
    yield found
    found.close()


def once(root: Path, *options: str, ok: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
    """Let `watch` grade what has arrived, and return its events."""
    done = run(root, "autograder", "watch", NAME, "--json", "--once", *options, ok=ok)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return [event for event in events if event["event"] != "note"]


def test_a_hand_in_is_graded_on_arrival_and_limits_hold_over_a_restart(
    course: Path, exchange: Path, watching: Watching, tmp_path: Path
) -> None:
    ada, bob = (Student(tmp_path / name, exchange, name) for name in ("ada", "bob"))
    ada.submit(answer("mean_gradient_solution", UNDIVIDED))
    graded = watching.next()
    assert (graded["event"], graded["student"], graded["score"]) == ("graded", "ada", 8.0)
    (page,) = ada.pages()
    assert "not divided by n" in page

    ada.submit()
    assert watching.next()["event"] == "refused"
    first, second = ada.pages()
    assert first == page
    assert "will be graded after" in second
    assert watching.interrupt() == 130

    # a link to the answer key, put there without nbgrader
    bob.submit()
    link = next((exchange / "derivatives" / "inbound").glob("bob+*")) / "gift.txt"
    link.symlink_to(course / "solutions" / NAME / "reference.py")
    held = once(course, "--interval", "3600")
    assert [e["student"] for e in held if e["event"] == "graded"] == ["bob"]
    assert not (course / "submitted" / "bob" / NAME / "gift.txt").exists()

    later = once(course)
    assert [(e["student"], e["score"]) for e in later if e["event"] == "graded"] == [("ada", 10.0)]
    assert "mean_gradient" in ada.pages()[1]
    assert scores(course)["ada"]["mean_gradient"] == 5.0
    assert [e["event"] for e in once(course)] == ["watching"]
    assert {p.name for p in (course / ".autograder" / NAME).iterdir() if p.is_file()} <= OWN_FILES


def test_odd_hand_ins_are_told_and_stop_nobody(course: Path, exchange: Path, tmp_path: Path) -> None:
    inbound = exchange / "derivatives" / "inbound"
    (inbound / f"bob+{NAME}+yesterday+xyz").mkdir()
    ada, bob = (Student(tmp_path / name, exchange, name) for name in ("ada", "bob"))
    ada.submit()
    (next(inbound.glob("ada+*")) / f"{NAME}.ipynb").write_text("{oops")
    bob.submit()
    Student(tmp_path / "lock", exchange, "watch.lock").submit()
    events = once(course, ok=(1,))
    assert [(e["event"], e["student"]) for e in events if e["student"]] == [
        ("ungradable", "ada"),
        ("graded", "bob"),
        ("graded", "watch.lock"),
    ]
    assert "could not be graded" in ada.pages()[0]
    assert [e["event"] for e in once(course)] == ["watching"]


def test_a_watch_without_an_exchange_says_what_to_do(tmp_path: Path, exchange: Path) -> None:
    root = make_course(tmp_path / "course", f"c.Exchange.root = {str(exchange)!r}")
    done = run(root, "autograder", "watch", NAME, ok=(2,))
    assert "nbgrader release_assignment" in done.stderr
    assert os.listdir(exchange) == []
