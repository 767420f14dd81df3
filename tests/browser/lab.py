"""JupyterLab servers for people who share one operating-system user: each has a home and a configuration."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
_SETTINGS = {
    # no question about news, every cell in the page, and no help that pops up over the code
    "labconfig/page_config.json": {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}},
    "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
    "lab/user-settings/@jupyterlab/completer-extension/manager.jupyterlab-settings": {"autoCompletion": False},
}


@dataclass(slots=True)
class Lab:
    """A running server and where it answers."""

    url: str
    token: str
    root: Path
    process: subprocess.Popen[bytes]
    log: Path

    def page(self, path: str) -> str:
        """The address of a page, with the token that opens it."""
        return f"{self.url}{path}?token={self.token}"

    def stop(self) -> None:
        """End the server and everything that it started (kernels stand in sessions of their own)."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for child in family:
            if child.is_running():
                child.kill()


def start_lab(home: Path, root: Path, user: str, nbgrader_config: str) -> Lab:
    """Start JupyterLab in `root` for `user`; nbgrader takes its user name from the environment."""
    config = home / ".jupyter"
    for name, content in _SETTINGS.items():
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(json.dumps(content))
    (config / "nbgrader_config.py").write_text(f"c = get_config()\n{nbgrader_config}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(sys.executable).parent
    environment = {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8", "HOME": str(home), "USER": user,
        "LOGNAME": user, "JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(config / "lab/user-settings"),
        **{name: value for name, value in os.environ.items() if name.startswith("OPENBLAS")},
    }  # fmt: skip
    token, log = secrets.token_hex(16), home / "lab.log"
    command = [
        str(folder / "jupyter-lab"), "--no-browser", "--allow-root", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={token}",
    ]  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=out, stderr=out, start_new_session=True)
    return Lab(f"http://127.0.0.1:{port}", token, root, process, log)


def wait_for(lab: Lab, seconds: float = 60.0) -> Lab:
    """Return once the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert lab.process.poll() is None, lab.log.read_text()
        try:
            with urllib.request.urlopen(lab.page("/api/status"), timeout=5) as reply:
                assert reply.status == 200
                return lab
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start in {seconds} s:\n{lab.log.read_text()}")
