"""The walls: what the zygote does once (`settle`), and what each submission does after its fork (`enter`)."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.jail import linux
from autograder.jail.seccomp import deny_list


@dataclass(frozen=True, slots=True)
class Walls:
    """How a submission is to be confined; `namespaces` False means no walls at all (isolation "none")."""

    namespaces: bool
    memory: int
    processes: int
    file_size: int
    tmp_size: int
    #: address space may not be limited where CUDA maps terabytes of it
    bound_address_space: bool = True


def settle(uid: int | None) -> None:
    """Make the zygote an ordinary user without any privilege; `uid` is who to become when started as root.

    Root's bubblewrap covers parts of /proc, and the kernel lets nobody mount a fresh /proc below a covered one. So
    root mounts an uncovered one first; where even that is refused, submissions get an empty /proc.
    """
    if uid is not None:
        with contextlib.suppress(OSError):
            linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
        linux.drop_capability_bounds()
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    # Nobody may read the zygote's memory or write its oom_score_adj, not even a process of the same user.
    linux.prctl(linux.PR_SET_DUMPABLE, 0)


def enter(walls: Walls, uid: int, gid: int) -> str:
    """Confine this process, the first of its namespaces, for good; return "full" or "without-proc".

    Raises:
        OSError: a wall could not be built; the caller must end the process.
    """
    linux.prctl(linux.PR_SET_DUMPABLE, 1)  # else /proc/self belongs to root and the maps cannot be written
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()
    level = _mounts(walls)
    limit_resources(walls)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.drop_capability_bounds()
    linux.drop_capabilities()
    linux.install_filter(deny_list(linux.MACHINE))
    return level


def _mounts(walls: Walls) -> str:
    safe = linux.MS_NOSUID | linux.MS_NODEV
    kept = _python_below_tmp()
    linux.mount("tmpfs", "/tmp", "tmpfs", safe, f"size={walls.tmp_size},nr_inodes=16384,mode=1777")  # noqa: S108
    _bring_back(kept)
    linux.mount("tmpfs", "/dev/shm", "tmpfs", safe, f"size={walls.tmp_size // 4},nr_inodes=4096,mode=1777")  # noqa: S108
    # An instance of its own: otherwise a submission sees the terminals of another one's `!command`.
    linux.mount("devpts", "/dev/pts", "devpts", linux.MS_NOSUID | linux.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")
    try:
        linux.mount("proc", "/proc", "proc", safe | linux.MS_NOEXEC)
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
    except OSError:
        linux.mount("tmpfs", "/proc", "tmpfs", safe, "size=4096,nr_inodes=8,mode=555")
        return "without-proc"
    return "full"


def _python_below_tmp() -> list[tuple[int, Path]]:
    """Return the parts of an interpreter that is installed below /tmp, which the fresh /tmp would hide, held open."""
    prefixes = {Path(p) for p in (sys.prefix, sys.base_prefix) if p.startswith("/tmp/")}  # noqa: S108
    parts = [part for prefix in sorted(prefixes) for part in sorted(prefix.iterdir())]
    return [(os.open(part, os.O_PATH | os.O_CLOEXEC), part) for part in parts]


def _bring_back(kept: list[tuple[int, Path]]) -> None:
    """Bind what was held open at its old place; it stays read-only, as bubblewrap mounted it."""
    for descriptor, part in kept:
        if part.suffix == ".cfg":
            part.parent.mkdir(parents=True, exist_ok=True)
            part.touch()
        else:
            part.mkdir(parents=True, exist_ok=True)
        linux.mount(f"/proc/self/fd/{descriptor}", str(part), "", linux.MS_BIND | linux.MS_REC)
        os.close(descriptor)


def limit_resources(walls: Walls) -> None:
    """Set this process's resource limits, inherited by everything that it starts."""
    hard = {
        resource.RLIMIT_NPROC: walls.processes,
        resource.RLIMIT_FSIZE: walls.file_size,
        resource.RLIMIT_CORE: 0,
        # each socket holds some hundred kilobytes that count as no process's memory
        resource.RLIMIT_NOFILE: 256,
    }
    # Linux has these: what a user's processes share, and what some machines let their users have
    for name in ("RLIMIT_MSGQUEUE", "RLIMIT_RTPRIO"):
        if hasattr(resource, name):
            hard[getattr(resource, name)] = 0
    if not walls.namespaces:
        del hard[resource.RLIMIT_NPROC]  # would count all processes of the instructor
    if walls.bound_address_space:
        # Libraries and the zygote's own heap are mapped already and are not the submission's.
        hard[resource.RLIMIT_AS] = mapped() + walls.memory
    for kind, value in hard.items():
        _, ceiling = resource.getrlimit(kind)
        bound = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(kind, (bound, bound))


_page_size = os.sysconf("SC_PAGE_SIZE")
_zygote_pages = 0


def note_mapped() -> None:
    """Remember, in the zygote, how much address space it has mapped: /proc may be gone in a submission."""
    global _zygote_pages
    try:
        _zygote_pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # not Linux
        _zygote_pages = 1 << 20


def mapped() -> int:
    """Return the bytes of address space that the zygote had mapped when `note_mapped` looked."""
    return _zygote_pages * _page_size
