"""A course sets how much a submission may use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from autograder.errors import CourseError, UsageError
from autograder.grading.course import open_course
from autograder.grading.limits import AutograderLimits, in_words, limits_of
from autograder.grading.prepare import helper_files
from autograder.judge.course import load_for_grading
from autograder.judge.expected import program
from autograder.sandbox import MIB, Limits

COURSE = Path(__file__).parents[1] / "judge/course"


def _config(**settings: Any) -> Config:
    return Config(AutograderLimits=Config(settings))


def test_without_a_setting_the_jails_own_limits_hold() -> None:
    assert limits_of(Config()) == Limits()


def test_every_limit_can_be_set() -> None:
    names = AutograderLimits.class_trait_names(config=True)
    assert len(names) == len(Limits.__dataclass_fields__)
    default = Limits()
    for name in names:
        found = limits_of(_config(**{name: AutograderLimits.class_traits()[name].default_value * 2}))
        changed = {f for f in Limits.__dataclass_fields__ if getattr(found, f) != getattr(default, f)}
        assert changed == {name}
        assert getattr(found, name) == 2 * getattr(default, name)


def test_sizes_are_in_mib() -> None:
    assert limits_of(_config(memory=100, cell_output=0.5)) == replace(Limits(), memory=100 * MIB, cell_output=MIB // 2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"memory": "much"}, "memory"), ({"memory": 1}, "memory"), ({"memroy": 100}, "no limit AutograderLimits.memroy")],
)
def test_a_wrong_setting_is_one_line(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        limits_of(_config(**settings))
    assert said in str(raised.value)
    assert "nbgrader_config.py" in str(raised.value)


@pytest.mark.parametrize(
    ("sizes", "settings", "said"),
    [
        ([40], "", "data0.bin: 40 MB, more than the 32 MB"),
        ([30] * 6, "", "all files: 180 MB, more than the 156 MB"),
        ([30, 30], "c.AutograderLimits.tmp_size = 50", "all files: 60 MB, more than the 50 MB"),
    ],
)
def test_an_assignments_file_that_the_jail_could_not_hold_is_a_fault_of_the_course(
    tmp_path: Path, sizes: list[int], settings: str, said: str
) -> None:
    """Without it every cell that reads it would fail, and each of them would cost its student points."""
    folder = tmp_path / "source" / "ch01"
    folder.mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}\n")
    for number, size in enumerate(sizes):
        with (folder / f"data{number}.bin").open("wb") as file:
            file.truncate(size * MIB)
    with pytest.raises(CourseError) as raised:
        helper_files(open_course(tmp_path), "ch01")
    assert said in str(raised.value)


def test_a_family_has_the_courses_time_unless_it_names_its_own() -> None:
    key = replace(load_for_grading(COURSE, "ch00_tiny"), family_seconds=0.25)
    exercise = next(iter(key.exercises.values()))
    own = replace(exercise.aspects[0], seconds=3.0)
    exercise.aspects[0] = own
    seconds = [family.seconds for family in program(key, exercise, 1).families]
    assert seconds == [3.0] + [0.25] * (len(exercise.aspects) - 1)


def test_in_words_every_number_is_named() -> None:
    said = in_words(limits_of(_config(seconds=41, family_seconds=6, memory=101, processes=65, file_size=33)))
    for words in ("41 s a submission", "6 s CPU a family", "101 MiB memory", "65 processes", "files of 33 MiB"):
        assert words in said
