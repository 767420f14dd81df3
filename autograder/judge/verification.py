"""Judges the judges: references and alternatives must pass, every mistake must lose points and be named."""

from __future__ import annotations

import dataclasses

from autograder.judge.answer_key import AnswerKey
from autograder.judge.exercise import Alternative, Exercise, Mistake
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.findings import Finding
from autograder.judge.judging import judge
from autograder.model.draw import Draw
from autograder.model.observation import NotRun, Observations
from autograder.model.program import Runner
from autograder.model.verdict import Example, ExerciseVerdict, Status


class Verifier:
    """Measures one assignment's answer key by running its implementations through `runner`."""

    def __init__(self, key: AnswerKey, runner: Runner) -> None:
        self.key = key
        self._runner = runner

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
        problems.append(f"is not diagnosed: {_why_not(mistake, subject, expected, seen)}")
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
