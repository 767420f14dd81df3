"""What a cell shows, on its way out: kernel messages without ZeroMQ, and the streams behind sys.stdout and stderr."""

from __future__ import annotations

import io
import json
import os
import socket
import time
from collections.abc import Callable
from typing import Any

from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session

from autograder.wire.frames import send

#: characters printed, or seconds gone, after which a stream's text is sent on, so that little is lost if the cell dies
_FLUSH_SIZE = 1 << 15
_FLUSH_SECONDS = 0.1


#: takes one message as it goes to the worker
Post = Callable[[dict[str, Any]], None]


def post_to(channel: socket.socket) -> Post:
    """Return what sends messages on a channel."""
    return lambda message: send(channel, message)


class Outbox:
    """Posts messages as they come, up to the limits; None as post drops them."""

    def __init__(self) -> None:
        self._post: Post | None = None
        self._cell_limit = self._cell_left = 0
        #: bytes posted since the kernel was made
        self._sent = 0
        self._total_limit = 0

    def open(self, post: Post | None, cell: int, total: int) -> None:
        """Post there from now on; `cell` bytes of text per cell, `total` bytes in all, with what was posted before."""
        self._post = post
        self._cell_limit, self._total_limit = cell, total
        self.next_cell()

    def next_cell(self) -> None:
        """Begin a new cell's budget of text."""
        self._cell_left = self._cell_limit

    def put(self, message: dict[str, Any]) -> None:
        """Send one kernel message, or a shorter one if it is too long."""
        if self._post is None:
            return
        cut = False
        if message["msg_type"] == "stream":
            text = message["content"]["text"]
            if self._cell_left <= 0:
                return
            if cut := len(text) > self._cell_left:
                text = text[: self._cell_left] + f"\n... output cut off after {self._cell_limit} characters\n"
            message["content"]["text"] = text
            self._cell_left -= len(text)
        body = json.dumps(message, default=json_default).encode()
        if self._sent >= self._total_limit:
            return
        if self._sent + len(body) > self._total_limit:
            content = {"name": "stderr", "text": "\n... output cut off: the notebook shows too much in all\n"}
            body = json.dumps({**message, "msg_type": "stream", "content": content, "header": {"msg_type": "stream"}},
                              default=json_default).encode()  # fmt: skip
            self._sent, cut = self._total_limit, True
        self._sent += len(body)
        self._post({"is": "message", "json": body, "cut": cut})


class RecordingSession(Session):
    """A kernel's session whose messages go into an `Outbox` instead of sockets."""

    outbox: Outbox

    def send(
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> dict[str, Any]:
        """Record a message; arguments as in the base class."""
        if isinstance(msg_or_type, dict):
            message = msg_or_type
        else:
            message = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        self.outbox.put({**message, "buffers": [bytes(b).hex() for b in buffers or []]})
        return message


class CellStream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a notebook: gathers text into stream messages.

    Text written to the file descriptor itself (by C code or child processes) lands in a memory file, which never
    blocks the writer, and is fetched at every write and flush.
    """

    def __init__(self, name: str, number: int, session: RecordingSession) -> None:
        self._name = name
        self._number = self._made_for = number
        self._session = session
        self._parts: list[str] = []
        self._size = 0
        self._flushed_at = 0.0
        self.parent: dict[str, Any] = {}
        #: the other one of stdout and stderr, sent on first, so that the order on the page is that of writing
        self.other: CellStream | None = None
        self._forked = False
        os.register_at_fork(after_in_child=self._be_child)

    def _be_child(self) -> None:
        # A student's child process has no say in messages: what it prints goes the way of child processes.
        self._forked, self._parts, self._size = True, [], 0

    @property
    def name(self) -> str:
        """The stream's name, as in the message."""
        return self._name

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of text, always UTF-8."""
        return "UTF-8"

    @property
    def errors(self) -> None:  # type: ignore[override]
        """As in a kernel."""
        return

    def set_parent(self, parent: dict[str, Any]) -> None:
        """Say which cell the text belongs to from now on."""
        self.parent = parent

    def fileno(self) -> int:
        """Return the descriptor that child processes write to."""
        return self._number

    def isatty(self) -> bool:
        """Return False: a notebook is not a terminal."""
        return False

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Take text; it is sent on when there is much of it, or after a moment."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if self._forked:
            os.write(self._number, text.encode("utf-8", "replace"))
            return len(text)
        if self.other is not None and self.other._size:
            self.other.flush()
        self._fetch()
        self._keep(text)
        if self._size > _FLUSH_SIZE or time.monotonic() - self._flushed_at > _FLUSH_SECONDS:
            self._send()
        return len(text)

    def take_over(self) -> None:
        """Be the stream of this process, a fork of the one that made it."""
        self._forked, self._number = False, self._made_for

    def discard(self) -> None:
        """Forget what was printed since the last flush: by a task, when no cell ran, which nbclient does not store."""
        self._parts, self._size = [], 0

    def flush(self) -> None:
        """Send on everything written so far."""
        self._fetch()
        self._send()

    def _keep(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._size += len(text)

    def _fetch(self) -> None:
        if self._number < 0 or self._forked:
            return
        try:
            size = os.fstat(self._number).st_size
            if size:
                data = os.pread(self._number, size, 0)
                os.ftruncate(self._number, 0)
                self._keep(data.decode("utf-8", "replace"))
        except OSError:
            self._number = -1  # closed by the student

    def _send(self) -> None:
        text, self._parts, self._size = "".join(self._parts), [], 0
        self._flushed_at = time.monotonic()
        if text and not self._forked:
            content = {"name": self._name, "text": text}
            self._session.send(None, "stream", content, parent=self.parent)


# what messages about a missing attribute and the like call it
CellStream.__name__ = CellStream.__qualname__ = "OutStream"
CellStream.__module__ = "ipykernel.iostream"
