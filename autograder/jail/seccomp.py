"""The deny list of system calls for a submission, as a BPF program built by hand (no library needed).

What is denied answers EPERM, except `clone3`, which answers ENOSYS so that glibc falls back to `clone`, whose flags
can be looked at. Sockets other than AF_UNIX are refused, and pairs of them; there is no network namespace with an
interface anyway, but asking for a family makes the kernel load its module.
"""

from __future__ import annotations

import errno
import struct
from dataclasses import dataclass

_LOAD, _JEQ, _JGE, _JSET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_ERRNO = 0x00050000
_NUMBER, _ARCH, _ARG0, _ARG1 = 0, 4, 16, 24

_NAMESPACE_FLAGS = 0x7E020080 | 0x02000000  # CLONE_NEW{USER,PID,NET,IPC,UTS,NS,TIME,CGROUP}
_AF_UNIX = 1
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C


@dataclass(frozen=True, slots=True)
class _Arch:
    audit: int
    clone: int
    clone3: int
    sockets: tuple[int, int]
    ioctl: int
    denied: tuple[int, ...]


_X86_64 = _Arch(
    audit=0xC000003E,
    clone=56,
    clone3=435,
    sockets=(41, 53),
    ioctl=16,
    denied=(
        101,  # ptrace
        103,  # syslog
        134, 135, 136, 139,  # uselib, personality, ustat, sysfs
        153, 155, 156, 161,  # vhangup, pivot_root, _sysctl, chroot
        163, 165, 166, 167, 168, 169,  # acct, mount, umount2, swapon, swapoff, reboot
        170, 171, 172, 173,  # sethostname, setdomainname, iopl, ioperm
        175, 176, 246, 313, 320,  # init_module, delete_module, kexec_load, finit_module, kexec_file_load
        179, 180,  # quotactl, nfsservctl
        212, 248, 249, 250,  # lookup_dcookie, add_key, request_key, keyctl
        272, 308,  # unshare, setns
        298, 321, 323,  # perf_event_open, bpf, userfaultfd
        303, 304,  # name_to_handle_at, open_by_handle_at
        310, 311, 312,  # process_vm_readv, process_vm_writev, kcmp
        300, 301,  # fanotify_init, fanotify_mark
        425, 426, 427,  # io_uring_*
        428, 429, 430, 431, 432, 433, 442,  # open_tree, move_mount, fs*, mount_setattr
        438, 440, 448,  # pidfd_getfd, process_madvise, process_mrelease
        444, 445, 446,  # landlock_*
        227, 305, 159,  # clock_settime, clock_adjtime, adjtimex
        206, 253, 294,  # io_setup, inotify_init*: what all programs of a machine, or of a user, share few of
        319, 447, 29, 64, 68,  # memfd_create, memfd_secret, shmget, semget, msgget: memory that no process shows
    ),
)  # fmt: skip

_AARCH64 = _Arch(
    audit=0xC00000B7,
    clone=220,
    clone3=435,
    sockets=(198, 199),
    ioctl=29,
    denied=(
        117, 116, 92, 58, 41, 51,  # ptrace, syslog, personality, vhangup, pivot_root, chroot
        89, 40, 39, 224, 225, 142,  # acct, mount, umount2, swapon, swapoff, reboot
        161, 162, 105, 106, 104, 273, 294,  # set*name, *_module, kexec_*
        60, 42, 18, 217, 218, 219,  # quotactl, nfsservctl, lookup_dcookie, keys
        97, 268, 241, 280, 282,  # unshare, setns, perf_event_open, bpf, userfaultfd
        264, 265, 270, 271, 272, 262, 263,  # *_handle*, process_vm_*, kcmp, fanotify_*
        425, 426, 427, 428, 429, 430, 431, 432, 433, 442,
        438, 440, 448, 444, 445, 446, 112, 266, 171,
        0, 26,  # io_setup, inotify_init1
        279, 447, 194, 190, 186,  # memfd_create, memfd_secret, shmget, semget, msgget
    ),
)  # fmt: skip

_ARCHES = {"x86_64": _X86_64, "aarch64": _AARCH64}


def _op(code: int, k: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, k & 0xFFFFFFFF)


def _refuse(number: int) -> bytes:
    return _op(_RETURN, _ERRNO | number)


def deny_list(machine: str) -> bytes:
    """Return the BPF program for a machine ("x86_64" or "aarch64")."""
    arch = _ARCHES[machine]
    eperm, enosys = _refuse(errno.EPERM), _refuse(errno.ENOSYS)
    program = [
        _op(_LOAD, _ARCH),
        _op(_JEQ, arch.audit, 1, 0),
        _op(_RETURN, _KILL),  # 32-bit system calls have other numbers
        _op(_LOAD, _NUMBER),
        # bit 30 marks x32's table on x86-64
        *(_op(_JGE, 0x40000000, 0, 1), eperm),
        *(_op(_JEQ, arch.clone3, 0, 1), enosys),
    ]
    for number in arch.denied:
        program += [_op(_JEQ, number, 0, 1), eperm]
    program += [
        *(_op(_JEQ, arch.clone, 0, 4), _op(_LOAD, _ARG0), _op(_JSET, _NAMESPACE_FLAGS, 0, 1), eperm),
        _op(_RETURN, _ALLOW),
        *(_op(_JEQ, arch.sockets[0], 1, 0), _op(_JEQ, arch.sockets[1], 0, 4)),
        *(_op(_LOAD, _ARG0), _op(_JEQ, _AF_UNIX, 1, 0), eperm),
        _op(_RETURN, _ALLOW),
        *(_op(_JEQ, arch.ioctl, 0, 5), _op(_LOAD, _ARG1)),
        *(_op(_JEQ, _TIOCSTI, 2, 0), _op(_JEQ, _TIOCLINUX, 1, 0), _op(_RETURN, _ALLOW), eperm),
        _op(_RETURN, _ALLOW),
    ]
    return b"".join(program)
