"""Makes the mistakes of one exercise: their names begin alike, and they share a help unless they bring their own."""

from __future__ import annotations

from collections.abc import Callable

from autograder.judge.authoring import Mistake, Text, text

Edit = tuple[str, str]

REPLACED = text("The gradient replaces what grad held instead of being added to it.")
REPLACED_HELP = text("Try x + x and x * x: both roles of x have to count.")


def of(prefix: str, exercise: str, help: Text) -> Callable[..., Mistake]:
    """Return a maker of mistakes in one exercise: names with a prefix, the help shared unless they bring their own."""

    def make(
        name: str, loses: str, rationale: Text, *edits: Edit, code: str = "", own_help: Text | None = None
    ) -> Mistake:
        return Mistake(f"{prefix}_{name}", exercise, tuple(loses.split()), rationale, own_help or help, code, edits)

    return make
