"""What stands in a grade cell: `from autograder.probe import check` and `check("<grade_id>")`, nothing else.

Inside the jail that cell is never executed: the grader recognises it and forks the exercise's probe there. Executed in
a plain notebook of the *source* course, `check` runs the same probe and judge on the notebook's own namespace and
shows the instructor the verdict.
"""

from __future__ import annotations

import importlib


def check(exercise: str) -> None:
    """Judge one exercise of the notebook that calls this, and display the verdict.

    Raises:
        autograder.errors.UsageError: the notebook does not stand in an nbgrader course with `solutions/`.
    """
    # By name: this package is also what the jail sees, and there nothing that judges exists.
    importlib.import_module("autograder.grading.check").check_here(exercise)
