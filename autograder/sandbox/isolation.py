"""The named levels of isolation, and what to do where none can be had."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from autograder.errors import IsolationError


class Isolation(StrEnum):
    """What stands between a submission and the machine, from strongest to none."""

    #: user, pid, mount, ipc, net and uts namespaces per submission, fresh /proc and /tmp, seccomp, no capabilities
    FULL = "full"
    #: the same with an empty /proc, where the kernel refuses a fresh one (`bash <(...)` and /dev/fd do not work)
    WITHOUT_PROC = "without-proc"
    #: a process with resource limits only: student code can read and write what the grader can
    NONE = "none"


def remarks_on(level: Isolation) -> tuple[str, ...]:
    """Return what an instructor should know about a level, with its remedy."""
    match level:
        case Isolation.FULL:
            return ()
        case Isolation.WITHOUT_PROC:
            return (
                "/proc is empty inside the jail, because this machine covers parts of its own: `bash <(...)` and "
                "/dev/fd do not work there. Isolation is not weaker. Run the grader as an ordinary user, or start "
                "the container with `--security-opt systempaths=unconfined`, to have a fresh /proc.",
            )
        case Isolation.NONE:
            return (
                "student code is NOT isolated: it can read and write everything that you can, the answers and the "
                "gradebook included. Use a Linux machine or container with bubblewrap.",
            )


def refused(what: str) -> IsolationError:
    """Return the error for namespaces that could not be had, with the likeliest remedy on this machine."""
    return IsolationError(f"student code cannot be isolated here ({what.strip()})", remedy=_remedy())


def _remedy() -> str:
    if _sysctl("kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor forbids user namespaces (the default of Ubuntu 24.04): run "
            "`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or install the distribution's bubblewrap "
            "package with its AppArmor profile"
        )
    if _sysctl("user/max_user_namespaces") == "0":
        return "user namespaces are switched off: run `sudo sysctl -w user.max_user_namespaces=15000`"
    if _sysctl("kernel/unprivileged_userns_clone") == "0":
        return "user namespaces are switched off: run `sudo sysctl -w kernel.unprivileged_userns_clone=1`"
    if _in_container():
        return (
            "this looks like a container whose seccomp profile forbids namespaces: start it with "
            "`--security-opt seccomp=unconfined --security-opt apparmor=unconfined` (Docker), or grade on the host"
        )
    return (
        "grade on a Linux machine where `bwrap --unshare-all --ro-bind / / true` works; `autograder doctor` says more"
    )


def _sysctl(name: str) -> str:
    try:
        return Path("/proc/sys", name).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _in_container() -> bool:
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()
