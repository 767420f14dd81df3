"""A page for a hand-in that has no verdict: it waits, or it cannot be graded, and what to do about it."""

from __future__ import annotations

from autograder.feedback.language import language as tongue_of
from autograder.feedback.page import render
from autograder.model.text import Text, text


def waiting(until: str | None) -> Text:
    """Return the sentence for a hand-in that a limit holds back; `until` is a time with its zone."""
    if until is None:
        return text("All your attempts are used. This hand-in is kept, but it is not graded automatically.")
    return text("This hand-in is kept and will be graded after %(until)s, unless a later one replaces it.", until=until)


def unreadable() -> Text:
    """Return the sentence for a hand-in that is no notebook of the assignment."""
    return text(
        "This hand-in could not be graded: it is not a readable notebook of this assignment. "
        "Fetch the assignment again, copy your answers into it, and hand it in."
    )


def notice_page(assignment: str, stamp: str, said: Text, language: str = "en") -> str:
    """Return the page, as self-contained HTML."""
    return render("notice.html.j2", tongue_of(language), assignment=assignment, stamp=stamp, said=said)
