"""`autograder doctor`: how student code is isolated on this machine, the GPU, the versions, and what is missing."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import sys
from pathlib import Path

import click

from autograder.errors import GraderError

_PACKAGES = (
    "notebook-autograder", "nbgrader", "numpy", "scipy", "sympy", "matplotlib", "IPython", "ipykernel",
    "torch", "distributed", "cupy-cuda12x", "psycopg2-binary",
)  # fmt: skip


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings for programs.")
def doctor(*, as_json: bool) -> None:
    """Say how student code is isolated here, which GPU there is, and the versions; exit 2 if nothing can be graded."""
    found: dict[str, str] = {"python": platform.python_version(), "system": f"{platform.system()} {platform.release()}"}
    remarks: list[str] = []
    status = _isolation(found, remarks)
    found["gpu"] = _gpu()
    found |= {name: _version(name) for name in _PACKAGES}
    found |= _course()
    if as_json:
        click.echo(json.dumps({"found": found, "remarks": remarks}, indent=1))
    else:
        for name, what in found.items():
            click.echo(f"{name:>20}  {what}")
        for line in remarks:
            click.echo(f"note: {line}")
    sys.exit(status)


def _isolation(found: dict[str, str], remarks: list[str]) -> int:
    from autograder.sandbox import bubblewrap_version, detect_isolation, find_bubblewrap

    try:
        binary = find_bubblewrap()
        found["bubblewrap"] = f"{bubblewrap_version(binary)} at {binary}"
        level, said = detect_isolation()
    except GraderError as error:
        found["isolation"] = "none to be had"
        remarks.append(str(error))
        return 2
    found["isolation"] = str(level)
    remarks.extend(said)
    return 0


def _gpu() -> str:
    """Try it where submissions would use it: in the jail."""
    from autograder.sandbox import find_device, has_cupy

    instead = "device code is graded on the CPU stand-in"
    try:
        packages = _packages()
        if not has_cupy(packages):
            return f"CuPy is not installed; {instead}"
        device = find_device(packages=packages)
    except GraderError as error:
        return f"{error}; {instead}"
    return f"{device.name}, CuPy {device.cupy}, works in the jail"


def _packages() -> Path | None:
    from autograder.grading.course import open_course

    try:
        return open_course(Path.cwd()).gpu_packages
    except GraderError:
        return None  # said in a line of its own


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _course() -> dict[str, str]:
    from autograder.grading.course import open_course
    from autograder.grading.limits import in_words

    try:
        course = open_course(Path.cwd())
    except GraderError as error:
        return {"course": str(error)}
    url = course.db_url.rpartition("@")[2]  # never print a password
    where = f"{course.root}, gradebook {url}"
    return {"course": where, "limits": f"{course.timeout:g} s a cell, {in_words(course.limits)}"}
