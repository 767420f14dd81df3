"""`autograder regrade` after an exercise changed: other points without student code, manual grades untouched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from .course import NAME, run, scores

#: right, right2, undivided, random; the last one answers something else each time it runs
FOUR = ("--student", "[ru][ain]*")


@pytest.fixture
def course(graded_class: Path, tmp_path: Path) -> Path:
    root = tmp_path / "course"
    shutil.copytree(graded_class, root, symlinks=True)
    return root


def edit(root: Path, old: str, new: str, file: str = "exercises.py") -> None:
    path = root / "solutions" / NAME / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def regrade(root: Path, *arguments: str, ok: tuple[int, ...] = (0,)) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(root, "autograder", "regrade", NAME, "--json", *arguments, ok=ok).stdout)
    return found


def verdicts(root: Path) -> dict[str, bytes]:
    return {p.parent.name: p.read_bytes() for p in (root / ".autograder" / NAME).glob("*/verdict.json")}


def examples(verdict: bytes) -> list[str]:
    """Return what came out in the counterexamples of a stored verdict."""
    aspects = [a for e in json.loads(verdict)["exercises"] for a in e["aspects"]]
    return [a["example"]["actual"] for a in aspects if a["example"]]


def by_hand(root: Path) -> None:
    """Grade by hand: another score for an exercise that will change, a comment."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.find_grade("mean_gradient", NAME, NAME, "undivided").manual_score = 4.5
        gradebook.find_grade("descend", NAME, NAME, "undivided").needs_manual_grade = False
        gradebook.find_comment("mean_gradient_solution", NAME, NAME, "undivided").manual_comment = "Well tried."
        gradebook.db.commit()


def test_other_tolerances_change_scores_without_running_student_code(course: Path) -> None:
    before, recorded = verdicts(course), scores(course)
    edit(course, "Tolerance(1e-12,", "Tolerance(10.0,")
    by_hand(course)
    foreseen = regrade(course, "--dry-run", *FOUR)
    assert verdicts(course) == before
    assert scores(course) == recorded
    (change,) = foreseen["changed"]
    assert (change["student"], change["before"], change["after"], change["max_score"]) == ("undivided", 8.0, 10.0, 10.0)
    (exercise,) = change["exercises"]
    assert exercise["by_hand"]
    assert [(a["aspect"], a["before"], a["after"], a["status"]) for a in exercise["aspects"]] == [
        ("values", 0.0, 1.0, "passed"),
        ("scale", 0.0, 1.0, "passed"),
    ]
    assert foreseen["rerun"] == foreseen["errored"] == {}

    assert regrade(course, *FOUR) == foreseen | {"dry_run": False}
    assert scores(course) == recorded | {"undivided": recorded["undivided"] | {"mean_gradient": 5.0}}
    # what answers differently on every run is as it was observed
    assert examples(verdicts(course)["random"]) == examples(before["random"]) != []
    page = (course / "autograded" / "undivided" / NAME / f"{NAME}.ipynb").read_text()
    assert "mean_gradient: 5 of 5 points" in page
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("mean_gradient", NAME, NAME, "undivided")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (5.0, 4.5, True)
        assert not gradebook.find_grade("descend", NAME, NAME, "undivided").needs_manual_grade
        comment = gradebook.find_comment("mean_gradient_solution", NAME, NAME, "undivided")
        assert comment.manual_comment == "Well tried."
        assert "5 of 5" in comment.auto_comment

    said = run(course, "autograder", "regrade", NAME, *FOUR).stdout
    assert said.startswith(f"{NAME}: 0 changed, 4 as before, 0 run again, 0 ungradable")
    assert len(json.loads(run(course, "autograder", "grade", NAME, "--json", *FOUR).stdout)["unchanged"]) == 4


def test_other_cases_are_run_again_and_only_where_asked(course: Path) -> None:
    edit(course, "for n in (3, 4, 7)", "for n in (3, 4, 8)")
    one = ("--student", "undivided")
    said = run(course, "autograder", "regrade", NAME, "--dry-run", *one).stdout
    assert "needs a run: undivided: the cases, limit or probe of mean_gradient/values changed" in said
    edit(course, '{"V": 2, "P": 1, "R": 1, "C": 1}', '{"V": 1, "P": 2, "R": 1, "C": 1}')
    found = regrade(course, *one)
    assert list(found["rerun"]) == ["undivided"]
    assert [(c["student"], c["before"], c["after"]) for c in found["changed"]] == [("undivided", 8.0, 9.0)]
    assert scores(course)["undivided"]["mean_gradient"] == 4.0
    assert "1 unchanged" in run(course, "autograder", "grade", NAME, *one).stdout


def test_a_new_hand_in_and_lost_observations_are_named(course: Path) -> None:
    place = course / "submitted" / "right" / NAME / f"{NAME}.ipynb"
    place.write_text(place.read_text().replace("scale * x", "2 * scale * x"))
    (course / ".autograder" / NAME / "right2" / "observations.bin").unlink()
    shutil.rmtree(course / ".autograder" / NAME / "undivided")
    found = regrade(course, "--dry-run", *FOUR)
    assert found["rerun"] == {
        "right": "the hand-in changed since it was graded",
        "right2": "its observations are not stored",
        "undivided": "has not been graded yet",
    }


def test_a_faulty_reference_takes_no_score_away(course: Path) -> None:
    recorded = scores(course)
    edit(course, "return scale * x / x.size", "return scale * x / zero", "reference.py")
    for file, part in (("mistakes.py", "MISTAKES"), ("alternatives.py", "ALTERNATIVES")):
        (course / "solutions" / NAME / file).write_text(f"{part} = []\n")
    done = run(course, "autograder", "regrade", NAME, *FOUR, ok=(1,))
    assert "Errored: undivided: mean_gradient: " in done.stderr
    assert "reference.py, line" in done.stderr
    assert scores(course) == recorded


def test_a_regrading_that_cannot_start_says_so_in_one_line(course: Path) -> None:
    done = run(course, "autograder", "regrade", "ch99", ok=(2,))
    assert len(done.stderr.strip().splitlines()) == 1
