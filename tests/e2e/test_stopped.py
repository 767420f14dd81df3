"""Ctrl-C, a closed terminal and SIGTERM: exit 128 + signal, one line, nothing left running, nothing recorded lost."""

from __future__ import annotations

import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from .course import NAME, run, scores
from .killing import integrity, left_behind, scratch_files, send, start

_COMMANDS = (
    ("feedback", NAME),
    ("report", NAME),
    ("explain", NAME, "undivided", "mean_gradient"),
    ("verify", NAME),
    ("sync", "--check"),
    ("doctor",),
    ("bench", NAME),
    ("new-exercise", NAME, "another"),
)


@pytest.fixture
def copied(graded_class: Path, tmp_path: Path) -> Path:
    root = tmp_path / "course"
    shutil.copytree(graded_class, root, symlinks=True)
    return root


def _in_order(said: str, status: int, number: int) -> None:
    lines = [line for line in said.splitlines() if line.startswith("stopped")]
    assert (status, len(lines)) == (128 + number, 1), said
    assert "Traceback" not in said
    assert "rror" not in said.replace("Errored", ""), said


@pytest.mark.parametrize(
    ("number", "group"), [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGHUP, True)]
)
def test_a_run_that_is_stopped_goes_on_where_it_ended(copied: Path, number: int, group: bool) -> None:
    before, since = scores(copied), time.time()
    command = start(copied, "grade", NAME, "--jobs", "2", "--force")
    command.await_text("/")
    time.sleep(random.uniform(0, 0.3))
    send(command, number, group=group)
    status = command.wait(20)
    _in_order(command.output(), status, number)
    assert left_behind(since) == []
    assert integrity(copied) == "ok"
    assert scores(copied) == before
    run(copied, "autograder", "grade", NAME, "--jobs", "2", ok=(1,))
    assert scores(copied) == before
    assert scratch_files(copied) == []


@pytest.mark.parametrize("group", [True, False])
def test_a_run_can_be_stopped_while_it_prepares(copied: Path, group: bool) -> None:
    since = time.time()
    (copied / ".autograder" / NAME / "expected.bin").unlink()
    command = start(copied, "grade", NAME, "--force")
    command.await_handlers()
    time.sleep(random.uniform(0, 1.0))
    send(command, signal.SIGINT, group=group)
    status = command.wait(20)
    _in_order(command.output(), status, signal.SIGINT)
    assert left_behind(since) == []


def test_every_command_can_be_stopped_at_any_moment(copied: Path) -> None:
    since = time.time()
    for number, arguments in enumerate(_COMMANDS):
        command = start(copied, *arguments)
        command.await_handlers()
        time.sleep(random.uniform(0, 0.3))
        send(command, signal.SIGINT, group=number % 2 == 0)
        status = command.wait(20)
        if status in (0, 1):  # it was through before
            assert "Traceback" not in command.output()
            continue
        _in_order(command.output(), status, signal.SIGINT)
    assert left_behind(since) == []
    assert integrity(copied) == "ok"
