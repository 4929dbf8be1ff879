"""A real PostgreSQL for the run, a database for each worker process, an organization for each test."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from _pytest.nodeid import coerce_node_id
from flask import Flask
from sqlalchemy import make_url

from portal.app import create_app
from portal.core import keys as key_file
from portal.core.config import Settings
from portal.core.keys import Keys
from portal.db import embedded, migrations
from portal.db.roles import DatabaseRole, url_for
from portal.worker import work
from tests.pages import Visitor
from tests.world import World, build_world

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")


@dataclass(frozen=True)
class Site:
    """One database with the application and settings that use it."""

    app: Flask
    settings: Settings
    base_url: str
    admin_url: str
    keys: Keys

    def drain(self, **changed: Any) -> None:
        """Run the jobs that are waiting, perhaps under changed settings.

        In a thread of its own: browser tests leave an event loop in this one.
        """
        settings = self.settings.model_copy(update=changed)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(work, settings, self.base_url, wait=False).result()

    @property
    def admin_url_of_database(self) -> str:
        """The server's administrator in this database: for arranging and inspecting only."""
        database = make_url(self.base_url).database
        return (
            make_url(self.admin_url)
            .set(drivername="postgresql+psycopg", database=database)
            .render_as_string(hide_password=False)
        )

    def url(self, role: DatabaseRole) -> str:
        return url_for(self.base_url, role)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-xdist 3.8 writes its groups where pytest 9.2 no longer reads them: hand them on."""
    for item in items:
        grouped = getattr(item, "_nodeid", None)
        if grouped is not None:
            item._id = coerce_node_id(grouped)


def server() -> str:
    """The administrator's URL of this run's server: the named one, or an embedded one."""
    named = os.environ.get("PORTAL_DATABASE_URL")
    if named:
        return named
    home = Path(tempfile.gettempdir()) / f"portal-tests-{RUN}"
    home.mkdir(exist_ok=True, mode=0o755)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        admin = embedded.start(home)
    with psycopg.connect(admin, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            # What a crash of the machine would lose is thrown away at the end anyway.
            connection.execute(f"alter system set {name} = off")
        connection.execute("select pg_reload_conf()")
    return admin


@pytest.fixture(scope="session")
def admin_url() -> str:
    return server()


@pytest.fixture(scope="session")
def new_database(admin_url: str) -> Iterator[Callable[[str], str]]:
    """Makes a migrated database and answers its base URL; all are dropped at the end."""
    made: list[str] = []

    def make(name: str) -> str:
        full = f"portal_test_{RUN[:8]}_{PROCESS}_{name}"
        made.append(full)
        base = embedded.create_database(admin_url, full)
        with (Path(tempfile.gettempdir()) / "portal-tests-roles.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # roles belong to the whole server
            migrations.migrate(url_for(base, DatabaseRole.OWNER))
        return base

    yield make
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for name in made:
            connection.execute(f'drop database if exists "{name}" with (force)')


def open_site(base: str, admin_url: str, home: Path) -> Site:
    """The application before one database, with costs that suit tests."""
    settings = Settings(
        mode="development",
        home=home,
        database_url=base,
        argon2_memory_kib=1024,
        gate_questions_per_day=1_000_000,
        answer_delay_min=0,
        answer_delay_max=0,
    )
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Visitor
    return Site(app, settings, base, admin_url, key_file.load(None, demo=True))


@pytest.fixture(scope="session")
def site(
    new_database: Callable[[str], str], admin_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    opened = open_site(new_database("site"), admin_url, tmp_path_factory.mktemp("home"))
    yield opened
    opened.app.extensions["portal.database"].engine.dispose()


@pytest.fixture
def world(site: Site) -> World:
    return build_world(site)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    """Nobody yet. Not as a context manager: its kept context would be shared with other browsers."""
    client = site.app.test_client()
    assert isinstance(client, Visitor)
    return client
