"""Verdicts as JSON bytes and back: the same verdict gives the same bytes, whatever wrote it and wherever."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

from autograder.errors import GraderError
from autograder.model.device import DeviceRecord
from autograder.model.verdict import SubmissionVerdict

#: stands in the file for a float that JSON has no word for
_NONFINITE = "$float"
_INT64 = 1 << 63
_Kind = TypeVar("_Kind")


def verdict_to_json(verdict: SubmissionVerdict) -> bytes:
    """Return the verdict as UTF-8 JSON with a newline at its end; equal verdicts give equal bytes.

    Fractions are written as "2/3", floats in their shortest exact form. Characters that UTF-8 cannot hold
    (lone surrogates in a student's output) are written as backslash escapes.
    """
    return _to_json(verdict)


def verdict_from_json(stored: bytes) -> SubmissionVerdict:
    """Return the verdict that `verdict_to_json` wrote.

    Raises:
        GraderError: the bytes are not a stored verdict of this version.
    """
    try:
        return _from_json(stored, SubmissionVerdict)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise GraderError(
            f"the stored verdict cannot be read ({error})", remedy="grade this submission again with --force"
        ) from error


def device_to_json(record: DeviceRecord) -> bytes:
    """Return what the device tier found, as `verdict_to_json` writes a verdict."""
    return _to_json(record)


def device_from_json(stored: bytes) -> DeviceRecord | None:
    """Return the record that `device_to_json` wrote; None for anything else: it is made again then."""
    try:
        return _from_json(stored, DeviceRecord)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _to_json(value: Any) -> bytes:
    plain = _storable(msgspec.to_builtins(value, enc_hook=_encode))
    return msgspec.json.encode(plain, order="deterministic") + b"\n"


def _from_json(stored: bytes, kind: type[_Kind]) -> _Kind:
    return msgspec.convert(_restored(msgspec.json.decode(stored)), kind, dec_hook=_decode)


def _encode(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if hasattr(value, "item"):  # a NumPy scalar that slipped into a parameter
        return value.item()
    raise NotImplementedError(f"a verdict cannot hold a {type(value).__name__}")


def _decode(kind: type, value: Any) -> Any:
    if kind is Fraction:
        return Fraction(value)
    raise NotImplementedError(f"a stored verdict cannot hold a {kind.__name__}")


def _storable(value: Any) -> Any:
    """Return a builtin value with all that JSON has no word for put into words; most are short texts and floats."""
    kind = type(value)
    if kind is float:
        return value if math.isfinite(value) else {_NONFINITE: repr(value)}
    if kind is str:
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if kind is dict:
        return {_storable(key): _storable(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [_storable(item) for item in value]
    if kind is int and not -_INT64 <= value < _INT64:
        return str(value)
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {_NONFINITE}:
            return float(value[_NONFINITE])
        return {key: _restored(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_restored(item) for item in value]
    return value
