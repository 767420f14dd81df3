"""Puts verdicts into an autograded notebook: a few lines below each grade cell of ours."""

from __future__ import annotations

from typing import Any

import nbformat

from autograder.errors import GraderError
from autograder.grading.bench import Bench
from autograder.grading.summary import summary
from autograder.model.verdict import Status, SubmissionVerdict


def with_verdicts(notebook: bytes, bench: Bench, verdict: SubmissionVerdict) -> bytes:
    """Return an autograded notebook with other verdicts below its grade cells, and nothing else changed.

    Raises:
        GraderError: the bytes are not the autograded notebook.
    """
    try:
        document: Any = nbformat.reads(notebook.decode(), as_version=4)
        cells = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in document.cells}
        places = {c.exercise: cells[c.grade_id] for c in bench.source if c.exercise is not None}
    except (ValueError, KeyError, AttributeError) as error:
        raise GraderError(
            f"{verdict.student}/{verdict.assignment}: the autograded notebook is damaged ({type(error).__name__})",
            remedy="grade this submission again with --force",
        ) from error
    for found in verdict.exercises:
        if found.status is Status.SKIPPED:
            continue
        output = {"output_type": "stream", "name": "stdout", "text": summary(found)}
        places[found.exercise].outputs = [nbformat.from_dict(output)]
    content: str = nbformat.writes(document)
    return content.encode()
