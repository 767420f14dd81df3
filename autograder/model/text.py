"""Sentences that a student or instructor reads, kept as message ids so that any language can be rendered later."""

from __future__ import annotations

from dataclasses import dataclass, field

Parameter = str | int | float


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence for the reader: an English message id with `%(name)s` placeholders, and the values to fill in.

    Message ids are collected by Babel (keyword `Text`) and translated when a page is rendered, never before:
    verdict files hold ids and values, so they are the same bytes in every language.
    """

    msgid: str
    params: dict[str, Parameter] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.params if self.params else self.msgid

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted(self.params.items()))))


def text(msgid: str, **params: Parameter) -> Text:
    """Return a `Text` with its placeholders given as keywords: `text("wrong by a factor %(k)s", k=2)`."""
    return Text(msgid, params)
