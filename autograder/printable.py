"""Text of unknown origin made fit for a terminal and a log."""

from __future__ import annotations

import re

#: control characters but for line breaks and tabs, and what turns the direction of writing
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029\ud800-\udfff]")


def printable(text: str) -> str:
    """Return a text with everything a terminal would obey, and not show, written as an escape."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)
