"""What is said where no zygote comes to life: a refused namespace is one thing, a process that just ends another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.errors import IsolationError, SandboxError
from autograder.sandbox import Zygote


def _instead_of_bubblewrap(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = folder / "bwrap"
    place.write_text(f"#!/bin/sh\necho started >> {folder}/starts\n{script}\n")
    place.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder / "starts"


def test_a_refused_namespace_is_told_in_bubblewraps_words_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = _instead_of_bubblewrap(
        tmp_path, "echo 'bwrap: No permissions to create a namespace' >&2; exit 1", monkeypatch
    )
    with pytest.raises(IsolationError, match="No permissions to create a namespace"):
        Zygote.start(warm=False)
    assert starts.read_text() == "started\n"


def test_an_end_without_a_word_is_tried_once_more_and_not_called_missing_isolation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = _instead_of_bubblewrap(tmp_path, "kill -9 $$", monkeypatch)
    with pytest.raises(SandboxError, match="without a word") as raised:
        Zygote.start(warm=False)
    assert not isinstance(raised.value, IsolationError)
    assert "doctor" in str(raised.value)
    assert starts.read_text() == "started\nstarted\n"
