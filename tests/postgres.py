"""A real PostgreSQL server in a temporary folder, for the tests of the gradebook; it runs as an ordinary user."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psutil
import psycopg2

#: who runs the server when the tests run as root, which PostgreSQL refuses to do
_USER = "nobody"
_SECONDS = 60


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, or None; Debian keeps it off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Postgres:
    """A server that listens on a socket in its own folder and nowhere else.

    `stop` and `start` make it go away and come back with its data; `kill` ends it as the power would.
    """

    def __init__(self, bin_folder: Path) -> None:
        self._bin = bin_folder
        # not pytest's tmp_path: the server's user may not enter it
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._who: dict[str, object] = {}
        if os.getuid() == 0:
            about = pwd.getpwnam(_USER)
            os.chown(self.folder, about.pw_uid, about.pw_gid)
            self._who = {"user": about.pw_uid, "group": about.pw_gid, "extra_groups": []}
        self._run("initdb", "--no-sync", "--auth=trust", "--username=grader", "--encoding=UTF8", "--locale=C")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        # without fsync a killed process still loses nothing, only a machine without power would
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", f"--options={options}")

    def stop(self) -> None:
        """Stop the server, ending open connections."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def kill(self) -> None:
        """End the server and all its processes with SIGKILL; `start` then has to recover."""
        first = psutil.Process(int((self.folder / "data/postmaster.pid").read_text().split()[0]))
        everyone = [first, *first.children(recursive=True)]
        for process in everyone:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        _, alive = psutil.wait_procs(everyone, timeout=_SECONDS)
        assert alive == []

    def create(self, name: str) -> str:
        """Create an empty database and return its URL, as nbgrader's `CourseDirectory.db_url` takes it."""
        connection = psycopg2.connect(host=str(self.folder), user="grader", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
        finally:
            connection.close()
        return self.url(name)

    def url(self, name: str) -> str:
        """Return the URL of a database of this server."""
        return f"postgresql+psycopg2://grader@/{name}?host={self.folder}"

    def close(self) -> None:
        """Stop the server if it runs, and remove its folder."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate", check=False)
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(self._bin / program), f"--pgdata={self.folder}/data", *arguments]
        # the output goes to a file: a pipe would stay open as long as the server lives
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command,
                stdout=said,
                stderr=said,
                cwd="/",
                timeout=_SECONDS,
                check=False,
                **self._who,  # type: ignore[call-overload]
            )
            said.seek(0)
            assert not check or done.returncode == 0, f"{command}: {said.read()}"
