"""What the commands refuse, and what they say of it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from autograder.cli.commands import COMMANDS, commands


@pytest.mark.parametrize("command", ["grade", "regrade", "watch"])
def test_grading_without_walls_is_loud(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "NOT isolated" in CliRunner().invoke(commands, [command, "ch00", "--isolation", "none"]).stderr
    assert "NOT isolated" not in CliRunner().invoke(commands, [command, "ch00"]).stderr


@pytest.mark.parametrize("option", ["--draws", "--mutant-draws", "--jobs"])
def test_to_verify_nothing_is_refused(option: str) -> None:
    done = CliRunner().invoke(commands, ["verify", option, "0"])
    assert done.exit_code == 2
    assert option in done.stderr


@pytest.mark.parametrize("part", [("ch00",), ("--exercise", "f")])
@pytest.mark.parametrize("option", ["--write", "--check"])
def test_the_page_of_the_whole_course_is_not_written_from_a_part(option: str, part: tuple[str, ...]) -> None:
    done = CliRunner().invoke(commands, ["verify", *part, option, "verify.md"])
    assert done.exit_code == 2
    assert "the whole course" in done.stderr


@pytest.mark.parametrize(("command", "arguments"), [("feedback", 1), ("report", 1), ("grade", 1), ("explain", 3)])
def test_outside_of_a_course_one_line_names_the_command(
    command: str, arguments: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(commands, [command, *["x"] * arguments])
    assert done.exit_code == 2
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith(f"autograder {command}: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_list_is_there(command: str) -> None:
    found = commands.get_command(click.Context(commands), command)  # type: ignore[attr-defined]
    assert found is not None
    assert found.name == command
