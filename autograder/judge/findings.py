"""What `verify` finds: one implementation measured against its exercise's cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.judge.answer_key import AnswerKey
from autograder.judge.mutants import Mutant


@dataclass(frozen=True, slots=True)
class Finding:
    """One implementation measured; `problem` is empty where all is as it should be."""

    exercise: str
    #: "reference", "alternative", "mistake" or "mutant"
    kind: str
    name: str
    problem: str = ""
    #: the first aspect that a wrong implementation lost; "" if it lost none
    killed_by: str = ""
    #: a mutant's reason from survivors.toml
    excuse: str = ""


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding per implementation: of several draws, the first with a problem."""
    best: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        at = (finding.exercise, finding.kind, finding.name)
        if at not in best or (finding.problem and not best[at].problem):
            best[at] = finding
    return list(best.values())


def unknown_excuses(key: AnswerKey, made: Sequence[Mutant]) -> list[Finding]:
    """Return a finding for every excuse of `survivors.toml` that belongs to no mutant (any more)."""
    known = {m.id for m in made}
    last = list(key.exercises)[-1]
    return [
        Finding(last, "mutant", name, "survivors.toml excuses it, but there is no such mutant", excuse="stale")
        for name in key.survivors()
        if name not in known
    ]
