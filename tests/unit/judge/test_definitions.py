"""Cutting definitions out of the text of a file."""

from __future__ import annotations

from autograder.judge.definitions import pruned

PROBES = """import numpy as np

SCALE: float = 2.0
ANSWERS = {"f": lambda x: x * SCALE}


def _helper(x):
    return np.sin(x) * SCALE


@staticmethod
def asks_f(ns, x):
    return ns.f(_helper(x))


class Double:
    pass


if SCALE > 3:
    SCALE = 3.0


def asks_g(ns, x):
    return ns.g(Double(), ANSWERS)
"""


def test_what_a_probe_does_not_need_is_left_out() -> None:
    """The answers that one exercise's probe holds are not sent along with another's."""
    kept = pruned(PROBES, ["asks_f"])
    assert "ANSWERS" not in kept
    assert "Double" not in kept
    assert "asks_g" not in kept
    names: dict[str, object] = {}
    exec(compile(kept, "probes.py", "exec"), names)
    assert {"np", "SCALE", "_helper", "asks_f"} <= set(names)


def test_what_a_bare_statement_uses_stays() -> None:
    """A statement at the top level runs whichever probe is asked for."""
    kept = pruned(PROBES, ["asks_g"])
    assert "SCALE: float = 2.0" in kept
    exec(compile(kept, "probes.py", "exec"), {})


def test_line_numbers_stay() -> None:
    """A fault in a probe is reported with its line in the file."""
    kept = pruned(PROBES, ["asks_g"]).splitlines()
    assert len(kept) == len(PROBES.splitlines())
    assert kept[-1] == PROBES.splitlines()[-1]
    assert "asks_f" not in "\n".join(kept)
