"""The filter program is well-formed for every machine it is written for."""

from __future__ import annotations

import struct

import pytest

from autograder.jail.seccomp import deny_list


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_stays_inside_and_every_path_returns(machine: str) -> None:
    program = [struct.unpack_from("<HBBI", deny_list(machine), i) for i in range(0, len(deny_list(machine)), 8)]
    assert len(program) < 4096
    for position, (code, if_true, if_false, _) in enumerate(program):
        if code & 0x07 == 0x05:
            assert position + 1 + max(if_true, if_false) < len(program)
    assert program[-1][0] == 0x06
