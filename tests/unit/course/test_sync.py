"""`autograder sync` makes the releases that the course's own `nbgrader generate_assignment` makes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from autograder.cli.sync import sync
from autograder.course.new_exercise import new_exercise

BIN = Path(sys.executable).parent


def _release(root: Path) -> Any:
    return json.loads((root / "release" / "ch00" / "ch00.ipynb").read_text())


def test_a_release_follows_the_courses_settings(tmp_path: Path, monkeypatch: Any) -> None:
    new_exercise(tmp_path, "ch00", "one")
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ClearSolutions.code_stub = {'python': 'raise ValueError(\"write me\")'}\n"
    )
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(sync).exit_code == 0
    synced = _release(tmp_path)
    assert "write me" in json.dumps(synced)
    assert not (tmp_path / "gradebook.db").exists()
    command = [BIN / "nbgrader", "generate_assignment", "ch00", "--force"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert _release(tmp_path) == synced
    assert CliRunner().invoke(sync, ["--check"]).exit_code == 0
