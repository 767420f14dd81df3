"""The instructor's page of one assignment: how the class did, what it misunderstood, and who needs a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from markupsafe import Markup

from autograder.feedback.device import device_class
from autograder.feedback.language import Language
from autograder.feedback.language import language as load_language
from autograder.feedback.page import render
from autograder.feedback.tally import difficulties, mistakes
from autograder.model.device import DeviceRecord
from autograder.model.text import text
from autograder.model.verdict import ExerciseVerdict, Status, SubmissionVerdict

#: what the stable words on odd things mean
_FLAGS = {
    "timed out": text("did not end in time"),
    "process died": text("ended its process"),
    "malformed reply": text("sent back something that is no reply; was it meant to deceive?"),
    "not run": text("did not run"),
    "odd partial credit": text("ended with a number of points that cannot be"),
}


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the page says besides verdicts: the assignment, the course's name, wall seconds used if known."""

    assignment: str
    name: str = ""
    seconds: float | None = None
    #: one line per submission whose verdict could not be read
    unread: tuple[str, ...] = ()
    #: what the device tier found, a record for each hand-in that asks for a device
    devices: tuple[DeviceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """A student whose work a person should look at, and why: each reason once, with the places it holds for."""

    student: str
    #: (exercises or "notebook", what happened there)
    reasons: tuple[tuple[str, str], ...]
    errored: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One student's line."""

    student: str
    score: float
    top: float
    share: float
    errored: bool
    open: tuple[str, ...]


def class_report(
    verdicts: Sequence[SubmissionVerdict],
    course: CourseFacts,
    isolation: str | None = None,
    language: str = "en",
    folder: Path | None = None,
) -> str:
    """Return the class page as one HTML document; `isolation` defaults to what the verdicts name.

    `folder` is the course's, whose catalogue translates the exercises' own sentences.
    """
    tongue = load_language(language, folder)
    ordered = sorted(verdicts, key=lambda v: (v.student, v.notebook))
    rows = [_row(v) for v in ordered]
    shares = [row.share for row in rows]
    return render(
        "class.html.j2", tongue, course=course, rows=rows, median=median(shares) if shares else 0.0,
        full=sum(s >= 1 for s in shares), attention=_attention(ordered, tongue),
        difficulty=difficulties(ordered), mistakes=mistakes(ordered), histogram=histogram(shares, tongue),
        draws=sorted({v.draw for v in ordered}), seconds=course.seconds, unread=course.unread,
        device=device_class(course.devices),
        isolation=isolation or ", ".join(sorted({v.isolation for v in ordered})),
    )  # fmt: skip


def _row(verdict: SubmissionVerdict) -> Row:
    top = verdict.max_score
    opened = tuple(
        v.exercise if isinstance(v, ExerciseVerdict) else v.grade_id
        for v in verdict.parts
        if v.status is not Status.PASSED
    )
    share = max(0.0, min(1.0, verdict.score / top)) if top > 0 else 0.0
    return Row(verdict.student, verdict.score, top, share, verdict.errored, opened)


def _attention(verdicts: Sequence[SubmissionVerdict], tongue: Language) -> list[Attention]:
    """Return who needs a look, first those for whom the grader itself failed."""
    found = []
    for verdict in verdicts:
        reasons: dict[str, list[str]] = {}
        for where, what in _odd(verdict, tongue):
            reasons.setdefault(what, []).append(where)
        if reasons:
            told = tuple((", ".join(dict.fromkeys(places)), what) for what, places in reasons.items())
            found.append(Attention(verdict.student, told, verdict.errored))
    return sorted(found, key=lambda item: not item.errored)


def _odd(verdict: SubmissionVerdict, tongue: Language) -> Iterator[tuple[str, str]]:
    for part in verdict.parts:
        where = part.exercise if isinstance(part, ExerciseVerdict) else part.grade_id
        if part.status is Status.ERRORED:
            why = tongue.say(part.rationale) if part.rationale else ""
            yield where, tongue.gettext("the grader failed: %(why)s", why=why)
        for flag in part.flags:
            yield where, tongue.say(_FLAGS[flag]) if flag in _FLAGS else flag
    for note in verdict.notes:
        yield tongue.gettext("notebook"), tongue.say(note)


def histogram(shares: Sequence[float], tongue: Language) -> Markup:
    """Return the distribution of scores in ten columns, as SVG with its numbers as text."""
    counts = [0] * 10
    for share in shares:
        counts[min(9, int(share * 10 + 1e-9))] += 1
    top = max(counts) or 1
    pieces = []
    for place, count in enumerate(counts):
        left, tall = place * 64 + 6, 130 * count / top
        pieces.append(Markup('<rect class="column" x="{}" y="{:.1f}" width="52" height="{:.1f}" rx="4"/>').format(
            left, 155 - tall, tall))  # fmt: skip
        if count:
            pieces.append(Markup('<text x="{}" y="{:.1f}">{}</text>').format(left + 26, 148 - tall, count))
    for place in range(0, 11, 2):
        edge, side = min(max(place * 64, 6), 634), {0: "first", 10: "last"}.get(place, "")
        pieces.append(
            Markup('<text class="{}" x="{}" y="178">{}</text>').format(side, edge, tongue.percent(place / 10))
        )
    said = ", ".join(f"{i * 10}–{i * 10 + 10} %: {count}" for i, count in enumerate(counts) if count)
    alt = tongue.gettext("Students by share of the points: %(said)s", said=said)
    return Markup('<svg class="histogram" viewBox="0 0 640 184" role="img" aria-label="{}">{}</svg>').format(
        alt, Markup("").join(pieces)
    )
