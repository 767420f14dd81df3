"""Preprocessors of `nbgrader autograde`: one grades the submission in the jail, one writes the verdicts down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading.course import open_course
from autograder.grading.gradebook import Gradebook
from autograder.grading.single import grader_of
from autograder.grading.store import Store


def course_root(preprocessor: Any) -> Path:
    """Return the folder of the course whose command runs the preprocessor; nbgrader changes into it."""
    configured = preprocessor.config.CourseDirectory.get("root", "")
    return Path(str(configured)).resolve() if configured else Path.cwd()


class JailGrade(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Replaces the notebook by the autograded one: cells run in the jail, verdicts below the grade cells."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade the submission that `resources` names; `nb` itself is not used.

        Raises:
            GraderError: this submission cannot be graded; nbgrader reports it and goes on with the next.
        """
        about = resources["nbgrader"]
        grader = grader_of(course_root(self), about["assignment"], about["notebook"])
        one = grader.grade(about["student"])
        resources["autograder"] = one
        for exercise in one.graded.verdict.exercises:
            if exercise.score is None:
                self.log.error("%s: no score, needs manual grading: %s", exercise.exercise, exercise.rationale)
        return nbformat.reads(one.graded.notebook.decode(), as_version=4), resources


class SaveVerdicts(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Stands in for SaveAutoGrades: scores come from verdicts, never from the text of an output."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Record the verdict in the gradebook and under `.autograder/`."""
        one, about = resources["autograder"], resources["nbgrader"]
        course = open_course(course_root(self), db_url=about["db_url"])
        store = Store(course.root, about["assignment"])
        store.save_records(one.graded)
        with Gradebook(course) as gradebook:
            gradebook.record(one.graded.verdict, one.graded.timestamp, one.graded.comments)
        store.mark_done(about["student"], one.key, one.graded.seconds)
        return nb, resources
