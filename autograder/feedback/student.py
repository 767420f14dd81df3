"""The student's page: one file that says what was reached, what went wrong, and what to try next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from markupsafe import Markup

from autograder.feedback.cells import PageCell
from autograder.feedback.device import DevicePart, device_part
from autograder.feedback.drawing import drawing
from autograder.feedback.language import Language
from autograder.feedback.language import language as load_language
from autograder.feedback.outputs import code, output
from autograder.feedback.page import render
from autograder.model.device import DeviceRecord
from autograder.model.verdict import AspectVerdict, CellVerdict, ExerciseVerdict, Status, SubmissionVerdict


@dataclass(frozen=True, slots=True)
class ManualGrade:
    """What a person added to one cell: points (None if only a comment), out of how many, and a comment."""

    score: float | None = None
    max_score: float | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the student, ready for the template."""

    kind: str
    source: Markup | str
    outputs: tuple[Markup, ...]
    number: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise or plain grade cell, ready for the template."""

    name: str
    anchor: str
    title: str
    verdict: ExerciseVerdict | CellVerdict
    state: str
    share: float
    score: float | None
    exercise: ExerciseVerdict | None
    cells: tuple[ShownCell, ...]
    #: names of the aspects whose example is shown
    examples: frozenset[str] = frozenset()
    pictures: dict[str, Markup] = field(default_factory=dict)
    manual: ManualGrade | None = None
    #: how it went on a real GPU
    device: DevicePart | None = None

    @property
    def open(self) -> list[AspectVerdict]:
        """The aspects that lost points, in the order of the exercise."""
        return [a for a in self.exercise.aspects if a.status is not Status.PASSED] if self.exercise else []

    @property
    def passed(self) -> list[AspectVerdict]:
        """The aspects that have all their points."""
        return [a for a in self.exercise.aspects if a.status is Status.PASSED] if self.exercise else []


def student_page(
    verdict: SubmissionVerdict,
    cells: Sequence[PageCell],
    language: str = "en",
    *,
    manual: Mapping[str, ManualGrade] | None = None,
    score: float | None = None,
    course: Path | None = None,
    device: DeviceRecord | None = None,
) -> str:
    """Return the page of one submission as one HTML document without scripts or links to anything outside.

    `manual` holds a person's grades and comments by grade id; `score`, if given, is the gradebook's total (after
    manual grading and late penalties) and is shown instead of the verdict's own sum. `course` is the folder whose
    catalogue translates the exercises' own sentences. `device` is what the device tier found, which concerns no points.
    """
    tongue = load_language(language, course)
    given = dict(manual or {})
    parts = [
        replace(_part(number, v, cells, given, tongue), device=device_part(device, _name(v)))
        for number, v in enumerate(verdict.parts)
    ]
    by_hand = {name: grade for name, grade in given.items() if name not in {p.name for p in parts}}
    total, top = _totals(verdict, given)
    total = score if score is not None else total
    return render(
        "student.html.j2", tongue, verdict=verdict, parts=parts, by_hand=by_hand, total=total, top=top,
        share=_share(total, top), headline=_headline(total, top, verdict, tongue),
        notebook=[_shown(cell, tongue) for cell in cells],
    )  # fmt: skip


def _totals(verdict: SubmissionVerdict, given: Mapping[str, ManualGrade]) -> tuple[float, float]:
    """Return score and maximum with a person's grades in place of, or beside, the automatic ones."""
    points = {_name(v): (v.score or 0.0, v.points) for v in verdict.parts}
    for name, grade in given.items():
        old_score, old_top = points.get(name, (0.0, 0.0))
        points[name] = (
            old_score if grade.score is None else grade.score,
            old_top if grade.max_score is None else grade.max_score,
        )
    return sum(p[0] for p in points.values()), sum(p[1] for p in points.values())


def _name(verdict: ExerciseVerdict | CellVerdict) -> str:
    return verdict.exercise if isinstance(verdict, ExerciseVerdict) else verdict.grade_id


def _share(score: float | None, points: float) -> float:
    return max(0.0, min(1.0, (score or 0.0) / points)) if points > 0 else 0.0


def _part(
    number: int,
    verdict: ExerciseVerdict | CellVerdict,
    cells: Sequence[PageCell],
    given: Mapping[str, ManualGrade],
    tongue: Language,
) -> Part:
    name = _name(verdict)
    exercise = verdict if isinstance(verdict, ExerciseVerdict) else None
    score = given[name].score if name in given and given[name].score is not None else verdict.score
    share = _share(score, verdict.points)
    return Part(
        name=name,
        anchor=f"part-{number + 1}",
        title=tongue.say(exercise.title) if exercise else name,
        verdict=verdict,
        state=_state(verdict, share),
        share=share,
        score=score,
        exercise=exercise,
        cells=tuple(_shown(c, tongue) for c in cells if c.exercise == name and c.kind == "code"),
        examples=_examples(exercise) if exercise else frozenset(),
        pictures=_pictures(exercise, tongue) if exercise else {},
        manual=given.get(name),
    )


def _state(verdict: ExerciseVerdict | CellVerdict, share: float) -> str:
    if verdict.status is Status.ERRORED:
        return "pending"
    if verdict.status is Status.PASSED:
        return "full"
    return "partial" if share > 0 else "none"


def _examples(exercise: ExerciseVerdict) -> frozenset[str]:
    """Return which examples to show: the first, and the first with a picture; more would only repeat them."""
    held = [a for a in exercise.aspects if a.status is not Status.PASSED and a.example is not None]
    drawn = [a for a in held if a.example is not None and a.example.picture is not None]
    return frozenset(a.aspect for a in (*held[:1], *drawn[:1]))


def _pictures(exercise: ExerciseVerdict, tongue: Language) -> dict[str, Markup]:
    return {
        a.aspect: drawing(a.example.picture, tongue)
        for a in exercise.aspects
        if a.example is not None and a.example.picture is not None
    }


def _shown(cell: PageCell, tongue: Language) -> ShownCell:
    alt = tongue.gettext("Figure that this cell draws")
    more = tongue.gettext("Where it happened")
    drawn = (output(item, alt, more) for item in cell.outputs)
    source = code(cell.source) if cell.kind == "code" else cell.source
    return ShownCell(cell.kind, source, tuple(o for o in drawn if o), cell.number)


def _headline(total: float, top: float, verdict: SubmissionVerdict, tongue: Language) -> str:
    if verdict.errored:
        return tongue.gettext("Part of this could not be graded yet. Your instructor knows; it costs you nothing.")
    share = _share(total, top)
    if share >= 1:
        return tongue.gettext("Everything works. Well done!")
    if share >= 0.75:
        return tongue.gettext("Nearly there: most of it works, and what is left is described below.")
    if share >= 0.35:
        return tongue.gettext("A good part works already. Take the exercises below one at a time.")
    if share > 0:
        return tongue.gettext("You have made a start. Begin with the first exercise below; each has a hint.")
    return tongue.gettext("Nothing has passed yet. Begin with the first exercise below; one step is enough to start.")
