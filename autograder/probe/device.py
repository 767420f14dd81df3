"""The array module that a probe hands to a student's function as `xp`: the stand-in, or in the device tier CuPy.

A probe written with these functions is the same program on the stand-in and on a real GPU:

    xp = device.array_module()
    result = ns.gpu_gradient(f, x, xp=xp)
    return device.on_host(result), device.is_there(result)
"""

from __future__ import annotations

import sys
from typing import Any

from autograder.probe import fakecupy

_real = False


def use_real() -> None:
    """Let `array_module` be what `import cupy` gives, from here on in this process: the device tier's jail says so."""
    global _real
    _real = True


def array_module() -> Any:
    """Return the module to pass as `xp`; `import cupy` gives the same one from here on."""
    if _real:
        import cupy

        return cupy
    xp = fakecupy.stand_in()
    sys.modules["cupy"] = xp
    return xp


def is_there(value: Any) -> bool:
    """Tell whether a value is an array on the device."""
    return isinstance(value, fakecupy.ndarray) or (_real and isinstance(value, array_module().ndarray))


def on_host(value: Any) -> Any:
    """Return a device array's numbers as a NumPy array, without counting a transfer; anything else as it is."""
    if isinstance(value, fakecupy.ndarray):
        return value._host
    return value.get() if is_there(value) else value


def transfers(xp: Any) -> fakecupy.Transfers | None:
    """Return the count of transfers, from zero; None on a real device, where nobody counts."""
    counted: fakecupy.Transfers | None = getattr(xp, "transfers", None) if not _real else None
    if counted is not None:
        counted.into = counted.out = 0
    return counted
