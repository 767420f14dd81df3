"""What a course's code imports is imported once, in the zygote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.judge.course import load_assignment
from autograder.judge.imports import imported

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import sympy as sp", {"sympy"}),
        ("    from sklearn.linear_model import Ridge\nimport pandas", {"sklearn", "pandas"}),
        (json.dumps({"source": ["import numpy as np\n", "import networkx\n"]}), {"networkx"}),
        ("import numpy\nimport sympy_plot_backends\nx = 'sympy'", set()),
    ],
)
def test_packages_are_found_in_code_and_in_notebooks(text: str, found: set[str]) -> None:
    assert imported([text]) == found


def test_sympy_is_there_for_the_chapter_that_uses_it_alone() -> None:
    assert "sympy" in load_assignment(ROOT, "ch01_velocity").needs
    assert load_assignment(ROOT, "ch06_layers").needs == ()
