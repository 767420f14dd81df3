"""No attack gains a point, a secret, a connection or a process, and the honest are graded as if it had not happened."""

from __future__ import annotations

from html.parser import HTMLParser

import psutil
import pytest

from tests.attacks import (
    bombs,
    comparison,
    interpreter,
    neighbours,
    numerics,
    packaging,
    resources,
    secrets,
    unseen,
    verdicts,
)
from tests.attacks.attack import Attack
from tests.attacks.classroom import CANARY, Classroom, hold_class, honest_students, student_of

FAMILIES = (comparison, interpreter, verdicts, secrets, resources, packaging, numerics, unseen, bombs, neighbours)
ATTACKS: list[Attack] = [attack for family in FAMILIES for attack in family.ATTACKS]
IDS = [attack.name for attack in ATTACKS]


class Active(HTMLParser):
    """Collects what a browser would run, from the elements it would see and not from escaped text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "form", "base", "link"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or "javascript:" in (value or "").lower():
                self.found.append(f"{tag} {name}")


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    return hold_class(tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("outside"), ATTACKS)


def test_there_are_at_least_eighty_attacks() -> None:
    assert len(ATTACKS) >= 80
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=IDS)
def test_an_attack_gains_no_point_and_costs_no_other_exercise_any(classroom: Classroom, number: int) -> None:
    student = student_of(number)
    assert student not in classroom.summary["ungradable"], classroom.summary["ungradable"].get(student)
    assert student not in classroom.summary["errored"], classroom.summary["errored"].get(student)
    assert ATTACKS[number].keeps <= classroom.score(student) <= ATTACKS[number].allowed


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=IDS)
def test_an_attack_reads_no_secret_and_leaves_nothing_active(classroom: Classroom, number: int) -> None:
    seen = classroom.products(student_of(number))
    assert CANARY not in seen
    for page in (classroom.root / "feedback" / student_of(number)).rglob("*.html"):
        reader = Active()
        reader.feed(page.read_text(encoding="utf-8"))
        assert reader.found == []


def test_the_honest_are_graded_alike_before_between_and_after(classroom: Classroom) -> None:
    seen = {classroom.verdict(student) for student in honest_students(len(ATTACKS))}
    assert len(seen) == 1
    assert classroom.score("a-honest") == classroom.score("z-honest") > 0


def test_nothing_outside_was_touched_or_reached(classroom: Classroom) -> None:
    assert sorted(p.name for p in classroom.outside.iterdir()) == ["canary.txt"]
    assert not (classroom.root / "touched").exists()
    assert classroom.reached == 0


def test_no_process_survives(classroom: Classroom) -> None:
    left = [p for p in psutil.process_iter(["cmdline"]) if str(classroom.root) in " ".join(p.info["cmdline"] or [])]
    assert left == []


def test_graded_inputs_cannot_be_smuggled_out(classroom: Classroom) -> None:
    student = student_of(IDS.index("graded inputs into a file"))
    names = [p.name for p in (classroom.root / "autograded" / student).rglob("*")]
    assert "stolen.txt" not in names
