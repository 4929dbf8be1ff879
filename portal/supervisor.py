"""Run the web server and the worker as children, revive what dies, and stop all together."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import psutil

ROOT = Path(__file__).parents[1]
PATIENCE = 10.0
MINUTE = 60.0
MOST_RESTARTS = 5


class Supervisor:
    """Starts children in sessions of their own, so that one Ctrl-C is handled once, here.

    A child that dies is started again; `mend` is called now and then to look after what is not a
    child (the database).
    """

    def __init__(
        self, environment: dict[str, str], *, record: Path, mend: Callable[[], object]
    ) -> None:
        """`record` is a file that remembers the children, in case this process is killed."""
        self._environment = os.environ | environment
        self._record = record
        self._mend = mend
        self._children: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}
        self._restarts: list[float] = []
        self._stopping = False
        end_leftovers(record)

    def start(self, command: Sequence[str]) -> None:
        """Start one child in the project's folder."""
        self._children[tuple(command)] = subprocess.Popen(  # noqa: S603  # our own commands
            command, cwd=ROOT, env=self._environment, start_new_session=True
        )
        self._record.write_text(json.dumps([child.pid for child in self._children.values()]))

    def watch(self) -> int:
        """Wait for a signal, reviving whatever dies; the exit status."""
        for wanted in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wanted, self._stop)
        try:
            while not self._stopping and self._revive():
                time.sleep(0.5)
                self._mend()
        finally:
            failed = not self._stopping
            self.stop()
        return 1 if failed else 0

    def stop(self) -> None:
        """Ask every child to end, and end it after ten seconds."""
        for child in self._children.values():
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            end_group(child.pid)
            child.wait()
        self._record.unlink(missing_ok=True)

    def _revive(self) -> bool:
        """Start dead children again; False when they die faster than five times a minute."""
        dead = [command for command, child in self._children.items() if child.poll() is not None]
        now = time.monotonic()
        self._restarts = [moment for moment in self._restarts if now - moment < MINUTE]
        self._restarts += [now] * len(dead)
        if len(self._restarts) > MOST_RESTARTS:
            return False
        for command in dead:
            end_group(self._children[command].pid)  # what it had started itself
            self.start(command)
        return True

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True


def end_group(leader: int) -> None:
    """Kill whatever still lives of a child's process group: its own children hold the port too."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def end_leftovers(record: Path) -> None:
    """End the children of a supervisor that was killed."""
    if not record.exists():
        return
    leaders = set(json.loads(record.read_text() or "[]"))
    for process in psutil.process_iter(["pid", "cmdline"]):
        ours = {"granian", "portal.cli"} & set(process.info["cmdline"] or ())
        with suppress(ProcessLookupError, psutil.Error):
            if ours and os.getpgid(process.pid) in leaders:
                process.kill()
    record.unlink(missing_ok=True)


def web_command(port: int, *, host: str = "127.0.0.1", workers: int = 1) -> list[str]:
    """Granian serving `wsgi:app`."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port)]
    options += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    return [sys.executable, "-m", "granian", *options, "wsgi:app"]


def worker_command() -> list[str]:
    """The job worker."""
    return [sys.executable, "-m", "portal.cli", "worker"]


def wait_until_ready(url: str, seconds: float = 60.0) -> bool:
    """Ask `/readyz` until it answers 200."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"{url}/readyz", timeout=5) as reply,  # noqa: S310  # our own
        ):
            if reply.status == 200:
                return True
        time.sleep(0.2)
    return False
