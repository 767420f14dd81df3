"""What an instructor and a student do in JupyterLab, click by click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from .conftest import PATIENCE
from .lab import Lab


@dataclass(slots=True)
class Person:
    """Somebody in front of JupyterLab, with a browser profile of their own."""

    lab: Lab
    page: Page
    pictures: Path

    def look(self, name: str) -> None:
        """Keep a screenshot."""
        self.page.mouse.move(0, 0)
        self.page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")

    def menu(self, entry: str) -> None:
        """Choose an entry of the Nbgrader menu."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        self.page.locator("#jp-mainmenu-nbgrader").get_by_text(entry, exact=True).click()

    def tab(self, name: str) -> None:
        """Come back to an open tab."""
        self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name).click()

    def cell(self, words: str) -> Locator:
        """The code cell that holds these words."""
        return self.page.locator(".jp-Notebook:visible .jp-CodeCell", has_text=words).first


class Instructor(Person):
    """Works in formgrader, which JupyterLab shows in a frame."""

    @property
    def formgrader(self) -> FrameLocator:
        """The frame of formgrader's tab."""
        return self.page.frame_locator("iframe[src*=formgrader]")

    def row(self, name: str) -> Locator:
        """An assignment's or student's line in formgrader."""
        return self.formgrader.locator("#main-table tr", has_text=name)

    def press(self, row: str, column: str) -> str:
        """Press the button of a line, wait for nbgrader's word that it worked, and return what it logged."""
        self.row(row).locator(f"td.{column} a").click()
        done = self.formgrader.locator(".modal.in")
        expect(done.locator(".modal-title")).to_have_text("Success")
        said = done.locator(".modal-body").inner_text()
        done.locator(".modal-footer button").click()
        expect(self.formgrader.locator(".modal, .modal-backdrop")).to_have_count(0)
        return said

    def add_assignment(self, name: str) -> None:
        """Enter a new assignment."""
        self.formgrader.get_by_role("link", name="Add new assignment").click()
        form = self.formgrader.locator("#add-assignment-modal")
        form.locator("input.name").fill(name)
        self.look("01-add-assignment")
        form.get_by_text("Save").click()
        expect(self.row(name).locator("td.status")).to_have_text("draft")

    def upload(self, assignment: str, notebook: Path) -> None:
        """Put a prepared notebook into the assignment's folder, through JupyterLab's file browser."""
        self.row(assignment).locator("td.name a").click()
        expect(self.page.locator(".jp-FileBrowser-crumbs", has_text=assignment)).to_be_visible()
        with self.page.expect_file_chooser() as chosen:
            self.page.get_by_role("button", name="Upload Files").click()
        chosen.value.set_files(notebook)
        expect(self.page.locator(".jp-DirListing-item", has_text=notebook.name)).to_be_visible()
        # JupyterLab opens what was uploaded; nbgrader's panel shows what each cell is and its points
        self.page.locator(".lm-TabBar-tab", has_text="Create Assignment").click()
        expect(self.page.locator(".nbgrader-TotalPointsInput")).to_have_value("12")

    def read_graded(self, student: str, assignment: str) -> None:
        """Open formgrader's page of one graded notebook."""
        self.row(student).locator("td.student-name a").click()
        self.row(assignment).locator("td.name a").click()


class Student(Person):
    """Works in the assignment list and in notebooks."""

    def listed(self, kind: str, assignment: str) -> Locator:
        """An assignment's line under "released", "fetched" or "submitted"."""
        return self.page.locator(f"#{kind}_assignments_list > .list_item", has_text=assignment)

    def open_notebook(self, assignment: str) -> None:
        """Open a fetched assignment's only notebook from the list, and wait for its kernel."""
        folder = self.listed("fetched", assignment)
        folder.locator("a").first.click()
        folder.locator(".collapse.in a").first.click()
        expect(self.page.locator(".jp-Notebook .jp-Cell").first).to_be_visible()
        expect(self.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_attached()

    def write(self, placeholder: str, code: str) -> None:
        """Replace the code of the cell that holds these words, as a paste from the clipboard does."""
        editor = self.cell(placeholder).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)

    def run_all(self) -> None:
        """Run all cells and wait until the last one has been numbered."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        self.page.locator("li[data-command='runmenu:run-all']").click()
        last = self.page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").last
        expect(last).to_have_text(re.compile(r"\[\d+\]:"))


P = TypeVar("P", bound=Person)


def sit_down(who: type[P], browser: Browser, lab: Lab, pictures: Path, width: int, height: int) -> P:
    """Open JupyterLab for somebody (the token sets the cookie that formgrader's own requests need)."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(lab.page("/lab"))
    expect(page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader")).to_be_visible()
    return who(lab, page, pictures)
