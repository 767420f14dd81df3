"""`autograder translate`: the course's own sentences as a catalogue to be filled in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.course.translations import translate as renew
from autograder.errors import GraderError


@click.command()
@click.argument("language")
def translate(language: str) -> None:
    """Write the course's sentences to locale/LANGUAGE.po (de, zh_CN, ...), to be translated there.

    Run it again after exercises change: translations are kept. `feedback` and `report` use the catalogue with
    --language LANGUAGE; what has no translation stays English.
    """
    try:
        done = renew(Path.cwd(), language)
    except GraderError as error:
        click.echo(f"autograder translate: {error}", err=True)
        sys.exit(2)
    click.echo(f"locale/{done.path.name}: {done.translated} of {done.sentences} sentences translated")
