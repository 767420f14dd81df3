"""What all submissions of one assignment share."""

from __future__ import annotations

from pathlib import Path

from autograder.grading.bench import Bench
from autograder.judge.answer_key import AnswerKey
from autograder.model.draw import Draw


def test_the_assignments_files_stand_first_and_in_their_own_version() -> None:
    """Whoever writes them in this order finds no folder of a submission where a file of the assignment belongs."""
    key = AnswerKey(Path(), "a", {}, "", "", (), (), (), "")
    bench = Bench("a", "a", (), key, {}, Draw(graded=1, shown=2), "none", helpers={"data.csv": b"1", "use.py": b"2"})
    found = bench.beside({"own.txt": b"3", "use.py": b"4", "data.csv/own.txt": b"5"})
    assert list(found)[:2] == ["data.csv", "use.py"]
    assert found == {"data.csv": b"1", "use.py": b"2", "own.txt": b"3", "data.csv/own.txt": b"5"}
