"""A whole assignment in a real browser: created, released, fetched, solved, handed in, graded, and read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from autograder.course.solution_cell import plain_definitions
from autograder.judge.course import load_assignment

from .conftest import HEIGHT, WIDTH
from .lab import ROOT, Lab, start_lab, wait_for
from .people import Instructor, Student, sit_down

NAME = "ch01_velocity"
NOTEBOOK = f"{NAME}/{NAME}.ipynb"


@dataclass(slots=True)
class Classroom:
    """Two servers, and the exchange between them."""

    #: the notebook that the instructor has written, outside of the course's folder
    prepared: Path
    teacher: Lab
    student: Lab


@pytest.fixture
def classroom(chromium: Browser, tmp_path: Path) -> Iterator[Classroom]:
    """A course with an answer key and no assignment yet, and a student with an empty home."""
    course, exchange, home = tmp_path / "course", tmp_path / "exchange", tmp_path / "ada"
    key = Path("solutions") / NAME
    shutil.copytree(ROOT / key, course / key, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for folder in (exchange, home):
        folder.mkdir()
    exchange.chmod(0o777)
    shared = f"c.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.course_id = 'derivatives'\n"
    labs: list[Lab] = []
    try:
        labs.append(start_lab(tmp_path / "emmy", course, "emmy", f"{shared}c.CourseDirectory.root = {str(course)!r}\n"))
        labs.append(start_lab(tmp_path / "home-of-ada", home, "ada", f"{shared}c.CourseDirectory.student_id = 'ada'\n"))
        yield Classroom(ROOT / "source" / NOTEBOOK, *map(wait_for, labs))
    finally:
        for lab in labs:
            lab.stop()


def _answers() -> dict[str, str]:
    """The student's code by the function that a cell asks for: all right, but for a legend and a single point."""
    key = load_assignment(ROOT, NAME)
    exercises = key.exercises
    given = {e: plain_definitions(key.reference, exercises[e].defines) for e in exercises}
    for exercise, mistake in {"plot_motion": "no legend", "average_velocity": "one point accepted"}.items():
        found = next(m for m in key.mistakes_of(exercise) if m.name == mistake)
        given[exercise] = plain_definitions(key.code_of(found), exercises[exercise].defines)
    return given


def test_an_assignment_from_creation_to_feedback(chromium: Browser, classroom: Classroom, pictures: Path) -> None:
    album = pictures / "classroom"
    album.mkdir(exist_ok=True)
    emmy = sit_down(Instructor, chromium, classroom.teacher, album, WIDTH, HEIGHT)
    ada = sit_down(Student, chromium, classroom.student, album, WIDTH, HEIGHT)
    create_and_release(emmy, classroom.prepared)
    fetch_solve_and_submit(ada)
    grade_and_release_feedback(emmy)
    read_feedback(ada)


def create_and_release(emmy: Instructor, prepared: Path) -> None:
    emmy.menu("Formgrader")
    expect(emmy.formgrader.get_by_role("link", name="Add new assignment")).to_be_visible()
    emmy.add_assignment(NAME)
    emmy.upload(NAME, prepared)
    emmy.look("02-source")
    emmy.tab("Formgrader")
    assert "[ERROR]" not in emmy.press(NAME, "assign")
    assert "Released as: derivatives ch01_velocity" in emmy.press(NAME, "release")
    expect(emmy.row(NAME).locator("td.status")).to_have_text("released")
    emmy.look("03-released")


def fetch_solve_and_submit(ada: Student) -> None:
    ada.menu("Assignment List")
    ada.listed("released", NAME).get_by_role("button", name="Fetch").click()
    expect(ada.listed("fetched", NAME)).to_be_visible()
    ada.look("04-fetched")
    ada.open_notebook(NAME)
    for exercise, code in _answers().items():
        ada.write(f"def {exercise}(", code)
    ada.run_all()
    ada.cell("def plot_motion(").evaluate("cell => cell.scrollIntoView()")
    ada.look("05-solved")
    ada.page.get_by_role("button", name="Validate").click()
    result = ada.page.locator(".jp-Dialog")
    expect(result).to_contain_text("Success! Your notebook passes all the tests.")
    ada.look("06-validated")
    result.get_by_role("button", name="Ok").click()
    ada.menu("Assignment List")
    ada.listed("fetched", NAME).get_by_role("button", name="Submit").click()
    expect(ada.listed("submitted", NAME)).to_be_visible()
    ada.look("07-submitted")


def grade_and_release_feedback(emmy: Instructor) -> None:
    assert "Collecting submission: ada ch01_velocity" in emmy.press(NAME, "collect")
    emmy.row(NAME).locator("td.num-submissions a").click()
    expect(emmy.row("ada").locator("td.status")).to_have_text("needs autograding")
    emmy.press("ada", "autograde")
    expect(emmy.row("ada").locator("td.status")).to_have_text("graded")
    expect(emmy.row("ada").locator("td.score")).to_have_text("11.33 / 12")
    emmy.look("08-graded")
    emmy.press("ada", "generate-feedback")
    emmy.press("ada", "release-feedback")
    emmy.read_graded("ada", NAME)
    comment = emmy.formgrader.get_by_text("The legend is missing")
    # below it stand formulas, which formgrader draws with a script from the net
    comment.evaluate("comment => comment.scrollIntoView({block: 'end'})")
    expect(comment).to_be_visible()
    emmy.look("09-read")


def read_feedback(ada: Student) -> None:
    row = ada.listed("submitted", NAME)
    row.get_by_role("button", name="Fetch Feedback").click()
    row.get_by_text("(view feedback)").click()
    ada.page.locator(".jp-DirListing-item", has_text=f"{NAME}.html").dblclick()
    page = ada.page.frame_locator(".jp-HTMLViewer iframe")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    ada.look("10-feedback")
    expect(page.get_by_text("The legend is missing")).to_be_visible()
    expect(page.get_by_text("A single point, or none, is accepted.")).to_be_visible()
