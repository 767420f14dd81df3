"""The exporter of `nbgrader generate_feedback`: our page for what we graded, nbgrader's own for everything else."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets import Unicode

from autograder.grading.page import page_of
from autograder.grading.store import Store
from autograder.plugin.converter import course_here


class StudentPageExporter(HTMLExporter):
    """Renders an autograded notebook as the student's page; nbgrader writes it to its usual place."""

    language = Unicode("en", help="Language of the students' pages: en, zh_CN, or one of the course's own.").tag(
        config=True
    )

    def from_notebook_node(  # type: ignore[override]  # exporters return text, whatever the base class says
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[str, Any]:
        """Return the page and the resources, with the gradebook's manual grades, comments and late penalty in it."""
        # nbgrader's own preprocessors fill in grades and take hidden tests out, for its page and for ours
        page, resources = super().from_notebook_node(nb, resources, **options)
        about = (resources or {}).get("nbgrader", {})
        if not about:
            return page, resources
        course = course_here(self, about["db_url"])
        verdict = Store(course, about["assignment"], about["notebook"]).verdict(about["student"])
        if verdict is None or verdict.notebook != about["notebook"]:
            return page, resources
        return page_of(course, verdict, nb, self.language), resources
