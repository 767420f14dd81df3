"""Under which terms a hand-in was run: with the same terms and the same question, it would be observed again."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping

from autograder.grading.bench import Bench
from autograder.grading.submission import Submission

_PACKAGES = ("notebook-autograder", "numpy", "scipy", "sympy", "matplotlib", "IPython", "ipykernel")


@functools.cache
def versions() -> str:
    """Return the versions of what observations depend on."""
    return " ".join(f"{p} {importlib.metadata.version(p)}" for p in _PACKAGES)


def terms_of(submission: Submission, bench: Bench) -> dict[str, str]:
    """Return in words what was run, each with a name that changes with it; the exercises' own part is in `judge.asked`.

    Points, prose and metadata of the source notebook are no part of it: they change nothing that runs.
    """
    cells = [
        (c.grade_id, c.source if c.cell_type == "code" else "", c.cell_type, c.grade, c.solution, c.locked, c.exercise)
        for c in bench.source
    ]
    plain = [(c.grade_id, c.points) for c in bench.source if c.grade and c.exercise is None]
    return {
        "the hand-in": _digest({**submission.files, "notebook": submission.notebook}),
        "the assignment's data or helper files": _digest(bench.helpers),
        "the source notebook": _digest({"": repr((cells, plain)).encode()}),
        "the time limit per cell": f"{bench.timeout:g} s",
        "the limits of a submission": repr(bench.limits),
        "the isolation level": bench.isolation,
        "the installed versions": f"Python {platform.python_version()} {versions()}",
    }


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(f"{name} {len(parts[name])}\n".encode() + parts[name])
    return digest.hexdigest()[:32]


def name_of(text: str) -> str:
    """Return a short name of a text that changes with it."""
    return _digest({"": text.encode()})
