"""One class, graded once for all tests that only look."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
import pytest

from .course import NAME, RIGHT_DESCEND, RIGHT_GRADIENT, answer, cell, drop, make_course, run, submit


def _tagged(notebook: object) -> None:
    for one in notebook.cells:  # type: ignore[attr-defined]
        one.metadata["tags"] = ["skip-execution", "raises-exception"]


def _rewritten(notebook: object) -> None:
    cell(notebook, "mean_gradient").source = "pass"
    cell(notebook, "double").source = "pass"
    cell(notebook, "double_solution").source = "def double(x):\n    return 3 * x"


def _duplicated(notebook: object) -> None:
    notebook.cells.append(copy.deepcopy(cell(notebook, "double")))  # type: ignore[attr-defined]
    notebook.cells.append(copy.deepcopy(cell(notebook, "descend_solution")))  # type: ignore[attr-defined]
    notebook.cells[-1].source = "def descend(*args):\n    return 0"  # type: ignore[attr-defined]


def _reversed(notebook: object) -> None:
    notebook.cells.reverse()  # type: ignore[attr-defined]


def _other_kernel(notebook: object) -> None:
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}  # type: ignore[attr-defined]


def _hand_in(root: Path) -> None:
    submit(root, "right")
    submit(root, "undivided", answer("mean_gradient_solution", RIGHT_GRADIENT.replace(" / x.size", "")))
    submit(root, "dropped", drop("mean_gradient", "descend", "double", "intro"))
    submit(root, "tagged", _tagged)
    submit(root, "rewritten", _rewritten)
    submit(root, "duplicated", _duplicated)
    submit(root, "reversed", _reversed)
    submit(root, "otherkernel", _other_kernel)
    submit(root, "exits", answer("descend_solution", "import os\nos._exit(0)"))
    hook = "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])"
    submit(root, "hook", answer("mean_gradient_solution", hook), answer("descend_solution", ""))
    submit(root, "random", answer("mean_gradient_solution", _RANDOM))
    submit(root, "active", answer("descend_solution", f"{RIGHT_DESCEND}\n{_ACTIVE}"))
    _odd_files(root)


_RANDOM = "import os\ndef mean_gradient(x, scale=2.0):\n    return [float(b) for b in os.urandom(3)]"
_ACTIVE = "from IPython.display import HTML\nHTML('<b>bold</b><script>alert(1)</script><img src=x onerror=alert(2)>')"


def _odd_files(root: Path) -> None:
    (submit(root, "badjson") / f"{NAME}.ipynb").write_text("{oops")
    (submit(root, "notnotebook") / f"{NAME}.ipynb").write_text('{"a": 1}')
    renamed = submit(root, "renamed")
    (renamed / f"{NAME}.ipynb").rename(renamed / "mine.ipynb")
    linked = submit(root, "linked")
    (linked / f"{NAME}.ipynb").unlink()
    (linked / f"{NAME}.ipynb").symlink_to(root / "source" / NAME / f"{NAME}.ipynb")
    folder = submit(root, "folder")
    (folder / f"{NAME}.ipynb").unlink()
    (folder / f"{NAME}.ipynb").mkdir()
    stranger = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("1", metadata={"nbgrader": {"grade_id": "elsewhere", "solution": True}})]
    )
    (submit(root, "stranger") / f"{NAME}.ipynb").write_text(nbformat.writes(stranger))
    (submit(root, "right2") / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")


@pytest.fixture(scope="session")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose class has been graded with `autograder grade --jobs 2`."""
    root = make_course(tmp_path_factory.mktemp("course"))
    _hand_in(root)
    done = run(root, "autograder", "grade", NAME, "--jobs", "2", ok=(1,))
    (root / "said.txt").write_text(done.stdout + done.stderr)
    return root
