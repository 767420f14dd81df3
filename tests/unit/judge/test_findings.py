"""Findings of several draws come together as one per implementation."""

from autograder.judge.findings import Finding, merged


def test_a_problem_in_one_draw_outweighs_the_others() -> None:
    good, bad = Finding("e", "mistake", "m"), Finding("e", "mistake", "m", "is not diagnosed")
    assert merged([good, bad, good]) == [bad]
