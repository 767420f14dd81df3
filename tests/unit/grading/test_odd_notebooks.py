"""A hand-in with anything in any place is one line, or becomes a notebook that every reader takes."""

from __future__ import annotations

import copy
import json
import logging
import random
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest

from autograder.errors import SubmissionError
from autograder.grading.engine import _autograded
from autograder.grading.plan import make_plan
from autograder.grading.source import _cells
from autograder.grading.submission import Submission
from autograder.model.program import CellRun, CellStatus
from autograder.model.verdict import SubmissionVerdict
from autograder.sandbox.outputs import clean
from tests.e2e.course import solved, source_notebook

SOURCE = tuple(_cells(source_notebook().cells))
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        -1,
        0,
        2,
        3,
        4,
        1e308,
        float("nan"),
        10**3000,
        "",
        "\ud800",
        "\0",
        "a" * 1000,
        [],
        {},
        [[]],
        {"a": 1},
    ),
    *(["x", 1], {"nbgrader": []}, {"nbgrader": {"grade_id": None}}, {"nbgrader": {"grade_id": "double", "grade": "x"}}),
    *("code", "markdown", "raw", "double", "descend", "intro"),
)
KEYS = (
    "worksheets",
    "outputs",
    "attachments",
    "metadata",
    "id",
    "source",
    "input",
    "cells",
    "nbformat",
    "text",
    "data",
)


def _full() -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(json.dumps(solved()))
    notebook["cells"][1]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "x"},
        {"output_type": "display_data", "data": {"text/plain": "x", "image/png": "aGk="}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["x"]},
    ]
    attached = {"a.png": {"image/png": "aGk="}}
    about = {"cell_type": "markdown", "id": "z", "metadata": {}, "source": "![a](attachment:a.png)"}
    notebook["cells"].append({**about, "attachments": attached})
    return notebook


def _old(nbformat_number: int) -> dict[str, Any]:
    output = {"output_type": "pyout", "text": ["x"], "prompt_number": 1}
    cells = [
        {"cell_type": c["cell_type"], "metadata": c["metadata"], "language": "python", "outputs": [output]}
        | {"input" if c["cell_type"] == "code" else "source": c["source"]}
        for c in _full()["cells"]
    ]
    return {
        "nbformat": nbformat_number,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells}],
    }


WHOLE = (_full(), _full(), _old(3), _old(2))


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        yield (*path, key)
        yield from _places(held, (*path, key))


def _spoil(notebook: dict[str, Any], chance: random.Random) -> None:
    *way, last = chance.choice(list(_places(notebook)))
    holder: Any = notebook
    for key in way:
        holder = holder[key]
    kind = chance.random()
    if kind < 0.6:
        holder[last] = copy.deepcopy(chance.choice(ODD))
    elif kind < 0.8:
        del holder[last]
    elif isinstance(holder, list):
        holder.insert(last, copy.deepcopy(chance.choice(holder)))
    else:
        holder[chance.choice(KEYS)] = copy.deepcopy(chance.choice(ODD))


@pytest.mark.filterwarnings(
    "ignore::nbformat.validator.MissingIDFieldWarning", "ignore::nbformat.validator.DuplicateCellId"
)
def test_anything_in_any_place_is_one_line_or_a_valid_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("traitlets"), "disabled", True)  # nbformat says what it repairs
    chance, valid = random.Random(1), 0
    refused: list[str] = []
    verdict = SubmissionVerdict("a", "a", "s", "d", "full", (), (), ())
    for _ in range(600):
        notebook = copy.deepcopy(chance.choice(WHOLE))
        for _ in range(chance.randint(1, 3)):
            _spoil(notebook, chance)
        try:
            plan = make_plan(SOURCE, Submission("s", "a", json.dumps(notebook).encode()), 10.0)
        except SubmissionError as error:
            refused.append(str(error))
            continue
        outputs = {i: [clean(o) for o in c.outputs] for i, c in enumerate(plan.notebook.cells) if "outputs" in c}
        runs = {
            i: CellRun(i, CellStatus.NOT_RUN, tuple(o for o in held if o is not None), None)
            for i, held in outputs.items()
        }
        stored = json.loads(_autograded(plan, runs, verdict))
        nbformat.validate(nbformat.from_dict(stored))
        valid += 1
    assert valid > 300
    assert refused
    assert "\n" not in "".join(refused)
