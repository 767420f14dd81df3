"""The demonstration's class: every chapter has right answers, known mistakes, and the accidents of real life."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from autograder.course.samples import Sample, samples
from autograder.judge.course import load_assignment

ROOT = Path(__file__).parents[3]
CHAPTERS = sorted(p.name for p in (ROOT / "solutions").iterdir() if p.name.startswith("ch"))


@pytest.fixture(scope="module", params=CHAPTERS)
def handed_in(request: pytest.FixtureRequest) -> dict[str, Sample]:
    """One hand-in of each kind, by what it is."""
    chapter = request.param
    made = samples(load_assignment(ROOT, chapter), ROOT / "source" / chapter / f"{chapter}.ipynb", 16)
    assert len({s.student for s in made}) == 16
    return {s.what: s for s in made}


def _code(sample: Sample) -> list[str]:
    (notebook,) = (content for name, content in sample.files.items() if name.endswith(".ipynb"))
    cells = nbformat.reads(notebook.decode(), as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def test_the_accidents_are_what_they_are_called(handed_in: dict[str, Sample]) -> None:
    solved = _code(handed_in["solved like the reference"])
    assert all(map(_parses, solved))
    assert sum(not _parses(cell) for cell in _code(handed_in["a syntax error"])) == 1
    assert any("while True:\n    pass" in cell for cell in _code(handed_in["an infinite loop"]))
    assert len(_code(handed_in["a test cell deleted"])) == len(solved) - 1
    assert _code(handed_in["an empty notebook"]) == []
    assert any(cell.endswith("plt.plot([0, 1], [0, 1]);") for cell in _code(handed_in["only a figure"]))
    assert any('print("x" * 10**6)' in cell for cell in _code(handed_in["20 MB of output"]))
    assert any("(final)" in name for name in handed_in["a renamed notebook"].files)
    unsolved = [cell for cell in _code(handed_in["half done"]) if "raise NotImplementedError()" in cell]
    assert 0 < len(unsolved) < len(solved)
    assert all(cell.startswith(("def ", "class ")) and "### " not in cell for cell in unsolved)
    assert any(what.startswith("mistakes: ") for what in handed_in)


def test_nobody_hands_in_a_hidden_test(handed_in: dict[str, Sample]) -> None:
    for sample in handed_in.values():
        assert not any("check(" in cell and "autograder" in cell for cell in _code(sample))
