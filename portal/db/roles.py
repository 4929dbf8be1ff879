"""The roles that the portal's processes sign in to PostgreSQL as, and the URL of each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sqlalchemy import URL, make_url


class DatabaseRole(StrEnum):
    OWNER = "portal_owner"
    WEB = "portal_web"
    WORKER = "portal_worker"
    STEWARD = "portal_steward"
    BACKUP = "portal_backup"


def url_for(base: str, role: DatabaseRole, passwords: Path | None = None) -> str:
    """The base URL with this role's name, and its password where a folder of them is named."""
    url: URL = make_url(base).set(drivername="postgresql+psycopg", username=role)
    file = passwords / role if passwords else None
    if file is not None and file.exists():
        url = url.set(password=file.read_text().strip())
    return url.render_as_string(hide_password=False)


def conninfo(url: str) -> str:
    """The same URL in libpq's form, for psycopg and the job queue."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
