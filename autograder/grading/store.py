"""What the grader keeps for itself under `.autograder/`: draws, verdicts, observations, and what is done.

Files are written beside their place and renamed, so that a reader never sees half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import GraderError
from autograder.grading.engine import Graded
from autograder.grading.observations import Observed, pack, unpack
from autograder.grading.submission import CARRIED
from autograder.model.draw import Draw
from autograder.model.serial import verdict_from_json, verdict_to_json
from autograder.model.verdict import SubmissionVerdict


class Store:
    """The grader's own records of one assignment."""

    def __init__(self, root: Path, assignment: str) -> None:
        self._root = root
        self._assignment = assignment
        self.folder = root / ".autograder" / assignment

    def draw(self, *, fresh: bool = False) -> Draw:
        """Return the assignment's draw, made on the first call, or anew when asked."""
        path = self.folder / "draw.json"
        if not fresh and path.is_file():
            found = json.loads(path.read_bytes())
            return Draw(graded=found["graded"], shown=found["shown"])
        draw = Draw.fresh()
        write(path, json.dumps({"graded": draw.graded, "shown": draw.shown}).encode(), private=True)
        return draw

    def verdict(self, student: str) -> SubmissionVerdict | None:
        """Return the stored verdict of a student, or None."""
        path = self.folder / student / "verdict.json"
        return verdict_from_json(path.read_bytes()) if path.is_file() else None

    def is_done(self, student: str, key: str) -> bool:
        """Tell whether this student's hand-in was graded under this key and everything written."""
        path = self.folder / student / "done"
        return path.is_file() and path.read_text(encoding="utf-8") == key

    def save(self, graded: Graded) -> None:
        """Write the autograded folder and the records; what an earlier run left there is replaced."""
        (self.folder / graded.verdict.student / "done").unlink(missing_ok=True)
        self._save_autograded(graded)
        self.save_records(graded)

    def save_records(self, graded: Graded) -> None:
        """Write what the grader keeps for itself: the verdict and the observations."""
        own = self.folder / graded.verdict.student
        (own / "done").unlink(missing_ok=True)
        write(own / "observations.bin", pack(graded.observed), private=True)
        write(own / "verdict.json", verdict_to_json(graded.verdict), private=True)

    def observed(self, student: str) -> Observed | None:
        """Return what came back from a student's hand-in, or None.

        Raises:
            GraderError: the file is there but damaged.
        """
        path = self.folder / student / "observations.bin"
        return unpack(path.read_bytes()) if path.is_file() else None

    def mark_done(self, student: str, key: str, seconds: Mapping[str, float]) -> None:
        """Note that nothing is left to do for this hand-in, and apart from the verdict the times it took."""
        # no fsync for figures that only the benchmark and the class page read
        (self.folder / student / "seconds.json").write_text(json.dumps(seconds, sort_keys=True), encoding="utf-8")
        write(self.folder / student / "done", key.encode(), private=True)

    def _save_autograded(self, graded: Graded) -> None:
        target = self._root / "autograded" / graded.verdict.student / self._assignment
        submitted = self._root / "submitted" / graded.verdict.student / self._assignment
        if target.is_dir():
            shutil.rmtree(target)
        for name, content in graded.files.items():
            write(target / name, content)
        for name in CARRIED:
            if (submitted / name).is_file() and not (submitted / name).is_symlink():
                write(target / name, (submitted / name).read_bytes())
        write(target / f"{graded.verdict.notebook}.ipynb", graded.notebook)


def write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a file in place in one step.

    Raises:
        GraderError: the disk is full or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
        descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(scratch, 0o600 if private else 0o644)
            os.replace(scratch, path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise GraderError(
            f"{path}: cannot be written ({error.strerror})", remedy="free or unlock the folder, then run again"
        ) from error


def key_of(parts: dict[str, bytes], *context: str) -> str:
    """Return the name of one hand-in under one draw, answer key and grader: the same key, the same verdict."""
    digest = hashlib.sha256("\n".join(context).encode())
    for name in sorted(parts):
        digest.update(f"\n{name} {len(parts[name])}\n".encode() + parts[name])
    return digest.hexdigest()
