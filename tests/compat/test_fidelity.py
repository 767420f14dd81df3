"""Cells show in the jail what nbclient would store: streams, values, displays, errors, magics, figures, and so on."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import nbformat
import nbgrader
import pytest

from autograder.sandbox import Zygote

from . import more_topics, topics
from .fidelity import by_nbclient, differences, in_the_jail

FILES = {
    "helper.py": b"def triple(x):\n    return 3 * x\n",
    "data/numbers.csv": b"1,2\n3,4\n",
    "data/inner.py": b"NAME = 'inner'\n",
}
TOPICS = topics.TOPICS | more_topics.TOPICS
#: what cannot be the same: the history database is off, since its thread would not survive a fork
KNOWN = {"magics": ["%history -l 2"]}
NEEDS = {"widgets": "ipywidgets", "pandas": "pandas"}
NOTEBOOKS = sorted(Path(nbgrader.__file__).parent.rglob("*.ipynb"))
#: not meant to be run to the end
ENDLESS = ("infinite-loop", "infinite-recursion", "timeout", "managing_", "creating_and_grading")


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote.start() as started:
        yield started


def _differing(sources: list[str], files: dict[str, bytes], folder: Path, zygote: Zygote) -> list[str]:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    stock = by_nbclient(sources, folder)
    found = differences(sources, stock, in_the_jail(sources, files, zygote))
    return [f"{source!r}\n  nbclient: {theirs}\n  jail:     {ours}" for source, theirs, ours in found.values()]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_shows_what_nbclient_shows(
    topic: str, tmp_path: Path, zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    if topic in NEEDS and importlib.util.find_spec(NEEDS[topic]) is None:
        pytest.skip(f"{NEEDS[topic]} is not installed")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    differing = _differing(TOPICS[topic], FILES, tmp_path, zygote)
    assert [d for d in differing if not any(repr(known) in d for known in KNOWN.get(topic, []))] == []


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: "/".join(path.parts[-4:]))
def test_a_notebook_of_nbgraders_wheel_shows_what_nbclient_shows(
    path: Path, tmp_path: Path, zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    if any(word in path.name for word in ENDLESS):
        pytest.skip("does not end, or runs nbgrader itself")
    document = nbformat.read(path, as_version=4)
    sources = [cell.source for cell in document.cells if cell.cell_type == "code"]
    assert _differing(sources, {}, tmp_path, zygote) == []
