"""The few Linux system calls that the standard library lacks, through ctypes."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
NEW_ALL = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS

MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_SLAVE = 2, 4, 8, 0x1000, 0x4000, 1 << 19

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 4, 22, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38

_SYS_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

_HUGE, _MADV_COLLAPSE = 2 << 20, 25

#: the processor's name as in the system call tables above, "" where there is no table
MACHINE = os.uname().machine if sys.platform == "linux" and os.uname().machine in _SYS_CLONE else ""

# PyDLL keeps the interpreter's lock during the call: no other thread may run between a fork and its clean-up.
_libc = ctypes.PyDLL(None, use_errno=True)


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def clone_process(flags: int) -> int:
    """Fork with new namespaces in a single call; return the child's pid, and 0 in the child.

    One `clone` instead of `fork` + `unshare` + `fork` saves 7 ms and a reaper process.

    Raises:
        OSError: the kernel refuses the namespaces.
    """
    ctypes.pythonapi.PyOS_BeforeFork()
    pid = int(_libc.syscall(_SYS_CLONE[MACHINE], ctypes.c_long(flags | signal.SIGCHLD), 0, 0, 0, 0))
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
    else:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
    return _check(pid, "clone")


def mount(source: str, target: str, kind: str, flags: int = 0, options: str = "") -> None:
    """Mount a file system.

    Raises:
        OSError: the kernel refuses.
    """
    result = _libc.mount(
        source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode() or None
    )
    _check(int(result), f"mount {target}")


def prctl(option: int, value: int = 0, pointer: ctypes.c_void_p | None = None) -> None:
    """Change an attribute of this process.

    Raises:
        OSError: the kernel refuses.
    """
    result = _libc.prctl(
        option, ctypes.c_ulong(value), pointer or ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)
    )
    _check(int(result), f"prctl {option}")


def die_with(parent: int) -> None:
    """Let the kernel end this process when `parent`, which started it, ends; does nothing elsewhere than on Linux."""
    if sys.platform == "linux":
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def gather_memory() -> int:
    """Put this process's private memory into huge pages where the kernel can; return how many there are then.

    A fork copies one entry for each instead of 512, and its end takes one apart; what a fork writes is still copied
    in pages of 4 KiB.
    """
    gathered = 0
    with open("/proc/self/maps", encoding="ascii", errors="replace") as file:
        areas = [line.split() for line in file]
    for span, access, *rest in areas:
        if not access.startswith("rw-p") or (len(rest) > 3 and rest[3] != "[heap]"):
            continue
        first, last = (int(end, 16) for end in span.split("-"))
        for start in range(-(-first // _HUGE) * _HUGE, last // _HUGE * _HUGE, _HUGE):
            gathered += _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(_HUGE), _MADV_COLLAPSE) == 0
    return gathered


def drop_capability_bounds() -> None:
    """Make every capability unobtainable for this process and its children; needs CAP_SETPCAP."""
    for capability in range(_LAST_CAPABILITY + 1):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            return  # beyond the kernel's last one, or not permitted: then there is nothing to bound


def drop_capabilities() -> None:
    """Give up all capabilities of this process, for good.

    Raises:
        OSError: the kernel refuses.
    """
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITY_VERSION_3, 0))
    sets = ctypes.create_string_buffer(24)
    _check(int(_libc.syscall(_CAPSET[MACHINE], header, sets)), "capset")


def install_filter(program: bytes) -> None:
    """Install a seccomp filter (an array of BPF instructions, 8 bytes each); needs no_new_privs.

    Raises:
        OSError: the kernel refuses.
    """
    code = ctypes.create_string_buffer(program, len(program))
    fprog = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    prctl(PR_SET_SECCOMP, 2, ctypes.c_void_p(ctypes.addressof(fprog)))
