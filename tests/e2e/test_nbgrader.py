"""nbgrader's own commands on the same course: they use this engine and keep what people entered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from .course import NAME, RIGHT_GRADIENT, answer, cell, make_course, run, scores, submit

UNDIVIDED = RIGHT_GRADIENT.replace(" / x.size", "")


def test_nbgrader_autograde_and_generate_feedback_use_this_engine(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "ada", answer("mean_gradient_solution", UNDIVIDED))
    run(root, "nbgrader", "autograde", NAME)
    assert scores(root)["ada"] == {"mean_gradient": 3.0, "descend": 3.0, "double": 2.0}
    assert (root / ".autograder" / NAME / "ada" / "verdict.json").is_file()
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        comment = gradebook.find_comment("mean_gradient_solution", NAME, NAME, "ada")
        assert "not divided by n" in comment.auto_comment
        comment.manual_comment = "Come and see me."
        gradebook.find_grade("descend", NAME, NAME, "ada").manual_score = 1.5
        gradebook.db.commit()
    run(root, "nbgrader", "generate_feedback", NAME)
    page = (root / "feedback" / "ada" / NAME / f"{NAME}.html").read_text()
    assert "Content-Security-Policy" in page
    assert "not divided by n" in page
    assert "Come and see me." in page
    assert "BEGIN HIDDEN TESTS" not in page
    assert "check(" not in page
    assert "1 unchanged" in run(root, "autograder", "grade", NAME).stdout


OWN_WORDS = """
c.ClearHiddenTests.begin_test_delimeter = "<secret>"
c.ClearHiddenTests.end_test_delimeter = "</secret>"
c.ClearSolutions.begin_solution_delimeter = "<answer>"
c.ClearSolutions.end_solution_delimeter = "</answer>"
"""


def _in_own_words(notebook: Any) -> None:
    words = {"BEGIN HIDDEN TESTS": "<secret>", "END HIDDEN TESTS": "</secret>"}
    words |= {"BEGIN SOLUTION": "<answer>", "END SOLUTION": "</answer>"}
    for one in notebook.cells:
        for stock, own in words.items():
            one.source = one.source.replace(stock, own)
    cell(notebook, "double").source += "# <secret>\nassert double(21) == 42\n# </secret>\nassert double(1) == 2"


def test_hidden_tests_between_words_of_the_course_are_run_and_on_no_page(tmp_path: Path) -> None:
    root = make_course(tmp_path, OWN_WORDS, _in_own_words)
    submit(root, "ada", answer("double_solution", "def double(x):\n    return x + min(x, 20)"))
    run(root, "autograder", "grade", NAME)
    assert scores(root)["ada"] == {"mean_gradient": 5.0, "descend": 3.0, "double": 0.0}
    assert "double(21)" in (root / "autograded" / "ada" / NAME / f"{NAME}.ipynb").read_text()
    page = root / "feedback" / "ada" / NAME / f"{NAME}.html"
    for command in (("autograder", "feedback", NAME), ("nbgrader", "generate_feedback", NAME, "--force")):
        run(root, *command)
        shown = re.sub(r"<[^>]*>", "", page.read_text())
        assert "double(1) == 2" in shown
        for secret in ("double(21)", "secret", "check("):
            assert secret not in shown, command


def test_a_link_in_a_hand_in_brings_nothing_of_the_course_to_its_student(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    folder = submit(root, "ada")
    key = root / "solutions" / NAME / "reference.py"
    (folder / "notes.txt").write_text("mine")
    (folder / "link.txt").symlink_to(key)
    (folder / "data").mkdir()
    (folder / "data" / "link.py").symlink_to(key)
    (folder / "folder").symlink_to(key.parent)
    run(root, "nbgrader", "autograde", NAME)
    run(root, "nbgrader", "generate_feedback", NAME)
    for step in ("autograded", "feedback"):
        names = {p.name for p in (root / step / "ada" / NAME).rglob("*") if p.is_file()}
        assert "notes.txt" in names
        assert not names & {"link.txt", "link.py", key.name}


def test_manual_scores_survive_a_new_grading(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "ada")
    run(root, "autograder", "grade", NAME)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.find_grade("descend", NAME, NAME, "ada").manual_score = 1.5
        gradebook.db.commit()
    run(root, "autograder", "grade", NAME, "--force")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("descend", NAME, NAME, "ada")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (1.5, 3.0, True)


def test_late_penalties_are_nbgraders_own(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-01-01 00:00:00 UTC")
    (submit(root, "late") / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
    run(root, "autograder", "grade", NAME)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        assert gradebook.find_submission_notebook(NAME, NAME, "late").late_submission_penalty == 10.0


def test_the_source_notebook_runs_in_plain_jupyter_and_shows_verdicts(tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    root = make_course(tmp_path)
    notebook = nbformat.read(root / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(root / "source" / NAME)}}).execute()
    shown = [o.text for c in notebook.cells for o in c.get("outputs", []) if o.get("name") == "stdout"]
    assert shown == ["mean_gradient: 5 of 5 points\n", "descend: 3 of 3 points\n"]
