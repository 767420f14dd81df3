"""The jail of the device tier, with a mock of CuPy: what it binds, what it imports, and chapter 7 in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import DeviceError
from autograder.grading.course import open_course
from autograder.grading.device import DeviceTier
from autograder.model.observation import Returned
from autograder.model.program import Family, JobCell, NotebookJob, Probing, Program
from autograder.sandbox import bubblewrap, find_device, open_device_zygote, run_on_device

from .chapter import ROOT, checks_of_chapter_7
from .course import mock_packages

PROBES = "def seen(ns):\n    return ns.before, ns.child()\n"
CELL = """
import os, sys
before = "cupy" in sys.modules
import cupy
def child():
    return os.getpid()
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mock_packages(tmp_path_factory.mktemp("packages") / "mock")


def test_device_nodes_are_bound_only_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "_device_nodes", lambda: [Path("/dev/nvidia0")])
    assert "/dev/nvidia0" not in bubblewrap.command("bwrap", 3, gpu=False)
    line = bubblewrap.command("bwrap", 3, gpu=True)
    at = line.index("/dev/nvidia0")
    assert line[at - 1 : at + 2] == ["--dev-bind", "/dev/nvidia0", "/dev/nvidia0"]


def test_the_zygote_imports_no_cupy_and_probes_run_in_the_cells_own_process(packages: Path) -> None:
    program = Program("f", PROBES, (Family("seen", "seen", ({},)),))
    job = NotebookJob((JobCell(0, CELL, 5.0, ("f",)),), (Probing(program, None),))
    with open_device_zygote(("cupy",), None, packages) as zygote:
        (seen,) = run_on_device(zygote, job).seen["seen"]
    # the first process of a submission's namespace: no fork lies between the cells and the probes
    assert seen.outcome == Returned((False, 1))


def test_what_computes_wrong_or_is_not_there_is_no_device(packages: Path, tmp_path: Path) -> None:
    assert find_device(packages=packages).name == "Mock GPU 1"
    wrong = mock_packages(tmp_path / "wrong", "def arange(n): return np.zeros(int(n))")
    with pytest.raises(DeviceError, match="a first computation on the device gave"):
        find_device(packages=wrong)
    broken = mock_packages(tmp_path / "broken", "raise ImportError('libcudart.so.12: cannot open shared object file')")
    with pytest.raises(DeviceError, match=r"CuPy does not work in the jail \(ImportError: libcudart"):
        find_device(packages=broken)
    with pytest.raises(DeviceError, match="CuPy is not installed in"):
        find_device(packages=tmp_path)


def test_chapter_7_runs_on_the_mock_as_on_the_stand_in(packages: Path) -> None:
    found = {c.aspect: (c.outcome.value, c.worked) for c in checks_of_chapter_7(packages)}
    assert found == dict.fromkeys(("device_values", "comes_back", "device_func"), ("same", True))


def test_a_course_may_keep_its_device_for_those_who_ask_for_it(packages: Path) -> None:
    course = replace(open_course(ROOT), gpu=False, gpu_packages=packages)
    assert isinstance(DeviceTier(course, None, wanted=False)._look(), DeviceError)
    DeviceTier(course, None, wanted=True).require()
