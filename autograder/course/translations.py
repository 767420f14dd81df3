"""The course's own sentences, in another language: exercise titles, what was wrong, what to try."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from autograder.errors import UsageError
from autograder.files import write_whole
from autograder.judge.answer_key import AnswerKey
from autograder.judge.course import assignments, load_for_grading
from autograder.model.text import Text

_KEYWORDS = {"text": None, "Text": None}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a translation has come."""

    path: Path
    sentences: int
    translated: int


def course_sentences(root: Path) -> Catalog:
    """Return every sentence that the course's answer keys hold for a student, without translations.

    Raises:
        CourseError: an answer key does not load, so that its sentences would be lost.
    """
    catalogue = Catalog(charset="utf-8")
    for file, _line, message, comments, _context in extract_from_dir(
        str(root / "solutions"), [("**.py", "python")], keywords=_KEYWORDS
    ):
        if message:
            catalogue.add(message, locations=[(f"solutions/{file}", 0)], auto_comments=comments)
    # What the files make into texts by helpers of their own stands in the loaded key alone.
    for assignment in assignments(root):
        key = load_for_grading(root, assignment)
        if key.fault is not None:
            raise key.fault
        for sentence in _declared(key):
            if sentence.msgid not in catalogue:
                catalogue.add(sentence.msgid, locations=[(f"solutions/{assignment}", 0)])
    return catalogue


def _declared(key: AnswerKey) -> Iterator[Text]:
    for exercise in key.exercises.values():
        yield exercise.title
        for aspect in exercise.aspects:
            yield aspect.title
            if aspect.help is not None:
                yield aspect.help
    for mistake in key.mistakes:
        yield mistake.rationale
        yield mistake.help


def translate(root: Path, code: str) -> Progress:
    """Write or renew `locale/<code>.po`: new sentences are added, translations kept, lost sentences dropped.

    Raises:
        UsageError: there is no such language.
        CourseError: an answer key does not load.
    """
    path = root / "locale" / f"{code}.po"
    try:
        Locale.parse(code)
        catalogue = Catalog(
            locale=code, charset="utf-8", fuzzy=False, header_comment=f"# The course's sentences: {code}"
        )
        if path.is_file():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=code)
    except (UnknownLocaleError, ValueError) as error:
        raise UsageError(f"{code!r} is no language ({error})", remedy="write it like de or zh_CN") from error
    catalogue.update(course_sentences(root), no_fuzzy_matching=True, update_creation_date=False)
    out = io.BytesIO()
    write_po(out, catalogue, ignore_obsolete=True, sort_output=True, width=120, omit_header=False, include_lineno=False)
    write_whole(path, out.getvalue())
    return Progress(path, len(catalogue), sum(bool(m.string) for m in catalogue if m.id))
