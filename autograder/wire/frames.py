"""Length-prefixed frames over a stream socket: u64 length, then the payload of `codec`."""

from __future__ import annotations

import socket
import struct
from typing import Any

from autograder.wire.codec import MAX_BYTES, MAX_JSON, decode, encode
from autograder.wire.values import WireError

_HEADER = struct.Struct("<Q")
_EXTRA = MAX_JSON + 4


def send(channel: socket.socket, value: Any, *, max_bytes: int = MAX_BYTES) -> None:
    """Send one value as a frame.

    Raises:
        WireError: the value is too large or too deep.
        OSError: the other side is gone.
    """
    payload = encode(value, max_bytes=max_bytes)
    channel.sendall(_HEADER.pack(len(payload)) + payload if len(payload) < 1 << 16 else _HEADER.pack(len(payload)))
    if len(payload) >= 1 << 16:
        channel.sendall(payload)


def receive(channel: socket.socket, *, max_bytes: int = MAX_BYTES) -> Any:
    """Wait for one frame and return its value; the socket's own timeout bounds each wait for bytes.

    Raises:
        EOFError: the other side closed, in the middle of a frame or before one.
        WireError: the frame is longer than allowed or is not a value.
        TimeoutError: the socket's timeout passed.
    """
    return decode(receive_payload(channel, max_bytes=max_bytes), max_bytes=max_bytes)


def receive_payload(channel: socket.socket, *, max_bytes: int = MAX_BYTES) -> bytearray:
    """Wait for one frame and return its payload, which may be no value at all; see `receive`."""
    (size,) = _HEADER.unpack(_exactly(channel, _HEADER.size))
    if size > max_bytes + _EXTRA:
        raise WireError(f"frame of {size} bytes is larger than allowed")
    return _exactly(channel, size)


def _exactly(channel: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view, done = memoryview(data), 0
    while done < size:
        got = channel.recv_into(view[done:])
        if got == 0:
            raise EOFError("the other side closed the channel")
        done += got
    return data
