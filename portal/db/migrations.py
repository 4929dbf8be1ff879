"""Bring a database to a revision, and say whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

FOLDER: Final = Path(__file__).parents[2] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def migrate(owner_url: str, revision: str = "head") -> None:
    """Upgrade as the owner role, in one transaction."""
    _run(owner_url, lambda config: command.upgrade(config, revision))


def step_back(owner_url: str, revision: str) -> None:
    """Downgrade as the owner role, in one transaction."""
    _run(owner_url, lambda config: command.downgrade(config, revision))


def newest() -> str:
    """The revision that this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _run(owner_url: str, change: Callable[[Config], None]) -> None:
    config = _config()
    engine = create_engine(owner_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(4711)"))
            config.attributes["connection"] = connection
            change(config)
    finally:
        engine.dispose()
