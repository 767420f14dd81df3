"""What a course's configuration says of its pages."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

from autograder.feedback.cells import HIDDEN_TESTS, MARK_SCHEME, SOLUTION, Regions
from autograder.grading.course import Course
from autograder.grading.page import hidden_regions


def _regions(config: Config) -> Regions:
    return hidden_regions(Course(Path(), "sqlite://", create_student=True, timeout=1.0, config=config))


def test_without_a_setting_nbgraders_words_hide() -> None:
    assert _regions(Config()) == Regions((HIDDEN_TESTS, SOLUTION), (MARK_SCHEME,))


def test_words_of_the_course_hide_beside_nbgraders() -> None:
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter = "<secret>"
    config.ClearHiddenTests.end_test_delimeter = "</secret>"
    config.ClearSolutions.begin_solution_delimeter = "<answer>"
    config.ClearSolutions.end_solution_delimeter = "</answer>"
    config.ClearMarkScheme.begin_mark_scheme_delimeter = "<scheme>"
    config.ClearMarkScheme.end_mark_scheme_delimeter = "</scheme>"
    found = _regions(config)
    assert set(found.instructors) == {("<secret>", "</secret>"), HIDDEN_TESTS, ("<answer>", "</answer>"), SOLUTION}
    assert set(found.anywhere) == {("<scheme>", "</scheme>"), MARK_SCHEME}
