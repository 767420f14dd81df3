"""The group of commands: finds each in its module when it is used, and lists them from the table."""

from __future__ import annotations

import importlib

import click

from autograder.cli.main import COMMANDS


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
