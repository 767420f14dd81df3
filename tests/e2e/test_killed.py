"""SIGKILL at random moments: a rerun does what is missing, and everything is as if nothing had happened."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from .course import NAME, RIGHT_DESCEND, RIGHT_GRADIENT, answer, make_course, run, scores, submit
from .killing import KINDS, Killing, integrity, left_behind, scratch_files

_WORK = (
    (),
    (answer("mean_gradient_solution", RIGHT_GRADIENT.replace(" / x.size", "")),),
    (answer("descend_solution", RIGHT_DESCEND.replace("x - 0.1", "x + 0.1")),),
    (answer("double_solution", "def double(x):\n    return 3 * x"),),
    (answer("descend_solution", "import os\nos._exit(0)"),),
)


def _class(root: Path, size: int) -> Path:
    make_course(root)
    for number in range(size):
        submit(root, f"s{number:03}", *_WORK[number % len(_WORK)])
    return root


def _records(root: Path) -> dict[str, bytes]:
    return {p.parent.name: p.read_bytes() for p in (root / ".autograder" / NAME).glob("*/verdict.json")}


def _forget(root: Path, ungraded: bytes) -> None:
    """Go back to the state before any grading, save the draw, without which nothing could be compared."""
    (root / "gradebook.db").write_bytes(ungraded)
    shutil.rmtree(root / "autograded")
    for place in (root / ".autograder" / NAME).iterdir():
        if place.is_dir():
            shutil.rmtree(place)
        elif place.name != "draw.json":
            place.unlink()


def _survives(root: Path, size: int, batches: list[list[str]], seed: int) -> Killing:
    """Grade undisturbed, then under kills; compare what is recorded after a rerun."""
    _class(root, size)
    ungraded = (root / "gradebook.db").read_bytes()
    began, since = time.monotonic(), time.time()
    run(root, "autograder", "grade", NAME, "--jobs", "2")
    span = time.monotonic() - began
    wanted, verdicts = scores(root), _records(root)
    assert len(wanted) == size
    killing = Killing(root, NAME, random.Random(seed), span)
    for kinds in batches:
        _forget(root, ungraded)
        killing.hit(kinds)
        run(root, "autograder", "grade", NAME, "--jobs", "2")
        assert scores(root) == wanted, f"seed {seed}"
        assert _records(root) == verdicts, f"seed {seed}"
        assert integrity(root) == "ok"
        assert scratch_files(root) == []
        assert left_behind(since) == []
    assert killing.hits == {kind: sum(b.count(kind) for b in batches) for kind in KINDS}
    return killing


def test_kills_of_every_kind_lose_and_double_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(1000)
    kinds = list(KINDS)
    random.Random(seed).shuffle(kinds)
    _survives(tmp_path, 20, [kinds], seed)


@pytest.mark.long
def test_forty_kills_over_a_batch_of_sixty(tmp_path: Path) -> None:
    chance = random.Random(40)
    batches = [chance.sample(KINDS, 4) for _ in range(10)]
    killing = _survives(tmp_path, 60, batches, 40)
    print(f"60 submissions: hits {killing.hits}, {killing.runs} runs, main process {killing.peak >> 20} MB at most")


@pytest.mark.long
def test_two_hundred_submissions_none_lost(tmp_path: Path) -> None:
    killing = _survives(tmp_path, 200, [[*KINDS * 10]], 200)
    print(f"200 submissions: hits {killing.hits}, {killing.runs} runs, main process {killing.peak >> 20} MB at most")
    assert killing.peak < 300 << 20
