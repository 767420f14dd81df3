"""Options that several commands have."""

from __future__ import annotations

from typing import Any

import click

from autograder.sandbox import Isolation


def _level(_context: click.Context, _option: click.Parameter, name: str | None) -> Isolation | None:
    level = Isolation(name) if name else None
    if level is Isolation.NONE:
        warning = "WARNING: student code is NOT isolated; it can read the answers and write the gradebook"
        click.secho(warning, fg="red", err=True)
    return level


def isolation_option(command: Any) -> Any:
    """Add `--isolation`, which warns on stderr where it switches the walls off."""
    return click.option(
        "--isolation",
        type=click.Choice([level.value for level in Isolation]),
        callback=_level,
        help="The weakest level that will do; 'none' isolates nothing.  [default: without-proc]",
    )(command)
