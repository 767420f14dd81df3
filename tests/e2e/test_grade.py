"""`autograder grade` on a real course with a real jail and a real gradebook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.grading.store import OWN_FILES

from .course import NAME, RIGHT_GRADIENT, answer, make_course, run, scores, submit

FULL = {"mean_gradient": 5.0, "descend": 3.0, "double": 2.0}


@pytest.mark.parametrize("student", ["right", "right2", "dropped", "tagged", "otherkernel", "duplicated"])
def test_right_work_gets_full_points_whatever_became_of_test_cells(graded_class: Path, student: str) -> None:
    assert scores(graded_class)[student] == FULL


def test_a_known_mistake_loses_points_in_its_exercise_only(graded_class: Path) -> None:
    assert scores(graded_class)["undivided"] == FULL | {"mean_gradient": 3.0}


def test_a_rewritten_test_cell_is_restored(graded_class: Path) -> None:
    assert scores(graded_class)["rewritten"] == FULL | {"double": 0.0}


def test_a_cell_that_ends_the_process_costs_its_own_exercise(graded_class: Path) -> None:
    assert scores(graded_class)["exits"] == FULL | {"descend": 0.0}


def test_a_hook_that_blanks_all_later_cells_earns_nothing(graded_class: Path) -> None:
    got = scores(graded_class)["hook"]
    assert got["mean_gradient"] == got["descend"] == 0.0


@pytest.mark.parametrize("student", ["badjson", "notnotebook", "renamed", "linked", "folder", "stranger"])
def test_an_ungradable_hand_in_gets_one_line_and_no_score(graded_class: Path, student: str) -> None:
    said = (graded_class / "said.txt").read_text()
    assert len([line for line in said.splitlines() if f"{student}/{NAME}" in line]) == 1
    assert student not in scores(graded_class)


def test_scripts_do_not_reach_the_autograded_notebook(graded_class: Path) -> None:
    text = (graded_class / "autograded" / "active" / NAME / f"{NAME}.ipynb").read_text()
    outputs = json.dumps([c.get("outputs") for c in json.loads(text)["cells"]])
    assert "<b>bold</b>" in outputs
    assert "<script" not in outputs
    assert "onerror" not in outputs


def test_the_records_are_private_and_outside_of_what_students_get(graded_class: Path) -> None:
    own = graded_class / ".autograder" / NAME / "right"
    assert own.stat().st_mode & 0o777 == 0o700
    assert {p.name for p in own.iterdir()} == {"done", "observations.bin", "seconds.json", "verdict.json"}
    assert not list((graded_class / "autograded").rglob("verdict.json"))
    assert {p.name for p in own.parent.iterdir() if p.is_file()} <= OWN_FILES


def test_where_no_hand_in_matches_the_run_says_so(graded_class: Path) -> None:
    done = run(graded_class, "autograder", "grade", NAME, "--student", "nobody")
    assert "no hand-in was found" in done.stderr


def test_a_rerun_does_nothing_and_a_lost_gradebook_entry_is_written_again(graded_class: Path) -> None:
    before = scores(graded_class)
    done = run(graded_class, "autograder", "grade", NAME, "--json", ok=(1,))
    assert len(json.loads(done.stdout)["unchanged"]) == len(before)
    run(graded_class, "nbgrader", "db", "student", "remove", "right", "--force")
    assert "right" not in scores(graded_class)
    run(graded_class, "autograder", "grade", NAME, ok=(1,))
    assert scores(graded_class) == before


def test_the_same_draw_gives_the_same_bytes_with_any_number_of_workers(graded_class: Path, tmp_path: Path) -> None:
    other = tmp_path / "course"
    shutil.copytree(graded_class, other, symlinks=True)
    run(other, "autograder", "grade", NAME, "--force", "--jobs", "1", "--student", "[ru]*", ok=(1,))
    for student in ("right", "undivided", "rewritten"):
        for path in (f".autograder/{NAME}/{student}/verdict.json", f"autograded/{student}/{NAME}/{NAME}.ipynb"):
            assert (other / path).read_bytes() == (graded_class / path).read_bytes()


def test_a_hand_in_alone_gives_the_same_bytes_as_in_a_class_whose_first_cells_are_run_once(
    graded_class: Path, tmp_path: Path
) -> None:
    other = tmp_path / "course"
    shutil.copytree(graded_class, other, symlinks=True)
    run(other, "autograder", "grade", NAME, "--force", "--student", "undivided")
    for path in (f".autograder/{NAME}/undivided/verdict.json", f"autograded/undivided/{NAME}/{NAME}.ipynb"):
        assert (other / path).read_bytes() == (graded_class / path).read_bytes()


def test_an_exercise_without_an_entry_in_solutions_is_errored_not_zero(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "right")
    exercises = root / "solutions" / NAME / "exercises.py"
    exercises.write_text(exercises.read_text().replace("[mean_gradient, descend]", "[mean_gradient]"))
    mistakes = root / "solutions" / NAME / "mistakes.py"
    mistakes.write_text(mistakes.read_text() + "\nMISTAKES = [m for m in MISTAKES if m.exercise != 'descend']\n")
    alternatives = root / "solutions" / NAME / "alternatives.py"
    alternatives.unlink()
    done = run(root, "autograder", "grade", NAME, ok=(1,))
    assert "descend" in done.stderr
    assert scores(root)["right"] == FULL | {"descend": None}


def test_what_cannot_start_says_so_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path, "autograder", "grade", NAME, ok=(2,))
    assert "is no nbgrader course" in done.stderr
    root = make_course(tmp_path / "course")
    (root / "gradebook.db").unlink()
    done = run(root, "autograder", "grade", NAME, ok=(2,))
    assert "nbgrader generate_assignment" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_unknown_student_is_refused_when_the_course_says_so(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Autograde.create_student = False\n")
    submit(root, "stray")
    done = run(root, "autograder", "grade", NAME, ok=(1,))
    assert "nbgrader db student add stray" in done.stderr
    assert scores(root) == {}


def test_a_new_hand_in_is_graded_and_only_it(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "one")
    submit(root, "two")
    run(root, "autograder", "grade", NAME)
    shutil.rmtree(root / "submitted" / "two")
    submit(root, "two", answer("mean_gradient_solution", RIGHT_GRADIENT.replace(" / x.size", "")))
    done = json.loads(run(root, "autograder", "grade", NAME, "--json").stdout)
    assert done["unchanged"] == ["one"]
    assert scores(root)["two"]["mean_gradient"] == 3.0
