"""The cells with which every notebook of an assignment begins, and what they show; run once for all submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.errors import SandboxError
from autograder.model.program import CellRun, CellStatus, JobCell, NotebookJob
from autograder.sandbox.outputs import CellOutputs


@dataclass(frozen=True, slots=True)
class Opening:
    """Cells that a zygote has run, so that its forks are notebooks that begin with them."""

    sources: tuple[str, ...]
    #: for each cell its number, and what it shows as kernel messages in JSON
    counts: tuple[int, ...]
    messages: tuple[tuple[bytes, ...], ...]

    @classmethod
    def of(cls, sources: Sequence[str], answer: Mapping[str, Any]) -> Opening:
        """Return what a zygote's answer tells.

        Raises:
            SandboxError: the cells do not run there as they do in a submission.
        """
        if answer["is"] != "opened":
            raise _unfit(answer["text"])
        counts = tuple(cell["count"] for cell in answer["cells"])
        messages = tuple(tuple(message["json"] for message in cell["messages"]) for cell in answer["cells"])
        if any(message["cut"] for cell in answer["cells"] for message in cell["messages"]):
            raise _unfit("they show too much")
        return cls(tuple(sources), counts, messages)

    def begins(self, job: NotebookJob) -> bool:
        """Tell whether a fork can take a job over: nothing lies beside its notebook, which begins with these cells.

        A file beside it may be read by them, or be imported in place of a module.
        """
        first = job.cells[: len(self.sources)]
        return (
            not job.files
            and tuple(cell.source for cell in first) == self.sources
            and not any(cell.exercises for cell in first[:-1])
        )

    def run_of(self, position: int, cell: JobCell, outputs: CellOutputs) -> CellRun:
        """Return how the cell at a position was run, and let `outputs` take what it shows."""
        for message in self.messages[position]:
            outputs.take(position, message)
        return CellRun(cell.index, CellStatus.OK, outputs.outputs(position), self.counts[position])


def _unfit(why: str) -> SandboxError:
    return SandboxError(
        f"the notebook's first cells cannot be run once for all: {why}", remedy="grade this submission again"
    )
