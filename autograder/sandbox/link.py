"""A socket under a clock: waits for frames of a hostile process, and gives up by wall time or by CPU time."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Any, cast

from autograder.wire.codec import decode
from autograder.wire.frames import receive_payload, send

#: seconds between two looks at the clocks while nothing arrives
TICK = 0.05
#: seconds after which CPU time begins to count
_FREE_SECONDS = 0.5
#: bytes of one frame, and of all frames over one link: what is observed stays in the worker's memory
MAX_FRAME = 64 << 20
#: bytes read at once
_GULP = 1 << 16
MAX_TOTAL = 128 << 20
#: the same of one exercise's program, of which the worker holds two for each exercise
MAX_OBSERVED = 64 << 20


class OutOfTimeError(Exception):
    """The clock of the current exchange ran out."""


class TooMuchError(Exception):
    """More bytes arrived over one link than any honest process sends."""


class Clock:
    """A limit on CPU seconds, as `cpu` measures them, with twice that in wall seconds; or on wall seconds alone.

    CPU seconds, so that a busy machine costs no student anything; wall seconds, for what sleeps.
    """

    def __init__(self, seconds: float, cpu: Callable[[], float] | None, *, backstop: float = float("inf")) -> None:
        self._started = time.monotonic()
        self._seconds = seconds
        self._cpu = cpu
        self._cpu_before: float | None = None
        self._end = min(self._started + (2 * seconds if cpu else seconds), backstop)

    def check(self) -> None:
        """Raise `OutOfTimeError` when time is up."""
        now = time.monotonic()
        if now >= self._end:
            raise OutOfTimeError
        if self._cpu is None:
            return
        # Asking costs more than most calls take, so the count starts a moment late, in the student's favour.
        if self._cpu_before is None:
            if now - self._started >= min(_FREE_SECONDS, self._seconds / 4):
                self._cpu_before = self._cpu()
        # With one thread, CPU time is never ahead of the wall clock.
        elif now - self._started >= self._seconds and self._cpu() - self._cpu_before >= 0.9 * self._seconds:
            raise OutOfTimeError

    @property
    def left(self) -> float:
        """Wall seconds left, at least a millisecond."""
        return max(1e-3, min(self._end - time.monotonic(), 3600.0))


class CellClock(Clock):
    """A clock that first interrupts, once, and gives up `grace` seconds later."""

    def __init__(
        self,
        seconds: float,
        cpu: Callable[[], float],
        interrupt: Callable[[], object],
        grace: float,
        *,
        backstop: float,
    ) -> None:
        super().__init__(seconds, cpu, backstop=backstop)
        self._interrupt = interrupt
        self._grace = grace
        self.interrupted = False

    def check(self) -> None:
        """Interrupt at the end of the time, raise `OutOfTimeError` at the end of the grace."""
        try:
            super().check()
        except OutOfTimeError:
            if self.interrupted:
                raise
            self.interrupted = True
            self._interrupt()
            self._cpu = None
            self._end = time.monotonic() + self._grace


class Link:
    """The worker's end of a submission's channel; every exchange happens under `clock`."""

    def __init__(self, channel: socket.socket, total: int = MAX_TOTAL) -> None:
        self._channel = channel
        self._total = total
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)
        self.clock = Clock(3600.0, None)
        self._budget = total
        #: what has arrived and is not asked for yet: small frames come many at a time
        self._arrived = memoryview(b"")

    def refill(self) -> None:
        """Allow all bytes anew."""
        self._budget = self._total

    def start(self, clock: Clock) -> None:
        """Begin an exchange under a new clock."""
        self.clock = clock

    def send(self, value: Any) -> None:
        """Send one frame.

        Raises:
            WireError: the value cannot cross; nothing was sent.
            OutOfTimeError: the other side does not read.
            OSError: the other side is gone.
        """
        self._channel.settimeout(self.clock.left)
        try:
            send(self._channel, value)
        except TimeoutError:
            raise OutOfTimeError from None

    def send_socket(self, end: socket.socket) -> None:
        """Send a socket along, after the frame that announced it."""
        socket.send_fds(self._channel, [b"!"], [end.fileno()])

    def receive(self) -> Any:
        """Wait for one frame.

        Raises:
            OutOfTimeError, TooMuchError: the clock or the budget of bytes ran out.
            WireError: the bytes are not a frame.
            EOFError, OSError: the other side is gone.
        """
        return self.receive_with_payload()[0]

    def receive_with_payload(self) -> tuple[Any, bytearray]:
        """Wait for one frame, as `receive`; return its value and the bytes that stand for it."""
        most = min(MAX_FRAME, self._total // 2)
        payload = receive_payload(cast(socket.socket, self), max_bytes=most)
        return decode(payload, max_bytes=most), payload

    def recv_into(self, view: memoryview) -> int:
        """Read what there is, as `socket.recv_into`; `wire.frames` calls this."""
        if not self._arrived:
            self._wait()
            if view.nbytes >= _GULP:
                return self._spent(self._channel.recv_into(view))
            self._arrived = memoryview(self._channel.recv(_GULP))
            self._spent(self._arrived.nbytes)
        part = self._arrived[: view.nbytes]
        view[: part.nbytes] = part
        self._arrived = self._arrived[part.nbytes :]
        return part.nbytes

    def _wait(self) -> None:
        self.clock.check()
        while not self._poll.poll(min(TICK, self.clock.left) * 1000):
            self.clock.check()

    def _spent(self, size: int) -> int:
        self._budget -= size
        if self._budget < 0:
            raise TooMuchError
        return size

    def close(self) -> None:
        """Close the socket."""
        self._channel.close()
