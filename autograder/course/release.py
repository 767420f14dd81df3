"""Releases: the students' notebooks, made from the sources by nbgrader itself into a folder of one's choice."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.errors import CourseError
from autograder.programs import find_programs


def make_releases(root: Path, assignments: Iterable[str], target: Path, settings: Config) -> None:
    """Generate the release of each assignment of the course at `root` under `target`, as `target/<assignment>/`.

    `settings` are the course's own, so that `nbgrader generate_assignment` makes the same. The gradebook is not: one is
    made and thrown away, and the course's records stay as they are.

    Raises:
        CourseError: nbgrader refuses a source notebook (its log says why).
    """
    find_programs()
    with tempfile.TemporaryDirectory() as scratch:
        for assignment in assignments:
            config = deepcopy(settings)
            config.CourseDirectory.root = str(root)
            config.CourseDirectory.assignment_id = assignment
            config.CourseDirectory.release_directory = str(target)
            config.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
            course = CourseDirectory(config=config)
            log = logging.getLogger("autograder.release")
            log.setLevel(logging.ERROR)
            converter = GenerateAssignment(coursedir=course, config=config, log=log)
            converter.force, converter.create_assignment = True, True
            try:
                converter.start()
            except (Exception, SystemExit) as error:
                raise CourseError(
                    f"source/{assignment}: nbgrader cannot make a release ({error})",
                    remedy=f"run `nbgrader generate_assignment --force {assignment}` and read what it says",
                ) from error
