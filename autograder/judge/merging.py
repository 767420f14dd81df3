"""Makes one text of the package `probes/`: an exercise is sent what its own probes need, from whichever module."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from autograder.errors import CourseError
from autograder.judge.definitions import names_of
from autograder.model.program import PART


def merged(modules: Mapping[str, str], package: str) -> str:
    """Return the modules of a package in one text, each below a line that names it and after those it imports from.

    `modules` has their texts by name; `package` is the package's dotted name. Lines keep their distances.

    Raises:
        CourseError: a module is not Python, imports of another one anything but names, or two of them give one name
            different meanings.
    """
    where = package.replace(".", "/")
    trees = {name: _parsed(text, f"{where}/{name}.py") for name, text in modules.items()}
    needs = {name: sorted(_needed(tree, package, name)) for name, tree in trees.items()}
    for name, others in needs.items():
        for other in set(others) - set(modules):
            raise CourseError(
                f"{where}/{name}.py imports from {other!r}, which is not there", remedy="correct the name"
            )
    _check_names(trees, package)
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        ring = ", ".join(sorted(set(error.args[1])))
        raise CourseError(
            f"{where}: {ring} import from each other", remedy="move what both need into a module"
        ) from None
    parts = [f"{PART}{name}.py\n{_alone(modules[name], trees[name], package)}" for name in order]
    return "".join(["from __future__ import annotations\n", *parts])


def _parsed(text: str, where: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{where}, line {error.lineno}: {error.msg}", remedy="correct the file") from error


def _inner(tree: ast.Module, package: str) -> Iterator[ast.ImportFrom]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{package}."):
            yield node


def _needed(tree: ast.Module, package: str, name: str) -> set[str]:
    """Return the modules of the package that one of them imports from."""
    needed = set()
    for node in _inner(tree, package):
        if node.module == package or any(alias.asname for alias in node.names):
            raise CourseError(
                f"{package.replace('.', '/')}/{name}.py, line {node.lineno}: only names are imported between probes",
                remedy=f"write `from {package}.module import name`",
            )
        needed.add(str(node.module).removeprefix(f"{package}."))
    return needed


def _check_names(trees: Mapping[str, ast.Module], package: str) -> None:
    meanings: dict[str, str] = {}
    for module, tree in trees.items():
        for name, meaning in _meanings(module, tree, package):
            if meanings.setdefault(name, meaning) != meaning:
                raise CourseError(
                    f"{package.replace('.', '/')}/{module}.py: another module of the probes has a {name!r} as well",
                    remedy="rename one",
                )


def _meanings(module: str, tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    """Yield what a module's top level defines or imports, and a text that is the same for the same thing."""
    inner = set(_inner(tree, package))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node not in inner:
            yield from ((alias.asname or alias.name, f"{node.module} {alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                # `import a.b` binds a
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        yield from ((name, f"defined in {module}") for name in names_of(node))


def _alone(text: str, tree: ast.Module, package: str) -> str:
    """Return a module's text with empty lines for its imports from the others and from __future__."""
    lines = [f"{line}\n" for line in text.splitlines()]
    future = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    for node in (*_inner(tree, package), *future):
        first, last = node.lineno, node.end_lineno or node.lineno
        lines[first - 1 : last] = ["\n"] * (last - first + 1)
    return "".join(lines)
