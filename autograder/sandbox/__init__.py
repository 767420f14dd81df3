"""The trusted side of the jail: starts zygotes and drives programs and notebooks in their forks."""

from autograder.sandbox.bubblewrap import bubblewrap_version, find_bubblewrap
from autograder.sandbox.device import (
    Device,
    DeviceRun,
    find_device,
    has_cupy,
    open_device_zygote,
    run_on_device,
)
from autograder.sandbox.environment import jail_environment
from autograder.sandbox.isolation import Isolation
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.opening import Opening
from autograder.sandbox.subprocess_runner import SubprocessRunner
from autograder.sandbox.zygote import Zygote, detect_isolation

__all__ = [
    "MIB",
    "Device",
    "DeviceRun",
    "Isolation",
    "Limits",
    "Opening",
    "SubprocessRunner",
    "Zygote",
    "bubblewrap_version",
    "detect_isolation",
    "find_bubblewrap",
    "find_device",
    "has_cupy",
    "jail_environment",
    "open_device_zygote",
    "run_on_device",
]
