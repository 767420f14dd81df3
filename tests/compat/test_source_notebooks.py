"""Running a source notebook in plain Jupyter, without any jail, shows the verdict of each grade cell."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir())
#: wall seconds for a whole chapter on a quiet machine
SECONDS = 20.0


def _run(chapter: str) -> tuple[object, float]:
    folder = ROOT / "source" / chapter
    notebook = nbformat.read(folder / f"{chapter}.ipynb", as_version=4)
    began = time.monotonic()
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook, time.monotonic() - began


def _shows_full_points(chapter: str) -> float:
    notebook, seconds = _run(chapter)
    cells = [c for c in notebook.cells if c.cell_type == "code"]  # type: ignore[attr-defined]
    assert [o for c in cells for o in c.outputs if o.output_type == "error" or o.get("name") == "stderr"] == []
    asked = [c for c in cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert asked
    for cell in asked:
        name, points = cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points
        (shown,) = cell.outputs
        assert shown.text.splitlines()[0] == f"{name}: {points:.4g} of {points:g} points"
    return seconds


def test_a_chapters_source_notebook_shows_a_verdict_below_each_grade_cell() -> None:
    _shows_full_points("ch02_gradient_descent")


@pytest.mark.long
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapters_source_notebook_does_so_in_time(chapter: str) -> None:
    assert _shows_full_points(chapter) < SECONDS


@pytest.mark.long
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapters_source_notebook_validates(chapter: str) -> None:
    nbgrader = Path(sys.executable).with_name("nbgrader")
    folder = ROOT / "source" / chapter
    done = subprocess.run(
        [nbgrader, "validate", f"{chapter}.ipynb"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "Success! Your notebook passes all the tests." in done.stdout, done.stdout + done.stderr
