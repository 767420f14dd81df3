"""PostgreSQL as the gradebook: the same grading, and a server that is away costs nothing but a second run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from .course import NAME, answer, make_course, run, scores, submit
from .killing import Command, scratch_files, start

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


def _running(root: Path, *more: str) -> Command:
    """Start a run, and return when some hand-ins are recorded and others are not."""
    command = start(root, "grade", NAME, *more)
    command.await_text("\n3/12 ")
    return command


def test_a_server_that_ends_in_the_middle_of_a_run_costs_nothing_recorded(postgres: Any, tmp_path: Path) -> None:
    url = postgres.create("in_the_middle")
    root = make_course(tmp_path, f"c.CourseDirectory.db_url = {url!r}\n")
    for number in range(12):
        wrong = [answer("double_solution", "def double(x):\n    return 3 * x")] if number % 2 else []
        submit(root, f"s{number:02}", *wrong)
    points = [{"mean_gradient": 5.0, "descend": 3.0, "double": 2.0 * (n % 2 == 0)} for n in range(12)]
    wanted = {f"s{n:02}": p for n, p in enumerate(points)}

    # away for good, by the power: the run stops with one line
    config = root / "nbgrader_config.py"
    patient = config.read_text()
    config.write_text(f"{patient}\nc.AutograderGradebook.wait = 0.5\n")
    command = _running(root)
    postgres.kill()
    status = command.wait()
    postgres.start()
    assert status == 1
    (said,) = [line for line in command.output().splitlines() if "stopped before all were graded" in line]
    assert "cannot be used after 0.5 s" in said
    assert "start its server, then run the same command again" in said
    assert "Traceback" not in command.output()
    held = scores(root, url)
    recorded = {student: given for student, given in held.items() if None not in given.values()}
    assert 3 <= len(recorded) < 12
    assert recorded.items() <= wanted.items()
    assert scratch_files(root) == []

    # the same command goes on where it ended
    config.write_text(patient)
    done = run(root, "autograder", "grade", NAME)
    assert f"{12 - len(recorded)} graded, {len(recorded)} unchanged" in done.stdout
    assert scores(root, url) == wanted

    # back again after a while: the run waits, says so, and comes to its end
    command = _running(root, "--force", "--jobs", "2")
    postgres.stop()
    try:
        command.await_text("waiting up to 60 s for the gradebook")
    finally:
        postgres.start()
    assert command.wait() == 0, command.output()
    assert "12 graded, 0 unchanged, 0 ungradable" in command.output()
    assert scores(root, url) == wanted
