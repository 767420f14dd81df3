"""The group of commands: finds each in its module when it is used, and lists them from the table."""

from __future__ import annotations

import importlib

import click

#: command -> module that defines a click command of the same name (dashes as underscores), and its one-line help
COMMANDS = {
    "grade": ("grade", "Grade the submissions of an assignment."),
    "regrade": ("regrade", "Judge stored observations again after an exercise changed."),
    "watch": ("watch", "Grade what the exchange receives, and release the feedback."),
    "feedback": ("feedback", "Write the students' pages."),
    "report": ("report", "Write the class page."),
    "verify": ("verify", "Judge the judges: references, alternatives, mistakes and mutants."),
    "explain": ("explain", "Rerun one exercise of one student for a complaint."),
    "sync": ("sync", "Fill solution cells from reference.py and make the releases."),
    "doctor": ("doctor", "Say how student code is isolated here, and the versions."),
    "bench": ("bench", "Compare throughput with stock nbgrader on the same submissions."),
    "translate": ("translate", "Write the course's sentences to a catalogue for another language."),
    "new-exercise": ("new_exercise", "Lay out the files and cells of a new exercise."),
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
        module = importlib.import_module(f"autograder.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, COMMANDS[cmd_name][0])
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


@click.command(cls=Commands)
@click.version_option(package_name="notebook-autograder")
def commands() -> None:
    """Grade numerical notebooks in a jail that holds no answers.

    All commands work on the nbgrader course of the current directory.
    """
