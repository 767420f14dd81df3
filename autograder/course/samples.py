"""Sample submissions for a demonstration: a class made of named mistakes, alternatives and real-life accidents.

Everything is decided by the student's place in the class, so the same class hands in the same work every time.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder.course.solution_cell import BEGIN, END, plain_definitions
from autograder.judge.answer_key import AnswerKey
from autograder.judge.exercise import Alternative, Mistake

Notebook = Any

NAMES = (
    "abebe", "ada", "alan", "amalie", "annie", "barbara", "bernhard", "carl", "chandra", "dorothy",
    "edsger", "emmy", "evelyn", "fatima", "gladys", "grace", "hedy", "hypatia", "jian", "john",
    "katherine", "leonhard", "maryam", "mei", "noether", "omar", "pafnuty", "radia", "sofia", "srinivasa",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """One student's hand-in: the files of `submitted/<student>/<assignment>/`, and in a word what it is."""

    student: str
    what: str
    files: dict[str, bytes]


def samples(key: AnswerKey, source: Path, count: int) -> list[Sample]:
    """Return `count` hand-ins (at least 12) for the assignment whose source notebook is `source`.

    The first are solved in different ways, then come the accidents, then one known mistake after another.
    """
    notebook = nbformat.read(source, as_version=4)
    makers = itertools.chain(_right(key), _accidents(key, notebook), _wrong(key))
    made = []
    for student, (what, change) in zip(itertools.islice(_names(), count), makers, strict=False):
        draft = _handed_in(notebook)
        files = change(draft)
        name = f"{key.assignment}.ipynb"
        files = files if files is not None else {name: _bytes(draft)}
        # what nbgrader's exchange leaves beside a notebook, so that the pages can be released too
        files |= {"timestamp.txt": b"2026-01-15 10:00:00.000000 UTC", "submission_secret.txt": student.encode()}
        made.append(Sample(student, what, files))
    return made


_FLOOD = '\n\nfor _ in range(20):\n    print("x" * 10**6)'

Change = Callable[[Notebook], dict[str, bytes] | None]


def _names() -> Iterator[str]:
    yield from NAMES
    yield from (f"{name}{number}" for number in itertools.count(2) for name in NAMES)


def _bytes(notebook: Notebook) -> bytes:
    text: str = nbformat.writes(notebook)
    return text.encode()


def _handed_in(source: Notebook) -> Notebook:
    """Return the solved notebook as a student would hand it in: no markers, no hidden tests."""
    notebook = copy.deepcopy(source)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            lines = [line for line in cell.source.splitlines() if line.strip() not in (BEGIN, END)]
            cell.source = "\n".join(lines)
            head, _, tail = cell.source.partition("### BEGIN HIDDEN TESTS")
            cell.source = head.rstrip("\n") + tail.partition("### END HIDDEN TESTS")[2]
    return notebook


def _cell(notebook: Notebook, key: AnswerKey, exercise: str) -> Any:
    wanted = f"{key.exercises[exercise].defines[0]}_solution"
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == wanted)


def _answer(notebook: Notebook, key: AnswerKey, answer: Mistake | Alternative) -> None:
    code = answer.code or plain_definitions(key.code_of(answer), key.exercises[answer.exercise].defines)
    _cell(notebook, key, answer.exercise).source = code.strip("\n")


def _with(key: AnswerKey, *answers: Mistake | Alternative) -> Change:
    def change(notebook: Notebook) -> None:
        for answer in answers:
            _answer(notebook, key, answer)

    return change


def _right(key: AnswerKey) -> Iterator[tuple[str, Change]]:
    yield "solved like the reference", lambda notebook: None
    by_exercise = [key.alternatives_of(e) for e in key.exercises]
    for number in range(2):
        chosen = [found[number] for found in by_exercise if len(found) > number]
        if chosen:
            yield "solved another way", _with(key, *chosen)


def _wrong(key: AnswerKey) -> Iterator[tuple[str, Change]]:
    """Yield hand-ins with one or two known mistakes; the first ones named are the more frequent in the class."""
    banks = [bank for e in key.exercises if (bank := key.mistakes_of(e))]
    for number in itertools.count():
        if not banks:
            return
        bank = banks[number % len(banks)]
        # the triangular pattern repeats early mistakes more often than late ones, as classes do
        mistake = bank[(number // len(banks)) % max(1, min(len(bank), 1 + number % 5))]
        other = banks[(number + 1) % len(banks)][number % 3 % len(banks[(number + 1) % len(banks)])]
        answers = (mistake, other) if number % 3 == 0 and other.exercise != mistake.exercise else (mistake,)
        yield "mistakes: " + ", ".join(f"{a.exercise}/{a.name}" for a in answers), _with(key, *answers)


def _accidents(key: AnswerKey, source: Notebook) -> Iterator[tuple[str, Change]]:
    first, *_, last = key.exercises
    yield "a syntax error", _replace(key, last, lambda source: source.replace(":\n", "\n", 1))
    yield "an infinite loop", _replace(key, first, lambda source: source + "\n\nwhile True:\n    pass")
    yield "a test cell deleted", _drop(last)
    yield "an empty notebook", _emptied
    yield (
        "only a figure",
        _replace(key, first, lambda _: "import matplotlib.pyplot as plt\n\nplt.plot([0, 1], [0, 1]);"),
    )
    yield (
        "20 MB of output",
        _replace(key, last, lambda source: source + _FLOOD),
    )
    yield "a renamed notebook", lambda notebook: {f"{key.assignment} (final) (2).ipynb": _bytes(notebook)}
    yield "half done", _half_done(key, source)


def _replace(key: AnswerKey, exercise: str, edit: Callable[[str], str]) -> Change:
    def change(notebook: Notebook) -> None:
        cell = _cell(notebook, key, exercise)
        cell.source = edit(cell.source)

    return change


def _drop(exercise: str) -> Change:
    def change(notebook: Notebook) -> None:
        kept = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != exercise]
        notebook.cells = kept

    return change


def _emptied(notebook: Notebook) -> None:
    notebook.cells = []


def _half_done(key: AnswerKey, source: Notebook) -> Change:
    def change(notebook: Notebook) -> None:
        names = list(key.exercises)
        for exercise in names[len(names) // 2 :]:
            _cell(notebook, key, exercise).source = _untouched(_cell(source, key, exercise).source)

    return change


def _untouched(source: str) -> str:
    """Return a solution cell as students receive it: each solution replaced as nbgrader's ClearSolutions does."""
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if line.strip() == BEGIN:
            indent = line[: len(line) - len(line.lstrip())]
            kept += [f"{indent}# YOUR CODE HERE", f"{indent}raise NotImplementedError()"]
        inside = (inside or line.strip() == BEGIN) and line.strip() != END
        if not inside and line.strip() != END:
            kept.append(line)
    return "\n".join(kept)
