"""What this machine has of what the portal can use, and how to get the rest."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import psycopg
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from portal.core import keys as key_file
from portal.core import pango
from portal.core.config import Settings
from portal.db import migrations
from portal.db.roles import DatabaseRole, conninfo, url_for
from portal.outside import files

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    found: str
    help: str = ""
    needed: bool = True

    @property
    def missing(self) -> bool:
        return not self.found


@dataclass(frozen=True, slots=True)
class Findings:
    rows: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Nothing that is needed is missing."""
        return not any(row.missing and row.needed for row in self.rows)

    @property
    def table(self) -> Table:
        """For the console."""
        shown = Table("What", "Found", "How to get it")
        for row in self.rows:
            mark = row.found or (
                "[bold red]missing[/]" if row.needed else "[yellow]missing (optional)[/]"
            )
            shown.add_row(row.what, mark, row.help if row.missing else "")
        return shown


def look(settings: Settings) -> Findings:
    """Look at Python, packages, database, keys, files, mail and browser."""
    return Findings(
        (
            Finding(
                "Python 3.11 or later",
                sys.version.split()[0] if sys.version_info >= (3, 11) else "",
            ),
            Finding("Packages", _packages(), "make setup"),
            Finding(
                "Database",
                _database(settings),
                "PORTAL_DATABASE_URL, or nothing for the embedded one",
            ),
            Finding("Keys", _keys(settings), "portal keys FOLDER, then PORTAL_KEYS_FILE"),
            Finding(
                "Files", _files(settings), "PORTAL_FILES_URL=s3://bucket?endpoint=..., or nothing"
            ),
            Finding("Mail", _mail(settings), "PORTAL_MAIL_URL=smtp://host:port", needed=False),
            Finding(
                "PDF files (pango)",
                "" if pango.missing() else "WeasyPrint's libraries",
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
                needed=False,
            ),
            Finding(
                "Chromium (browser tests)",
                next((found for name in BROWSERS if (found := shutil.which(name))), ""),
                "make browser",
                needed=False,
            ),
        )
    )


def _packages() -> str:
    try:
        return f"flask {version('flask')}, sqlalchemy {version('sqlalchemy')}"
    except PackageNotFoundError:
        return ""


def _database(settings: Settings) -> str:
    if settings.database_url is None:
        started = (settings.home / "postgres" / "PG_VERSION").exists()
        return f"embedded under {settings.home}" + ("" if started else " (made at first start)")
    url = url_for(settings.database_url, DatabaseRole.WEB, settings.database_password_dir)
    try:
        with psycopg.connect(conninfo(url), connect_timeout=5) as connection:
            row = connection.execute("select version_num from alembic_version").fetchone()
    except (psycopg.Error, SQLAlchemyError):
        return ""
    at = row[0] if row else "nothing"
    return f"at revision {at}" if at == migrations.newest() else ""


def _keys(settings: Settings) -> str:
    try:
        found = key_file.load(settings.keys_file, demo=settings.mode != "production")
        if settings.mode == "production":
            key_file.refuse_defaults(found)
    except key_file.MissingKeys:
        return ""
    return str(settings.keys_file or f"those of {settings.mode} mode")


def _files(settings: Settings) -> str:
    """The store, if something can be put there, got back and deleted again."""
    name, content = files.fresh_name(), b"portal doctor"
    try:
        store = files.store(settings)
        store.put(name, content)
        whole = store.get(name) == content
        store.delete(name)
    except (files.Missing, files.Unreachable, OSError, ValueError):
        return ""
    where = settings.files_url.partition("?")[0] if settings.files_url else settings.home / "files"
    return str(where) if whole else ""


def _mail(settings: Settings) -> str:
    if settings.mail_url:
        return settings.mail_url.rpartition("@")[2]
    return f"files in {settings.outbox}" if settings.mode != "production" else ""
