"""The command line: `autograder COMMAND`, each command in a module of its own that is imported when it is used."""

from __future__ import annotations

from autograder.cli import stopping


def main() -> None:
    """Run the command line; it can be stopped at any moment, also while its modules are imported."""
    stopping.run(_commands)


def _commands() -> None:
    from autograder.cli.commands import commands

    commands()
