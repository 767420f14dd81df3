"""From observations to a verdict: exact points, a reason without hidden values, the one cause."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from autograder.judge.answer_key import AnswerKey
from autograder.judge.compare import Equal, SameTypes
from autograder.judge.exercise import Exercise
from autograder.judge.expected import Expected, program
from autograder.judge.judging import judge, score
from autograder.judge.stored import observations_from_bytes, observations_to_bytes
from autograder.model.draw import Draw
from autograder.model.observation import Malformed, NotRun, Observation, Raised, Returned, TimedOut
from autograder.model.program import Runner
from autograder.model.serial import verdict_to_json
from autograder.model.text import text
from autograder.model.verdict import ExerciseVerdict, Status, SubmissionVerdict

Judged = Callable[..., ExerciseVerdict]
DRAW = Draw(graded=11, shown=12)


@pytest.fixture
def judged(key: AnswerKey, runner: Runner, expected: dict[str, Expected]) -> Judged:
    """Return a function that judges code as a student's answer to one exercise."""

    def run(code: str, exercise: str = "mean_gradient") -> ExerciseVerdict:
        subject = key.exercises[exercise]
        graded = runner.run_code(code, program(key, subject, DRAW.graded))
        shown = runner.run_code(code, program(key, subject, DRAW.shown))
        return judge(subject, expected[exercise], graded, shown)

    return run


def student(body: str, check: str = "if x.ndim != 1: raise ValueError") -> str:
    return (
        f"import numpy as np\ndef mean_gradient(x, scale=2.0):\n    x = np.array(x, float)\n    {check}\n    {body}\n"
    )


def test_a_right_answer_gets_exactly_the_maximum(judged: Judged) -> None:
    verdict = judged(student("return x * (scale / len(x))"))
    assert (verdict.status, verdict.score, verdict.diagnosis) == (Status.PASSED, 5.0, None)


def test_a_known_mistake_is_named(judged: Judged) -> None:
    verdict = judged(student("return x * scale"))
    assert verdict.score == 3.0
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.mistake == "not divided"


def test_a_known_mistake_is_named_even_if_a_check_is_forgotten_too(judged: Judged) -> None:
    verdict = judged(student("return x * scale", check="pass"))
    assert verdict.score == 2.0
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.mistake == "not divided"


def test_an_unknown_mistake_has_no_diagnosis_but_a_kind(judged: Judged) -> None:
    verdict = judged(student("return -x * scale / len(x)"))
    assert verdict.diagnosis is None
    assert "sign is flipped" in str(verdict.aspects[0].rationale)
    assert verdict.aspects[0].example is not None
    assert verdict.aspects[0].example.inputs[0][0] == "x"


def test_a_missing_definition_is_one_clear_sentence(judged: Judged) -> None:
    verdict = judged("def other(): pass")
    assert (verdict.status, verdict.score) == (Status.FAILED, 0.0)
    assert "`mean_gradient` is not defined" in str(verdict.rationale)
    assert all(a.rationale is None for a in verdict.aspects)


def test_a_stub_is_not_written_yet_and_earns_nothing(judged: Judged) -> None:
    verdict = judged("def mean_gradient(x, scale=2.0):\n    raise NotImplementedError")
    assert verdict.score == 0.0
    assert "not written yet" in str(verdict.rationale)
    assert "in place of `raise NotImplementedError`" in str(verdict.help)


def test_a_stub_that_only_some_calls_meet_is_told_to_be_written(judged: Judged) -> None:
    verdict = judged(student("if scale != 2: raise NotImplementedError()\n    return x * scale / len(x)"))
    assert verdict.rationale is None
    lost = [a for a in verdict.aspects if a.status is Status.FAILED]
    assert [str(a.rationale) for a in lost] == ["is not written yet (NotImplementedError)"]
    assert "in place of `raise NotImplementedError`" in str(lost[0].help)


def test_a_refusal_with_a_message_is_not_taken_for_a_stub(judged: Judged) -> None:
    """The stand-in for CuPy says so of functions that it lacks, and what to use instead."""
    verdict = judged("def mean_gradient(x, scale=2.0):\n    raise NotImplementedError('use other functions')")
    assert verdict.rationale is None
    assert "raised NotImplementedError: use other functions" in str(verdict.aspects[0].rationale)


def test_another_exception_than_asked_for_earns_half_of_its_aspect(judged: Judged) -> None:
    verdict = judged(student("return x * scale / len(x)", check="if x.ndim != 1: raise KeyError(1)"))
    assert verdict.score == 4.5


def test_a_student_reads_line_and_message_of_the_shown_draw(judged: Judged) -> None:
    verdict = judged(student("return x @ [1.0]"))
    assert "line 5" in str(verdict.aspects[0].rationale)
    assert "return x @ [1.0]" in str(verdict.aspects[0].rationale)


def test_an_endless_loop_ends_the_exercise_and_is_flagged(key: AnswerKey, expected: dict[str, Expected]) -> None:
    subject, right = key.exercises["mean_gradient"], expected["mean_gradient"]
    graded = {name: tuple(Observation(NotRun()) for _ in cases) for name, cases in right.graded.items()}
    graded["values"] = (Observation(TimedOut(5.0)), *graded["values"][1:])
    verdict = judge(subject, right, graded, {})
    assert verdict.flags == ("timed out",)
    assert [a.status for a in verdict.aspects] == [Status.FAILED] + [Status.SKIPPED] * 4


def test_of_the_graded_draw_no_value_reaches_the_verdict(key: AnswerKey, expected: dict[str, Expected]) -> None:
    """Whatever a submission returns or raises on hidden inputs, the verdict has none of its words or numbers."""
    subject, right = key.exercises["mean_gradient"], expected["mean_gradient"]
    secret = "3.14159265"
    smuggled = (
        Raised((f"E{secret}", "Exception"), secret, secret, 314159265),
        Returned({secret: 3.14159265}),
        Returned(np.zeros(31415)),
        Malformed(secret),
        Returned(secret),
    )
    for outcome in smuggled:
        graded = {n: tuple(Observation(outcome, secret, (secret,)) for _ in cases) for n, cases in right.graded.items()}
        verdict = judge(subject, right, graded, right.shown)
        stored = verdict_to_json(SubmissionVerdict("a", "n", "s", "d", "i", (verdict,)))
        assert b"31415" not in stored
        assert secret.encode() not in stored
        assert json.loads(stored)


def test_a_fault_of_the_reference_is_errored_without_a_score(key: AnswerKey, runner: Runner) -> None:
    from autograder.judge.expected import compute_expected

    broken = dataclasses.replace(key, reference=key.reference.replace("scale * x / x.size", "scale * x / 0 * 0"))
    found = compute_expected(broken, DRAW, runner)
    assert found["descend"].fault is None
    verdict = judge(key.exercises["mean_gradient"], found["mean_gradient"], {}, {})
    assert (verdict.status, verdict.score) == (Status.ERRORED, None)
    assert "the reference itself does not pass" in str(verdict.rationale)


def test_recorded_calls_are_judged_and_stored(judged: Judged) -> None:
    body = "    h = []\n    for _ in range(steps):\n        f(x); x = x - .1*f(x)\n        h.append(x)\n    return x, h"
    code = f"def descend(f, x, steps=3):\n{body}"
    verdict = judged(code, "descend")
    assert [a.status for a in verdict.aspects] == [Status.PASSED, Status.FAILED]
    assert "called" in str(verdict.aspects[1].rationale)


def test_stored_observations_give_the_same_verdict(
    key: AnswerKey, runner: Runner, expected: dict[str, Expected]
) -> None:
    for name, subject in key.exercises.items():
        graded = runner.run_code(student("return x * scale"), program(key, subject, DRAW.graded))
        again = observations_from_bytes(observations_to_bytes(graded))
        assert observations_to_bytes(again) == observations_to_bytes(graded)
        assert judge(subject, expected[name], again, {}) == judge(subject, expected[name], graded, {})


def _asked_yes_or_no(answers: Callable[[int, bool], object]) -> ExerciseVerdict:
    """Judge `answers(number, right)` to forty questions, the first twenty of which are to be answered with yes."""
    exercise = Exercise("ask", 12, text("Ask"), {"V": 10, "C": 2})
    for name, share in (("yes", "V"), ("no", "V"), ("types", "C")):
        compare = SameTypes() if share == "C" else Equal("yes or no")
        exercise.family(name, share, text("%(name)s", name=name), probe="p", compare=compare)(lambda _: [])
    right = {"yes": [True] * 20, "no": [False] * 20, "types": [True]}
    wanted = {name: tuple(Observation(Returned(value)) for value in values) for name, values in right.items()}
    given, number = {}, 0
    for name, values in right.items():
        given[name] = tuple(Observation(Returned(answers(number + n, value))) for n, value in enumerate(values))
        number += len(values)
    cases = {name: ({},) * len(values) for name, values in right.items()}
    return judge(exercise, Expected("ask", wanted, wanted, cases, cases), given, given)


@pytest.mark.parametrize("value", [True, False, np.True_, np.array(False), "yes"])
def test_who_says_the_same_to_everything_earns_nothing_for_values(value: object) -> None:
    assert (_asked_yes_or_no(lambda number, right: value).score or 0.0) <= 2.0
    assert (_asked_yes_or_no(lambda number, right: None if number == 30 else value).score or 0.0) <= 2.0


def test_who_looks_is_paid_for_what_is_right() -> None:
    assert _asked_yes_or_no(lambda number, right: right).score == 12.0
    assert _asked_yes_or_no(lambda number, right: right or number < 25).score == 7.0


@pytest.mark.parametrize(
    ("earned", "points", "stored"), [(Fraction(10), 10, 10.0), (Fraction(10, 3), 10, 3.333333), (Fraction(0), 4, 0.0)]
)
def test_scores_are_the_maximum_exactly_or_rounded_down(earned: Fraction, points: int, stored: float) -> None:
    assert score(earned, points) == stored
