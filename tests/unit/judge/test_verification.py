"""`verify` is judged too: a mistake that keeps its points, a mutant nobody kills and a right answer refused show up."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from autograder.judge.answer_key import AnswerKey
from autograder.judge.authoring import Alternative, Mistake, text
from autograder.judge.findings import Finding, merged, unknown_excuses
from autograder.judge.killing import Killer, draws
from autograder.judge.verification import Verifier
from autograder.model.observation import Observations
from autograder.model.program import Program, Runner


def found(key: AnswerKey, runner: Runner, name: str, exercise: str = "mean_gradient") -> Finding:
    findings = merged([f for d in draws(2) for f in Verifier(key, runner).answers(exercise, d)])
    return next(f for f in findings if f.name == name)


def with_mistake(key: AnswerKey, old: str, new: str, loses: str) -> AnswerKey:
    added = Mistake("new", "mean_gradient", [loses], text("new"), text("new"), edits=[(old, new)])
    return dataclasses.replace(key, mistakes=(*key.mistakes, added))


def test_a_sound_key_has_no_problem(key: AnswerKey, runner: Runner) -> None:
    for exercise in key.exercises:
        for finding in Verifier(key, runner).answers(exercise, draws(1)[0]):
            assert finding.problem == ""
            assert bool(finding.killed_by) == (finding.kind == "mistake")


def test_a_mistake_that_keeps_its_points_is_reported(key: AnswerKey, runner: Runner) -> None:
    lame = with_mistake(key, "scale * x / x.size", "x * scale / x.size", "values")
    assert found(lame, runner, "new").problem == "does not lose values (it loses nothing)"


def test_mistakes_that_no_case_tells_apart_are_reported(key: AnswerKey, runner: Runner) -> None:
    twin = with_mistake(key, "scale * x / x.size", "x * scale", "values")
    assert "no case tells it from 'not divided'" in found(twin, runner, "new").problem


def test_a_right_answer_that_is_refused_is_reported_with_its_case(key: AnswerKey, runner: Runner) -> None:
    worse = Alternative("worse", "mean_gradient", edits=[("scale * x / x.size", "scale * x / x.size + 1e-9")])
    finding = found(dataclasses.replace(key, alternatives=(worse,)), runner, "worse")
    assert "gets 3.0 of 5 points; values:" in finding.problem
    assert "[for x=array(" in finding.problem


def test_a_broken_reference_is_reported(key: AnswerKey, runner: Runner) -> None:
    broken = dataclasses.replace(key, reference=key.reference.replace("ValueError", "KeyError"))
    assert "the reference itself does not pass" in found(broken, runner, "reference").problem


@pytest.mark.parametrize(
    ("name", "excuse", "problem"),
    [
        ("mean_gradient:3:constant:1>2", "", ""),
        ("mean_gradient:2:call:no asarray", "", "survives"),
        ("mean_gradient:2:call:no asarray", "the probe passes arrays", ""),
        ("mean_gradient:5:operator:Mult>Div", "", ""),
        ("mean_gradient:5:operator:Mult>Div", "wrongly excused", "survivors.toml excuses it, but 'values' kills it"),
    ],
)
def test_a_mutant_is_killed_or_needs_its_reason(
    key: AnswerKey, runner: Runner, name: str, excuse: str, problem: str
) -> None:
    mutant = next((m for m in key.mutants_of("mean_gradient") if m.id == name), None)
    if mutant is None:
        pytest.fail(f"no such mutant in {[m.id for m in key.mutants_of('mean_gradient')]}")
    finding = Killer(key, runner).finding(["mean_gradient"], mutant, excuse)
    assert finding.problem == problem


def test_a_mutant_must_lose_points_in_as_many_draws_as_asked_for(key: AnswerKey, runner: Runner) -> None:
    mutant = next(m for m in key.mutants_of("mean_gradient") if m.id == "mean_gradient:5:operator:Mult>Div")
    seeds = set()

    class Watched:
        def run_code(self, code: str, program: Program) -> Observations:
            if code == mutant.code:
                seeds.update((family.aspect, family.seed) for family in program.families)
            return runner.run_code(code, program)

    assert Killer(key, Watched()).finding(["mean_gradient"], mutant, count=5).problem == ""
    assert max(Counter(aspect for aspect, _ in seeds).values()) == 5


def test_an_excuse_without_a_mutant_is_reported(key: AnswerKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnswerKey, "survivors", lambda self: {"gone:1:call:no abs": "once"})
    (finding,) = unknown_excuses(key, key.mutants_of("descend"))
    assert "no such mutant" in finding.problem


def test_a_mutant_of_a_shared_definition_counts_where_it_is_killed(key: AnswerKey, runner: Runner) -> None:
    mutant = next(m for m in key.mutants_of("mean_gradient") if m.id == "mean_gradient:3:constant:1>2")
    finding = Killer(key, runner).finding(["descend", "mean_gradient"], mutant)
    assert (finding.exercise, finding.problem) == ("mean_gradient", "")


def test_a_mutant_that_no_exercise_kills_is_reported_once(key: AnswerKey, runner: Runner) -> None:
    mutant = next(m for m in key.mutants_of("mean_gradient") if m.id == "mean_gradient:2:call:no asarray")
    assert Killer(key, runner).finding(["descend", "mean_gradient"], mutant).problem == "survives"
