"""Canvas and Moodle files from a real gradebook: columns, penalties, and no formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.plugin.exporters import CanvasExporter, CsvExporter, MoodleExporter, harmless, points

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One hand-in with a late penalty, one student without, both with names that a spreadsheet might run."""
    beside_python = str(Path(sys.executable).parent)  # nbgrader calls `alembic` by name
    place = tmp_path_factory.mktemp("course") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own use of SQLAlchemy
        patch.setenv("PATH", beside_python + os.pathsep + os.environ["PATH"])
        with Gradebook(f"sqlite:///{place}") as book:
            book.add_assignment("ch01")
            book.add_notebook("ch01", "ch01")
            book.add_grade_cell("E1", "ch01", "ch01", max_score=10, cell_type="code")
            book.add_student("amira", first_name="=HYPERLINK(1)", last_name=" @SUM(1)", email="+1")
            book.add_student("ben", first_name="Ben, the\n2nd", last_name='"O"')
            submission = book.add_submission("ch01", "amira")
            grade = book.find_grade("E1", "ch01", "ch01", "amira")
            grade.auto_score = 6.666666
            submission.notebooks[0].late_submission_penalty = 1
            book.db.commit()
            yield book


def _lines(exporter: type[Any], gradebook: Any, path: Path) -> list[list[str]]:
    exporter(to=str(path)).export(gradebook)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_canvas_gets_its_columns_and_scores_after_penalties(gradebook: Any, tmp_path: Path) -> None:
    lines = _lines(CanvasExporter, gradebook, tmp_path / "canvas.csv")
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ch01"]
    assert lines[1] == ["    Points Possible", "", "", "", "", "10"]
    assert sorted(line[3:] for line in lines[2:]) == [["amira", "", "5.666666"], ["ben", "", ""]]


def test_moodle_gets_a_line_per_student(gradebook: Any, tmp_path: Path) -> None:
    lines = _lines(MoodleExporter, gradebook, tmp_path / "moodle.csv")
    assert lines[0][-2:] == ["Email address", "ch01"]
    assert sorted(line[1] for line in lines[1:]) == ["amira", "ben"]


@pytest.mark.parametrize("exporter", [CanvasExporter, MoodleExporter])
def test_no_field_is_a_formula(exporter: type[Any], gradebook: Any, tmp_path: Path) -> None:
    for line in _lines(exporter, gradebook, tmp_path / "out.csv"):
        assert not any(field.lstrip().startswith(("=", "+", "-", "@")) for field in line)


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u00a0=1", "\x00=1"]
)
def test_formulas_become_text(words: str) -> None:
    assert harmless(words).startswith("'")


def test_ordinary_names_stay_as_they_are() -> None:
    assert [harmless(w) for w in ("Zoë O'Hara", "a-b", None, "李 明")] == ["Zoë O'Hara", "a-b", "", "李 明"]


def test_points_are_short_and_exact_to_six_digits() -> None:
    assert [points(p) for p in (10.0, 6.666666, 0.0, 10.000000000000002)] == ["10", "6.666666", "0", "10"]


def test_nbgraders_own_columns_and_numbers_stay(gradebook: Any, tmp_path: Path) -> None:
    from nbgrader.plugins import CsvExportPlugin

    ours = _lines(CsvExporter, gradebook, tmp_path / "ours.csv")
    CsvExportPlugin(to=str(tmp_path / "stock.csv")).export(gradebook)
    stock = (tmp_path / "stock.csv").read_text().splitlines()
    assert ",".join(ours[0]) == stock[0]
    amira = next(line for line in ours if "amira" in line)
    (theirs,) = [line for line in stock if "amira" in line]
    assert amira[-4:] == theirs.split(",")[-4:]
    assert amira[3:7] == ["amira", "' @SUM(1)", "'=HYPERLINK(1)", "'+1"]
    assert len(ours) == 3
