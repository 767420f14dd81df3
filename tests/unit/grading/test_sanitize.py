"""Outputs are stored without anything that a browser would execute."""

from __future__ import annotations

import pytest

from autograder.grading.sanitize import harmless_outputs


def _shown(kind: str, content: str) -> dict[str, object]:
    (output,) = harmless_outputs(({"output_type": "display_data", "data": {kind: content}, "metadata": {}},))
    return dict(output["data"])


@pytest.mark.parametrize(
    "kind", ["application/javascript", "image/svg+xml", "application/vnd.jupyter.widget-view+json"]
)
def test_active_representations_are_dropped(kind: str) -> None:
    assert kind not in _shown(kind, "alert(1)")


@pytest.mark.parametrize(
    "content", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>"]
)
def test_html_keeps_no_script(content: str) -> None:
    cleaned = str(_shown("text/html", f"<b>kept</b>{content}"))
    assert "<b>kept</b>" in cleaned
    assert not any(word in cleaned for word in ("<script", "onerror", "javascript:"))


def test_pictures_and_text_stay() -> None:
    assert _shown("image/png", "aGk=") == {"image/png": "aGk="}
    assert _shown("text/plain", "<b>") == {"text/plain": "<b>"}
