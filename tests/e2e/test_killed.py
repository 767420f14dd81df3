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


def _survives(root: Path, size: int, kinds: list[str], seed: int, *, at_once: int = 4) -> str:
    """Grade undisturbed, then under kills, `at_once` of them in the time of a run; return what was measured.

    A run that was ended is started again, and goes on. Whenever the class is graded, everything is compared, and
    while kills are left, grading begins anew.
    """
    _class(root, size)
    ungraded = (root / "gradebook.db").read_bytes()
    began, since = time.monotonic(), time.time()
    run(root, "autograder", "grade", NAME, "--jobs", "2")
    span = time.monotonic() - began
    wanted, verdicts = scores(root), _records(root)
    assert len(wanted) == len(verdicts) == size
    killing, waiting, complete = Killing(root, NAME, random.Random(seed), span / at_once), list(kinds), 0
    while waiting:
        _forget(root, ungraded)
        while not killing.run(waiting):
            assert killing.runs < 20 * len(kinds), f"seed {seed}: the class is never graded to its end"
        complete += 1
        assert scores(root) == wanted, f"seed {seed}"
        assert _records(root) == verdicts, f"seed {seed}"
        assert integrity(root) == "ok"
        assert scratch_files(root) == []
        assert left_behind(since) == []
    assert killing.hits == {kind: kinds.count(kind) for kind in KINDS}
    assert killing.peak < 300 << 20
    hits = ", ".join(f"{kind} {count}" for kind, count in killing.hits.items())
    return (
        f"{size} submissions, kills: {hits}; {killing.runs} starts, graded to the end and compared {complete} times; "
        f"main process {killing.peak >> 20} MB at most; "
        f"{span:.0f} s undisturbed, {time.monotonic() - began:.0f} s in all"
    )


def _shuffled(kinds: list[str], seed: int) -> list[str]:
    random.Random(seed).shuffle(kinds)
    return kinds


def test_kills_of_every_kind_lose_and_double_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(1000)
    _survives(tmp_path, 20, _shuffled([*KINDS], seed), seed)


@pytest.mark.long
def test_forty_kills_over_a_batch_of_sixty(tmp_path: Path) -> None:
    print(_survives(tmp_path, 60, _shuffled([*KINDS * 10], 40), 40, at_once=10))


@pytest.mark.long
def test_two_hundred_submissions_none_lost(tmp_path: Path) -> None:
    print(_survives(tmp_path, 200, _shuffled([*KINDS * 10], 200), 200, at_once=10))
