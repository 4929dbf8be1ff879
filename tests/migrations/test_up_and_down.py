"""Each migration goes down and up again on a filled database, and leaves the walls as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, make_url, text

from portal.app import create_app
from portal.db import migrations
from portal.db.base import Base
from portal.db.roles import DatabaseRole
from tests.conftest import Site
from tests.db import catalogue
from tests.db.rows import fill
from tests.world import build_world

REVISIONS = [
    script.revision
    for script in ScriptDirectory(str(migrations.FOLDER)).walk_revisions("base", "heads")
]
"""The newest first."""


@pytest.fixture
def filled(site: Site, new_database: Callable[[str], str]) -> Iterator[Site]:
    """A database of its own with a world and a row in every table."""
    base = new_database("migrations")
    app = create_app(site.settings.model_copy(update={"database_url": base}))
    app.testing = True
    mine = replace(site, app=app, base_url=base, settings=site.settings)
    world = build_world(mine)
    fill(world)
    fill(world, "writer@bravo")
    yield mine
    app.extensions["portal.database"].engine.dispose()


def counts(site: Site) -> dict[str, int]:
    """Rows of every table of ours that is there."""
    engine = create_engine(site.admin_url_of_database, poolclass=NullPool)
    with engine.connect() as connection:
        there = [row.table for row in catalogue.rows(connection, catalogue.TABLES)]
        return {
            t: connection.execute(text(f"select count(*) from {t}")).scalar_one() for t in there
        }


def walls(site: Site) -> list[list[Any]]:
    with catalogue.reading(site.admin_url_of_database) as connection:
        return catalogue.dump(connection)


def test_down_to_nothing_and_up_again_step_by_step(filled: Site) -> None:
    owner = filled.url(DatabaseRole.OWNER)
    assert make_url(owner).username == DatabaseRole.OWNER
    full = counts(filled)
    assert set(full) == {f"public.{t}" if "." not in t else t for t in Base.metadata.tables}
    assert [table for table, rows in full.items() if rows == 0] == []
    before = {REVISIONS[0]: walls(filled)}
    filled.app.extensions["portal.database"].engine.dispose()

    for newer, older in zip(REVISIONS, [*REVISIONS[1:], "base"], strict=True):
        migrations.step_back(owner, older)
        left = counts(filled)
        # What a revision took away comes back empty.
        assert left == {table: full.get(table, 0) for table in left}, f"{newer} down lost rows"
        before[older] = walls(filled)
    assert counts(filled) == {}

    for newer in reversed(REVISIONS):
        migrations.migrate(owner, newer)
        assert walls(filled) == before[newer], f"{newer} up again is not what it was"
    assert set(counts(filled).values()) == {0}


def test_each_step_down_and_up_keeps_what_it_did_not_make(filled: Site) -> None:
    owner, full, wall = filled.url(DatabaseRole.OWNER), counts(filled), walls(filled)
    filled.app.extensions["portal.database"].engine.dispose()

    migrations.step_back(owner, REVISIONS[1])
    kept = counts(filled)
    migrations.migrate(owner)

    after = counts(filled)
    assert {table: after[table] for table in kept} == {table: full[table] for table in kept}
    assert walls(filled) == wall


def test_the_newest_revision_is_what_the_code_needs() -> None:
    assert migrations.newest() == REVISIONS[0]
    assert sorted(REVISIONS, reverse=True) == REVISIONS
