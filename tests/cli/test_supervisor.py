"""Children that die are revived, a killed supervisor leaves nothing behind, and a killed database comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from portal.db import embedded
from portal.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)", "portal.cli"]
SCRIPT = """
import sys
from pathlib import Path
from portal.supervisor import Supervisor
children = Supervisor({}, record=Path(sys.argv[1]), mend=lambda: None)
children.start([sys.executable, "-c", "import time; time.sleep(60)", "portal.cli"])
sys.exit(children.watch())
"""


def wait_for(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def recorded(record: Path) -> list[int]:
    text = record.read_text() if record.exists() else ""
    return [int(word) for word in text.strip("[]").split(",") if word.strip()]


def lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)


def supervised(record: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(record)])
    wait_for(lambda: bool(recorded(record)))
    return process


def test_a_child_that_dies_is_started_again_and_a_signal_ends_all(tmp_path: Path) -> None:
    record = tmp_path / "children.json"
    process = supervised(record)
    (first,) = recorded(record)

    os.kill(first, signal.SIGKILL)
    wait_for(lambda: recorded(record) not in ([], [first]))
    (second,) = recorded(record)
    process.send_signal(signal.SIGINT)

    assert process.wait(20) == 0
    assert not lives(second)
    assert not record.exists()


def test_the_next_supervisor_ends_what_a_killed_one_left(tmp_path: Path) -> None:
    record = tmp_path / "children.json"
    process = supervised(record)
    (orphan,) = recorded(record)
    process.kill()
    process.wait(20)
    assert lives(orphan)

    Supervisor({}, record=record, mend=lambda: None)

    wait_for(lambda: not lives(orphan))
    assert not record.exists()


def test_a_killed_database_comes_back_with_what_was_committed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    admin = embedded.start(home)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("create table kept as select 7 as number")
    os.kill(int((home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: not embedded.is_running(home))

    embedded.keep_running(home)

    with psycopg.connect(admin) as connection:
        assert connection.execute("select number from kept").fetchone() == (7,)
