"""A second spelling of each mistake, which the judge has never seen, is recognised; never as another mistake.

At least 90 % of the course's second spellings get the diagnosis of their mistake, and none gets a wrong one.
"""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import load_assignment
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.judging import judge
from autograder.model.draw import Draw
from autograder.model.verdict import Status
from autograder.sandbox import Zygote

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(p.stem for p in (ROOT / "tests" / "second_spellings").glob("ch*"))
DRAW = Draw(graded=77, shown=78)
SHARE_RECOGNISED = 0.9


def _diagnosis(key: AnswerKey, found: Expected, code: str, zygote: Zygote) -> tuple[Status, str | None]:
    subject = key.exercises[found.exercise]
    seen = zygote.run_code(f"{key.reference}\n\n{code}\n", program(key, subject, DRAW.graded))
    verdict = judge(subject, found, seen, {})
    return verdict.status, str(verdict.diagnosis.rationale) if verdict.diagnosis else None


#: a mistake's name, or its exercise and its name
Name = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the judge said of one chapter's second spellings, by the mistakes' names."""

    count: int
    unnoticed: list[Name]
    unrecognised: list[Name]
    wrong: list[tuple[Name, str]]


@functools.cache
def _measured(chapter: str) -> Measured:
    key = load_assignment(ROOT, chapter)
    spellings = importlib.import_module(f"tests.second_spellings.{chapter}").SECOND
    # A name alone will do where no other exercise of the chapter has a mistake of that name.
    by_name = {m.name: m for m in key.mistakes} | {(m.exercise, m.name): m for m in key.mistakes}
    assert set(spellings) <= set(by_name), set(spellings) - set(by_name)
    found = Measured(len(spellings), [], [], [])
    with Zygote.start(key.needs) as zygote:
        expected = compute_expected(key, DRAW, zygote)
        for name, code in spellings.items():
            status, said = _diagnosis(key, expected[by_name[name].exercise], code, zygote)
            if status is not Status.FAILED:
                found.unnoticed.append(name)
            elif said is None:
                found.unrecognised.append(name)
            elif said != str(by_name[name].rationale):
                found.wrong.append((name, said))
    return found


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_second_spelling_passes_or_gets_a_wrong_diagnosis(chapter: str) -> None:
    found = _measured(chapter)
    assert found.unnoticed == []
    assert found.wrong == []


def test_nine_of_ten_second_spellings_are_recognised() -> None:
    every = [_measured(chapter) for chapter in CHAPTERS]
    unrecognised = [name for found in every for name in found.unrecognised]
    assert len(unrecognised) <= (1 - SHARE_RECOGNISED) * sum(found.count for found in every), unrecognised
