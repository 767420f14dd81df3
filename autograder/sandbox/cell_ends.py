"""What the driver itself shows of a cell that came to no end of its own."""

from __future__ import annotations

from typing import Any

from autograder.model.program import JobCell
from autograder.sandbox.outputs import error_output
from autograder.wire.codec import MAX_JSON


def too_slow(cell: JobCell) -> dict[str, Any]:
    """Return the output of a cell that its clock stopped."""
    return ended("CellTimeout", f"this cell ran longer than {cell.timeout:g} s and was stopped")


def too_long() -> dict[str, Any]:
    """Return the output of a cell that was not sent."""
    text = f"this cell was not run, its text is too long (more than {MAX_JSON >> 20} MB as it would be sent)"
    return ended("CellTooLong", f"{text}; keep data in a file beside the notebook and read it from there")


def ended(name: str, text: str) -> dict[str, Any]:
    """Return the output of a cell that ended for a reason with this name."""
    return error_output(name, text, [f"{name}: {text}"])
