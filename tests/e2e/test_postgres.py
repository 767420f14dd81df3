"""PostgreSQL as the gradebook: the same grading, and a server that is away costs nothing but a second run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from .course import NAME, run, scores

STUDENTS = ("duplicated", "undivided")


def test_a_course_on_postgresql_gets_the_same_verdicts_and_survives_the_server_going_away(
    graded_class: Path, postgres: Any, tmp_path: Path
) -> None:
    url, root = postgres.create("same_verdicts"), tmp_path / "course"
    shutil.copytree(graded_class, root, symlinks=True)
    (root / "gradebook.db").unlink()
    config = root / "nbgrader_config.py"
    patient = f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n"
    config.write_text(f"{patient}c.AutograderGradebook.wait = 0\n")
    grade = ("autograder", "grade", NAME, "--student", "[du][un]*")
    run(root, "nbgrader", "generate_assignment", NAME, "--force")
    postgres.stop()
    try:
        done = run(root, *grade, ok=(2,))
    finally:
        postgres.start()
    config.write_text(patient)
    assert "cannot be used" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "2 graded" in run(root, *grade, "--force").stdout
    assert not (root / "gradebook.db").exists()
    assert scores(root, url) == {s: scores(graded_class)[s] for s in STUDENTS}
    for student in STUDENTS:
        place = Path(".autograder", NAME, student, "verdict.json")
        assert (root / place).read_bytes() == (graded_class / place).read_bytes()
