"""Runs the cells of a notebook by nbclient and in the jail, and compares what they show."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from autograder.model.program import JobCell, NotebookJob
from autograder.sandbox import Zygote

#: what differs from run to run: addresses, times, process numbers, unique ids, folders
_CHANGING = [
    (re.compile(r"0x[0-9a-f]{6,}"), "ADDRESS"),
    (re.compile(r"\b\d+(?:\.\d+)?(?:e[+-]?\d+)? (?:ns|[µμ]s|us|ms|s)\b"), "TIME"),
    (re.compile(r"ipykernel_\d+/\d+\.py|/tmp/ipykernel_\d+/\d+\.py"), "CELL"),
    (re.compile(r"/tmp/[\w./-]*?(?=/(?:helper|written|data)\b|[\"'\s:,)])|/work\b"), "FOLDER"),
    (re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"), "UUID"),
    (re.compile(r"IPY_MODEL_\w+"), "MODEL"),
    (re.compile(r"T_[0-9a-f]{5}"), "T_STYLE"),
    (re.compile(r"<dc:date>[^<]*</dc:date>|id=\"[mp][0-9a-f]{10}\"|#[mp][0-9a-f]{10}|clip-path=\"[^\"]*\""), "SVG"),
    (re.compile(r"\bid=\"p[0-9a-f]{10}\""), "SVG"),
]


def masked(value: Any) -> Any:
    """Return outputs with what differs from run to run made the same."""
    if isinstance(value, str):
        for shape, word in _CHANGING:
            value = shape.sub(word, value)
        return value
    if isinstance(value, Mapping):
        return {key: masked(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [masked(held) for held in value]
    return value


def by_nbclient(sources: Sequence[str], folder: Path) -> list[list[dict[str, Any]]]:
    """Return the outputs of each cell when nbclient runs them in a folder."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client = NotebookClient(
        notebook, timeout=60, allow_errors=True, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return [_merged(copy.deepcopy(cell.outputs)) for cell in notebook.cells]


def in_the_jail(sources: Sequence[str], files: Mapping[str, bytes], zygote: Zygote) -> list[list[dict[str, Any]]]:
    """Return the outputs of each cell when the jail runs them beside some files."""
    cells = tuple(JobCell(index, source, 60.0) for index, source in enumerate(sources))
    run = zygote.run_notebook(NotebookJob(cells, (), dict(files), seconds=120.0))
    return [_merged([dict(output) for output in cell.outputs]) for cell in run.cells]


def _merged(outputs: list[Any]) -> list[dict[str, Any]]:
    """Join adjacent texts of one stream: how a kernel cuts them is a matter of time."""
    merged: list[dict[str, Any]] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output["output_type"] == "stream" and last is not None and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            merged.append(dict(output))
    return [{key: held for key, held in output.items() if key != "execution_count"} for output in merged]


def differences(
    sources: Sequence[str], stock: Sequence[list[dict[str, Any]]], ours: Sequence[list[dict[str, Any]]]
) -> dict[int, tuple[str, Any, Any]]:
    """Return cell -> its source and what both showed, for the cells that differ."""
    pairs = zip(sources, stock, ours, strict=True)
    return {i: (s, masked(a), masked(b)) for i, (s, a, b) in enumerate(pairs) if masked(a) != masked(b)}
