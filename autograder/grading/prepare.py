"""What grading an assignment needs before the first submission: answer key, zygote, expected values, keys."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import replace

from autograder.errors import CourseError
from autograder.grading.bench import Bench
from autograder.grading.course import Course
from autograder.grading.expected_cache import cached_expected
from autograder.grading.gradebook import Gradebook
from autograder.grading.source import as_released, read_source
from autograder.grading.steady import Steady
from autograder.grading.store import Store, key_of
from autograder.grading.submission import MAX_FILE_BYTES, Submission
from autograder.grading.terms import versions
from autograder.judge.answer_key import AnswerKey
from autograder.judge.asked import asked
from autograder.judge.course import has_answer_key, load_for_grading
from autograder.judge.imports import imported
from autograder.model.draw import Draw
from autograder.sandbox import Isolation, Limits, Zygote
from autograder.wire.codec import MAX_BYTES

#: bytes of all data and helper files of an assignment: with a hand-in's own ones they must fit into one frame
_MOST_HELPERS = MAX_BYTES - MAX_FILE_BYTES


def answer_key(course: Course, assignment: str) -> AnswerKey:
    """Return the answer key; an empty one for a course whose grade cells all hold plain asserts.

    What is wrong with it makes exercises Errored, and stops nobody from being graded in the others.
    """
    if has_answer_key(course.root, assignment):
        key = replace(load_for_grading(course.root, assignment), family_seconds=course.limits.family_seconds)
    else:
        # Cells of ours without a key are Errored one by one, and plain cells beside them are scored all the same.
        key = AnswerKey(course.root, assignment, {}, "", "", (), (), (), "")
    notebooks = sorted(course.folder("source", ".", assignment).glob("*.ipynb"))
    used = imported(path.read_text(encoding="utf-8", errors="replace") for path in notebooks if path.is_file())
    return replace(key, needs=tuple(sorted({*key.needs, *used})))


def open_zygote(needs: Sequence[str], isolation: Isolation | None, limits: Limits, *, ahead: bool = False) -> Steady:
    """Start a zygote; a module that is not installed is left to the exercise that needs it, which then is Errored."""
    present = [name for name in needs if importlib.util.find_spec(name) is not None]
    return Steady(Zygote.start(preload=present, isolation=isolation, limits=limits, ahead=ahead))


def prepare(course: Course, assignment: str, notebook: str, draw: Draw, zygote: Steady) -> Bench:
    """Run the reference and the mistakes once for all submissions, and return the bench.

    Raises:
        GraderError: the source notebook or the answer key is missing or wrong.
    """
    source = read_source(course, assignment, notebook)
    with Gradebook(course) as gradebook:
        cells = as_released(source.cells, gradebook.released(assignment, notebook))
    key = answer_key(course, assignment)
    folder = Store(course, assignment).folder
    expected = cached_expected(key, draw, zygote, folder, f"{versions()} {zygote.isolation} {course.limits}")
    bench = Bench(
        assignment,
        notebook,
        cells,
        key,
        expected,
        draw,
        str(zygote.isolation),
        course.timeout,
        helper_files(course, assignment),
        kernel=source.kernel,
        execute=course.execute,
        limits=course.limits,
    )
    return replace(bench, asked=_asked(bench))


def _asked(bench: Bench) -> dict[str, dict[str, str]]:
    """Return exercise -> aspect -> what is asked, for the exercises that can be judged."""
    able = [name for name, expected in bench.expected.items() if expected.fault is None]
    probings = {name: bench.probing(name) for name in able}
    return {name: asked(p.graded, *([p.shown] if p.shown else [])) for name, p in probings.items()}


def helper_files(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the assignment's data and helper files, which stand in every submission's working directory.

    Raises:
        CourseError: a file, or all together, are larger than the jail may hold.
    """
    folder = course.folder("source", ".", assignment)
    kept = course.exclude_overwriting.get(assignment, ())
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".ipynb" or name in kept or course.ignores(name):
            continue
        if path.is_file():
            _check_size(path.stat().st_size, course.limits.file_size, "file_size", f"source/{assignment}/{name}")
            found[name] = path.read_bytes()
    most = min(course.limits.tmp_size, _MOST_HELPERS)
    _check_size(sum(map(len, found.values())), most, "tmp_size", f"source/{assignment}: all files")
    return found


def _check_size(size: int, most: int, limit: str, what: str) -> None:
    if size > most:
        raise CourseError(
            f"{what}: {size >> 20} MB, more than the {most >> 20} MB that a submission may have beside it",
            remedy=f"make it smaller, or raise c.AutograderLimits.{limit}"
            + (f" (at most {_MOST_HELPERS >> 20} MB in all)" if limit == "tmp_size" else ""),
        )


def submission_key(found: Submission, bench: Bench) -> str:
    """Return the name of a hand-in under one draw, answer key and grader: the same key, the same verdict."""
    # no file can have these two names
    own = {"/notebook": found.notebook, "/timestamp": (found.timestamp or "").encode()}
    parts = {**found.files, **bench.helpers, **own}
    return key_of(
        parts,
        bench.draw.id,
        bench.key.fingerprint,
        bench.isolation,
        versions(),
        repr((bench.source, bench.kernel, bench.execute, bench.timeout, bench.limits)),
    )
