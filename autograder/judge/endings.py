"""Words for a case that did not return a value: what happened, and what to try."""

from __future__ import annotations

import builtins

from autograder.judge.mismatch import Mismatch
from autograder.model.observation import Died, Malformed, Missing, NotRun, Outcome, Raised, TimedOut
from autograder.model.text import text

#: exception classes whose name may be repeated for a hidden case: a class of the student's own could carry data out
KNOWN = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)
)
KNOWN |= {"KeyboardInterrupt", "SystemExit", "LinAlgError", "AxisError", "SympifyError"}

WRITE_THE_BODY = text(
    "Write your code in place of `raise NotImplementedError`, which ends every call that comes to it."
)


def exception_name(raised: Raised) -> str:
    """Return the exception's class, or its nearest well-known base."""
    return next((name for name in raised.types if name in KNOWN), "Exception")


def is_stub(raised: Raised) -> bool:
    """Tell whether this is the `raise NotImplementedError()` of a released cell.

    With a message it comes from elsewhere: what the stand-in for CuPy lacks, say, whose message tells what to do.
    """
    return exception_name(raised) == "NotImplementedError" and not raised.message


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


def said(outcome: Raised) -> str:
    """Return class and message of an exception as Python prints them; only for the shown draw."""
    kind, message = (outcome.types or ("Exception",))[0], outcome.message[:200]
    return f"{kind}: {message}" if message else kind


def _raised(outcome: Raised) -> Mismatch:
    brief = text("raised %(kind)s", kind=exception_name(outcome))
    if is_stub(outcome):
        return Mismatch(text("is not written yet (NotImplementedError)"), WRITE_THE_BODY, brief=brief)
    if not outcome.line:
        return Mismatch(text("raised %(said)s", said=said(outcome)), brief=brief)
    place = text(
        "raised %(said)s at line %(lineno)s of the cell: `%(line)s`",
        said=said(outcome),
        lineno=outcome.lineno,
        line=outcome.line,
    )
    return Mismatch(place, brief=brief)
