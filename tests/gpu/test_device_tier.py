"""The device tier through the real commands and the real jail, with a mock of CuPy where the device would be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .course import (
    NAME,
    RIGHT,
    class_page,
    configure,
    grade,
    make_course,
    mock_packages,
    nbgrader,
    page,
    record,
    submit,
)

#: the mock's functions that misbehave: the student's code calls one of them, and costs the same on the stand-in
MISBEHAVING = (
    "def cos(x): return np.cos(x) * 1.001",
    "def exp(x):\n    while True: pass",
    "def sqrt(x): raise OutOfMemoryError('Out of memory allocating 1 bytes')",
    "def tanh(x):\n    import os\n    os._exit(0)",
    "def log1p(x): raise CUDARuntimeError('cudaErrorIllegalAddress: an illegal memory access')",
)


def _calling(name: str) -> str:
    return RIGHT.replace("xp.sin(", f"xp.{name}(xp.abs(").replace("(x))", "(x)))")


CLASS = {
    # touches the device in a cell, as people do who try out what they wrote
    "right": f"{RIGHT}\ntry:\n    import cupy\n    tried = scaled([1.0], 2.0, cupy)\nexcept ImportError:\n    pass",
    "wrong": "def scaled(x, factor, xp):\n    return xp.sin(xp.asarray(x))",
    "leaves": "def scaled(x, factor, xp):\n    raise SystemExit",
    "unguarded": f"import cupy\n{RIGHT}",
    "differs": _calling("cos"),
    "hangs": _calling("exp"),
    "fills": _calling("sqrt"),
    "dies": _calling("tanh"),
    "breaks": _calling("log1p"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class graded on a machine without a device, and again with the mock there."""
    root = make_course(tmp_path_factory.mktemp("device"), seconds=0.5)
    for student, code in CLASS.items():
        submit(root, student, code)
    (root / "without.txt").write_text(grade(root).stdout)
    (root / "without.html").write_text(page(root, "right"))
    (root / "verdicts.json").write_text(json.dumps(_verdicts(root)))
    (root / "refused.txt").write_text(grade(root, "--gpu", ok=2).stderr)
    configure(root, mock_packages(root / "packages", *MISBEHAVING))
    done = grade(root, "--gpu")
    (root / "with.txt").write_text(done.stdout + done.stderr)
    (root / "with.json").write_text(json.dumps(_verdicts(root)))
    return root


def _verdicts(root: Path) -> dict[str, str]:
    return {p.parent.name: p.read_text() for p in sorted((root / ".autograder" / NAME).glob("*/verdict.json"))}


def _outcome(root: Path, student: str) -> str:
    (check,) = record(root, student)["checks"]
    return str(check["outcome"])


def test_without_a_device_the_page_says_that_it_does_not_matter(course: Path) -> None:
    assert "device none; no score depends on it" in (course / "without.txt").read_text()
    assert "No GPU was found; this does not affect your score." in (course / "without.html").read_text()


def test_asking_for_a_device_that_is_not_there_is_one_line_with_a_remedy(course: Path) -> None:
    (line,) = (course / "refused.txt").read_text().splitlines()
    assert "CuPy is not installed" in line
    assert "docs/gpu.md" in line


def test_the_tier_is_added_and_no_verdict_changes_by_a_byte(course: Path) -> None:
    said = (course / "with.txt").read_text()
    assert f"0 graded, {len(CLASS)} unchanged" in said
    assert f"device Mock GPU 1, CuPy 0+mock: {len(CLASS)} run on it, 0 before" in said
    assert (course / "with.json").read_text() == (course / "verdicts.json").read_text()


def test_the_record_names_the_device_and_where_and_how_long(course: Path) -> None:
    found = record(course, "right")
    (check,) = found["checks"]
    assert found["device"] == "Mock GPU 1"
    assert (check["aspect"], check["outcome"], check["worked"]) == ("there", "same", True)
    assert 0 < check["seconds"] < 5


@pytest.mark.parametrize("student", ["right", "wrong", "leaves"])
def test_what_is_the_same_on_both_is_no_disagreement_be_it_right_or_wrong(course: Path, student: str) -> None:
    assert _outcome(course, student) == "same"


def test_a_notebook_that_needs_cupy_to_define_anything_is_no_disagreement(course: Path) -> None:
    assert _outcome(course, "unguarded") == "not compared"


def test_a_device_that_computes_something_else_is_the_courses_fault_with_both_values(course: Path) -> None:
    (check,) = record(course, "differs")["checks"]
    assert check["outcome"] == "differs"
    assert check["stand_in"] != check["device"]
    said = (course / "with.txt").read_text()
    assert "the course's fault, to be reported with both values: differs: scaled/there, case 0" in said
    assert said.count("the course's fault") == 1
    assert "Another result than on the stand-in: that is the course&#39;s fault" in page(course, "differs")
    report = class_page(course)
    assert "Where the device and the stand-in disagree" in report
    for value in (check["stand_in"], check["device"]):
        assert value.splitlines()[0][:40] in report


@pytest.mark.parametrize(
    "student, outcome, line",
    [
        ("hangs", "timed out", "timed out"),
        ("fills", "out of memory", "out of memory"),
        ("dies", "lost", "lost"),
        ("breaks", "failed", "CUDA failed: CUDARuntimeError: cudaErrorIllegalAddress"),
    ],
)
def test_what_ends_on_the_device_ends_its_probe_and_costs_nothing(
    course: Path, student: str, outcome: str, line: str
) -> None:
    assert _outcome(course, student) == outcome
    said = (course / "with.txt").read_text()
    assert f"no answer on the device, costs nothing: {student}: scaled/there, case 0: {line}" in said


def test_the_page_shows_value_place_and_device(course: Path) -> None:
    shown = page(course, "right")
    for part in (
        "On a real GPU: 1 of 1 checks as on the stand-in",
        "Mock GPU 1, CuPy 0+mock. This gives and takes no points.",
        "The work was done on the device",
    ):
        assert part in shown
    assert "No GPU was found" not in shown


def test_the_class_page_counts_and_names_what_gave_no_answer(course: Path) -> None:
    shown = class_page(course)
    assert "9 hand-ins ran on Mock GPU 1, CuPy 0+mock. No score depends on it." in shown
    assert "Without an answer on the device" in shown


def test_cupy_without_a_device_is_refused_before_anything_is_done(course: Path) -> None:
    configure(course, mock_packages(course / "no-device", "cuda.is_available = lambda: False"))
    kept = _verdicts(course)
    done = grade(course, "--gpu", "--force", "--redraw", ok=2)
    configure(course, course / "packages")
    assert "CuPy 0+mock is installed, but finds no CUDA device in the jail" in done.stderr
    assert _verdicts(course) == kept


def test_a_device_that_is_there_is_used_without_being_asked_for_and_a_rerun_does_what_is_missing(course: Path) -> None:
    before = record(course, "right")
    submit(course, "late")
    said = json.loads(grade(course, "--json").stdout)
    assert said["device"]["run"] == ["late"]
    assert record(course, "right") == before


def test_nbgraders_own_autograde_uses_a_device_that_is_there(tmp_path: Path) -> None:
    root = make_course(tmp_path, packages=mock_packages(tmp_path / "packages", MISBEHAVING[0]))
    for student in ("right", "differs"):
        submit(root, student, CLASS[student])
    said = nbgrader(root, "autograde", NAME)
    assert [_outcome(root, student) for student in ("right", "differs")] == ["same", "differs"]
    assert record(root, "right")["cupy"] == "0+mock"
    (line,) = [line for line in said.splitlines() if "the course's fault" in line]
    assert "differs: scaled/there, case 0" in line
    verdicts = _verdicts(root)
    grade(root, "--force")
    assert _verdicts(root) == verdicts
