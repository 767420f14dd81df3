"""A cause is named only where everything that the mistake must lose is lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.judge.authoring import Case, Close, Exercise, Mistake, Returned, Tolerance, Unchanged, text
from autograder.judge.diagnosis import diagnose
from autograder.judge.expected import Expected
from autograder.model.observation import Observation

EXERCISE = Exercise("f", 2, text("f"), {"V": 1, "R": 1})


@EXERCISE.family("value", "V", text("value"), probe="value", compare=Close(Tolerance(1e-9, "one sum")))
@EXERCISE.family("purity", "R", text("purity"), probe="purity", compare=Unchanged())
def _(rng: np.random.Generator) -> Iterator[Case]:
    yield {"x": 1.0}


def _seen(value: float, argument: float) -> dict[str, tuple[Observation, ...]]:
    return {
        "value": (Observation(Returned(value)),),
        "purity": (
            Observation(
                Returned(np.array([argument])),
            ),
        ),
    }


IN_PLACE = Mistake("in place", "f", ["purity"], text("x is moved by the call"), text("copy it"))
CASES: dict[str, tuple[Case, ...]] = {"value": ({"x": 1.0},), "purity": ({"x": 1.0},)}
EXPECTED = Expected("f", _seen(2.0, 1.0), _seen(2.0, 1.0), CASES, CASES, ((IN_PLACE, _seen(3.0, 5.0)),))


def test_the_same_observations_are_the_same_mistake() -> None:
    found = diagnose(EXERCISE, EXPECTED, _seen(3.0, 5.0))
    assert found is not None
    assert found.mistake == "in place"


def test_another_change_of_the_argument_beside_the_same_values_is_still_that_mistake() -> None:
    assert diagnose(EXERCISE, EXPECTED, _seen(3.0, 6.0)) is not None


def test_what_keeps_the_argument_is_not_said_to_change_it() -> None:
    assert diagnose(EXERCISE, EXPECTED, _seen(3.0, 1.0)) is None
