"""Chapter 7's reference as a hand-in, on the stand-in and on whatever `cupy` the device jail imports."""

from __future__ import annotations

from pathlib import Path

from autograder.judge.course import load_assignment
from autograder.judge.device import device_checks, device_program
from autograder.judge.expected import cases_of, program
from autograder.model.device import DeviceCheck
from autograder.model.program import JobCell, NotebookJob, Probing
from autograder.sandbox import SubprocessRunner, open_device_zygote, run_on_device

ROOT = Path(__file__).parents[2]


def checks_of_chapter_7(packages: Path | None) -> tuple[DeviceCheck, ...]:
    key = load_assignment(ROOT, "ch07_vectorized_gpu")
    exercise = key.exercises["gpu_gradient"]
    shown = program(key, exercise, 7)
    stand_in = SubprocessRunner().run_code(key.reference, shown)
    cells = (JobCell(0, key.reference, 10.0, (exercise.name,)),)
    job = NotebookJob(cells, (Probing(device_program(exercise, shown), None),), seconds=400.0)
    with open_device_zygote(key.needs, None, packages) as zygote:
        found = run_on_device(zygote, job)
    return device_checks(exercise, cases_of(shown), stand_in, found.seen, found.seconds)
