"""Grades one submission: runs its plan in the jail, lets the judge decide, and writes the autograded notebook."""

from __future__ import annotations

import html
import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import nbformat

from autograder.course.solution_cell import plain_definitions
from autograder.grading.bench import Bench
from autograder.grading.notes import notes_on, stopped_in
from autograder.grading.observations import Observed, Over, pack
from autograder.grading.plain_cells import judge_plain, unanswered
from autograder.grading.plan import Plan, make_plan
from autograder.grading.sanitize import harmless_outputs, harmless_prose
from autograder.grading.shown import shown_late
from autograder.grading.source import own_solutions
from autograder.grading.submission import Submission, is_reserved
from autograder.grading.summary import summary
from autograder.grading.terms import name_of, terms_of
from autograder.judge.judging import errored, judge
from autograder.model.observation import Observations
from autograder.model.program import CellRun, CellStatus, NotebookJob, NotebookRun, NotebookRunner
from autograder.model.text import text
from autograder.model.verdict import CellVerdict, ExerciseVerdict, Status, SubmissionVerdict
from autograder.sandbox.outputs import clean

#: what nbgrader says of an answer that is as it was released
NO_RESPONSE = "No response."
#: wall seconds that a notebook without exercises of ours may take in all, at most
_LONGEST = 86_400.0


@dataclass(frozen=True, slots=True)
class Graded:
    """What grading one submission gives; plain data that crosses processes."""

    verdict: SubmissionVerdict
    notebook: bytes
    files: dict[str, bytes]
    #: what came back from it and what it was asked, as `observations.pack` writes it
    record: bytes
    seconds: dict[str, float]
    timestamp: str | None
    #: solution cell -> what its grade cell's verdict says, as escaped HTML, for formgrader
    comments: dict[str, str] = field(default_factory=dict)


def grade(submission: Submission, bench: Bench, runner: NotebookRunner) -> Graded:
    """Grade one submission.

    Raises:
        SubmissionError: it is not a notebook of this assignment.
        SandboxError: the jail broke; nothing is known about the submission.
    """
    started = time.perf_counter()
    plan = make_plan(bench.source, submission, bench.timeout, bench.kernel)
    if not bench.execute:
        return _as_handed_in(submission, bench, plan)
    asked = bench.told_first([e for e in plan.asked if _can_judge(bench, e)])
    job = job_of(plan, bench, asked)
    planned = time.perf_counter()
    run = runner.run_notebook(job)
    ran = time.perf_counter()
    over: dict[str, Over] = {}
    late: dict[str, Observations] = {}

    def show(failed: Collection[str]) -> Mapping[str, Observations]:
        late.update(shown_late(failed, bench, job, run, runner))
        return late

    def once_more(exercise: str, failed: Collection[str], standing: str) -> Observations:
        found = _run_over(exercise, failed, standing, bench, plan, job, runner)
        over[exercise] = Over(name_of(standing), found)
        return found

    verdicts = judge_all(bench, tuple(plan.asked), run, once_more, show)
    runs = {cell.index: cell for cell in run.cells}
    cells = tuple(judge_plain(c, runs.get(plan.plain[c.grade_id])) for c in bench.source if c.grade_id in plan.plain)
    cells += tuple(unanswered(c) for c in bench.source if c.manual and c.grade_id in plan.empty)
    verdict = SubmissionVerdict(
        assignment=bench.assignment,
        notebook=bench.notebook,
        student=submission.student,
        draw=bench.draw.id,
        isolation=bench.isolation,
        exercises=tuple(verdicts),
        cells=cells,
        notes=tuple(notes_on(plan, run)),
        stopped=tuple(stopped_in(plan, run)),
    )
    judged = time.perf_counter()
    content = _autograded(plan, runs, verdict)
    questions = {e: dict(bench.asked[e]) for e in asked if e in bench.asked}
    record = pack(Observed(run.graded, {**run.shown, **late}, over, terms_of(submission, bench), questions))
    seconds = {
        **run.seconds,
        "notebook": planned - started + time.perf_counter() - judged,
        "judging": judged - ran,
    }
    files = {**bench.beside(submission.files), **{n: c for n, c in run.files.items() if not is_reserved(n)}}
    comments = comments_of(bench, verdict, plan.empty)
    return Graded(verdict, content, files, record, seconds, submission.timestamp, comments)


def job_of(plan: Plan, bench: Bench, exercises: Sequence[str]) -> NotebookJob:
    """Return what to run of a submission in order to see these exercises, which can be judged."""
    telling = bench.telling(exercises)
    return NotebookJob(
        plan.cells,
        tuple(bench.probing(exercise, shown=exercise not in telling) for exercise in exercises),
        bench.beside(plan.files),
        seconds=_seconds(bench, plan),
    )


def _seconds(bench: Bench, plan: Plan) -> float:
    """Return the backstop: short for a notebook of exercises; in any other each cell gets its time, as in nbgrader."""
    if plan.asked:
        return bench.limits.seconds
    return min(_LONGEST, bench.limits.seconds + 2 * bench.timeout * max(1, len(plan.cells)))


def _as_handed_in(submission: Submission, bench: Bench, plan: Plan) -> Graded:
    """Return a hand-in that is not run: a person scores it, and its outputs are those it came with."""
    why = text("The notebook was not run; a person gives the points.")
    exercises = [
        ExerciseVerdict(c.exercise, text("%(name)s", name=c.exercise), Status.SKIPPED, c.points, None, rationale=why)
        for c in bench.source
        if c.exercise in plan.asked
    ]
    cells = [
        CellVerdict(c.grade_id, Status.SKIPPED, c.points, None, why) for c in bench.source if c.grade_id in plan.plain
    ]
    who = (bench.assignment, bench.notebook, submission.student, bench.draw.id, bench.isolation)
    verdict = SubmissionVerdict(*who, tuple(exercises), tuple(cells), plan.notes)
    held = {
        index: CellRun(
            index, CellStatus.NOT_RUN, tuple(o for node in cell.outputs if (o := clean(node)) is not None), None
        )
        for index, cell in enumerate(plan.notebook.cells)
        if cell.cell_type == "code"
    }
    content = _autograded(plan, held, verdict)
    files = bench.beside(submission.files)
    record = pack(Observed({}, {}, {}, terms_of(submission, bench), {}))
    comments = comments_of(bench, verdict, plan.empty)
    return Graded(verdict, content, files, record, {}, submission.timestamp, comments)


#: runs an exercise again over other versions of those that failed, whose text is given
OnceMore = Callable[[str, Collection[str], str], Observations]
#: returns what exercises that failed give in the shown draw, where that was not run yet
Show = Callable[[Collection[str]], Mapping[str, Observations]]


def judge_all(
    bench: Bench, exercises: Sequence[str], seen: NotebookRun | Observed, once_more: OnceMore, show: Show
) -> list[ExerciseVerdict]:
    """Return the verdicts on what was seen of a submission's exercises."""
    verdicts = [_verdict(bench, exercise, seen, seen.shown) for exercise in exercises]
    silent = {v.exercise for v in verdicts if _is_discreet(v, verdicts, bench)}
    verdicts = [_verdict(bench, v.exercise, seen, {}) if v.exercise in silent else v for v in verdicts]
    unseen = {v.exercise for v in verdicts if v.status is Status.FAILED} - seen.shown.keys() - silent
    if unseen:
        shown = show([exercise for exercise in exercises if exercise in unseen])
        verdicts = [_verdict(bench, v.exercise, seen, shown) if v.exercise in unseen else v for v in verdicts]
    return [_over_reference(verdict, verdicts, bench, once_more) for verdict in verdicts]


def _can_judge(bench: Bench, exercise: str) -> bool:
    return bench.fault_of(exercise) is None


def _verdict(
    bench: Bench, exercise: str, run: NotebookRun | Observed, shown: Mapping[str, Observations]
) -> ExerciseVerdict:
    fault = bench.fault_of(exercise)
    if fault is not None:
        cell = next(c for c in bench.source if c.exercise == exercise)
        known = bench.key.exercises.get(exercise)
        title = known.title if known else text("%(name)s", name=exercise)
        said = text("%(fault)s", fault=str(fault))
        return ExerciseVerdict(exercise, title, Status.ERRORED, cell.points, None, rationale=said)
    subject = bench.key.exercises[exercise]
    if exercise not in run.graded:
        return errored(subject, text("The jail gave no observations of this exercise; grade the submission again."))
    return judge(subject, bench.expected[exercise], run.graded[exercise], shown.get(exercise, {}))


def _is_discreet(verdict: ExerciseVerdict, verdicts: Sequence[ExerciseVerdict], bench: Bench) -> bool:
    """Say whether not a word of the shown draw may be said: its probes tell a piece of an answer that is not right yet.

    What a student's function is called by it can read, and say in an exception: the page must not carry that home.
    """
    subject = bench.key.exercises.get(verdict.exercise)
    if subject is None or verdict.status is not Status.FAILED:
        return False
    return bool({v.exercise for v in verdicts if v.status is not Status.PASSED} & set(subject.tells))


def _over_reference(
    verdict: ExerciseVerdict, verdicts: Sequence[ExerciseVerdict], bench: Bench, once_more: OnceMore
) -> ExerciseVerdict:
    """Judge an exercise again over the reference's version of what it builds on, if the student's own one failed."""
    subject = bench.key.exercises.get(verdict.exercise)
    if subject is None or verdict.status is not Status.FAILED:
        return verdict
    failed = [v.exercise for v in verdicts if v.exercise in subject.rests_on and v.status is Status.FAILED]
    if not failed:
        return verdict
    names = tuple(dict.fromkeys(n.split(".")[0] for e in failed for n in bench.key.exercises[e].defines))
    seen = once_more(verdict.exercise, failed, plain_definitions(bench.key.reference, names))
    again = judge(subject, bench.expected[verdict.exercise], seen, {})
    return again if (again.score or 0.0) > (verdict.score or 0.0) else verdict


def _run_over(
    exercise: str,
    failed: Collection[str],
    standing: str,
    bench: Bench,
    plan: Plan,
    job: NotebookJob,
    runner: NotebookRunner,
) -> Observations:
    """Run the notebook with other definitions after the cells of those that failed, and probe one exercise.

    In that run the notebook's process holds a piece of the reference, so only the graded draw runs, of which nothing is
    ever shown, and no other exercise is probed.
    """
    cells = tuple(
        replace(cell, source=f"{cell.source}\n\n{standing}" if set(cell.exercises) & set(failed) else cell.source)
        for cell in plan.cells
    )
    probings = (bench.probing(exercise, shown=False),)
    run = runner.run_notebook(replace(job, cells=cells, probings=probings))
    return run.graded.get(exercise, {})


def _autograded(plan: Plan, runs: Mapping[int, CellRun], verdict: SubmissionVerdict) -> bytes:
    notebook = plan.notebook
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            run = runs.get(index)
            cell.outputs = [nbformat.from_dict(o) for o in harmless_outputs(run.outputs)] if run else []
            cell.execution_count = run.execution_count if run else None
        elif index not in plan.trusted:
            harmless_prose(cell)
    for found in verdict.exercises:
        if found.status is not Status.SKIPPED:
            cell = notebook.cells[plan.asked[found.exercise]]
            cell.outputs = [nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": summary(found)})]
    # As nbformat writes it, but for the line breaks: those would take five times as long.
    content = json.dumps(notebook, ensure_ascii=False, sort_keys=True)
    # half a character, which a student's output may hold, can be written nowhere
    return content.encode("utf-8", "replace")


def comments_of(bench: Bench, verdict: SubmissionVerdict, empty: Sequence[str] = ()) -> dict[str, str]:
    """Return solution cell -> what its grade cell's verdict says, as HTML; `empty` are without an answer."""
    found = {v.exercise: v for v in verdict.exercises}
    owners = own_solutions(bench.source)
    asked = {c.grade_id: c.exercise for c in bench.source if c.exercise}
    # nbgrader shows comments as raw HTML, and a reason may quote the student's text
    said = {
        solution: html.escape(summary(found[exercise]))
        for solution, grade_id in owners.items()
        if (exercise := asked.get(grade_id)) in found
    }
    return dict.fromkeys(empty, NO_RESPONSE) | said
