"""Courses with plain asserts: the same points, comments, outputs and files as stock nbgrader, whichever way."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .courses import ENGINE, GUIDE, STOCK, WHEEL, comments, files, grades, run, shown, three_ways

Ways = dict[str, Path]


def assert_same(ways: Ways, assignment: str, students: dict[str, list[str]], folder: str = "autograded/{}/{}") -> None:
    """Compare points, comments, notebooks and files of both ways with stock's."""
    stock = ways["stock"]
    for way in ("plugin", "cli"):
        other = ways[way]
        assert grades(other, assignment) == grades(stock, assignment), way
        assert comments(other, assignment) == comments(stock, assignment), way
        for student, notebooks in students.items():
            theirs, ours = stock / folder.format(student, assignment), other / folder.format(student, assignment)
            assert files(ours) == files(theirs), (way, student)
            for name in notebooks:
                assert shown(ours / f"{name}.ipynb") == shown(theirs / f"{name}.ipynb"), (way, student, name)


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Ways:
    """The course of nbgrader's documentation: two notebooks, two students."""
    root = tmp_path_factory.mktemp("guide") / "stock"
    shutil.copytree(GUIDE / "source/ps1", root / "source/ps1")
    shutil.copytree(GUIDE / "submitted", root / "submitted")
    return three_ways(root, "ps1")


def test_the_course_of_the_documentation_is_graded_as_by_stock_nbgrader(guide: Ways) -> None:
    both = ["problem1", "problem2"]
    assert_same(guide, "ps1", {"bitdiddle": both, "hacker": both})


def test_its_feedback_is_written_both_ways(guide: Ways) -> None:
    run(guide["plugin"], "nbgrader", "generate_feedback", "ps1")
    run(guide["cli"], "autograder", "feedback", "ps1")
    run(guide["cli"], "autograder", "report", "ps1")
    for way in ("plugin", "cli"):
        for student in ("bitdiddle", "hacker"):
            for name in ("problem1", "problem2"):
                page = (guide[way] / f"feedback/{student}/ps1/{name}.html").read_text(encoding="utf-8")
                assert "Content-Security-Policy" in page
    report = (guide["cli"] / "reports/ps1.html").read_text(encoding="utf-8")
    assert "bitdiddle" in report


# --- a course that uses what courses use ------------------------------------------------------------------------------

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TRAITS = """
c.CourseDirectory.source_directory = "src"
c.CourseDirectory.release_directory = "rel"
c.CourseDirectory.submitted_directory = "in"
c.CourseDirectory.autograded_directory = "out"
c.CourseDirectory.feedback_directory = "fb"
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.log"]
c.Autograde.exclude_overwriting = {"hw 1": ["data/own.txt"]}
"""


def _mark(grade_id: str, **keys: Any) -> dict[str, Any]:
    about = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**about, "grade_id": grade_id, **keys}}


def _solution(grade_id: str, code: str) -> Any:
    return new_code_cell(f"### BEGIN SOLUTION\n{code}\n### END SOLUTION", metadata=_mark(grade_id, solution=True))


def _test(grade_id: str, points: float, source: str) -> Any:
    return new_code_cell(source, metadata=_mark(grade_id, grade=True, locked=True, points=points))


def _first() -> Any:
    hidden = "### BEGIN HIDDEN TESTS\nassert mean([2, 4, 6]) == 4\n### END HIDDEN TESTS"
    partial = "score = 0\nif mean([1, 3]) == 2:\n    score += 1.5\nif mean([5]) == 5:\n    score += 1\nscore"
    return new_notebook(
        cells=[
            new_markdown_cell("# First", metadata=_mark("intro", locked=True)),
            new_code_cell("import helper\n%matplotlib inline", metadata=_mark("imports", locked=True)),
            _solution("mean", "def mean(xs):\n    return sum(xs) / len(xs)"),
            new_code_cell("numbers = [float(x) for x in open('data/numbers.csv').read().split(',')]"),
            _test("mean_file", 2, "assert mean(numbers) == 2.0\nassert helper.triple(2) == 6"),
            _test("mean_hidden", 3, f"assert mean([1, 1]) == 1\n{hidden}"),
            _test("mean_partial", 2.5, partial),
            new_code_cell("print(open('data/own.txt').read())\nopen('written.txt', 'w').write('by a cell')"),
            new_markdown_cell("Explain.", metadata=_mark("why", grade=True, solution=True, points=4)),
            new_code_cell("# plot here", metadata=_mark("plot", grade=True, solution=True, points=2)),
            new_markdown_cell(
                "Do something.\n\n=== BEGIN MARK SCHEME ===\nlook\n=== END MARK SCHEME ===",
                metadata=_mark("task", task=True, locked=True, points=5),
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def _second() -> Any:
    return new_notebook(
        cells=[
            _solution("square", "def square(x):\n    return x * x"),
            _test("square_test", 1, "assert square(3) == 9"),
            _test("square_print", 1, "print('looking')\nassert square(2) == 4"),
            new_code_cell("%%bash\necho from bash"),
            _test("unrelated", 1, "import json\nassert json.loads('[1]') == [1]"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def _answered(notebook: Any) -> Any:
    """Return the notebook as a student hands it in, everything right."""
    for cell in notebook.cells:
        if "### BEGIN HIDDEN" in cell.source:
            cell.source = cell.source.partition("### BEGIN HIDDEN")[0].rstrip("\n")
        lines = [line for line in cell.source.splitlines() if not line.startswith("### ")]
        cell.source = "\n".join(lines).partition("=== BEGIN MARK SCHEME")[0]
    return notebook


def _cell(notebook: Any, grade_id: str) -> Any:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def _full(first: Any, second: Any) -> None:
    _cell(first, "why").source = "Because ![figure](attachment:f.png) and <b>so</b>."
    _cell(first, "why").attachments = {"f.png": {"image/png": PNG}}
    _cell(first, "plot").source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"


def _wrong(first: Any, second: Any) -> None:
    _cell(first, "mean").source = "def mean(xs):\n    return sum(xs) // len(xs) if len(xs) > 1 else 0"
    _cell(second, "square").source = "def square(x):\n    raise ValueError('not today')"


def _raising(first: Any, second: Any) -> None:
    _cell(first, "mean").source = "def mean(xs:\n    pass"
    second.cells.insert(0, new_code_cell("input('your name? ')"))
    second.cells.insert(0, new_code_cell("import asyncio\nawait asyncio.sleep(0)\n1 / 0"))


def _edited(first: Any, second: Any) -> None:
    for grade_id in ("mean_file", "mean_hidden"):
        _cell(first, grade_id).source = "pass"
    _cell(first, "imports").source = "import helper, math"
    _cell(first, "mean").source = "mean = max"
    _cell(second, "square").cell_type = "code"


STUDENTS: dict[str, Callable[[Any, Any], None]] = {
    "full": _full,
    "wrong": _wrong,
    "raising": _raising,
    "edited": _edited,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Ways:
    """A course in folders of other names, with manual grading, tasks, partial credit, data, a helper module."""
    root = tmp_path_factory.mktemp("hard") / "stock"
    source = root / "src/hw 1"
    (source / "data").mkdir(parents=True)
    nbformat.write(_first(), source / "first part.ipynb")
    nbformat.write(_second(), source / "second.ipynb")
    (source / "helper.py").write_text("def triple(x):\n    return 3 * x\n")
    (source / "data/numbers.csv").write_text("1,2,3")
    (source / "data/own.txt").write_text("the instructor's")
    for student, change in STUDENTS.items():
        first, second = _answered(_first()), _answered(_second())
        change(first, second)
        folder = root / "in/hw 1" / student
        (folder / "data").mkdir(parents=True)
        nbformat.write(first, folder / "first part.ipynb")
        if student != "edited":
            nbformat.write(second, folder / "second.ipynb")
        (folder / "data/numbers.csv").write_text("9,9,9")
        (folder / "data/own.txt").write_text(f"{student}'s own")
        (folder / "notes.txt").write_text("mine")
        (folder / "run.log").write_text("ignored")
    return three_ways(root, "hw 1", TRAITS)


def test_a_course_of_every_feature_is_graded_as_by_stock_nbgrader(course: Ways) -> None:
    both = ["first part", "second"]
    students = {name: both if name != "edited" else both[:1] for name in STUDENTS}
    for way in ("plugin", "cli"):
        assert {k: v for k, v in grades(course[way], "hw 1").items() if v != grades(course["stock"], "hw 1")[k]} == {}
    assert_same(course, "hw 1", students, folder="out/{1}/{0}")


def test_attached_pictures_of_students_stay(course: Ways) -> None:
    for way in ("plugin", "cli"):
        notebook = nbformat.read(course[way] / "out/hw 1/full/first part.ipynb", as_version=4)
        assert _cell(notebook, "why").attachments == {"f.png": {"image/png": PNG}}
        assert base64.b64decode(PNG).startswith(b"\x89PNG")


def test_its_feedback_is_where_the_course_wants_it(course: Ways) -> None:
    run(course["plugin"], "nbgrader", "generate_feedback", "hw 1")
    run(course["cli"], "autograder", "feedback", "hw 1")
    for way in ("plugin", "cli"):
        assert (course[way] / "fb/hw 1/full/first part.html").is_file()
        assert (course[way] / "fb/hw 1/full/second.html").is_file()


def test_grading_again_changes_nothing_and_keeps_what_a_person_gave(course: Ways) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course['cli']}/gradebook.db") as gradebook:
        gradebook.find_grade("why", "first part", "hw 1", "full").manual_score = 3.5
        gradebook.find_comment("why", "first part", "hw 1", "full").manual_comment = "good"
        gradebook.db.commit()
    assert "4 unchanged" in run(course["cli"], "autograder", "grade", "hw 1")
    run(course["cli"], "autograder", "grade", "hw 1", "--force", "--student", "full")
    with Gradebook(f"sqlite:///{course['cli']}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("why", "first part", "hw 1", "full")
        assert (grade.manual_score, grade.auto_score) == (3.5, None)
        assert gradebook.find_comment("why", "first part", "hw 1", "full").manual_comment == "good"


# --- notebooks of nbgrader's wheel as assignments ---------------------------------------------------------------------

APPS = WHEEL / "tests/apps/files"
PREPROCESSORS = WHEEL / "tests/preprocessors/files"
#: source -> submissions
PAIRS = {
    "apps": (APPS / "submitted-unchanged.ipynb", [
        *(APPS / f"submitted-{what}.ipynb"
          for what in ("unchanged", "changed", "grade-cell-changed", "locked-cell-changed")),
        APPS / "submitted-cheat-attempt.ipynb", APPS / "submitted-cheat-attempt-alternative.ipynb"]),
    "pre": (PREPROCESSORS / "submitted-unchanged.ipynb", [
        *(PREPROCESSORS / f"submitted-{what}.ipynb"
          for what in ("changed", "grade-cell-changed"))]),
    "test": (APPS / "test.ipynb", [APPS / "test.ipynb", APPS / "test-with-output.ipynb"]),
    "hidden": (APPS / "test-hidden-tests.ipynb", [APPS / "test-hidden-tests.ipynb"]),
    "effects": (APPS / "side-effects.ipynb", [APPS / "side-effects.ipynb"]),
    "zero": (APPS / "validation-zero-points.ipynb", [APPS / "validation-zero-points.ipynb"]),
    "manual": (PREPROCESSORS / "manually-graded-code-cell.ipynb", [PREPROCESSORS / "manually-graded-code-cell.ipynb"]),
    "task": (PREPROCESSORS / "test_taskcell.ipynb", [PREPROCESSORS / "test_taskcell.ipynb"]),
    "long": (PREPROCESSORS / "long-output.ipynb", [PREPROCESSORS / "long-output.ipynb"]),
}  # fmt: skip


def _laid_out(root: Path, source: Path, submissions: Sequence[Path]) -> Path:
    (root / "source/a1").mkdir(parents=True)
    shutil.copy(source, root / "source/a1/p1.ipynb")
    for path in submissions:
        folder = root / "submitted" / path.stem / "a1"
        folder.mkdir(parents=True)
        shutil.copy(path, folder / "p1.ipynb")
    return root


@pytest.mark.long
def test_cells_of_a_changed_type_on_which_stock_nbgrader_fails_are_graded(tmp_path: Path) -> None:
    source, _ = PAIRS["pre"]
    names = "submitted-grade-cell-type-changed", "submitted-answer-cell-type-changed"
    root = _laid_out(tmp_path / "stock", source, [PREPROCESSORS / f"{name}.ipynb" for name in names])
    (root / "nbgrader_config.py").write_text(ENGINE)
    run(root, "nbgrader", "generate_assignment", "a1")
    shutil.copytree(root, tmp_path / "ours")
    (root / "nbgrader_config.py").write_text(STOCK)
    # nbformat asks a cell for an id that nbgrader has not given it
    assert "'id' is a required property" in run(root, "nbgrader", "autograde", "a1", ok=(1,))
    run(tmp_path / "ours", "nbgrader", "autograde", "a1")
    assert {student for student, _, _ in grades(tmp_path / "ours", "a1")} == set(names)


@pytest.mark.long
@pytest.mark.parametrize("name", PAIRS)
def test_a_notebook_of_the_wheel_is_graded_as_by_stock_nbgrader(name: str, tmp_path: Path) -> None:
    source, submissions = PAIRS[name]
    ways = three_ways(_laid_out(tmp_path / "stock", source, submissions), "a1")
    assert grades(ways["plugin"], "a1") == grades(ways["cli"], "a1") == grades(ways["stock"], "a1")
    assert comments(ways["plugin"], "a1") == comments(ways["cli"], "a1") == comments(ways["stock"], "a1")
    for path in submissions:
        place = f"autograded/{path.stem}/a1/p1.ipynb"
        assert shown(ways["plugin"] / place) == shown(ways["stock"] / place)
