"""A fault of the course is Errored and never a zero; the others are graded, and a rerun after the repair is right."""

from __future__ import annotations

import shutil
from pathlib import Path

from .course import NAME, run, scores

_STUDENT = "undivided"
_GRADE = ("autograder", "grade", NAME, "--student", _STUDENT)


def test_a_faulty_exercise_has_no_score_until_it_is_repaired(graded_class: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(graded_class, course, symlinks=True)
    before = scores(course)
    reference = course / "solutions" / NAME / "reference.py"
    right = reference.read_text()
    reference.write_text(right.replace("history.append(x)", "history.append(1 / 0)"))
    done = run(course, *_GRADE, ok=(1,))
    told = [x for x in done.stderr.splitlines() if "Errored, no score: descend (undivided)" in x]
    assert len(told) == 1
    assert "ZeroDivisionError" in told[0]
    assert "solutions/ch00_tiny/reference.py, line 20" in told[0]
    assert scores(course)[_STUDENT] == {"mean_gradient": 3.0, "descend": None, "double": 2.0}
    assert "1 unchanged" in run(course, *_GRADE, ok=(1,)).stdout
    (course / "solutions" / NAME / "mistakes.py").write_text("1 / 0")
    done = run(course, *_GRADE, ok=(1,))
    assert "solutions/ch00_tiny/mistakes.py, line 1" in done.stderr
    assert scores(course)[_STUDENT] == {"mean_gradient": None, "descend": None, "double": 2.0}
    for file in ("reference.py", "mistakes.py"):
        shutil.copy(graded_class / "solutions" / NAME / file, course / "solutions" / NAME)
    run(course, *_GRADE)
    assert scores(course) == before
