"""How much one submission may use."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model.program import BACKSTOP, FAMILY_SECONDS

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one submission; sizes in bytes."""

    #: all processes of a submission together; also what one process may allocate before it gets a MemoryError
    memory: int = 2048 * MIB
    processes: int = 64
    file_size: int = 32 * MIB
    #: text that one cell may print; more is cut off with a visible line
    cell_output: int = 1 * MIB
    #: everything that all cells may show, figures included
    total_output: int = 20 * MIB
    tmp_size: int = 256 * MIB
    #: seconds between the interrupt of a cell and its kill
    grace: float = 2.0
    #: new files of the working directory that are kept
    new_files: int = 100
    new_files_size: int = 10 * MIB
    #: wall seconds for everything
    seconds: float = BACKSTOP
    #: CPU seconds for one family of hidden tests that names no other number
    family_seconds: float = FAMILY_SECONDS
