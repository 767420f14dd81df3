"""The answer key loads, and whatever is wrong in it is said with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import assignments, load_assignment

COURSE = Path(__file__).parent / "course"
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Return a function that copies the tiny course and replaces a piece of one file."""

    def copied(file: str, old: str, new: str) -> Path:
        shutil.copytree(COURSE, tmp_path / "c", ignore=shutil.ignore_patterns("__pycache__"))
        path = tmp_path / "c" / "solutions" / "ch00_tiny" / file
        content = path.read_text()
        assert old in content
        path.write_text(content.replace(old, new, 1))
        return tmp_path / "c"

    return copied


def test_the_key_has_everything(key: AnswerKey) -> None:
    assert assignments(COURSE) == ["ch00_tiny"]
    assert list(key.exercises) == ["mean_gradient", "descend"]
    assert [m.name for m in key.mistakes_of("descend")] == ["ascent"]
    assert len(key.fingerprint) == 64


def test_the_fingerprint_changes_with_any_file(edit: Edit, key: AnswerKey) -> None:
    assert load_assignment(edit("probes.py", "return x\n", "return  x\n"), "ch00_tiny").fingerprint != key.fingerprint


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("exercises.py", 'probe="purity"', 'probe="purty"', "'purty', which solutions/ch00_tiny/probes.py does not"),
        ("exercises.py", '"V": 2, "P": 1, "R"', '"V": 3, "P": 0, "Q"', "do not sum"),
        ("exercises.py", 'Exercise("descend", 3', 'Exercise("descent", 3', "does not define 'descent'"),
        ("exercises.py", "EXERCISES = [", "EXERCISES = [1, ", "no list EXERCISES"),
        ("exercises.py", "EXACT = ", "EXACT = 1 / 0\nEXACT = ", "division by zero (solutions/ch00_tiny/"),
        ("mistakes.py", '"descend",', '"ascend",', "unknown exercise 'ascend'"),
        ("mistakes.py", '["errors"]', '["erors"]', "names ['erors']"),
        ("mistakes.py", '["errors"]', "[]", "no aspect"),
        ("mistakes.py", "x.ndim != 1", "x.ndim == 1", "occurs 0 times"),
        ("mistakes.py", '("x.ndim != 1", "False")', '("x", "y")', "times in the definition of mean_gradient"),
        ("mistakes.py", '("x.ndim != 1", "False")', '("x.ndim != 1", "(")', "correct `new`"),
        ("mistakes.py", '"no check"', '"in place"', "there twice"),
        ("reference.py", "import numpy", "import numpy numpy", "reference.py, line"),
        ("alternatives.py", "return np.array(", "return np.array((", "alternative 'loop', line"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(edit: Edit, file: str, old: str, new: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        load_assignment(edit(file, old, new), "ch00_tiny")
    assert words in str(caught.value)


def test_a_long_file_may_be_a_package(tmp_path: Path) -> None:

    shutil.copytree(COURSE, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "solutions" / "ch00_tiny"
    (folder / "exercises").mkdir()
    (folder / "exercises.py").rename(folder / "exercises" / "tiny.py")
    (folder / "exercises" / "__init__.py").write_text("from solutions.ch00_tiny.exercises.tiny import EXERCISES\n")
    for _ in range(2):  # families are added while the modules run: a second time must start anew
        assert list(load_assignment(tmp_path, "ch00_tiny").exercises) == ["mean_gradient", "descend"]
        (folder / "exercises" / "__init__.py").write_text(
            "from solutions.ch00_tiny.exercises.tiny import EXERCISES\n"
            "first, second = EXERCISES\n"
            "exact = first.aspects[0].compare\n"
            "first.family('again', 'V', first.title, probe='purity', compare=exact)(lambda rng: [])\n"
        )
    assert assignments(tmp_path) == ["ch00_tiny"]
    assert load_assignment(tmp_path, "ch00_tiny").exercises["mean_gradient"].aspects[-1].name == "again"


def test_an_unknown_assignment_is_a_course_error() -> None:
    with pytest.raises(CourseError, match="no answer key"):
        load_assignment(COURSE, "ch99")


def test_edits_and_code_make_another_namespace(key: AnswerKey) -> None:
    code = key.code_of(next(m for m in key.mistakes if m.name == "ascent"))
    assert "x = x + 0.1 * f_prime(x)" in code
    assert "scale * x / x.size" in code
    names: dict[str, object] = {}
    exec(key.code_of(next(m for m in key.mistakes if m.name == "in place")), names)
    assert "descend" in names
