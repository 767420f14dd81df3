"""Programs on a real GPU, in a jail that has its nodes: which device there is, and runs of exercises on it.

No zygote ever imports CuPy: CUDA, once touched, does not survive a fork. So CuPy is first imported in the fork, and
there the probes run in the very process that ran the cells, which may have touched CUDA as well.
"""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import DeviceError
from autograder.model.observation import Observation, Observations, Raised, Returned
from autograder.model.program import Family, NotebookJob, Program
from autograder.sandbox.isolation import Isolation
from autograder.sandbox.limits import Limits
from autograder.sandbox.link import Link
from autograder.sandbox.notebook import NotebookDriver, Snapshot
from autograder.sandbox.outputs import CellOutputs
from autograder.sandbox.session import Ask
from autograder.sandbox.zygote import Zygote

#: CPU seconds for importing CuPy, the first CUDA context, and compiling one kernel
LOOK_SECONDS = 60.0
_LOOK = """
def look(ns):
    import cupy
    if not cupy.cuda.is_available():
        return [cupy.__version__, None, 0.0]
    name = cupy.cuda.runtime.getDeviceProperties(0)["name"]
    return [cupy.__version__, name.decode() if isinstance(name, bytes) else str(name), float(cupy.arange(4.0).sum())]
"""
_DOCS = "see docs/gpu.md"


@dataclass(frozen=True, slots=True)
class Device:
    """A GPU that CuPy can use inside the jail."""

    name: str
    #: CuPy's version
    cupy: str


@dataclass(frozen=True, slots=True)
class DeviceRun:
    """What came back from a device, and the wall seconds of each family."""

    seen: Observations
    seconds: dict[str, float]


def has_cupy(packages: Path | None) -> bool:
    """Tell whether CuPy is installed, which says nothing of a device; without it none need be sought."""
    return (packages / "cupy").is_dir() if packages is not None else importlib.util.find_spec("cupy") is not None


def find_device(isolation: Isolation | None = None, packages: Path | None = None) -> Device:
    """Compute something with CuPy on a device, inside the jail, and say which one it was.

    Raises:
        DeviceError: there is none, or it does not work there.
        GraderError: the jail itself does not start.
    """
    if not has_cupy(packages):
        where = f" in {packages}" if packages is not None else ""
        raise DeviceError(
            f"CuPy is not installed{where}, so no GPU can be used",
            remedy=f"install `notebook-autograder[gpu]` on a machine with an NVIDIA GPU; {_DOCS}",
        )
    with Zygote.start(isolation=isolation, gpu=True, packages=packages, warm=False) as zygote:
        family = Family("look", "look", ({},), seconds=LOOK_SECONDS)
        seen = zygote.run_code("", Program("device", _LOOK, (family,)))["look"][0]
    return _device(seen)


def _device(seen: Observation) -> Device:
    match seen.outcome:
        case Returned([str() as version, str() as name, 6.0]):
            return Device(name, version)
        case Returned([str() as version, None, _]):
            raise DeviceError(
                f"CuPy {version} is installed, but finds no CUDA device in the jail",
                remedy=f"check that `nvidia-smi` lists one; {_DOCS}",
            )
        case Raised(types, message):
            raise DeviceError(
                f"CuPy does not work in the jail ({types[0]}: {message[:300]})",
                remedy=f"check `nvidia-smi`, whether CuPy suits the driver, and who may read its folder; {_DOCS}",
            )
        case other:
            raise DeviceError(
                f"a first computation on the device gave {str(other)[:200]}",
                remedy=f"check `nvidia-smi` and `dmesg`; {_DOCS}",
            )


def open_device_zygote(
    needs: Sequence[str], isolation: Isolation | None, packages: Path | None, limits: Limits | None = None
) -> Zygote:
    """Start a zygote whose forks see the device nodes; itself it imports no CuPy.

    Raises:
        GraderError: it does not start.
    """
    present = [n for n in needs if n.split(".")[0] != "cupy" and importlib.util.find_spec(n) is not None]
    return Zygote.start(present, isolation, limits, gpu=True, packages=packages)


def run_on_device(zygote: Zygote, job: NotebookJob) -> DeviceRun:
    """Run a job of one exercise, whose grade cell is the last one, with CuPy as the array module of its probes.

    Raises:
        SandboxError: the zygote is broken.
    """
    driver = _DeviceDriver(zygote, job)
    run = driver.run()
    ((_, seen),) = run.graded.items()
    return DeviceRun(seen, driver.spent)


class _DeviceDriver(NotebookDriver):
    """A job whose programs run in the notebook's own process."""

    spent: dict[str, float] = {}

    def _snapshot(self, link: Link, ask: Ask, exercise: str, position: int, outputs: CellOutputs) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            reply: Any = self._exchange(link, {"do": "serve"}, theirs)
        if reply is not None and reply.get("is") == "serving":
            # 0 is the whole submission for the zygote
            self._snapshots[exercise] = Snapshot(Link(ours), ask, 0, self._deadline)
            return
        ours.close()
        if position not in self._killed:
            raise self._killed_by(EOFError(), ask, position, outputs)

    def _collect(self, link: Link) -> None:
        """Keep no files: those of the ordinary run count."""

    def _on_snapshot(self, program: Program) -> Observations:
        held = self._snapshots.get(program.exercise)
        seen = super()._on_snapshot(program)
        self.spent = dict(held.session.spent) if held is not None else {}
        return seen
