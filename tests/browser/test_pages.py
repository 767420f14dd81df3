"""A class's pages in a real browser: on a wide screen, at README's width and on a phone nothing sticks out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from autograder.course.samples import samples
from autograder.judge.course import load_assignment
from tests.e2e.course import run

from .lab import ROOT

NAME = "ch06_layers"
#: the smallest class of samples; for pictures one of the demonstration's size
COUNT = 30 if "PICTURES" in os.environ else 12
#: the first sample with known mistakes
STUDENT = "emmy"
PICTURED = 880

_STICKING_OUT = """() => [...document.querySelectorAll('body, body *')].filter(e => e.clientWidth > 1
    && e.scrollWidth > e.clientWidth + 1 && !['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
    && getComputedStyle(e).display !== 'inline').map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one chapter with a graded class, and everybody's pages."""
    root = tmp_path_factory.mktemp("pages")
    for folder in ("source", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder / NAME, root / folder / NAME, ignore=ignored)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for sample in samples(load_assignment(ROOT, NAME), root / "source" / NAME / f"{NAME}.ipynb", COUNT):
        folder = root / "submitted" / sample.student / NAME
        folder.mkdir(parents=True)
        for name, content in sample.files.items():
            (folder / name).write_bytes(content)
    run(root, "nbgrader", "generate_assignment", NAME, "--create")
    # a renamed notebook is in the class on purpose
    run(root, "autograder", "grade", NAME, "--jobs", "2", ok=(1,))
    run(root, "autograder", "feedback", NAME)
    run(root, "autograder", "report", NAME)
    return root


def _pages(course: Path) -> list[Path]:
    return [course / "reports" / f"{NAME}.html", *sorted(course.glob("feedback/*/*/*.html"))]


def test_what_sticks_out_is_seen(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.set_content("<p>short</p><div style='overflow: hidden'><p style='width: 500px'>long</p></div>")
    assert [what[:4] for what in page.evaluate(_STICKING_OUT)] == ["<div"]
    page.close()


@pytest.mark.parametrize("width", [1440, PICTURED, 390])
def test_nothing_sticks_out(chromium: Browser, course: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    found = {}
    for path in _pages(course):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[path.parts[-3]] = page.evaluate(_STICKING_OUT)
    page.close()
    assert len(found) == COUNT
    assert {who: what for who, what in found.items() if what} == {}


def test_the_readmes_pictures_end_with_a_panel(chromium: Browser, course: Path, pictures: Path) -> None:
    page = chromium.new_page(viewport={"width": PICTURED, "height": 800}, device_scale_factor=1)
    page.goto((course / "feedback" / STUDENT / NAME / f"{NAME}.html").as_uri())
    assert "turned by 180 degrees" in page.inner_text(".diagnosis")
    _picture(page, "article.exercise", pictures / "student-page.png")
    page.goto((course / "reports" / f"{NAME}.html").as_uri())
    _picture(page, "section:has(#hard)", pictures / "class-page.png")
    page.close()


def _picture(page: Page, last: str, place: Path) -> None:
    """Take a picture of the page down to the end of the first element that fits the selector."""
    box = page.locator(last).first.bounding_box()
    assert box is not None
    clip: FloatRect = {"x": 0, "y": 0, "width": PICTURED, "height": box["y"] + box["height"] + 20}
    page.screenshot(path=place, full_page=True, clip=clip, animations="disabled")
