"""How the findings of `verify` are shown: a table on the terminal, a page in the documentation."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from autograder.judge.answer_key import AnswerKey
from autograder.judge.findings import Finding

_COLUMNS = ("exercise", "ref", "alt", "mistakes", "mutants", "explained", "problems")


def show(console: Console, assignment: str, findings: Sequence[Finding]) -> None:
    """Print one assignment's table, then every problem in a line of its own."""
    table = Table(title=f"{assignment}: as it should be / all")
    for column in _COLUMNS:
        table.add_column(column, justify="left" if column == "exercise" else "right", no_wrap=True)
    for exercise in dict.fromkeys(f.exercise for f in findings):
        table.add_row(exercise, *_counts([f for f in findings if f.exercise == exercise]))
    table.add_section()
    table.add_row("all", *_counts(findings))
    console.print(table)
    for finding in findings:
        if finding.problem:
            line = f"{finding.exercise}: {finding.kind} {finding.name!r} {finding.problem}"
            console.print(line, markup=False, highlight=False, soft_wrap=True, style="red")


def page(keys: Sequence[AnswerKey], findings: dict[str, list[Finding]], draws: int, mutant_draws: int) -> str:
    """Return the Markdown page that is committed: the same answer keys, the same bytes."""
    lines = [
        "# Who judges the judges",
        "",
        "Written by `autograder verify --write`. References and alternatives must get full points, every known mistake",
        "must lose the points it is meant to lose and be named, and every generated mutant of a reference must lose",
        f"points or be explained in `survivors.toml`. Draws: {draws} (mutants: {mutant_draws}).",
        "",
        "| assignment | exercise | families | alternatives pass | mistakes caught | mutants killed | explained |",
        "|---|---|---|---|---|---|---|",
    ]
    for key in keys:
        found = findings[key.assignment]
        for exercise in dict.fromkeys(f.exercise for f in found):
            counts = _counts([f for f in found if f.exercise == exercise])
            families = len(key.exercises[exercise].aspects)
            lines.append(f"| {key.assignment} | {exercise} | {families} | {' | '.join(counts[1:5])} |")
    everything = [f for found in findings.values() for f in found]
    families = sum(len(e.aspects) for key in keys for e in key.exercises.values())
    lines.append(f"| **all** | | {families} | {' | '.join(_counts(everything)[1:5])} |")
    return "\n".join([*lines, ""])


def _counts(rows: Sequence[Finding]) -> list[str]:
    mutants = [f for f in rows if f.kind == "mutant"]
    return [
        *(_ratio([f for f in rows if f.kind == kind]) for kind in ("reference", "alternative", "mistake")),
        f"{sum(not f.problem and not f.excuse for f in mutants)}/{len(mutants)}" if mutants else "-",
        str(sum(bool(f.excuse) for f in mutants)),
        str(sum(bool(f.problem) for f in rows)),
    ]


def _ratio(rows: Sequence[Finding]) -> str:
    return f"{sum(not f.problem for f in rows)}/{len(rows)}" if rows else "-"
