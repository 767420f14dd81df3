"""The limits that a course sets are those that its submissions run into."""

from __future__ import annotations

import json
from pathlib import Path

from .course import NAME, RIGHT_DESCEND, answer, make_course, run, scores, submit

LIMITS = """
c.AutograderLimits.cell_output = 0.01
c.AutograderLimits.family_seconds = 0.3
c.AutograderLimits.new_files = 1
"""
LOUD = 'print("x" * 40_000)\nfor name in "ab":\n    open(name, "w").write(name)'
LOOP = "def descend(f_prime, x0, steps=3):\n    while True: pass"


def test_a_courses_own_limits_hold_and_a_change_of_them_grades_anew(tmp_path: Path) -> None:
    root = make_course(tmp_path, LIMITS)
    submit(root, "loud", answer("descend_solution", f"{RIGHT_DESCEND}\n{LOUD}"))
    submit(root, "loop", answer("descend_solution", LOOP))
    run(root, "autograder", "grade", NAME, "--jobs", "2")
    assert scores(root)["loop"] == {"mean_gradient": 5.0, "descend": 0.0, "double": 2.0}
    assert "0.3" in (root / ".autograder" / NAME / "loop" / "verdict.json").read_text()
    folder = root / "autograded" / "loud" / NAME
    assert 5_000 < (folder / f"{NAME}.ipynb").read_text().count("x") < 15_000
    assert [(folder / name).exists() for name in "ab"] == [True, False]
    shown = json.loads(run(root, "autograder", "doctor", "--json", ok=(0, 2)).stdout)["found"]["limits"]
    assert "10 s a cell" in shown
    assert "0.3 s CPU a family" in shown
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("new_files = 1", "new_files = 2"))
    assert "1 graded, 0 unchanged" in run(root, "autograder", "grade", NAME, "--student", "loud").stdout
    assert (folder / "b").exists()
