"""The command line: `autograder COMMAND`, each command in a module of its own that is imported when it is used."""

from __future__ import annotations

import sys

from autograder.cli import stopping


def main() -> None:
    """Run the command line; it can be stopped at any moment, also while its modules are imported."""
    stopping.run(_commands)


def _commands() -> None:
    # jsonschema (from 4.25 on) builds a grammar for a check of addresses that no notebook uses whenever it is
    # imported, which takes seconds; it goes without where the package is missing
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from autograder.cli.commands import commands

    commands()
