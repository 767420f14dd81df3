"""The nbgrader course of a folder: its settings from `nbgrader_config.py`, and where its submissions are."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from pathlib import Path

from traitlets import Float, TraitError
from traitlets.config import Config, Configurable
from traitlets.config.loader import PyFileConfigLoader

from autograder.errors import UsageError


class AutograderGradebook(Configurable):
    """Settings of the gradebook's use, for `nbgrader_config.py`."""

    wait = Float(
        60.0, help="Seconds to wait for a gradebook that another program has locked, or whose server is away."
    ).tag(config=True)


@dataclass(frozen=True, slots=True)
class Course:
    """What the grader needs to know of a course; `timeout` is seconds per cell."""

    root: Path
    db_url: str
    create_student: bool
    timeout: float
    config: Config
    #: seconds to wait for a gradebook that is locked or away
    wait: float = 60.0

    def students(self, assignment: str, pattern: str = "*") -> list[str]:
        """Return the students with a hand-in of this assignment, sorted, whose names match the pattern."""
        folder = self.root / "submitted"
        found = sorted(p.parent.name for p in folder.glob(f"*/{assignment}")) if folder.is_dir() else []
        return [name for name in found if fnmatch.fnmatch(name, pattern)]


def open_course(root: Path, db_url: str | None = None) -> Course:
    """Return the course that stands at `root`; `db_url` stands above the configured one.

    Raises:
        UsageError: there is no course, or its configuration does not load.
    """
    if not (root / "source").is_dir():
        raise UsageError(f"{root} is no nbgrader course (it has no source/)", remedy="run this in the course's folder")
    config = Config()
    if (root / "nbgrader_config.py").is_file():
        try:
            config = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config()
        except Exception as error:
            raise UsageError(f"nbgrader_config.py does not load ({error})", remedy="correct it") from error
    db_url = db_url or config.CourseDirectory.get("db_url", f"sqlite:///{root}/gradebook.db")
    try:
        wait = float(AutograderGradebook(config=config).wait)
    except TraitError as error:
        raise UsageError(f"nbgrader_config.py: {error}", remedy="correct it") from error
    return Course(
        root=root,
        db_url=str(db_url),
        create_student=bool(config.Autograde.get("create_student", True)),
        timeout=float(config.Execute.get("timeout", 10) or 10),
        config=config,
        wait=wait,
    )
