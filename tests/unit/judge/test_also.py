"""An aspect that is judged on what another family's cases gave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.errors import CourseError
from autograder.judge.authoring import Holds, text
from autograder.judge.course import AnswerKey
from autograder.judge.exercise import Exercise
from autograder.judge.expected import Expected, compute_expected, program
from autograder.judge.judging import judge
from autograder.model.draw import Draw
from autograder.model.observation import Case, Observation, Returned
from autograder.model.program import Runner
from autograder.model.text import Text
from autograder.model.verdict import Status

DRAW = Draw(graded=11, shown=12)
NAME = "mean_gradient"


def _one_dimensional(actual: Observation, case: Case) -> Text | None:
    value = actual.outcome.value if isinstance(actual.outcome, Returned) else None
    return None if getattr(value, "ndim", None) == 1 else text("not one-dimensional")


@pytest.fixture
def exercise(key: AnswerKey) -> Exercise:
    found = replace(key.exercises[NAME], aspects=list(key.exercises[NAME].aspects))
    first = found.aspects[0]
    found.also(
        "shape", first.share, text("the shape"), of=first.name, compare=Holds(_one_dimensional, "a count of axes")
    )
    return found


@pytest.fixture
def expected(key: AnswerKey, exercise: Exercise, runner: Runner) -> Expected:
    return compute_expected(replace(key, exercises={NAME: exercise}), DRAW, runner, mistakes=False)[NAME]


def _status(key: AnswerKey, exercise: Exercise, expected: Expected, runner: Runner, code: str) -> dict[str, Status]:
    graded, shown = (runner.run_code(code, program(key, exercise, seed)) for seed in (DRAW.graded, DRAW.shown))
    return {a.aspect: a.status for a in judge(exercise, expected, graded, shown).aspects}


def test_nothing_more_is_run(key: AnswerKey, exercise: Exercise) -> None:
    families = [f.aspect for f in program(key, exercise, DRAW.graded).families]
    assert families == [f.aspect for f in program(key, key.exercises[NAME], DRAW.graded).families]
    alone = program(key, exercise, DRAW.graded, only=["shape"]).families
    assert [f.aspect for f in alone] == [exercise.aspects[0].name]


def test_it_is_passed_and_lost_by_itself(
    key: AnswerKey, exercise: Exercise, expected: Expected, runner: Runner
) -> None:
    first = exercise.aspects[0].name
    right = _status(key, exercise, expected, runner, key.reference)
    assert set(right.values()) == {Status.PASSED}
    halved = _status(
        key, exercise, expected, runner, "import numpy as np\ndef mean_gradient(x, scale=2.0): return np.ones(3)"
    )
    assert (halved[first], halved["shape"]) == (Status.FAILED, Status.PASSED)
    flat = _status(key, exercise, expected, runner, "def mean_gradient(x, scale=2.0): return 1.0")
    assert (flat[first], flat["shape"]) == (Status.FAILED, Status.FAILED)


def test_there_is_a_family_to_judge_it_on(exercise: Exercise) -> None:
    for name in ("unknown", "shape"):
        with pytest.raises(CourseError, match="no family before it"):
            exercise.also("other", exercise.aspects[0].share, text("x"), of=name, compare=exercise.aspects[0].compare)
