"""A student's page with what a person gave by hand in it: for `autograder feedback` and for `generate_feedback`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.feedback.cells import page_cells
from autograder.feedback.student import ManualGrade, student_page
from autograder.grading.course import Course
from autograder.grading.gradebook import Gradebook
from autograder.grading.source import own_solutions, read_source
from autograder.model.verdict import SubmissionVerdict


def language_of(course: Course, wanted: str | None = None) -> str:
    """Return the language of the pages: the wanted one, else `c.StudentPageExporter.language`, else English."""
    return wanted or str(course.config.StudentPageExporter.get("language", "en"))


def page_of(course: Course, verdict: SubmissionVerdict, notebook: Mapping[str, Any], language: str = "en") -> str:
    """Return the page of an autograded notebook, with the gradebook's manual grades, comments and late penalty.

    Raises:
        GraderError: the gradebook does not open, or the source notebook is gone.
    """
    belongs = own_solutions(read_source(course, verdict.assignment, verdict.notebook).cells)
    with Gradebook(course) as gradebook:
        given = gradebook.given_by_hand(verdict, belongs)
        total = gradebook.total(verdict)
    manual = {name: ManualGrade(*what) for name, what in given.items()}
    return student_page(verdict, page_cells(notebook), language, manual=manual, score=total, course=course.root)
