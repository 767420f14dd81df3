"""Preprocessors of `nbgrader autograde`: one grades the submission in the jail, one writes the verdicts down."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.errors import GraderError
from autograder.files import fits, remove, write_whole
from autograder.grading.gradebook import Gradebook
from autograder.grading.single import grader_of
from autograder.grading.store import Store
from autograder.grading.submission import is_reserved, parse_notebook, read_notebook
from autograder.plugin.converter import course_here


class JailGrade(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Replaces the notebook by the autograded one: cells run in the jail, verdicts below the grade cells."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade the submission that `resources` names; `nb` itself is not used.

        Raises:
            GraderError: this submission cannot be graded; nbgrader reports it and goes on with the next.
        """
        about = resources["nbgrader"]
        course = course_here(self, about["db_url"])
        try:
            one = grader_of(course, about["assignment"], about["notebook"]).grade(about["student"])
        except GraderError as error:
            self.log.error("not graded: %s", error)
            raise
        resources["autograder"] = course, one
        _drop_links(
            *(course.folder(step, about["student"], about["assignment"]) for step in ("submitted", "autograded"))
        )
        autograded = course.folder("autograded", about["student"], about["assignment"])
        _drop_reserved(autograded)
        _keep_files(autograded, one.graded.files)
        for exercise in one.graded.verdict.exercises:
            if exercise.score is None:
                self.log.error("%s: no score, needs manual grading: %s", exercise.exercise, exercise.rationale)
        return nbformat.reads(one.graded.notebook.decode(), as_version=4), resources


def _drop_links(handed_in: Path, folder: Path) -> None:
    """Remove what nbgrader has copied through a link of the hand-in, which may lead to the answer key.

    `generate_feedback` would copy it on to the student.
    """
    for path in handed_in.rglob("*"):
        if path.is_symlink():
            copied = folder / path.relative_to(handed_in)
            if copied.is_dir() and not copied.is_symlink():
                remove(copied)
            else:
                copied.unlink(missing_ok=True)


def _drop_reserved(folder: Path) -> None:
    """Remove folders at places where nbgrader, or a page, has to put a file."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and is_reserved(f"{path.name}/file"):
            remove(path)


def _keep_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put beside the notebook what its cells have written; nbgrader itself has put the other files there."""
    for name, content in files.items():
        path = folder / name
        if fits(folder, name) and (not path.is_file() or path.read_bytes() != content):
            write_whole(path, content)


class SaveVerdicts(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Stands in for SaveAutoGrades: scores come from verdicts, never from the text of an output."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Record the verdict in the gradebook and under `.autograder/`; then a GPU that is there may run it, too."""
        (course, one), about = resources["autograder"], resources["nbgrader"]
        store = Store(course, about["assignment"], about["notebook"])
        with Gradebook(course) as gradebook, store.writing():
            # in this order what is recorded and what is stored agree, or the hand-in is not marked as done
            gradebook.record(one.graded.verdict, one.graded.timestamp, one.graded.comments)
            store.save_records(one.graded)
            store.mark_done(about["student"], one.key, one.graded.seconds)
        for line in grader_of(course, about["assignment"], about["notebook"]).on_device(about["student"]):
            self.log.warning(line)
        return nb, resources


class HandInExporter(NotebookExporter):
    """Reads a hand-in as `autograder grade` does: what is no notebook, or no file at all, is one line."""

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        """Export a notebook by its place.

        Raises:
            SubmissionError: it is a link, a named pipe or too large, or not a notebook.
        """
        place = Path(filename)
        about = (resources or {}).get("nbgrader", {})
        where = f"{about.get('student', '')}/{about.get('assignment', '')}"
        notebook = parse_notebook(read_notebook(place, where), where)
        exported: tuple[Any, Any] = self.from_notebook_node(notebook, resources, **options)  # type: ignore[no-untyped-call]
        return exported
