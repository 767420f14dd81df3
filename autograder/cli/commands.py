"""The group of commands: finds each in its module when it is used, and lists them from the table."""

from __future__ import annotations

import importlib

import click

#: command -> its one-line help; the module and the click command in it have the same name, with underscores
COMMANDS = {
    "grade": "Grade the submissions of an assignment.",
    "regrade": "Judge stored observations again after an exercise changed.",
    "watch": "Grade what the exchange receives, and release the feedback.",
    "feedback": "Write the students' pages.",
    "report": "Write the class page.",
    "verify": "Judge the judges: references, alternatives, mistakes and mutants.",
    "explain": "Rerun one exercise of one student for a complaint.",
    "sync": "Fill solution cells from reference.py and make the releases.",
    "doctor": "Say how student code is isolated here, and the versions.",
    "bench": "Compare throughput with stock nbgrader on the same submissions.",
    "translate": "Write the course's sentences to a catalogue for another language.",
    "new-exercise": "Lay out the files and cells of a new exercise.",
}


class Commands(click.Group):
    """Finds commands by name without importing the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of an instructor's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(f"autograder.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands)
@click.version_option(package_name="notebook-autograder")
def commands() -> None:
    """Grade numerical notebooks in a jail that holds no answers.

    All commands work on the nbgrader course of the current directory.
    """
