"""The commands of docs/authoring.md, executed in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.new_exercise import new_exercise
from autograder.errors import UsageError

DOC = Path(__file__).parents[3] / "docs" / "authoring.md"
BIN = Path(sys.executable).parent


def test_every_command_of_the_page_works_in_an_empty_folder(tmp_path: Path) -> None:
    commands = re.findall(r"^    ((?:autograder|nbgrader) .+)$", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 4
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        program, *words = command.split()
        done = subprocess.run(
            [BIN / program, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "release" / "ch00_powers" / "ch00_powers.ipynb").is_file()
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        assert gradebook.find_assignment("ch00_powers").max_score > 0


def test_a_second_exercise_joins_the_first(tmp_path: Path) -> None:
    new_exercise(tmp_path, "ch00", "one")
    new_exercise(tmp_path, "ch00", "two")
    text = (tmp_path / "solutions" / "ch00" / "exercises.py").read_text()
    assert text.count("EXERCISES.append") == 2
    assert text.count("EXERCISES: list") == 1


@pytest.mark.parametrize("assignment", ["../ch00", "ch00/a", "a+b", ".ch00", ""])
def test_what_cannot_be_an_assignment_is_refused(tmp_path: Path, assignment: str) -> None:
    with pytest.raises(UsageError):
        new_exercise(tmp_path / "course", assignment, "one")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["not a name", "class", "one"])
def test_an_impossible_or_taken_name_is_refused(tmp_path: Path, name: str) -> None:
    new_exercise(tmp_path, "ch00", "one")
    with pytest.raises(UsageError):
        new_exercise(tmp_path, "ch00", name)
