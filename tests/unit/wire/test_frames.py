"""Frames: one value each, and a clear end when the other side misbehaves."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.wire.frames import receive, send
from autograder.wire.values import WireError


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def test_a_large_frame_arrives_whole(ends: tuple[socket.socket, socket.socket]) -> None:
    here, there = ends
    value = np.arange(1 << 20, dtype=float)
    sender = threading.Thread(target=send, args=(there, value))
    sender.start()
    assert np.array_equal(receive(here), value)
    sender.join()


def test_a_closed_channel_is_an_end_of_file_even_within_a_frame(ends: tuple[socket.socket, socket.socket]) -> None:
    here, there = ends
    there.sendall(struct.pack("<Q", 100) + b"half")
    there.close()
    with pytest.raises(EOFError):
        receive(here)


def test_a_frame_that_claims_too_much_is_refused_by_its_header(ends: tuple[socket.socket, socket.socket]) -> None:
    here, there = ends
    there.sendall(struct.pack("<Q", 1 << 60))
    with pytest.raises(WireError, match="larger"):
        receive(here)
