"""The nbgrader course of a folder: its settings as nbgrader's own commands load them, and where its files are."""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets import Enum, Float, TraitError, Unicode
from traitlets.config import Config, Configurable
from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader

from autograder.errors import UsageError
from autograder.grading.limits import limits_of
from autograder.sandbox import Limits

#: seconds per cell where the configuration asks for no limit: the backstop of the whole notebook ends it
NO_TIMEOUT = 86_400.0


STEPS = ("source", "release", "submitted", "autograded", "feedback")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each step's files are: the traits of the same names of nbgrader's CourseDirectory."""

    structure: str = "{nbgrader_step}/{student_id}/{assignment_id}"
    #: step ("source", "submitted", ...) -> name of its folder
    steps: Mapping[str, str] = field(default_factory=dict)
    #: globs of file names that belong to nobody's work
    ignore: tuple[str, ...] = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
    groupshared: bool = False


class AutograderGradebook(Configurable):
    """Settings of the gradebook's use, for `nbgrader_config.py`."""

    wait = Float(
        60.0, help="Seconds to wait for a gradebook that another program has locked, or whose server is away."
    ).tag(config=True)


class AutograderDevice(Configurable):
    """Settings of the device tier, for `nbgrader_config.py`; no score depends on them."""

    use = Enum(
        ("auto", "never"),
        "auto",
        help="'auto': exercises that ask for a device also run on a GPU where there is one; 'never': only with --gpu.",
    ).tag(config=True)
    packages = Unicode(
        "",
        help="Folder with CuPy, as `pip install --no-deps --target FOLDER` makes it, where the environment has none.",
    ).tag(config=True)


@dataclass(frozen=True, slots=True)
class Course:
    """What the grader needs to know of a course; `timeout` is seconds per cell."""

    root: Path
    db_url: str
    create_student: bool
    timeout: float
    config: Config
    layout: Layout = Layout()
    #: seconds to wait for a gradebook that is locked or away
    wait: float = 60.0
    #: False for `--no-execute`: outputs stay as handed in, and nothing gets an automatic score
    execute: bool = True
    limits: Limits = field(default_factory=Limits)
    #: assignment -> files of its source folder that do not replace the student's
    exclude_overwriting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: whether a GPU is used where there is one, without being asked
    gpu: bool = True
    #: folder with CuPy, if not in the environment
    gpu_packages: Path | None = None

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of a step ("source", "submitted", "autograded", "feedback"); `.` as student for none."""
        name = self.layout.steps.get(step, step)
        path = self.layout.structure.format(nbgrader_step=name, student_id=student, assignment_id=assignment)
        return Path(os.path.normpath(self.root / path))

    def check_source(self, assignment: str) -> None:
        """Make sure that there is such an assignment.

        Raises:
            UsageError: its source folder is missing.
        """
        folder = self.folder("source", ".", assignment)
        if not folder.is_dir():
            where = folder.relative_to(self.root) if folder.is_relative_to(self.root) else folder
            raise UsageError(f"{where} is missing", remedy="name an assignment of this course")

    def students(self, assignment: str, pattern: str = "*") -> list[str]:
        """Return the students with a hand-in of this assignment, sorted, whose names match the pattern."""
        first, *rest = str(self.folder("submitted", "\0", assignment)).split("\0")
        found = glob.glob("*".join(glob.escape(part) for part in (first, *rest)))
        # a structure may name the student more than once
        shape = f"{re.escape(first)}(?P<student>[^/]+)" + "(?P=student)".join(re.escape(part) for part in rest)
        names = sorted({m["student"] for path in found if (m := re.fullmatch(shape, path)) is not None})
        return [name for name in names if fnmatch.fnmatch(name, pattern)]

    def ignores(self, relative: str) -> bool:
        """Tell whether a file, or a folder that it is in, matches a glob of files to be left out."""
        return any(fnmatch.fnmatch(part, glob) for part in relative.split("/") for glob in self.layout.ignore)


def open_course(here: Path, db_url: str | None = None) -> Course:
    """Return the course that stands at `here`, or where its configuration says; `db_url` stands above the configured.

    Raises:
        UsageError: there is no course, or its configuration does not load.
    """
    config = _configuration(here)
    try:
        directory = CourseDirectory(config=config)
        if "root" not in config.CourseDirectory:
            directory.root = str(here)
    except TraitError as error:
        raise UsageError(f"nbgrader_config.py: {error}", remedy="correct this setting of CourseDirectory") from error
    return course_of(directory, config, db_url=db_url)


def course_of(
    directory: CourseDirectory, config: Config, *, create_student: bool | None = None, db_url: str | None = None
) -> Course:
    """Return the course of nbgrader's own course directory, as one of its running commands has configured it.

    Raises:
        UsageError: there is no course.
    """
    root = Path(directory.root)
    known = {step: getattr(directory, f"{step}_directory") for step in STEPS}
    layout = Layout(directory.directory_structure, known, tuple(directory.ignore), directory.groupshared)
    execute = Execute(config=config)
    try:
        wait = float(AutograderGradebook(config=config).wait)
        device = AutograderDevice(config=config)
    except TraitError as error:
        raise UsageError(f"nbgrader_config.py: {error}", remedy="correct it") from error
    kept = config.Autograde.get("exclude_overwriting", {})
    course = Course(
        root=root,
        db_url=db_url or directory.db_url,
        create_student=bool(config.Autograde.get("create_student", True)) if create_student is None else create_student,
        # None and negative numbers mean no limit, as in nbclient
        timeout=float(execute.timeout) if (execute.timeout or 0) > 0 else NO_TIMEOUT,
        config=config,
        wait=wait,
        layout=layout,
        execute=execute.enabled,
        limits=limits_of(config),
        exclude_overwriting={name: tuple(files) for name, files in kept.items()},
        gpu=device.use == "auto",
        gpu_packages=root / device.packages if device.packages else None,
    )
    if not course.folder("source", ".", ".").is_dir():
        raise UsageError(
            f"{root} is no nbgrader course (it has no {known['source']}/)", remedy="run this in the course's folder"
        )
    return course


def _configuration(here: Path) -> Config:
    """Return what nbgrader's commands would load there: Jupyter's folders first, the course's own file last."""
    config = Config()
    for folder in (*reversed(jupyter_config_path()), str(here)):
        for name, loader in (
            ("nbgrader_config.py", PyFileConfigLoader),
            ("nbgrader_config.json", JSONFileConfigLoader),
        ):
            if not (Path(folder) / name).is_file():
                continue
            try:
                config.merge(loader(name, folder).load_config())
            except Exception as error:
                raise UsageError(f"{name} does not load ({error})", remedy=f"correct it (it is in {folder})") from error
    return config
