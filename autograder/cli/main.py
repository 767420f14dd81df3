"""The command line: `autograder COMMAND`, each command in a module of its own that is imported when it is used."""

from __future__ import annotations

from autograder.cli import stopping

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


def main() -> None:
    """Run the command line; it can be stopped at any moment, also while its modules are imported."""
    stopping.run(_commands)


def _commands() -> None:
    from autograder.cli.commands import commands

    commands()
