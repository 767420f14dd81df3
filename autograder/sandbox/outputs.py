"""Turns kernel messages of a hostile process into nbformat outputs, with nbclient's own code."""

from __future__ import annotations

import contextlib
import itertools
import json
import math
import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode

_KINDS = frozenset(
    {
        *("stream", "display_data", "execute_result", "error", "clear_output", "update_display_data"),
        *("comm_open", "comm_msg", "comm_close"),
    }
)


#: updates of displays already shown that are followed, in all: each costs as much as the displays of that name
MAX_UPDATES = 200_000


#: levels of lists and objects in an output that is JSON
_DEEPEST_JSON = 100
#: values in an output that is JSON
_MOST_JSON = 200_000
#: seconds for which ipykernel gathers what is printed
_KERNEL_HOLDS = 0.2


class CellOutputs:
    """The outputs of all cells of one run, by position; `budget` bytes of messages at most."""

    def __init__(self, sources: Sequence[str], budget: int) -> None:
        # Made by hand: nbformat's constructors hold every cell against the schema, which takes most of a millisecond.
        cells = [
            NotebookNode(cell_type="code", source=source, metadata=NotebookNode(), outputs=[]) for source in sources
        ]
        self._notebook = NotebookNode(cells=cells, metadata=NotebookNode(), nbformat=4, nbformat_minor=5)
        self._client = NotebookClient(self._notebook)
        self._client.reset_execution_trackers()
        # An Output widget's state goes back to the kernel in real life; here nobody listens.
        silent = SimpleNamespace(msg=lambda *args, **kwargs: {}, send=lambda *args, **kwargs: None)
        self._client.kc = SimpleNamespace(session=silent, shell_channel=silent)  # type: ignore[assignment]
        self._left = budget
        self._updates_left = MAX_UPDATES
        #: whether a display of an earlier moment was shown anew, maybe one of an earlier cell
        self.updated = False
        #: text that a kernel would not have sent yet: stream -> its messages
        self._pending: dict[str, list[dict[str, Any]]] = {}
        self._pending_since = 0.0
        self._pending_of = -1

    def take(self, position: int, body: Any) -> bool:
        """Process one message, given as JSON; return False when it is not one or too many have come."""
        if type(body) is not bytes or len(body) > self._left:
            return False
        self._left -= len(body)
        try:
            message = json.loads(body)
            if message["msg_type"] not in _KINDS:
                return True
            shown_before = self._displays(message)
            self.updated |= shown_before > 0
            self._updates_left -= shown_before
            if self._updates_left < 0:
                return False
            message["header"]["msg_type"] = message["msg_type"]
            message["buffers"] = [bytes.fromhex(b) for b in message.get("buffers", [])]
            if message["msg_type"] == "stream":
                self._hold(message, position)
            else:
                self._release()
                self._client.process_message(message, self._notebook.cells[position], position)
        except Exception:  # noqa: BLE001 - nbclient trusts its kernel; what a hostile one breaks is its own output
            return False
        return True

    def _hold(self, message: dict[str, Any], position: int) -> None:
        """Keep a text back as ipykernel does: a fifth of a second, or until something else is shown."""
        now = time.monotonic()
        if self._pending and (now - self._pending_since > _KERNEL_HOLDS or position != self._pending_of):
            self._release()
        if not self._pending:
            self._pending_since, self._pending_of = now, position
        self._pending.setdefault(str(message["content"]["name"]), []).append(message)

    def _release(self) -> None:
        """Show what was kept back, stdout first: in that order a kernel sends its streams on."""
        held, self._pending = self._pending, {}
        for name in sorted(held, key=lambda name: name != "stdout"):
            for message in held[name]:
                self._client.process_message(message, self._notebook.cells[self._pending_of], self._pending_of)

    def _displays(self, message: dict[str, Any]) -> int:
        """Return how many outputs nbclient will rewrite for this message."""
        known = self._client._display_id_map.get((message["content"].get("transient") or {}).get("display_id", ""), {})
        return sum(len(places) for places in known.values())

    def outputs(self, position: int) -> tuple[dict[str, Any], ...]:
        """Return the outputs of one cell as plain dicts, adjacent texts of one stream as one."""
        with contextlib.suppress(Exception):  # as in `take`
            self._release()
        cleaned = (output for node in self._notebook.cells[position].outputs if (output := clean(node)) is not None)
        merged: list[dict[str, Any]] = []
        for name, group in itertools.groupby(cleaned, key=lambda output: output.get("name")):
            if name is None:
                merged.extend(group)
            else:
                text = "".join(output["text"] for output in group)
                merged.append({"output_type": "stream", "name": name, "text": text})
        return tuple(merged)

    def begin(self) -> None:
        """Say that the next cell starts: a pending `clear_output(wait=True)` does not reach into it."""
        self._client.clear_before_next_output = False


def clean(node: NotebookNode) -> dict[str, Any] | None:
    """Return an output with nothing but what nbformat's schema allows, or None if that is nothing."""
    if not isinstance(node, dict):  # of a hand-in, whose outputs may be anything
        return None
    kind = node.get("output_type")
    if kind == "stream" and node.get("name") in ("stdout", "stderr") and isinstance(node.get("text"), str):
        return {"output_type": kind, "name": str(node["name"]), "text": _text(node["text"])}
    if kind == "error":
        lines = node.get("traceback")
        trace = [_text(line) for line in lines] if isinstance(lines, list) else []
        return error_output(_text(node.get("ename")), _text(node.get("evalue")), trace)
    data, metadata = node.get("data"), node.get("metadata")
    if kind not in ("display_data", "execute_result") or not isinstance(data, dict):
        return None
    output: dict[str, Any] = {
        "output_type": str(kind),
        "data": {_text(mime): _content(mime, content) for mime, content in data.items()},
        "metadata": _json(metadata) if isinstance(metadata, dict) and _is_json(metadata) else {},
    }
    if kind == "execute_result":
        count = node.get("execution_count")
        output["execution_count"] = count if is_count(count) else None
    return output


def is_count(value: Any) -> bool:
    """Tell whether a value can be a cell's number, as the format of notebooks asks."""
    return type(value) is int and 0 <= value < 1 << 31


def error_output(name: str, message: str, trace: Sequence[str]) -> dict[str, Any]:
    """Return an error output."""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": list(trace)}


def _text(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _content(mime: str, content: Any) -> Any:
    if mime == "application/json" or mime.endswith("+json"):
        return (
            _json(content)
            if _is_json(content)
            else "(JSON that is too large or nested too deeply, or holds what is no number)"
        )
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        return _text("".join(content))
    return _text(content)


def _json(content: Any) -> Any:
    return json.loads(json.dumps(content))


def _is_json(content: Any) -> bool:
    """Tell whether browsers and every reader of notebooks can take a value: finite numbers, nested no deeper than this.

    Readers walk notebooks by recursion, some of them on a stack that is deep already.
    """
    level, count = [content], 0
    for _ in range(_DEEPEST_JSON):
        count += len(level)
        if count > _MOST_JSON:
            return False
        if not all(math.isfinite(value) for value in level if type(value) is float):
            return False
        holders = [v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list)]
        level = [value for held in holders for value in held]
        if not level:
            return True
    return False
