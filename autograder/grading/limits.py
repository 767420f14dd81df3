"""How much a submission may use, as a course sets it in nbgrader_config.py: `c.AutograderLimits.memory = 4096`."""

from __future__ import annotations

from traitlets import Float, Int, TraitError
from traitlets.config import Config, Configurable

from autograder.errors import UsageError
from autograder.sandbox import MIB, Limits


class AutograderLimits(Configurable):
    """Limits of one submission; what a cell may take is nbgrader's own `c.Execute.timeout`."""

    seconds = Float(40.0, min=1, help="Wall seconds of a whole submission.").tag(config=True)
    family_seconds = Float(
        5.0, min=0.01, help="CPU seconds of one family of hidden tests, where the family itself names no other number."
    ).tag(config=True)
    grace = Float(2.0, min=0, help="Seconds between the interrupt of a cell and its kill.").tag(config=True)
    memory = Int(2048, min=64, help="MiB that all processes of a submission may use together.").tag(config=True)
    processes = Int(64, min=4, help="Processes and threads of a submission.").tag(config=True)
    file_size = Int(32, min=1, help="MiB of the largest file that can be written.").tag(config=True)
    tmp_size = Int(256, min=8, help="MiB of all files in the working directory and /tmp.").tag(config=True)
    cell_output = Float(1.0, min=0.01, help="MiB of text that a cell may print; the rest is cut off.").tag(config=True)
    total_output = Float(20.0, min=0.1, help="MiB that all cells may show, figures included.").tag(config=True)
    new_files = Int(100, min=0, help="Files written by cells that are kept.").tag(config=True)
    new_files_size = Float(10.0, min=0, help="MiB of files written by cells that are kept.").tag(config=True)


def limits_of(config: Config) -> Limits:
    """Return a course's limits.

    Raises:
        UsageError: one is not a number, too small to run anything, or unknown.
    """
    unknown = set(config.AutograderLimits) - set(AutograderLimits.class_trait_names(config=True))
    if unknown:
        raise UsageError(
            f"nbgrader_config.py: there is no limit AutograderLimits.{min(unknown)}",
            remedy=f"choose from {', '.join(sorted(AutograderLimits.class_trait_names(config=True)))}",
        )
    try:
        found = AutograderLimits(config=config)
    except TraitError as error:
        raise UsageError(f"nbgrader_config.py: {error}", remedy="correct it") from error
    return Limits(
        memory=found.memory * MIB,
        processes=found.processes,
        file_size=found.file_size * MIB,
        cell_output=int(found.cell_output * MIB),
        total_output=int(found.total_output * MIB),
        tmp_size=found.tmp_size * MIB,
        grace=found.grace,
        new_files=found.new_files,
        new_files_size=int(found.new_files_size * MIB),
        seconds=found.seconds,
        family_seconds=found.family_seconds,
    )


def in_words(limits: Limits) -> str:
    """Return the limits on one line, for `doctor`."""
    return (
        f"{limits.seconds:g} s a submission, {limits.family_seconds:g} s CPU a family of tests, "
        f"{limits.memory / MIB:g} MiB memory, {limits.processes} processes, files of {limits.file_size / MIB:g} MiB "
        f"({limits.tmp_size / MIB:g} together), output of {limits.cell_output / MIB:g} MiB a cell "
        f"({limits.total_output / MIB:g} together), {limits.new_files} new files kept "
        f"({limits.new_files_size / MIB:g} MiB together)"
    )
