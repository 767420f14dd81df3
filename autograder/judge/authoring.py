"""Everything that `solutions/<assignment>/exercises.py`, `mistakes.py` and `alternatives.py` import, in one place."""

from autograder.judge.compare import (
    Close,
    Comparer,
    Equal,
    Holds,
    Raises,
    SameTypes,
    Tolerance,
    Unchanged,
)
from autograder.judge.exercise import Alternative, Exercise, Mistake, OnDevice
from autograder.model.observation import Answered, Call, Case, Observation, Raised, Returned
from autograder.model.text import Text, text

__all__ = [
    "Alternative",
    "Answered",
    "Call",
    "Case",
    "Close",
    "Comparer",
    "Equal",
    "Exercise",
    "Holds",
    "Mistake",
    "Observation",
    "OnDevice",
    "Raised",
    "Raises",
    "Returned",
    "SameTypes",
    "Text",
    "Tolerance",
    "Unchanged",
    "text",
]
