"""What nbgrader's running command knows of its course: folders, database and settings, as its command line says."""

from __future__ import annotations

from typing import Any

from nbgrader.converters import BaseConverter

from autograder.grading.course import Course, course_of


def course_here(configurable: Any, db_url: str) -> Course:
    """Return the course of the command that runs a preprocessor or an exporter.

    Raises:
        UsageError: there is no course.
    """
    converter = configurable
    while not isinstance(converter, BaseConverter):
        converter = converter.parent
    create = getattr(converter, "create_student", None)
    return course_of(converter.coursedir, configurable.config, create_student=create, db_url=db_url)
