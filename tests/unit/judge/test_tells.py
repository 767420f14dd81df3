"""What an exercise whose probes hold a piece of another one's answer may not be."""

from __future__ import annotations

from dataclasses import replace

from autograder.judge.consistency import contradictions
from autograder.judge.course import AnswerKey
from autograder.judge.exercise import OnDevice


def _said(key: AnswerKey, *, device: bool) -> list[str]:
    first, second, *_ = key.exercises.values()
    aspects = [replace(first.aspects[0], device=OnDevice() if device else None), *first.aspects[1:]]
    teller = replace(first, tells=(second.name,), aspects=aspects)
    return [str(error) for _, error in contradictions(key, [teller, *list(key.exercises.values())[1:]])]


def test_it_may_tell(key: AnswerKey) -> None:
    assert not _said(key, device=False)


def test_it_has_no_families_for_the_device(key: AnswerKey) -> None:
    """What the device gives is compared with the shown draw, which does not run where all is right."""
    (said,) = _said(key, device=True)
    assert "families for the device" in said
