"""Judges the judges: references and alternatives must pass, every mistake and every mutant must lose points."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.judge.course import AnswerKey
from autograder.judge.exercise import Alternative, Exercise, Mistake
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.judging import judge
from autograder.judge.mutants import Mutant
from autograder.model.draw import Draw
from autograder.model.observation import NotRun, Observations, TimedOut
from autograder.model.program import Program, Runner
from autograder.model.verdict import Example, ExerciseVerdict, Status

#: a mutant that loops is noticed in less time than a student gets
_MUTANT_SECONDS = 2.0
MUTANT_DRAWS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One implementation measured against its exercise's cases; `problem` is empty where all is as it should be."""

    exercise: str
    #: "reference", "alternative", "mistake" or "mutant"
    kind: str
    name: str
    problem: str = ""
    #: the first aspect that a wrong implementation lost; "" if it lost none
    killed_by: str = ""
    #: a mutant's reason from survivors.toml
    excuse: str = ""


def draws(count: int) -> tuple[Draw, ...]:
    """Return the fixed draws of `verify`, so that its table can be committed and checked."""
    return tuple(Draw(graded=1_000 + i, shown=2_000 + i) for i in range(count))


class Verifier:
    """Measures one assignment's answer key by running its implementations through `runner`."""

    def __init__(self, key: AnswerKey, runner: Runner) -> None:
        self.key = key
        self._runner = runner
        self._plain: dict[tuple[str, Draw], Expected] = {}

    def answers(self, exercise: str, draw: Draw) -> list[Finding]:
        """Judge the reference, the alternatives and the mistakes of one exercise under one draw."""
        expected = compute_expected(self.key, draw, self._runner, [exercise])[exercise]
        if expected.fault is not None:
            return [Finding(exercise, "reference", "reference", str(expected.fault))]
        subject = self.key.exercises[exercise]
        reference = judge(subject, expected, expected.graded, expected.shown)
        found = [Finding(exercise, "reference", "reference", _rejected(reference))]
        found += [self._alternative(a, subject, expected, draw) for a in self.key.alternatives_of(exercise)]
        found += [_mistake(m, subject, expected, seen) for m, seen in expected.mistakes]
        return found

    def _alternative(self, answer: Alternative, subject: Exercise, expected: Expected, draw: Draw) -> Finding:
        code = self.key.code_of(answer)
        graded = self._runner.run_code(code, program(self.key, subject, draw.graded))
        shown = self._runner.run_code(code, program(self.key, subject, draw.shown))
        verdict = judge(subject, expected, graded, shown)
        if not (problem := _rejected(verdict)) and (visible := judge(subject, _shown_as_graded(expected), shown, {})):
            problem = _rejected(visible)
        return Finding(subject.name, "alternative", answer.name, problem)

    def mutant(self, exercise: str, mutant: Mutant, excuse: str = "") -> Finding:
        """Judge one mutant in three draws; after the first, only the family that killed it runs again."""
        family: str | None = None
        for number, draw in enumerate(draws(MUTANT_DRAWS)):
            lost, slow = self._lost(exercise, mutant.code, draw, family)
            if lost is None and family is not None:
                lost, slow = self._lost(exercise, mutant.code, draw, None)
            if lost is None:
                problem = (
                    "survives" if number == 0 else f"survives in draw {number + 1} (in the first, {family!r} killed it)"
                )
                return Finding(exercise, "mutant", mutant.id, "" if excuse else problem, family or "", excuse)
            family = lost
            if slow:
                break
        stale = f"survivors.toml excuses it, but {family!r} kills it" if excuse else ""
        return Finding(exercise, "mutant", mutant.id, stale, family or "")

    def _lost(self, exercise: str, code: str, draw: Draw, only: str | None) -> tuple[str | None, bool]:
        """Return the first aspect that `code` loses, and whether by a time-out."""
        subject, expected = self.key.exercises[exercise], self._without_mistakes(exercise, draw)
        seen = self._runner.run_code(code, _hurried(program(self.key, subject, draw.graded, only=only and [only])))
        for aspect in subject.aspects:
            for i, observation in enumerate(seen.get(aspect.name, ())):
                right, case = expected.graded[aspect.name][i], expected.graded_cases[aspect.name][i]
                if aspect.compare.compare(actual=observation, expected=right, case=case) is not None:
                    return aspect.name, isinstance(observation.outcome, TimedOut)
        return None, False

    def _without_mistakes(self, exercise: str, draw: Draw) -> Expected:
        if (exercise, draw) not in self._plain:
            expected = compute_expected(self.key, draw, self._runner, [exercise], mistakes=False)[exercise]
            if expected.fault is not None:
                raise expected.fault
            self._plain[exercise, draw] = expected
        return self._plain[exercise, draw]


def _hurried(asked: Program) -> Program:
    families = tuple(dataclasses.replace(f, seconds=min(f.seconds, _MUTANT_SECONDS)) for f in asked.families)
    return dataclasses.replace(asked, families=families)


def _shown_as_graded(expected: Expected) -> Expected:
    return dataclasses.replace(expected, graded=expected.shown, graded_cases=expected.shown_cases, mistakes=())


def _rejected(verdict: ExerciseVerdict) -> str:
    """Return why a right answer does not get all points, or ""."""
    if verdict.status is Status.PASSED and verdict.score == verdict.points:
        return ""
    lost = [f"{a.aspect}: {a.rationale}{_example(a.example)}" for a in verdict.aspects if a.status is not Status.PASSED]
    return f"gets {verdict.score} of {verdict.points:g} points; " + "; ".join(lost or [str(verdict.rationale)])


def _example(example: Example | None) -> str:
    if example is None:
        return ""
    inputs = ", ".join(f"{k}={v}" for k, v in example.inputs)
    return f" [for {inputs[:300]}: got {example.actual[:200]}, expected {example.expected[:200]}]"


def _mistake(mistake: Mistake, subject: Exercise, expected: Expected, seen: Observations) -> Finding:
    verdict = judge(subject, expected, seen, {})
    lost = [a.aspect for a in verdict.aspects if a.status is not Status.PASSED]
    kept = [name for name in mistake.loses if name not in lost]
    problems = []
    if verdict.status is Status.ERRORED:
        problems.append(str(verdict.rationale))
    elif kept:
        problems.append(f"does not lose {', '.join(kept)} (it loses {', '.join(lost) or 'nothing'})")
    elif verdict.diagnosis is None:
        alike = _alike(mistake, subject, expected, seen)
        problems.append(
            "is not diagnosed" + (f": no case tells it from {alike}" if alike else ": it matches no mistake")
        )
    elif str(verdict.diagnosis.rationale) != str(mistake.rationale):
        problems.append(f"is diagnosed as {verdict.diagnosis.mistake!r}")
    return Finding(subject.name, "mistake", mistake.name, "; ".join(problems), lost[0] if lost else "")


def _why_not(mistake: Mistake, subject: Exercise, expected: Expected, seen: Observations) -> str:
    if alike := _alike(mistake, subject, expected, seen):
        return f"no case tells it from {alike}"
    if any(isinstance(o.outcome, NotRun) for cases in seen.values() for o in cases):
        return "it ran out of time or died, so that not all cases were seen; choose one that ends"
    return "it matches no mistake, itself included; its observations change from run to run"


def _alike(mistake: Mistake, subject: Exercise, expected: Expected, seen: Observations) -> str:
    others = [
        other.name
        for other, theirs in expected.mistakes
        if other is not mistake
        and judge(subject, dataclasses.replace(expected, mistakes=((other, theirs),)), seen, {}).diagnosis is not None
    ]
    return ", ".join(map(repr, others))


def unknown_excuses(key: AnswerKey, exercises: Sequence[str], made: Sequence[Mutant]) -> list[Finding]:
    """Return a finding for every excuse of `survivors.toml` that belongs to no mutant (any more)."""
    known = {m.id for m in made}
    return [
        Finding(exercises[-1], "mutant", name, "survivors.toml excuses it, but there is no such mutant", excuse="stale")
        for name in key.survivors()
        if name not in known
    ]


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """Return one finding per implementation: of several draws, the first with a problem."""
    best: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        at = (finding.exercise, finding.kind, finding.name)
        if at not in best or (finding.problem and not best[at].problem):
            best[at] = finding
    return _once(list(best.values()))


def _once(findings: list[Finding]) -> list[Finding]:
    """Count a mutant of a class once, where several exercises share the class: at the one whose cases kill it."""
    owners: dict[str, Finding] = {}
    for finding in findings:
        if finding.kind == "mutant" and (finding.name not in owners or (finding.killed_by and not finding.problem)):
            owners[finding.name] = finding
    return [f for f in findings if f.kind != "mutant" or owners[f.name] is f]
