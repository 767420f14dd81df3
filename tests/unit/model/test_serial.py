"""Stored verdicts: what goes in comes out, and equal verdicts are equal bytes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from autograder.errors import GraderError
from autograder.model.serial import verdict_from_json, verdict_to_json
from autograder.model.text import text
from autograder.model.verdict import (
    AspectVerdict,
    CellVerdict,
    Diagnosis,
    Example,
    ExerciseVerdict,
    Picture,
    Status,
    SubmissionVerdict,
)


def make_verdict(**changes: object) -> SubmissionVerdict:
    picture = Picture("curves", {"yours": [1.0, None, 0.1], "expected": [1.0, 2.0, 3e-300]})
    heat = Picture("heatmap", {"error": [[0.0, None], [1e300, -2.5]]})
    aspects = (
        AspectVerdict(
            "value",
            "V",
            text("Values"),
            Status.FAILED,
            Fraction(10, 3),
            Fraction(0),
            text("off by %(k)s", k=0.5),
            None,
            Example((("x", "[1.0, 2.0]"),), "3", "4", "printed\n", picture),
        ),
        AspectVerdict(
            "shape",
            "C",
            text("Shape"),
            Status.PASSED,
            Fraction(20, 3),
            Fraction(20, 3),
            example=Example((), "", "", picture=heat),
        ),
    )
    exercise = ExerciseVerdict(
        "conv2d",
        text("Convolution"),
        Status.FAILED,
        10.0,
        6.666666,
        aspects,
        Diagnosis("flipped", text("The kernel is flipped"), text("Look at the order")),
        flags=("timed out",),
    )
    broken = ExerciseVerdict("pool", text("Pooling"), Status.ERRORED, 5.0, None, rationale=text("no reference"))
    values: dict[str, object] = {
        "assignment": "ch06",
        "notebook": "ch06",
        "student": "zoë",
        "draw": "abc",
        "isolation": "namespaces",
        "exercises": (exercise, broken),
        "cells": (CellVerdict("q1", Status.PASSED, 1.0, 1.0),),
        "notes": (text("cell %(n)s timed out", n=5),),
    }
    return SubmissionVerdict(**{**values, **changes})  # type: ignore[arg-type]


def test_a_verdict_survives_the_round_trip() -> None:
    verdict = make_verdict()
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


def test_equal_verdicts_give_equal_bytes_whatever_the_order_of_parameters() -> None:
    one = make_verdict(notes=(text("%(a)s %(b)s", a=1, b=2),))
    other = make_verdict(notes=(text("%(a)s %(b)s", b=2, a=1),))
    assert verdict_to_json(one) == verdict_to_json(other)


def test_fractions_stay_exact() -> None:
    assert b'"10/3"' in verdict_to_json(make_verdict())


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), 1e308, -0.0, 2, "%(x)s"])
def test_parameters_keep_their_value(value: float | int | str) -> None:
    verdict = make_verdict(notes=(text("%(x)s", x=value),))
    assert repr(verdict_from_json(verdict_to_json(verdict)).notes[0].params["x"]) == repr(value)


def test_lone_surrogates_and_huge_integers_can_be_stored() -> None:
    verdict = make_verdict(notes=(text("%(x)s %(y)s", x="\ud800<", y=10**40),))
    back = verdict_from_json(verdict_to_json(verdict))
    assert str(back.notes[0]) == "\\ud800< 1" + "0" * 40


@pytest.mark.parametrize("stored", [b"", b"{}", b"[1]", b'{"assignment": 3}', b"\xff", b"[" * 100_000])
def test_other_bytes_are_refused_with_a_remedy(stored: bytes) -> None:
    with pytest.raises(GraderError, match="--force"):
        verdict_from_json(stored)
