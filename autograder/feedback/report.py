"""The instructor's page of one assignment: how the class did, what it misunderstood, and who needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from autograder.feedback.language import Language
from autograder.feedback.language import language as load_language
from autograder.feedback.page import render
from autograder.feedback.tally import difficulties, mistakes
from autograder.model.verdict import ExerciseVerdict, Status, SubmissionVerdict


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the page says besides verdicts: the assignment, the course's name, wall seconds used if known."""

    assignment: str
    name: str = ""
    seconds: float | None = None
    #: one line per submission whose verdict could not be read
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that a person should look at."""

    student: str
    where: str
    what: str


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
    verdicts: Sequence[SubmissionVerdict], course: CourseFacts, isolation: str | None = None, language: str = "en"
) -> str:
    """Return the class page as one HTML document; `isolation` defaults to what the verdicts name."""
    tongue = load_language(language)
    ordered = sorted(verdicts, key=lambda v: (v.student, v.notebook))
    rows = [_row(v) for v in ordered]
    shares = [row.share for row in rows]
    return render(
        "class.html.j2", tongue, course=course, rows=rows, median=median(shares) if shares else 0.0,
        full=sum(s >= 1 for s in shares), attention=[a for v in ordered for a in _attention(v, tongue)],
        difficulty=difficulties(ordered), mistakes=mistakes(ordered), histogram=histogram(shares, tongue),
        draws=sorted({v.draw for v in ordered}), seconds=course.seconds, unread=course.unread,
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


def _attention(verdict: SubmissionVerdict, tongue: Language) -> list[Attention]:
    found = []
    for part in verdict.parts:
        where = part.exercise if isinstance(part, ExerciseVerdict) else part.grade_id
        if part.status is Status.ERRORED:
            why = tongue.say(part.rationale) if part.rationale else ""
            found.append(Attention(verdict.student, where, tongue.gettext("the grader failed: %(why)s", why=why)))
        found += [Attention(verdict.student, where, tongue.gettext(flag)) for flag in part.flags]
    found += [Attention(verdict.student, tongue.gettext("notebook"), tongue.say(note)) for note in verdict.notes]
    return found


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
        pieces.append(Markup('<text x="{}" y="174">{}–{}</text>').format(left + 26, place * 10, place * 10 + 10))
    said = ", ".join(f"{i * 10}–{i * 10 + 10} %: {count}" for i, count in enumerate(counts) if count)
    alt = tongue.gettext("Students by share of the points: %(said)s", said=said)
    return Markup('<svg class="histogram" viewBox="0 0 640 180" role="img" aria-label="{}">{}</svg>').format(
        alt, Markup("").join(pieces)
    )
