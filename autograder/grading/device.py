"""The device tier of a batch: graded hand-ins once more, on this machine's GPU, where an exercise asks for one.

It runs after the scores are recorded and touches none. One hand-in after another, in this process: the device is one,
and times would say nothing if several shared it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from autograder.errors import DeviceError, GraderError, SandboxError, StopRunError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.observations import Observed
from autograder.grading.plan import Plan, make_plan
from autograder.grading.store import Store
from autograder.grading.submission import read_submission
from autograder.judge.answer_key import AnswerKey
from autograder.judge.device import device_checks, device_program
from autograder.model.device import DeviceCheck, DeviceOutcome, DeviceRecord
from autograder.model.observation import Observations
from autograder.model.program import NotebookJob, Probing
from autograder.sandbox import (
    Device,
    DeviceRun,
    Isolation,
    Zygote,
    find_device,
    has_cupy,
    open_device_zygote,
    run_on_device,
)


@dataclass(slots=True)
class DeviceSummary:
    """What the device tier of a batch did; nothing here concerns a score."""

    #: "NVIDIA H100, CuPy 14.2.0", or "none"; "" where no exercise asks for a device
    device: str = ""
    #: why there is none, where that was found out
    why_none: str = ""
    #: hand-ins that were run on it, and those that had been before
    run: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    #: student -> families where device and stand-in disagree: a fault of the course, with both values
    differing: dict[str, list[str]] = field(default_factory=dict)
    #: student -> families that ended on the device without an answer: time, memory, a dead process, a fault of CUDA
    ended: dict[str, list[str]] = field(default_factory=dict)
    #: student -> why the device tier could not be run
    failed: dict[str, str] = field(default_factory=dict)

    def complaints(self) -> Iterator[str]:
        """Yield a line for all that did not run on the device as it did on the stand-in."""
        for student, lines in self.differing.items():
            yield from (f"the course's fault, to be reported with both values: {student}: {line}" for line in lines)
        for student, lines in self.ended.items():
            yield from (f"no answer on the device, costs nothing: {student}: {line}" for line in lines)
        for student, why in self.failed.items():
            yield f"not run on the device: {student}: {why}"

    def merged(self, other: DeviceSummary) -> DeviceSummary:
        """Return the summary of two notebooks of the same assignment."""
        return DeviceSummary(
            self.device or other.device,
            self.why_none or other.why_none,
            list(dict.fromkeys(self.run + other.run)),
            list(dict.fromkeys(self.unchanged + other.unchanged)),
            _both(self.differing, other.differing),
            _both(self.ended, other.ended),
            self.failed | other.failed,
        )


def _both(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {student: [*one.get(student, []), *other.get(student, [])] for student in {**one, **other}}


def asking(key: AnswerKey) -> tuple[str, ...]:
    """Return the exercises that ask for a device."""
    return tuple(name for name, exercise in key.exercises.items() if exercise.asks_for_device)


class DeviceTier:
    """One machine's device, found when it is first wanted, for all notebooks of a run."""

    def __init__(self, course: Course, isolation: Isolation | None, *, wanted: bool) -> None:
        self._course = course
        self._isolation = isolation
        #: asked for by name, so that it is an error if there is none
        self.wanted = wanted
        self._found: Device | DeviceError | None = None
        self._zygote: Zygote | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote."""
        if self._zygote is not None:
            self._zygote.close()

    def require(self) -> None:
        """Make sure that there is a device.

        Raises:
            DeviceError: there is none.
            GraderError: the jail does not start.
        """
        if self.wanted and isinstance(found := self._look(), DeviceError):
            raise found

    def _look(self) -> Device | DeviceError:
        if self._found is None:
            try:
                self._found = self._sought()
            except DeviceError as error:
                self._found = error
        return self._found

    def _sought(self) -> Device:
        packages = self._course.gpu_packages
        if not self.wanted and not self._course.gpu:
            raise DeviceError("the course does not use one", remedy="use --gpu, or c.AutograderDevice.use = 'auto'")
        if not self.wanted and not has_cupy(packages):
            raise DeviceError("CuPy is not installed", remedy="see docs/gpu.md")
        return find_device(self._isolation, packages)

    def run(self, bench: Bench, students: list[str], *, force: bool, progress: Callable[[str], None]) -> DeviceSummary:
        """Run those of the graded students whose record is missing or of another hand-in; `progress` gets each."""
        asked = tuple(name for name in asking(bench.key) if bench.fault_of(name) is None)
        if not asked or not students or not bench.execute:
            return DeviceSummary()
        found = self._look()
        summary = DeviceSummary(_named(found), str(found) if isinstance(found, DeviceError) else "")
        store = Store(self._course, bench.assignment, bench.notebook)
        for student in students:
            held = store.device(student)
            if held is not None and not force and (held.device or isinstance(found, DeviceError)):
                summary.unchanged.append(student)
            else:
                held = self._one(bench, store, student, asked, found, summary)
                if isinstance(found, Device):
                    progress(student)
            if held is not None:
                _note(held, summary)
        return summary

    def _one(
        self,
        bench: Bench,
        store: Store,
        student: str,
        asked: tuple[str, ...],
        found: Device | DeviceError,
        summary: DeviceSummary,
    ) -> DeviceRecord | None:
        """Run one hand-in and keep what came back; a fault of it or of the device is a line, nothing else."""
        try:
            record = DeviceRecord(bench.assignment, bench.notebook, student, store.key(student) or "", asked)
            if isinstance(found, Device):
                checks = self._checks(bench, store, student, asked)
                record = replace(record, device=found.name, cupy=found.cupy, checks=checks)
                summary.run.append(student)
            store.save_device(record)
        except StopRunError:
            raise
        except GraderError as error:
            summary.failed[student] = str(error)
            return None
        except Exception as error:  # noqa: BLE001
            # whatever one hand-in uncovers here, the scores are recorded, and the others run all the same
            summary.failed[student] = f"{student}: the device tier failed ({type(error).__name__}: {error})"
            return None
        return record

    def _checks(self, bench: Bench, store: Store, student: str, asked: tuple[str, ...]) -> tuple[DeviceCheck, ...]:
        observed = store.observed(student)
        submission = read_submission(self._course, bench.assignment, student, bench.notebook)
        plan = make_plan(bench.source, submission, bench.timeout, bench.kernel)
        checks: list[DeviceCheck] = []
        for name in asked:
            if name not in plan.asked:
                continue
            stand_in = _stand_in(observed, bench, name, student)
            found = self._on_device(bench, _job(bench, plan, name))
            exercise, cases = bench.key.exercises[name], bench.expected[name].shown_cases
            checks += device_checks(exercise, cases, stand_in, found.seen, found.seconds)
        return tuple(checks)

    def _on_device(self, bench: Bench, job: NotebookJob) -> DeviceRun:
        try:
            return run_on_device(self._opened(bench), job)
        except SandboxError:
            # the zygote went away; the next run starts it anew
            return run_on_device(self._opened(bench), job)

    def _opened(self, bench: Bench) -> Zygote:
        if self._zygote is None:
            self._zygote = open_device_zygote(bench.key.needs, self._isolation, self._course.gpu_packages, bench.limits)
        return self._zygote


def _named(found: Device | DeviceError) -> str:
    return f"{found.name}, CuPy {found.cupy}" if isinstance(found, Device) else "none"


def _stand_in(observed: Observed | None, bench: Bench, exercise: str, student: str) -> Observations:
    """Return what the exercise gave on the stand-in in the shown draw.

    Raises:
        GraderError: that is not stored.
    """
    seen = observed.shown.get(exercise, {}) if observed is not None else {}
    cases = bench.expected[exercise].shown_cases
    if any(len(seen.get(a.family, ())) != len(cases[a.family]) for a in bench.key.exercises[exercise].aspects):
        raise GraderError(
            f"{student}: what {exercise} gave on the stand-in is not stored, so nothing can be compared",
            remedy="grade this submission again with --force --gpu",
        )
    return seen


def _job(bench: Bench, plan: Plan, exercise: str) -> NotebookJob:
    """Return the cells up to the exercise's grade cell, with its device program."""
    last = next(place for place, cell in enumerate(plan.cells) if exercise in cell.exercises)
    cells = tuple(
        replace(cell, exercises=(exercise,) if place == last else ())
        for place, cell in enumerate(plan.cells[: last + 1])
    )
    shown = bench.probing(exercise).shown
    assert shown is not None
    program = device_program(bench.key.exercises[exercise], shown)
    seconds = bench.limits.seconds + 2 * sum(family.seconds for family in program.families)
    return NotebookJob(cells, (Probing(program, None),), bench.beside(plan.files), seconds=seconds)


def _note(record: DeviceRecord, summary: DeviceSummary) -> None:
    for check in record.checks:
        where = f"{check.exercise}/{check.aspect}, case {check.case}"
        if check.outcome is DeviceOutcome.DIFFERS:
            said = f"{where}: the stand-in gives {_line(check.stand_in)}, the device {_line(check.device)}"
            summary.differing.setdefault(record.student, []).append(said)
        elif check.outcome is DeviceOutcome.FAILED:
            summary.ended.setdefault(record.student, []).append(f"{where}: CUDA failed: {_line(check.device)}")
        elif check.outcome not in (DeviceOutcome.SAME, DeviceOutcome.NOT_RUN, DeviceOutcome.NOT_COMPARED):
            summary.ended.setdefault(record.student, []).append(f"{where}: {check.outcome.value}")


def _line(value: str) -> str:
    return " ".join(value.split())
