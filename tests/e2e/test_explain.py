"""`autograder explain`: one exercise of one student again, with all that a complaint needs."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from .course import NAME, RIGHT_GRADIENT, answer, cell, make_course, run, solved, source_notebook, submit

_BY_FILE = RIGHT_GRADIENT.replace("scale * x /", "float(open('factor.txt').read()) * x /")


def test_it_shows_the_wrong_cases_in_full_with_the_files_of_the_assignment(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    (root / "source" / NAME / "factor.txt").write_text("2.5")
    submit(root, "ada", answer("mean_gradient_solution", _BY_FILE))
    said = run(root, "autograder", "explain", NAME, "ada", "mean_gradient").stdout
    assert "FileNotFoundError" not in said
    assert "cases are wrong" in said
    found = json.loads(run(root, "autograder", "explain", NAME, "ada", "mean_gradient", "--json").stdout)
    wrong = [case for case in found if case["rationale"]]
    assert {case["draw"] for case in wrong} == {"graded", "shown"}
    assert all(case["actual"] and case["expected"] and case["inputs"] for case in wrong)
    assert not [case for case in found if case["aspect"] == "errors" and case["rationale"]]


def test_it_finds_the_exercise_in_any_notebook_of_the_assignment(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    first = new_notebook(cells=[new_code_cell("x = 1")], metadata=source_notebook().metadata)
    nbformat.write(source_notebook(), root / "source" / NAME / "second.ipynb")
    nbformat.write(first, root / "source" / NAME / f"{NAME}.ipynb")
    run(root, "nbgrader", "generate_assignment", NAME, "--force")
    folder = submit(root, "ada")
    handed_in = solved()
    cell(handed_in, "descend_solution").source = "def descend(f_prime, x0, steps=3):\n    return x0, []"
    nbformat.write(handed_in, folder / "second.ipynb")
    assert "actual:" in run(root, "autograder", "explain", NAME, "ada", "descend").stdout


def test_what_it_does_not_know_is_one_line(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "ada")
    for arguments, word in (
        (("ch99", "ada", "descend"), "ch99"),
        ((NAME, "nobody", "descend"), "nobody"),
        ((NAME, "ada", "double"), "choose from mean_gradient, descend"),
    ):
        done = run(root, "autograder", "explain", *arguments, ok=(2,))
        assert word in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert done.stdout == ""


def test_a_fault_of_the_course_is_said_with_its_place(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "ada")
    with (root / "solutions" / NAME / "exercises.py").open("a") as file:
        file.write("\n1 / 0\n")
    said = run(root, "autograder", "explain", NAME, "ada", "descend", ok=(2,)).stderr
    assert "ZeroDivisionError" in said
    assert "exercises.py" in said
