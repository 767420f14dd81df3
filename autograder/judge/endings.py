"""Words for a case that did not return a value: what happened, and what to try."""

from __future__ import annotations

from autograder.judge.mismatch import Mismatch
from autograder.model.observation import Died, Malformed, Missing, NotRun, Outcome, Raised, TimedOut
from autograder.model.text import text

#: exception classes whose name may be repeated for a hidden case: a class of the student's own could carry data out
KNOWN = frozenset(
    "ArithmeticError AssertionError AttributeError EOFError FileNotFoundError FloatingPointError ImportError IndexError "
    "KeyError KeyboardInterrupt LinAlgError LookupError MemoryError ModuleNotFoundError NameError NotImplementedError "
    "OSError OverflowError PermissionError RecursionError RuntimeError StopIteration SyntaxError SystemExit TypeError "
    "UnboundLocalError UnicodeError ValueError ZeroDivisionError AxisError SympifyError".split()
)


def exception_name(raised: Raised) -> str:
    """Return the exception's class, or its nearest well-known base."""
    return next((name for name in raised.types if name in KNOWN), "Exception")


def not_returned(outcome: Outcome) -> Mismatch:
    """Return the mismatch for an outcome that is not `Returned`."""
    match outcome:
        case Missing(name):
            rationale = text("`%(name)s` is not defined in the notebook", name=name)
            tip = text("Define it under exactly this name, in its own cell, without errors in the cells above.")
            return Mismatch(rationale, tip, brief=text("a name the exercise asks for is not defined in the notebook"))
        case Raised():
            return _raised(outcome)
        case TimedOut(limit):
            rationale = text("took longer than %(limit)s seconds", limit=f"{limit:g}")
            return Mismatch(
                rationale, text("Look for a loop that does not end, or for needless work."), brief=rationale
            )
        case Died(reason):
            words = {
                "memory": text("needed more memory than allowed"),
                "exited": text("ended the Python process (exit, quit or a crash) instead of returning"),
            }
            rationale = words.get(reason, text("the Python process was killed during the call"))
            return Mismatch(rationale, brief=rationale)
        case Malformed():
            rationale = text("the answer could not be read: it is too large, too deeply nested, or not plain data")
            return Mismatch(rationale, brief=rationale)
        case NotRun():
            rationale = text("was not run, because an earlier case did not end")
            return Mismatch(rationale, brief=rationale)
        case _:
            rationale = text("returned a value")
            return Mismatch(rationale, brief=rationale)


def _raised(outcome: Raised) -> Mismatch:
    brief = text("raised %(kind)s", kind=exception_name(outcome))
    kind, message = (outcome.types or ("Exception",))[0], outcome.message[:200]
    if outcome.is_a("NotImplementedError"):
        return Mismatch(text("is not written yet (NotImplementedError)"), brief=brief)
    said = f"{kind}: {message}" if message else kind
    if outcome.line:
        detailed = text(
            "raised %(said)s at line %(lineno)s of the cell: `%(line)s`",
            said=said,
            lineno=outcome.lineno,
            line=outcome.line,
        )
    else:
        detailed = text("raised %(said)s", said=said)
    return Mismatch(detailed, brief=brief)
