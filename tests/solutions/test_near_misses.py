"""Right answers in unusual words get all points, and wrong ones that are nearly right do not, in each of two draws.

A chapter takes part by a file `tests/near_misses/<chapter>.py` with RIGHT and WRONG: (exercise, what it is) -> code
that stands behind the reference, or pairs (old, new) of text that is exchanged in it.
"""

from __future__ import annotations

import runpy
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import load_assignment
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.judging import judge
from autograder.model.draw import Draw
from autograder.sandbox import Zygote

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(p.stem for p in (ROOT / "tests" / "near_misses").glob("ch*.py"))
DRAWS = (Draw(graded=31, shown=32), Draw(graded=41, shown=42))
IMPORTS = "import math\nimport numpy as np\nimport matplotlib.pyplot as plt\n"

Answer = str | Sequence[tuple[str, str]]


def _code(key: AnswerKey, answer: Answer) -> str:
    if isinstance(answer, str):
        return f"{key.reference}\n\n{IMPORTS}{answer}"
    changed = key.reference
    for old, new in answer:
        assert changed.count(old) == 1, old
        changed = changed.replace(old, new)
    return changed


def _scores(
    key: AnswerKey, exercise: str, code: str, found: dict[Draw, dict[str, Expected]], zygote: Zygote
) -> Iterator[float]:
    """Yield the share of the points, draw by draw."""
    subject = key.exercises[exercise]
    for draw, expected in found.items():
        seen = zygote.run_code(code, program(key, subject, draw.graded))
        score = judge(subject, expected[exercise], seen, {}).score
        assert score is not None
        yield score / subject.points


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_unusual_answers_get_all_points_and_near_misses_do_not(chapter: str) -> None:
    key = load_assignment(ROOT, chapter)
    answers = runpy.run_path(str(ROOT / "tests" / "near_misses" / f"{chapter}.py"))
    with Zygote.start(key.needs) as zygote:
        found = {draw: compute_expected(key, draw, zygote, mistakes=False) for draw in DRAWS}

        def scores(name: tuple[str, str], answer: Answer) -> list[float]:
            return list(_scores(key, name[0], _code(key, answer), found, zygote))

        robbed = {name: s for name, code in answers["RIGHT"].items() if min(s := scores(name, code)) < 1}
        missed = {name: s for name, code in answers["WRONG"].items() if max(s := scores(name, code)) == 1}
    assert robbed == {}
    assert missed == {}
