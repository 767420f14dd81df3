"""`make demo`: the main job from beginning to end, in a course copy of its own (demo/)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.programs import find_programs

#: two chapters with a class of thirty
CHAPTERS = ("ch02_gradient_descent", "ch06_layers")
CLASS_SIZE = 30


def main() -> None:
    """Make demo/ anew, hand in for a class, grade, write the pages, and say where to look."""
    find_programs()
    root, demo = Path.cwd(), Path.cwd() / "demo"
    console = Console()
    console.print("[bold]1[/] A course copy in demo/ (your own gradebook is not touched)")
    _copy_course(root, demo)
    for chapter in CHAPTERS:
        _run(console, demo, "nbgrader", "generate_assignment", chapter, "--force", "--create")
    console.print(f"[bold]2[/] {CLASS_SIZE} sample submissions per chapter: right, wrong, and accidents")
    described = {chapter: _hand_in(demo, chapter) for chapter in CHAPTERS}
    ungradable = False
    for number, chapter in enumerate(CHAPTERS, start=3):
        console.print(f"[bold]{number}[/] Grading {chapter}")
        # a renamed notebook is in the class on purpose, so 1 ("some ungradable") is the expected answer
        ungradable |= _run(console, demo, "autograder", "grade", chapter, "--jobs", "2", ok=(0, 1)) == 1
        _run(console, demo, "autograder", "feedback", chapter)
        _run(console, demo, "autograder", "report", chapter)
    for chapter in CHAPTERS:
        console.print(_scores(demo, chapter, described[chapter]))
    console.print("[bold]Where to look[/] (open these in a browser)")
    for chapter in CHAPTERS:
        _print_places(console, chapter, described[chapter])
    if ungradable:
        console.print("One submission per chapter has a renamed notebook on purpose: it is reported, not graded.")


def _print_places(console: Console, chapter: str, described: dict[str, str]) -> None:
    """Print where the class page is, and one student's page of each kind."""
    console.print(f"  demo/reports/{chapter}.html  [dim]the class[/]", soft_wrap=True)
    shown = set()
    for student, what in described.items():
        kind = what.partition(":")[0]
        if kind not in shown and (Path("demo/feedback") / student / chapter).is_dir():
            shown.add(kind)
            page = f"demo/feedback/{student}/{chapter}/{chapter}.html"
            console.print(f"  {page}  [dim]{what}[/]", soft_wrap=True, highlight=False)


def _copy_course(root: Path, demo: Path) -> None:
    if demo.exists():
        shutil.rmtree(demo)
    demo.mkdir()
    for folder in ("source", "solutions"):
        for chapter in CHAPTERS:
            shutil.copytree(root / folder / chapter, demo / folder / chapter)
    if (root / "locale").is_dir():
        shutil.copytree(root / "locale", demo / "locale")
    shutil.copy(root / "nbgrader_config.py", demo)


def _run(console: Console, cwd: Path, program: str, *arguments: str, ok: tuple[int, ...] = (0,)) -> int:
    binary = Path(sys.executable).with_name(program)
    quiet = program == "nbgrader"
    done = subprocess.run([binary, *arguments], cwd=cwd, check=False, capture_output=quiet, text=True)
    if done.returncode not in ok:
        console.print(f"{program} {' '.join(arguments)} failed with status {done.returncode}", style="red")
        console.print(done.stderr or "", markup=False)
        sys.exit(1)
    return done.returncode


def _hand_in(demo: Path, chapter: str) -> dict[str, str]:
    from autograder.course.samples import samples
    from autograder.judge.course import load_assignment

    key = load_assignment(demo, chapter)
    made = samples(key, demo / "source" / chapter / f"{chapter}.ipynb", CLASS_SIZE)
    for sample in made:
        folder = demo / "submitted" / sample.student / chapter
        folder.mkdir(parents=True)
        for name, content in sample.files.items():
            (folder / name).write_bytes(content)
    return {sample.student: sample.what for sample in made}


def _scores(demo: Path, chapter: str, described: dict[str, str]) -> Table:
    from autograder.model.serial import verdict_from_json

    table = Table(title=chapter)
    for column in ("student", "handed in", "score"):
        table.add_column(column, justify="right" if column == "score" else "left")
    for student, what in described.items():
        path = demo / ".autograder" / chapter / student / "verdict.json"
        score = "not graded"
        if path.is_file():
            verdict = verdict_from_json(path.read_bytes())
            score = f"{verdict.score:.4g} / {verdict.max_score:g}"
        table.add_row(student, what, score)
    return table


if __name__ == "__main__":
    main()
