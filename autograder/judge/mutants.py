"""Makes systematic small faults in the reference: what a hidden test must notice even if no author thought of it.

Each mutant changes one operator, constant, comparison, name, call, default or statement of an exercise's definitions.
Identifiers (`conv2d_backward:12:compare:Lt>LtE`) count lines within the definition, so they survive edits elsewhere.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from autograder.judge.definitions import find

_BINARY: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
}
_COMPARE: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
_PAIRS = [("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("zeros", "ones"), ("zeros_like", "ones_like")]
_PAIRS += [("sin", "cos"), ("any", "all"), ("var", "std"), ("floor", "ceil"), ("tanh", "sinh")]
_CALLS = dict(_PAIRS) | {new: old for old, new in _PAIRS}

Change = tuple[str, str, Callable[[ast.AST], ast.AST | None]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small fault: a stable name, the line of reference.py it changes, and the whole changed code."""

    id: str
    line: int
    code: str


def mutants(reference: str, defines: Sequence[str], where: str = "reference.py") -> list[Mutant]:
    """Return all mutants of some definitions, private helpers they use included.

    Raises:
        CourseError: a definition is not there.
    """
    tree = ast.parse(reference)
    original, seen, found = ast.unparse(tree), Counter[str](), []
    for name in _with_helpers(tree, defines, where):
        definition = find(tree, name, where)
        for node, kind, detail, change in _changes(definition):
            line = getattr(node, "lineno", definition.lineno)
            label = f"{name}:{line - definition.lineno}:{kind}:{detail}"
            seen[label] += 1
            code = _applied(tree, node, change)
            if code != original:
                found.append(Mutant(label if seen[label] == 1 else f"{label}#{seen[label]}", line, code))
    return found


def _with_helpers(tree: ast.Module, defines: Sequence[str], where: str) -> list[str]:
    private = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name.startswith("_")}
    names, todo = [], list(defines)
    while todo:
        name = todo.pop(0)
        if name not in names:
            names.append(name)
            used = {n.id for n in ast.walk(find(tree, name, where)) if isinstance(n, ast.Name)}
            todo += sorted((used & private) - set(names))
    return names


def _applied(tree: ast.Module, target: ast.AST, change: Callable[[ast.AST], ast.AST | None]) -> str:
    """Return the code with one node replaced; the tree itself is left as it was."""
    copied = copy.deepcopy(tree)
    index = next(i for i, n in enumerate(ast.walk(tree)) if n is target)
    place = next(n for i, n in enumerate(ast.walk(copied)) if i == index)
    new = change(place)
    if new is not None:
        _Replace(place, new).visit(copied)
    return ast.unparse(ast.fix_missing_locations(copied))


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)


def _changes(definition: ast.AST) -> Iterator[tuple[ast.AST, str, str, Callable[[ast.AST], ast.AST | None]]]:
    for node in _mutable(definition):
        for kind, detail, change in _changes_of(node):
            yield node, kind, detail, change
        if isinstance(node, ast.FunctionDef):
            yield from _swapped_names(node)


def _mutable(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what matters to a caller: no annotations, docstrings, decorators or messages of exceptions."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        if isinstance(node, ast.Raise):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_text(child):
                yield from _mutable(child)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changes_of(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BinOp() | ast.AugAssign():
            for op in _BINARY.get(type(node.op), []):
                yield "operator", f"{type(node.op).__name__}>{op.__name__}", _with("op", op())
        case ast.Compare():
            for old in node.ops[:1]:
                for new in _COMPARE.get(type(old), []):
                    yield "compare", f"{type(old).__name__}>{new.__name__}", _with("ops", [new(), *node.ops[1:]])
        case ast.BoolOp():
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield "boolean", f"{type(node.op).__name__}>{other.__name__}", _with("op", other())
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield "unary", f"no{type(node.op).__name__}", lambda n: n.operand  # type: ignore[attr-defined]
        case ast.Constant():
            yield from _constants(node)
        case ast.Call():
            yield from _calls(node)
        case ast.IfExp():
            yield "branch", "always", lambda n: n.body  # type: ignore[attr-defined]
            yield "branch", "never", lambda n: n.orelse  # type: ignore[attr-defined]
    if isinstance(node, ast.stmt):
        yield from _statements(node)


def _with(field: str, value: object) -> Callable[[ast.AST], ast.AST | None]:
    def change(node: ast.AST) -> None:
        setattr(node, field, value)

    return change


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", f"{value}>{not value}", _with("value", not value)
    elif isinstance(value, int):
        for new in dict.fromkeys((value + 1, 0)):
            if new != value:
                yield "constant", f"{value}>{new}", _with("value", new)
    elif isinstance(value, float):
        for other in dict.fromkeys((value * 2 if value else 1.0, 0.0)):
            if other != value:
                yield "constant", f"{value}>{other}", _with("value", other)


def _calls(node: ast.Call) -> Iterator[Change]:
    function = node.func
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    if name in _CALLS and isinstance(function, ast.Attribute):
        new = ast.Attribute(function.value, _CALLS[name], ast.Load())
        yield "call", f"{name}>{_CALLS[name]}", _with("func", new)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield "keyword", f"no {keyword.arg}", _with("keywords", [*node.keywords[:i], *node.keywords[i + 1 :]])
    if name in ("copy", "abs", "array", "asarray", "float", "int") and isinstance(function, ast.Attribute | ast.Name):
        if node.args:
            yield "call", f"no {name}", lambda n: n.args[0]  # type: ignore[attr-defined]
        elif isinstance(function, ast.Attribute):
            yield "call", f"no {name}", lambda n: n.func.value  # type: ignore[attr-defined]


def _statements(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.Return() if node.value is not None:
            if isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
                yield "return", "swapped", _with("value", ast.Tuple(node.value.elts[::-1], ast.Load()))
        case ast.Expr() | ast.AugAssign() | ast.Raise():
            yield "statement", f"no {type(node).__name__}", lambda n: ast.Pass()
        case ast.Assign() if not isinstance(node.targets[0], ast.Name):
            yield "statement", "no Assign", lambda n: ast.Pass()
        case ast.If():
            yield "condition", "always", _with("test", ast.Constant(True))
            yield "condition", "never", _with("test", ast.Constant(False))
        case ast.Break() | ast.Continue():
            yield "statement", f"no {type(node).__name__}", lambda n: ast.Pass()


def _swapped_names(
    function: ast.FunctionDef,
) -> Iterator[tuple[ast.AST, str, str, Callable[[ast.AST], ast.AST | None]]]:
    """Replace each use of a parameter by the next parameter."""
    names = [a.arg for a in [*function.args.args, *function.args.kwonlyargs] if a.arg != "self"]
    if len(names) < 2:
        return
    following = dict(zip(names, [*names[1:], names[0]], strict=True))
    for statement in function.body:
        for node in _mutable(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in following:
                yield node, "name", f"{node.id}>{following[node.id]}", _with("id", following[node.id])
