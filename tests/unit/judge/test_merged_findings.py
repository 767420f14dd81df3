"""Findings of several draws and of exercises that share a class come together as one per implementation."""

from autograder.judge.verification import Finding, merged


def test_a_mutant_of_a_shared_class_counts_where_it_is_killed() -> None:
    survives = Finding("first", "mutant", "Box:1:x", "survives")
    killed = Finding("second", "mutant", "Box:1:x", killed_by="values")
    assert merged([survives, killed]) == [killed]
    assert merged([killed, survives]) == [killed]


def test_a_mutant_that_no_exercise_kills_is_reported_once() -> None:
    first, second = (Finding(e, "mutant", "Box:1:x", "survives") for e in ("first", "second"))
    assert merged([first, second]) == [first]


def test_a_problem_in_one_draw_outweighs_the_others() -> None:
    good, bad = Finding("e", "mistake", "m"), Finding("e", "mistake", "m", "is not diagnosed")
    assert merged([good, bad, good]) == [bad]
