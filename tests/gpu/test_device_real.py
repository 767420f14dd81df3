"""The device tier on a real GPU: the same course as with the mock, and chapter 7's own exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import DeviceError
from autograder.sandbox import Device, find_device

from .chapter import checks_of_chapter_7
from .course import CliRunner, grade, make_course, record, submit


@pytest.fixture(scope="module")
def device() -> Device:
    try:
        return find_device()
    except DeviceError as error:
        pytest.skip(error.what)


@pytest.mark.gpu
def test_a_hand_in_runs_on_the_device_and_agrees_with_the_stand_in(device: Device, tmp_path: Path) -> None:
    root = make_course(tmp_path, seconds=60.0)
    submit(root, "right")
    grade(root, "--gpu")
    found = record(root, "right")
    (check,) = found["checks"]
    assert found["device"] == device.name
    assert (check["outcome"], check["worked"]) == ("same", True)


@pytest.mark.gpu
def test_chapter_7_agrees_with_the_stand_in(device: Device) -> None:
    assert {c.aspect: (c.outcome.value, c.worked) for c in checks_of_chapter_7(None)} == dict.fromkeys(
        ("device_values", "comes_back", "device_func"), ("same", True)
    )


@pytest.mark.gpu
def test_doctor_names_the_device(device: Device) -> None:
    from autograder.cli.doctor import doctor

    assert device.name in CliRunner().invoke(doctor, []).stdout
