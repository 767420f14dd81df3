"""The exporter of `nbgrader generate_feedback`: our page for what we graded, nbgrader's own for everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter

from autograder.feedback.cells import page_cells
from autograder.feedback.student import ManualGrade, student_page
from autograder.grading.course import open_course
from autograder.grading.gradebook import Gradebook
from autograder.grading.source import own_solutions, read_source
from autograder.grading.store import Store


class StudentPageExporter(HTMLExporter):
    """Renders an autograded notebook as the student's page; nbgrader writes it to its usual place."""

    def from_notebook_node(  # type: ignore[override]  # exporters return text, whatever the base class says
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[str, Any]:
        """Return the page and the resources, with the gradebook's manual grades, comments and late penalty in it."""
        # nbgrader's own preprocessors fill in grades and take hidden tests out, for its page and for ours
        page, resources = super().from_notebook_node(nb, resources, **options)
        about = (resources or {}).get("nbgrader", {})
        configured = self.config.CourseDirectory.get("root", "")
        root = Path(str(configured)).resolve() if configured else Path.cwd()
        if not about:
            return page, resources
        verdict = Store(root, about["assignment"]).verdict(about["student"])
        if verdict is None or verdict.notebook != about["notebook"]:
            return page, resources
        belongs = own_solutions(read_source(root, about["assignment"], about["notebook"]))
        with Gradebook(open_course(root, db_url=about["db_url"])) as gradebook:
            given = gradebook.given_by_hand(verdict, belongs)
            total = gradebook.total(verdict)
        manual = {name: ManualGrade(*what) for name, what in given.items()}
        return student_page(verdict, page_cells(nb), manual=manual, score=total), resources
