"""The trusted side of the jail: starts zygotes and drives programs and notebooks in their forks."""

from autograder.sandbox.bubblewrap import bubblewrap_version, find_bubblewrap
from autograder.sandbox.environment import jail_environment
from autograder.sandbox.isolation import Isolation
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.subprocess_runner import SubprocessRunner
from autograder.sandbox.zygote import Zygote, detect_isolation

__all__ = [
    "MIB",
    "Isolation",
    "Limits",
    "SubprocessRunner",
    "Zygote",
    "bubblewrap_version",
    "detect_isolation",
    "find_bubblewrap",
    "jail_environment",
]
