"""What the zygote sees of a submission's processes through /proc: who belongs to it, their CPU time and memory."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """One process as /proc shows it: `cpu` in seconds with that of its reaped children."""

    pid: int
    parent: int
    cpu: float


def processes() -> dict[int, Process]:
    """Return all processes that /proc shows."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (process := _process(int(name))) is not None:
            found[process.pid] = process
    return found


def _process(pid: int) -> Process | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name in parentheses may itself hold parentheses and spaces.
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    if fields[0] in (b"Z", b"X"):
        return Process(pid, int(fields[1]), 0.0)
    return Process(pid, int(fields[1]), sum(int(x) for x in fields[11:15]) / _TICKS)


def tree(root: int) -> list[Process]:
    """Return the process `root` and all its descendants, parents first."""
    everyone = processes()
    members = [everyone[root]] if root in everyone else []
    for member in members:  # grows while it is walked
        members.extend(p for p in everyone.values() if p.parent == member.pid)
    return members


def find(root: int, inner: int) -> int | None:
    """Return the pid of the descendant of `root` that calls itself `inner`, in the innermost pid namespace."""
    for process in tree(root):
        if inner_pid(process.pid) == inner:
            return process.pid
    return None


def inner_pid(pid: int) -> int:
    """Return how the process `pid` calls itself, 0 if it is gone."""
    numbers = _status(pid).get(b"NSpid", b"").split()
    return int(numbers[-1]) if numbers else 0


def _status(pid: int) -> dict[bytes, bytes]:
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            return dict(line.partition(b":")[::2] for line in file.read().splitlines())
    except OSError:
        return {}


def over_memory(root: int, limit: int, mapped: int | None = None) -> int | None:
    """Return the pid of the largest process if the tree of `root` uses more than `limit` bytes, else None.

    With `mapped`, the bytes of address space that each process has from the zygote, memory that none shows is looked
    for, too. Resident memory without a file is quick to read but counts pages that forks share once each, so it only
    raises the alarm; the proportional size, which is exact and slow, decides.
    """
    members = tree(root)
    hidden = {} if mapped is None else _hidden(members, limit, mapped)
    if sum(_resident(p.pid) for p in members) + sum(hidden.values()) <= limit:
        return None
    sizes = {p.pid: _proportional(p.pid) + hidden.get(p.pid, 0) for p in members}
    return max(sizes, key=lambda pid: sizes[pid]) if sum(sizes.values()) > limit else None


def _hidden(members: list[Process], limit: int, mapped: int) -> dict[int, int]:
    """Return by process the shared memory that it has mapped and does not show as resident, each area once.

    Shared memory that was written stays when its pages are dropped from every process (`madvise`). Only looked for
    where the processes have mapped more than the limit, beyond the `mapped` bytes that each has from the zygote.
    """
    statuses = {p.pid: _status(p.pid) for p in members}
    if sum(max(0, _size(s, b"VmSize") - mapped) for s in statuses.values()) <= limit:
        return {}
    seen: set[bytes] = set()
    hidden: dict[int, int] = {}
    for pid, status in statuses.items():
        areas = {inode: size for inode, size in _shared_areas(pid).items() if inode not in seen}
        seen.update(areas)
        hidden[pid] = max(0, sum(areas.values()) - _size(status, b"RssShmem"))
    return hidden


def _shared_areas(pid: int) -> dict[bytes, int]:
    """Return the bytes of each shared memory without a file that a process has mapped, by its inode."""
    areas: dict[bytes, int] = {}
    try:
        with open(f"/proc/{pid}/maps", "rb") as file:
            for line in file:
                span, access, _, _, inode, *name = line.split()
                if access.endswith(b"s") and name[:1] == [b"/dev/zero"]:
                    start, end = (int(x, 16) for x in span.split(b"-"))
                    areas[inode] = areas.get(inode, 0) + end - start
    except OSError:
        pass  # gone
    return areas


def _size(status: dict[bytes, bytes], key: bytes) -> int:
    return int(status.get(key, b"0 kB").split()[0]) * 1024


def _resident(pid: int) -> int:
    status = _status(pid)
    return sum(_size(status, key) for key in (b"RssAnon", b"RssShmem"))


def _proportional(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            found = dict(line.partition(b":")[::2] for line in file)
        return sum(_size(found, key) for key in (b"Pss_Anon", b"Pss_Shmem"))
    except OSError:
        return _resident(pid)  # a process that made itself unreadable is counted in full


def cpu_seconds(root: int) -> float:
    """Return the CPU time of `root`, its descendants and those of them that have ended."""
    return sum(p.cpu for p in tree(root))


def kill_tree(root: int) -> None:
    """End `root` and its descendants. All are stopped first: a stopped process cannot fork away from its end."""
    seen: set[int] = set()
    while fresh := [p.pid for p in tree(root) if p.pid not in seen]:
        for pid in fresh:
            _signal(pid, signal.SIGSTOP)
        seen.update(fresh)
    for pid in seen:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
