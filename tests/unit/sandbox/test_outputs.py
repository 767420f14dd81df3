"""Messages of a hostile kernel become valid outputs or nothing."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest

from autograder.sandbox.outputs import MAX_UPDATES, CellOutputs


def message(kind: str, **content: Any) -> bytes:
    return json.dumps({"msg_type": kind, "header": {}, "parent_header": {}, "content": content}).encode()


def outputs_of(*messages: bytes, budget: int = 1 << 20) -> tuple[tuple[dict[str, Any], ...], list[bool]]:
    outputs = CellOutputs(["1"], budget)
    outputs.begin()
    taken = [outputs.take(0, body) for body in messages]
    return outputs.outputs(0), taken


def test_adjacent_texts_of_one_stream_are_one_output() -> None:
    shown, _ = outputs_of(*(message("stream", name="stdout", text=t) for t in "abc"))
    assert shown == ({"output_type": "stream", "name": "stdout", "text": "abc"},)


def test_clear_output_is_nbclients() -> None:
    first, clear = message("stream", name="stdout", text="a"), message("clear_output", wait=True)
    assert outputs_of(first, clear)[0] != ()
    assert outputs_of(first, clear, message("stream", name="stdout", text="b"))[0][0]["text"] == "b"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"[" * 100_000,
        message("status", execution_state="idle"),
        message("stream", name="stdout", text=["x"]),
        message("stream", name="other", text="x"),
        message("display_data", data=None, metadata={}),
        message("display_data", data={"text/plain": {"a": 1}}, metadata=[]),
        message("execute_result", data={"text/plain": 1}, metadata={}, execution_count="x"),
        message("execute_result", data={"text/plain": 1}, metadata={}, execution_count=-5),
        message("display_data", data={"application/json": [[]] * 300_000}, metadata={}),
        message("error", ename=1, evalue=None, traceback="x"),
        message("comm_open", comm_id=1, data={}, target_name="jupyter.widget"),
    ],
)
def test_odd_messages_leave_a_valid_notebook(body: bytes) -> None:
    shown, _ = outputs_of(body)
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.from_dict(output) for output in shown])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_lone_surrogates_are_replaced() -> None:
    shown, _ = outputs_of(message("stream", name="stdout", text="a\ud800"))
    assert shown[0]["text"] == "a?"


def test_more_than_the_budget_is_not_taken() -> None:
    body = message("stream", name="stdout", text="x" * 100)
    assert outputs_of(body, body, budget=len(body) + 10)[1] == [True, False]


def test_endless_updates_of_displays_are_not_followed() -> None:
    outputs = CellOutputs(["1"], 1 << 30)
    outputs.begin()
    show = message("display_data", data={}, metadata={}, transient={"display_id": "d"})
    assert not all(outputs.take(0, show) for _ in range(int((2 * MAX_UPDATES) ** 0.5) + 10))


def test_json_of_very_many_parts_is_not_kept() -> None:
    shown, _ = outputs_of(
        message("display_data", data={"application/json": [0] * 300_000}, metadata={}), budget=8 << 20
    )
    assert shown[0]["data"]["application/json"].startswith("(JSON that is too large")
