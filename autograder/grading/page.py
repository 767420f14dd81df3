"""A student's page with what a person gave by hand in it: for `autograder feedback` and for `generate_feedback`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from autograder.feedback.cells import HIDDEN_TESTS, MARK_SCHEME, SOLUTION, Regions, page_cells
from autograder.feedback.student import ManualGrade, student_page
from autograder.grading.course import Course
from autograder.grading.gradebook import Gradebook
from autograder.grading.source import own_solutions, read_source
from autograder.grading.store import Store
from autograder.model.verdict import SubmissionVerdict


def language_of(course: Course, wanted: str | None = None) -> str:
    """Return the language of the pages: the wanted one, else `c.StudentPageExporter.language`, else English."""
    return wanted or str(course.config.StudentPageExporter.get("language", "en"))


def hidden_regions(course: Course) -> Regions:
    """Return what no student may see, by nbgrader's words and by those that the course has set instead."""
    tests = ClearHiddenTests(config=course.config)
    answers = ClearSolutions(config=course.config)
    scheme = ClearMarkScheme(config=course.config)
    own_tests = (tests.begin_test_delimeter, tests.end_test_delimeter)
    own_answers = (answers.begin_solution_delimeter, answers.end_solution_delimeter)
    own_scheme = (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter)
    return Regions(
        tuple(dict.fromkeys([own_tests, HIDDEN_TESTS, own_answers, SOLUTION])),
        tuple(dict.fromkeys([own_scheme, MARK_SCHEME])),
    )


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
    cells = page_cells(notebook, hidden_regions(course))
    device = Store(course, verdict.assignment, verdict.notebook).device(verdict.student)
    return student_page(verdict, cells, language, manual=manual, score=total, course=course.root, device=device)
