"""Turn reference implementations into the source of a solution cell: docstrings stay, bodies become solutions.

`### BEGIN/END SOLUTION` stand around each body, so nbgrader replaces exactly that part on release.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Mapping

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def solution_cell(reference: str, names: Iterable[str]) -> str:
    """Return the cell that defines `names`, with the private helpers and imports of `reference` left out of sight.

    Helpers whose name starts with an underscore and that a definition uses (directly or not) are put inside the
    solution region of the first definition that needs them.

    Raises:
        KeyError: the reference does not define one of the names.
    """
    reference = _without_variable_annotations(reference)
    tree = ast.parse(reference)
    top = {n.name: n for n in tree.body if isinstance(n, _Function | ast.ClassDef)}
    constants = {t.id: n for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
    private = {k: v for k, v in (top | constants).items() if k.startswith("_")}
    told: set[str] = set()
    parts = []
    for name in names:
        node = top[name]
        helpers = [h for h in _needed(node, private) if h not in told]
        told.update(helpers)
        text = _class(node, reference) if isinstance(node, ast.ClassDef) else _function(node, reference, "")
        if helpers:
            code = "\n\n\n".join(_bare(private[h], reference) for h in helpers)
            text = f"{BEGIN}\n{code}\n{END}\n\n\n{text}"
        parts.append(text)
    return "\n\n\n".join(parts)


def plain_definitions(reference: str, names: Iterable[str]) -> str:
    """Return the same code as `solution_cell`, without the markers: what a student would have written."""
    lines = solution_cell(reference, names).splitlines()
    return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))


def _without_variable_annotations(source: str) -> str:
    """Return the source with `x: T = v` written as `x = v`: students are not asked to read type annotations."""
    lines = source.splitlines(keepends=True)
    # ast counts columns in bytes
    rows = [line.encode() for line in lines]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and node.value is not None and node.lineno == node.value.lineno:
            row = rows[node.lineno - 1]
            rows[node.lineno - 1] = row[: node.target.end_col_offset] + b" = " + row[node.value.col_offset :]
    return b"".join(rows).decode()


def _needed(node: ast.AST, private: Mapping[str, ast.AST]) -> list[str]:
    """Name the private helpers that `node` reaches, in the order of their definition."""
    found: set[str] = set()
    open_nodes = [node]
    while open_nodes:
        for part in ast.walk(open_nodes.pop()):
            if isinstance(part, ast.Name) and part.id in private and part.id not in found:
                found.add(part.id)
                open_nodes.append(private[part.id])
    return sorted(found, key=lambda name: getattr(private[name], "lineno", 0))


def _bare(node: ast.AST, source: str) -> str:
    if isinstance(node, _Function):
        head, body = _head(node, source), source.splitlines()[node.body[0].lineno - 1 : node.end_lineno]
        return "\n".join([head, *body])
    return ast.get_source_segment(source, node) or ""


def _head(node: _Function, source: str, indent: str = "") -> str:
    """Return the `def` line without annotations; decorators stay."""
    bare = copy.copy(node)
    bare.args, bare.body, bare.returns = _unannotated(node.args), [ast.Pass()], None
    lines = ast.unparse(ast.fix_missing_locations(bare)).splitlines()
    return "\n".join(indent + line for line in lines[:-1])


def _unannotated(args: ast.arguments) -> ast.arguments:
    def bare(arg: ast.arg | None) -> ast.arg | None:
        return None if arg is None else ast.arg(arg=arg.arg)

    return ast.arguments(
        posonlyargs=[ast.arg(arg=a.arg) for a in args.posonlyargs],
        args=[ast.arg(arg=a.arg) for a in args.args],
        vararg=bare(args.vararg),
        kwonlyargs=[ast.arg(arg=a.arg) for a in args.kwonlyargs],
        kw_defaults=args.kw_defaults,
        kwarg=bare(args.kwarg),
        defaults=args.defaults,
    )


def _function(node: _Function, source: str, indent: str) -> str:
    lines = source.splitlines()
    inner = indent + "    "
    body = list(node.body)
    out = [_head(node, source, indent)]
    if ast.get_docstring(node) is not None:
        doc = body.pop(0)
        out += lines[doc.lineno - 1 : doc.end_lineno]
    start = body[0].lineno if body else (node.end_lineno or 0)
    if body:
        # comments directly above the first statement belong to the solution too
        floor = node.body[0].end_lineno if len(body) < len(node.body) else node.lineno
        while start - 1 > (floor or 0) and lines[start - 2].strip().startswith("#"):
            start -= 1
    code = lines[start - 1 : node.end_lineno] if body else [inner + "pass"]
    return "\n".join([*out, inner + BEGIN, *code, inner + END])


def _class(node: ast.ClassDef, source: str) -> str:
    lines = source.splitlines()
    out = [lines[node.lineno - 1]]
    for index, part in enumerate(node.body):
        if isinstance(part, _Function):
            indent = "    "
            if part.name.startswith("_") and not part.name.startswith("__"):
                text = [indent + BEGIN, *lines[part.lineno - 1 : part.end_lineno], indent + END]
                out += ["", *text]
            else:
                out += ["", _function(part, source, indent)]
        else:
            if index:
                out.append("")
            out += lines[part.lineno - 1 : part.end_lineno]
    return "\n".join(out)
