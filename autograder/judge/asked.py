"""What each family of an exercise asks of a submission, as a short name: the same name, the same observations.

`regrade` judges stored observations again where a family's cases and probe are what they were. Tolerances, comparers,
points and texts are not part of the name: they may change without any student code running again.
"""

from __future__ import annotations

import ast
import hashlib
import types
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from autograder.judge.definitions import pruned
from autograder.model.observation import Answered
from autograder.model.program import Family, Program
from autograder.wire.codec import encode

_SIZE = 32
_DEEP = 20


def asked(*programs: Program) -> dict[str, str]:
    """Return aspect -> name of what it asks, in the order of the families, over the programs of all draws."""
    parts: dict[str, list[str]] = {}
    for program in programs:
        for family in program.families:
            parts.setdefault(family.aspect, []).append(_family(family, program.probes))
    return {aspect: _digest("\n".join(found).encode()) for aspect, found in parts.items()}


def _family(family: Family, probes: str) -> str:
    limits = f"{family.aspect} {family.probe} {family.seed} {family.seconds}"
    return f"{limits} {_probe(probes, family.probe)} {_digest(_mark(family.cases).encode())}"


@lru_cache(maxsize=512)
def _probe(probes: str, name: str) -> str:
    """Return the name of one probe with all that it needs of probes.py, whatever its comments and layout."""
    return _digest(ast.dump(ast.parse(pruned(probes, {name}))).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_SIZE]


def _mark(value: Any, depth: int = 0) -> str:
    """Return a text that stands for a case; a function in it stands for what it does, as far as its code tells."""
    if depth > _DEEP:
        return "deep"
    below = partial(_mark, depth=depth + 1)
    match value:
        case Answered():
            return f"answered {below(value.function)}"
        case dict():
            return "{" + ",".join(f"{below(key)}:{below(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return f"{type(value).__name__}[{','.join(map(below, value))}]"
        case set() | frozenset():
            return f"{type(value).__name__}[{','.join(sorted(map(below, value)))}]"
        case np.ndarray() | np.generic():
            return f"{type(value).__name__} {value.dtype} {value.shape} {_digest(encode(value))}"
        case None | bool() | int() | float() | complex() | str() | bytes():
            return repr(value)
        case types.FunctionType():
            return _function(value, below)
        case types.CodeType():
            return f"{value.co_code!r} {value.co_names} {value.co_varnames} {below(value.co_consts)}"
        case types.MethodType():
            return f"{below(value.__func__)} of {below(value.__self__)}"
        case partial():
            return below(("partial", value.func, value.args, value.keywords))
    return _other(value, below)


def _function(function: types.FunctionType, below: Callable[[Any], str]) -> str:
    if not _is_ours(function):
        return f"{function.__module__}.{function.__qualname__}"
    code, cells = function.__code__, [c.cell_contents for c in function.__closure__ or ()]
    used = {name: function.__globals__[name] for name in _names(code) if name in function.__globals__}
    # a function that names itself is not followed again
    others = {name: value for name, value in used.items() if value is not function}
    inside = [value for value in cells if value is not function]
    return below([code, function.__defaults__, function.__kwdefaults__, others, inside])


def _names(code: types.CodeType) -> list[str]:
    """Return the names of a function's code and of the functions inside it."""
    inner = [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return sorted({*code.co_names, *(name for c in inner for name in _names(c))})


def _is_ours(value: Any) -> bool:
    return str(value.__module__).split(".")[0] == "solutions"


def _other(value: Any, below: Callable[[Any], str]) -> str:
    if isinstance(value, types.ModuleType | np.ufunc):
        return f"{type(value).__name__} {value.__name__}"
    if isinstance(value, type | types.BuiltinFunctionType):
        own = {k: v for k, v in vars(value).items() if isinstance(v, types.FunctionType)} if _is_ours(value) else {}
        return f"{value.__module__}.{value.__qualname__} {below(own)}"
    return f"{below(type(value))} {below(getattr(value, '__dict__', {}))}"
