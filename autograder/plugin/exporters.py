"""Grades as files that no spreadsheet runs: `nbgrader export` writes nbgrader's own columns.

With `--exporter=autograder.plugin.exporters.CanvasExporter` or `MoodleExporter` it writes what those two import.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins.export import ExportPlugin

#: characters with which a spreadsheet begins a formula, and white space that it skips before them
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(words: object) -> str:
    """Return a text that a spreadsheet shows and never computes: formulas get an apostrophe, controls go."""
    shown = "" if words is None else str(words)
    cleaned = "".join(c if c.isprintable() else " " for c in shown)
    risky = shown.startswith(_FORMULA) or cleaned.lstrip().startswith(_FORMULA)
    return f"'{cleaned}" if risky else cleaned


def points(score: float) -> str:
    """Return points in the shortest form with at most six digits after the point."""
    return f"{round(score, 6):.10g}"


class _Exporter(ExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """What both forms share: which assignments and students, and the scores after late penalties."""

    default = "grades.csv"
    lines_end = "\r\n"

    def export(self, gradebook: Any) -> None:
        """Write the grades to `--to`, one line per student."""
        rows = list(self.rows(gradebook))
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator=self.lines_end).writerows(rows)
        Path(self.to or self.default).write_text(text.getvalue(), encoding="utf-8", newline="")
        self.log.info("Exported %d students to %s", len(self.chosen_students(gradebook)), self.to or self.default)

    def rows(self, gradebook: Any) -> Iterator[list[str]]:
        """Yield the lines of the file."""
        raise NotImplementedError

    def chosen_assignments(self, gradebook: Any) -> list[Any]:
        names = {str(name) for name in self.assignment}
        return [a for a in gradebook.assignments if not names or a.name in names]

    def chosen_students(self, gradebook: Any) -> list[Any]:
        names = {str(name) for name in self.student}
        return [s for s in gradebook.students if not names or s.id in names]

    def scores(self, gradebook: Any, student: Any, assignments: list[Any]) -> list[str]:
        """Return one text per assignment, empty where nothing was handed in."""
        return [_score(gradebook, assignment.name, student.id) for assignment in assignments]


def _score(gradebook: Any, assignment: str, student: str) -> str:
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return ""
    return points(max(0.0, submission.score - (submission.late_submission_penalty or 0.0)))


class CsvExporter(_Exporter):
    """nbgrader's own grades.csv: the same columns and numbers, with names quoted and formulas disarmed."""

    default = "grades.csv"
    lines_end = "\n"
    columns = (
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score"),
    )

    def rows(self, gradebook: Any) -> Iterator[list[str]]:
        """Yield the header, and one line per assignment and student; who handed in nothing has 0."""
        yield list(self.columns)
        for assignment in self.chosen_assignments(gradebook):
            for student in self.chosen_students(gradebook):
                timestamp, raw, penalty = self._result(gradebook, assignment.name, student.id)
                who = (student.id, student.last_name, student.first_name, student.email)
                words = (assignment.name, assignment.duedate, timestamp, *who)
                numbers = (raw, penalty, max(0.0, raw - penalty), assignment.max_score)
                yield [*map(harmless, words), *map(str, numbers)]

    def _result(self, gradebook: Any, assignment: str, student: str) -> tuple[Any, float, float]:
        try:
            found = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return "", 0.0, 0.0
        return found.timestamp, found.score, found.late_submission_penalty or 0.0


class CanvasExporter(_Exporter):
    """A gradebook file that Canvas imports: students are matched by "SIS User ID", columns by assignment."""

    default = "canvas.csv"

    def rows(self, gradebook: Any) -> Iterator[list[str]]:
        """Yield header, Canvas's line of maximal points, and one line per student."""
        assignments = self.chosen_assignments(gradebook)
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(harmless(a.name) for a in assignments)]
        yield ["    Points Possible", "", "", "", "", *(points(a.max_score) for a in assignments)]
        for student in self.chosen_students(gradebook):
            name = ", ".join(part for part in (student.last_name, student.first_name) if part) or student.id
            login = student.lms_user_id or student.id
            yield [harmless(name), "", harmless(login), harmless(student.id), "",
                   *self.scores(gradebook, student, assignments)]  # fmt: skip


class MoodleExporter(_Exporter):
    """A file for Moodle's "Import from CSV": map "ID number", "Username" or "Email address", then each assignment."""

    default = "moodle.csv"

    def rows(self, gradebook: Any) -> Iterator[list[str]]:
        """Yield the header and one line per student."""
        assignments = self.chosen_assignments(gradebook)
        yield [
            "ID number",
            "Username",
            "First name",
            "Last name",
            "Email address",
            *(harmless(a.name) for a in assignments),
        ]
        for student in self.chosen_students(gradebook):
            known = (
                student.lms_user_id or student.id,
                student.id,
                student.first_name,
                student.last_name,
                student.email,
            )
            yield [*map(harmless, known), *self.scores(gradebook, student, assignments)]
