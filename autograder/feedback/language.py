"""The reader's language: catalogues are read from their .po files, so a translation is one text file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal, format_percent

from autograder.errors import UsageError
from autograder.model.text import Text

_FOLDER = Path(__file__).parent / "translations"
#: where a course keeps translations of its own sentences
COURSE_FOLDER = "locale"


@dataclass(frozen=True, eq=False)
class Language:
    """Sentences, numbers and shares in one language; ids without a translation stay English."""

    code: str
    messages: dict[str, str]

    def gettext(self, msgid: str, **params: object) -> str:
        """Return the sentence with its placeholders filled in."""
        return _filled(self.messages.get(msgid, msgid), msgid, params)

    def say(self, sentence: Text) -> str:
        """Return a stored sentence in this language."""
        return self.gettext(sentence.msgid, **sentence.params)

    def number(self, value: float) -> str:
        """Return points as people write them: at most two digits after the point, none that say nothing."""
        return str(format_decimal(float(value), format="#,##0.##", locale=self.code))

    def percent(self, share: float) -> str:
        """Return a share of 1 as a whole percentage."""
        return str(format_percent(share, format="#,##0%", locale=self.code))

    @property
    def tag(self) -> str:
        """The BCP 47 tag of the page's `lang` attribute."""
        return self.code.replace("_", "-")


def _filled(translated: str, msgid: str, params: dict[str, object]) -> str:
    if not params:
        return translated
    for candidate in (translated, msgid):
        try:
            return candidate % params
        except (KeyError, TypeError, ValueError):
            continue  # a translation, or a stored verdict, whose placeholders do not fit: the words still help
    return msgid


def languages(course: Path | None = None) -> tuple[str, ...]:
    """Return the codes of all languages that a page can be written in, English first.

    A course may bring languages of its own, and translations of its own sentences, as `locale/<code>.po`.
    """
    own = {path.stem for path in (course / COURSE_FOLDER).glob("*.po")} if course else set()
    return ("en", *sorted(own | {path.name for path in _FOLDER.iterdir() if (path / "LC_MESSAGES").is_dir()}))


@lru_cache(maxsize=8)
def language(code: str = "en", course: Path | None = None) -> Language:
    """Return the language with this code ("en", "zh_CN"; "zh-CN" is understood too).

    The course's own catalogue, if there is one, is added to the package's; what neither has stays English.

    Raises:
        UsageError: there is no such catalogue, or the course's one cannot be read.
    """
    wanted = code.replace("-", "_").lower()
    if wanted.split("_")[0] == "en":
        return Language("en", {})
    known = next((n for n in languages(course) if wanted in (n.lower(), n.split("_")[0].lower())), None)
    if known is None:
        raise UsageError(f"there is no translation {code!r}", remedy=f"choose one of {', '.join(languages(course))}")
    messages = _messages(_FOLDER / known / "LC_MESSAGES" / "autograder.po", known)
    if course is not None:
        messages |= _messages(course / COURSE_FOLDER / f"{known}.po", known)
    return Language(known, messages)


def _messages(path: Path, code: str) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code, abort_invalid=True)
    except FileNotFoundError:
        return {}
    except (PoFileError, UnknownLocaleError, ValueError) as error:
        raise UsageError(
            f"{path.parent.name}/{path.name} is not a catalogue ({error})",
            remedy="mend that line, or delete the file and run `autograder translate` again",
        ) from error
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
