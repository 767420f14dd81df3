"""Releases: the students' notebooks, made from the sources by nbgrader itself into a folder of one's choice."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import setenv
from traitlets.config import Config

from autograder.errors import CourseError


def make_releases(root: Path, assignments: Iterable[str], target: Path) -> None:
    """Generate the release of each assignment of the course at `root` under `target`, as `target/<assignment>/`.

    A gradebook of its own is used and thrown away: making a release here never touches the course's records.

    Raises:
        CourseError: nbgrader refuses a source notebook (its log says why).
    """
    with tempfile.TemporaryDirectory() as scratch, setenv(PATH=_path()):
        for assignment in assignments:
            config = Config()
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
                    remedy=f"run `nbgrader generate_assignment {assignment}` and read what it says",
                ) from error


def _path() -> str:
    """Return PATH with this environment's programs first: nbgrader starts `alembic` by name for a new gradebook."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
