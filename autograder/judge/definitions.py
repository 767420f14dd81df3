"""Finds, cuts out and edits definitions in the text of `reference.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import lru_cache

from autograder.errors import CourseError

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def find(tree: ast.Module, name: str, where: str) -> Definition:
    """Return the top-level definition of `name`; "Tensor.__add__" is a method of a class.

    Raises:
        CourseError: there is none.
    """
    body: Sequence[ast.stmt] = tree.body
    found: Definition | None = None
    for part in name.split("."):
        found = next((n for n in body if _defines(n, part)), None)  # type: ignore[assignment]
        body = found.body if isinstance(found, ast.ClassDef) else []
    if found is None:
        raise CourseError(f"{where} does not define {name!r}", remedy="add the definition or correct `defines`")
    return found


def _defines(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return node.name == name
        case ast.Assign():
            return any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
        case ast.AnnAssign():
            return isinstance(node.target, ast.Name) and node.target.id == name
    return False


def lines_of(node: Definition) -> tuple[int, int]:
    """Return the first (decorators included) and last line of a definition, 1-based."""
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return first, node.end_lineno or node.lineno


def edited(source: str, defines: Sequence[str], edits: Sequence[tuple[str, str]], where: str) -> str:
    """Return `source` with each (old, new) applied within the definitions named.

    Raises:
        CourseError: an `old` does not occur exactly once there.
    """
    for old, new in edits:
        tree, lines = ast.parse(source), source.splitlines(keepends=True)
        spans = [lines_of(find(tree, name, where)) for name in defines]
        hits = [(first, last, part) for first, last in spans if old in (part := "".join(lines[first - 1 : last]))]
        total = sum(part.count(old) for _, _, part in hits)
        if total != 1:
            raise CourseError(
                f"{where}: the edit {old!r} occurs {total} times in the definition of {', '.join(defines)}",
                remedy="make `old` longer, or follow the reference's text",
            )
        first, last, part = hits[0]
        source = "".join([*lines[: first - 1], part.replace(old, new), *lines[last:]])
        try:
            ast.parse(source)
        except SyntaxError as error:
            raise CourseError(f"{where}: after the edit {old!r}: {error.msg}", remedy="correct `new`") from error
    return source


def pruned(source: str, names: Iterable[str]) -> str:
    """Return `source` without the top-level functions, classes and constants that `names` do not need.

    What is left out becomes empty lines, so that line numbers stay; imports stay.
    """
    return _pruned(source, frozenset(names))


@lru_cache(maxsize=256)
def _pruned(source: str, names: frozenset[str]) -> str:
    tree, lines = ast.parse(source), source.splitlines(keepends=True)
    nodes = {name: node for node in tree.body for name in names_of(node)}
    always = [node for node in tree.body if not names_of(node)]
    needed, todo = set[str](), set(names) | {n.id for s in always for n in ast.walk(s) if isinstance(n, ast.Name)}
    while todo:
        name = todo.pop()
        needed.add(name)
        if name in nodes:
            todo |= {n.id for n in ast.walk(nodes[name]) if isinstance(n, ast.Name)} - needed
    for node in tree.body:
        if (bound := names_of(node)) and not needed.intersection(bound):
            first, last = lines_of(node)  # type: ignore[arg-type]
            lines[first - 1 : last] = ["\n"] * (last - first + 1)
    return "".join(lines)


def names_of(node: ast.stmt) -> list[str]:
    """Return the names that a statement defines: of a function, a class or constants; none of an import."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign():
            return [t.id for target in node.targets for t in ast.walk(target) if isinstance(t, ast.Name)]
        case ast.AnnAssign():
            return [node.target.id] if isinstance(node.target, ast.Name) else []
    return []
