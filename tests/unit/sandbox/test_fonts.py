"""The list of fonts that the first zygote of a machine makes, and later ones take over."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox import Zygote, fonts


def test_second_zygote_finds_the_list_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made: list[dict[str, bytes]] = []
    keep = fonts.keep
    monkeypatch.setattr(fonts, "keep", lambda found: (made.append(dict(found)), keep(found)))
    for _ in range(2):
        with Zygote.start():
            pass
    first, second = made
    assert b"DejaVu Sans" in next(iter(first.values()))
    assert second == {}
    assert fonts.kept() == first


def test_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebook-autograder").write_text("a file where the folder would be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fonts.keep({"fontlist-v1.json": b"{}"})
    assert fonts.kept() == {}
