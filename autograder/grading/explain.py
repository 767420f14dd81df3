"""Runs one exercise of one student again, for a complaint: every case, with its inputs in full."""

from __future__ import annotations

from autograder.errors import CourseError
from autograder.grading.course import Course
from autograder.grading.engine import job_of
from autograder.grading.gradebook import Gradebook
from autograder.grading.plan import make_plan
from autograder.grading.single import grader_of
from autograder.grading.source import read_source
from autograder.judge.explaining import ExplainedCase, explained


def rerun(course: Course, assignment: str, student: str, exercise: str) -> tuple[ExplainedCase, ...]:
    """Return every case of one exercise of one submission, run again under the stored draw.

    The notebook's cells run as in grading; no score changes.

    Raises:
        GraderError: unknown names, an unreadable submission, no isolation, or a faulty exercise.
    """
    grader = grader_of(course, assignment, _notebook_with(course, assignment, exercise))
    bench = grader.bench
    if (fault := bench.fault_of(exercise)) is not None:
        raise fault
    plan = make_plan(bench.source, grader.read(student), bench.timeout, bench.kernel)
    run = grader.zygote.run_notebook(job_of(plan, bench, [exercise]))
    subject, expected = bench.key.exercises[exercise], bench.expected[exercise]
    return explained(subject, expected, run.graded.get(exercise, {}), run.shown.get(exercise, {}))


def _notebook_with(course: Course, assignment: str, exercise: str) -> str:
    """Return the assignment's notebook that asks for an exercise.

    Raises:
        CourseError: none does; the error names those that there are.
    """
    course.check_source(assignment)
    with Gradebook(course) as gradebook:
        notebooks = gradebook.notebooks(assignment)
    asked = {c.exercise: name for name in notebooks for c in read_source(course, assignment, name).cells if c.exercise}
    if exercise in asked:
        return asked[exercise]
    known = ", ".join(asked) or "none, as it has plain asserts only"
    raise CourseError(f"{assignment} has no exercise {exercise!r}", remedy=f"choose from {known}")
