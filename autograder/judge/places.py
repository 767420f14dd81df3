"""Where in the course's own files something went wrong: file and line, as the instructor knows them."""

from __future__ import annotations

import ast
import traceback

_FOLDER = "/solutions/"


def place_of(error: BaseException) -> str:
    """Return " (solutions/.../file.py, line N)" for the innermost line of the course that raised, or ""."""
    if isinstance(error, SyntaxError) and error.filename and _FOLDER in error.filename:
        return place(error.filename, error.lineno)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if _FOLDER in f.filename]
    return place(frames[-1].filename, frames[-1].lineno) if frames else ""


def place(name: str, line: int | None) -> str:
    """Return a file, from `solutions/` on, and a line in parentheses."""
    return f" ({name[name.rfind(_FOLDER) + 1 :]}, line {line})"


def defined_at(text: str, name: str) -> int | None:
    """Return the line at which a module's text defines a function or class, or None."""
    wanted = name.split(".")[0]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return next((n.lineno for n in ast.parse(text).body if isinstance(n, kinds) and n.name == wanted), None)
