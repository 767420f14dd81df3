"""Mutants change what a caller can see, one thing at a time, under names that survive edits elsewhere."""

from __future__ import annotations

import ast

from autograder.judge.mutants import mutants

SOURCE = '''
import numpy as np

def _helper(a):
    return a + 1

def f(x: "1", y=2, *, keep=True):
    """Docstring with 3."""
    if x <= 0 and not keep:
        raise ValueError("needs 4")
    total = np.sum(x, axis=0)
    total += _helper(y)
    return -total, y
'''


def test_every_kind_of_change_is_made_and_every_mutant_differs() -> None:
    made = mutants(SOURCE, ["f"])
    kinds = {m.id.split(":")[2] for m in made}
    assert kinds >= {"operator", "compare", "boolean", "unary", "constant", "call", "keyword", "condition", "statement"}
    assert kinds >= {"name", "return"}
    assert len({m.id for m in made}) == len(made)
    assert len({m.code for m in made}) == len(made)
    for mutant in made:
        compile(mutant.code, mutant.id, "exec")


def test_defaults_and_private_helpers_are_changed_too() -> None:
    names = [m.id for m in mutants(SOURCE, ["f"])]
    assert "f:0:constant:2>3" in names
    assert "f:0:constant:True>False" in names
    assert "_helper:1:operator:Add>Sub" in names


def test_docstrings_messages_and_annotations_are_left_alone() -> None:
    for mutant in mutants(SOURCE, ["f"]):
        assert "Docstring with 3." in mutant.code
        assert "x: '1'" in mutant.code
        raising = [n for n in ast.walk(ast.parse(mutant.code)) if isinstance(n, ast.Raise)]
        assert not raising or "needs 4" in ast.unparse(raising[0])


def test_names_do_not_move_with_the_rest_of_the_file() -> None:
    assert [m.id for m in mutants(SOURCE, ["f"])] == [m.id for m in mutants("a = 1\n\n" + SOURCE, ["f"])]


def test_a_method_can_be_named() -> None:
    source = "class T:\n    def add(self, a):\n        return a + 1\n    def mul(self, a):\n        return a * 2\n"
    assert {m.id.split(":")[0] for m in mutants(source, ["T.add"])} == {"T.add"}
