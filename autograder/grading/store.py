"""What the grader keeps for itself under `.autograder/`: draws, verdicts, observations, and what is done.

Nothing here is ever half-written: a hand-in's files are staged, moved into place in one go, and marked as done last.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import GraderError
from autograder.files import SCRATCH, fits, locked, move_folder, scratch_folder, speaking_of, sweep, write_whole
from autograder.grading.course import Course
from autograder.grading.engine import Graded
from autograder.grading.observations import Observed, unpack
from autograder.grading.submission import CARRIED
from autograder.model.device import DeviceRecord
from autograder.model.draw import Draw
from autograder.model.serial import device_from_json, device_to_json, verdict_from_json, verdict_to_json
from autograder.model.verdict import SubmissionVerdict

#: an assignment's own files, among which each student has a folder
OWN_FILES = frozenset({"draw.json", "expected.bin", "run.lock", "watch.lock", "write.lock"})


@dataclass(frozen=True, slots=True)
class Staged:
    """One graded hand-in whose files are written, but not yet in their places."""

    student: str
    records: Path
    #: on the file system of `autograded/`, which need not be that of `.autograder/`
    autograded: Path


class Store:
    """The grader's own records of one notebook of an assignment; by default the one with the assignment's name."""

    def __init__(self, course: Course, assignment: str, notebook: str | None = None) -> None:
        self._course = course
        self._assignment = assignment
        self._notebook = notebook or assignment
        self.folder = course.root / ".autograder" / assignment
        #: another assignment may be graded at the same time
        self._scratch = f"{SCRATCH}{assignment}-"

    def only_run(self) -> AbstractContextManager[None]:
        """Be the only batch that grades this assignment.

        Raises:
            UsageError: another one is at it.
        """
        return locked(self.folder / "run.lock", f"{self._assignment}: another run is grading it at this moment")

    def writing(self) -> AbstractContextManager[None]:
        """Be the only process that records results of this assignment; waits for its turn."""
        return locked(self.folder / "write.lock")

    def sweep(self) -> None:
        """Remove what a killed run left half-written."""
        with self.writing(), speaking_of(self.folder):
            sweep(self.folder, SCRATCH)
            for student in self.folder.iterdir():
                sweep(student, SCRATCH)
            sweep(self._beside(), self._scratch)

    def draw(self, *, fresh: bool = False) -> Draw:
        """Return the assignment's draw, made on the first call, or anew when asked.

        Raises:
            GraderError: the stored draw is damaged.
        """
        path = self.folder / "draw.json"
        if not fresh and path.is_file():
            try:
                found = json.loads(path.read_bytes())
                return Draw(graded=int(found["graded"]), shown=int(found["shown"]))
            except (OSError, ValueError, TypeError, KeyError) as error:
                raise GraderError(
                    f"{path}: the stored draw cannot be read ({type(error).__name__})",
                    remedy="restore the file, or grade everybody anew with --redraw",
                ) from error
        draw = Draw.fresh()
        write_whole(path, json.dumps({"graded": draw.graded, "shown": draw.shown}).encode(), private=True)
        return draw

    def of(self, student: str) -> Path:
        """Return the folder of a student's records; whoever is called as an own file has it beside that."""
        return self.folder / (f".{student}" if student in OWN_FILES else student)

    def own(self, student: str) -> Path:
        """Return the folder of a student's records of this notebook."""
        folder = self.of(student)
        return folder if self._notebook == self._assignment else folder / self._notebook

    def verdict(self, student: str) -> SubmissionVerdict | None:
        """Return the stored verdict of a student, or None.

        Raises:
            GraderError: the file is there but damaged.
        """
        path = self.own(student) / "verdict.json"
        return verdict_from_json(path.read_bytes()) if path.is_file() else None

    def is_done(self, student: str, key: str) -> bool:
        """Tell whether this student's hand-in was graded under this key and everything written."""
        path = self.own(student) / "done"
        return path.is_file() and path.read_bytes() == key.encode()

    def has_autograded(self, student: str, notebook: str) -> bool:
        """Tell whether the autograded notebook is there, for feedback and formgrader."""
        return (self._autograded(student) / f"{notebook}.ipynb").is_file()

    def _autograded(self, student: str) -> Path:
        return self._course.folder("autograded", student, self._assignment)

    def _beside(self) -> Path:
        """Return a folder on the file system of the autograded ones, which nobody takes for a student's."""
        return self._course.root / self._course.layout.steps.get("autograded", "autograded")

    def autograded(self, student: str, notebook: str) -> bytes | None:
        """Return the autograded notebook of a student, or None."""
        path = self._autograded(student) / f"{notebook}.ipynb"
        return path.read_bytes() if path.is_file() else None

    @contextlib.contextmanager
    def staged(self, graded: Graded) -> Iterator[Staged]:
        """Write the autograded folder and the records beside their places; what is not `put` there is thrown away.

        Raises:
            GraderError: the disk is full or the folder cannot be written; nothing has changed then.
        """
        with contextlib.ExitStack() as places:
            records = places.enter_context(scratch_folder(self.folder, SCRATCH, private=True))
            beside = places.enter_context(scratch_folder(self._beside(), self._scratch))
            self._write_autograded(graded, beside / "new")
            self._write_records(graded, records)
            yield Staged(graded.verdict.student, records, beside)

    def put(self, staged: Staged) -> None:
        """Move the files into place; what an earlier run left there is replaced."""
        own = self._unmarked(staged.student)
        target = self._autograded(staged.student)
        with speaking_of(target):
            move_folder(staged.autograded / "new", target, staged.autograded / "replaced")
        with speaking_of(own):
            own.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name in ("observations.bin", "verdict.json"):
                os.replace(staged.records / name, own / name)

    def save_records(self, graded: Graded) -> None:
        """Write what the grader keeps for itself: the verdict and the observations."""
        self._write_records(graded, self._unmarked(graded.verdict.student))

    def replace(self, verdict: SubmissionVerdict, notebook: bytes, key: str) -> None:
        """Write another verdict on the same observations, and the notebook that shows it, and mark it as done."""
        own = self._unmarked(verdict.student)
        write_whole(self._autograded(verdict.student) / f"{verdict.notebook}.ipynb", notebook)
        write_whole(own / "verdict.json", verdict_to_json(verdict), private=True)
        write_whole(own / "done", key.encode(), private=True)

    def observed(self, student: str) -> Observed | None:
        """Return what came back from a student's hand-in, or None.

        Raises:
            GraderError: the file is there but damaged.
        """
        path = self.own(student) / "observations.bin"
        return unpack(path.read_bytes()) if path.is_file() else None

    def key(self, student: str) -> str | None:
        """Return the key under which this student's hand-in is marked as graded; None if it is not."""
        path = self.own(student) / "done"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def device(self, student: str) -> DeviceRecord | None:
        """Return what the device tier found about the hand-in as it is graded now, or None."""
        path = self.own(student) / "device.json"
        record = device_from_json(path.read_bytes()) if path.is_file() else None
        return record if record is not None and record.key == self.key(student) else None

    def save_device(self, record: DeviceRecord) -> None:
        """Keep what the device tier found beside the verdict, whose bytes are the same on every machine."""
        write_whole(self.own(record.student) / "device.json", device_to_json(record), private=True)

    def mark_done(self, student: str, key: str, seconds: Mapping[str, float]) -> None:
        """Note that nothing is left to do for this hand-in, and apart from the verdict the times it took."""
        own = self.own(student)
        with speaking_of(own):
            # no fsync for figures that only the benchmark and the class page read
            (own / "seconds.json").write_text(json.dumps(seconds, sort_keys=True), encoding="utf-8")
        write_whole(own / "done", key.encode(), private=True)

    def _unmarked(self, student: str) -> Path:
        own = self.own(student)
        with speaking_of(own):
            (own / "done").unlink(missing_ok=True)
        return own

    def _write_records(self, graded: Graded, folder: Path) -> None:
        write_whole(folder / "observations.bin", graded.record, private=True)
        write_whole(folder / "verdict.json", verdict_to_json(graded.verdict), private=True)

    def _write_autograded(self, graded: Graded, target: Path) -> None:
        self._keep_others(graded.verdict, target)
        submitted = self._course.folder("submitted", graded.verdict.student, self._assignment)
        for name, content in graded.files.items():
            # a cell may have made a folder where the student handed in a file
            if fits(target, name):
                write_whole(target / name, content)
        for name in CARRIED:
            if (submitted / name).is_file() and not (submitted / name).is_symlink():
                write_whole(target / name, (submitted / name).read_bytes())
        write_whole(target / f"{graded.verdict.notebook}.ipynb", graded.notebook)

    def _keep_others(self, verdict: SubmissionVerdict, target: Path) -> None:
        """Where an assignment has several notebooks, copy what the others left in the folder they share."""
        source = self._course.folder("source", ".", self._assignment)
        others = {p.name for p in source.glob("*.ipynb")} - {f"{verdict.notebook}.ipynb"}
        held = self._autograded(verdict.student)
        if others and any((held / name).is_file() for name in others):
            shutil.copytree(held, target)


def student_of(folder: str) -> str | None:
    """Return whose records a folder of this name holds; None where it is none of a student's (see `Store.of`)."""
    if folder.startswith(SCRATCH):
        return None
    return hidden if (hidden := folder.removeprefix(".")) in OWN_FILES else folder


def key_of(parts: dict[str, bytes], *context: str) -> str:
    """Return the name of one hand-in under one draw, answer key and grader: the same key, the same verdict."""
    digest = hashlib.sha256("\n".join(context).encode())
    for name in sorted(parts):
        digest.update(f"\n{name} {len(parts[name])}\n".encode() + parts[name])
    return digest.hexdigest()
