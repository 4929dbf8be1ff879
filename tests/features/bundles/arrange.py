"""Items that the group has read and that reach further, and a round of bundles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.airlock.publishing import inside
from portal.db.roles import DatabaseRole
from portal.db.steward import Steward
from portal.features.bundles.jobs import hold_round
from portal.models import Batch, Candidate, Release
from tests.candidates import FACETS, candidate
from tests.world import World

READ = date(2026, 9, 7)
ROUND = date(2026, 10, 5)
LATER = date(2027, 1, 4)
FAMILIES = ("writer@alfa", "writer@bravo", "writer@charlie")
"""As many as the group of the tests' world asks for."""


@contextmanager
def as_steward(world: World) -> Iterator[Session]:
    """A transaction as jobs have it that compute across tenants."""
    steward = Steward(world.site.url(DatabaseRole.STEWARD), world.site.keys)
    try:
        with steward.transaction() as session:
            yield session
    finally:
        steward.close()


def facets(**other: Any) -> dict[str, Any]:
    return FACETS | other


def read_inside(
    world: World, authors: Sequence[str] = FAMILIES, *, on: date = READ, **given: Any
) -> list[UUID]:
    """One item of each author, as its batch left it with the group; ids of the group's copies."""
    usual = {"audience": "group_and_observers", "title": "Fees taken before departure"}
    items = [candidate(world, author, **(usual | given)) for author in authors]
    with as_steward(world) as session:
        for item in items:
            waiting = session.get_one(Candidate, item)
            batch = Batch(id=item)
            session.execute(insert(Release).values(**inside(waiting, batch, on)))
            session.delete(waiting)
            session.flush()
    return items


def freeze(world: World, on: date = ROUND) -> int:
    """Hold a round as the job does; how many bundles it made."""
    with as_steward(world) as session:
        return hold_round(session, world.group_id, on)


def bundled(world: World) -> list[Any]:
    """The outsiders' copies of the group."""
    return world.sql(
        "select * from releases where group_id = :g and bundle_id is not null order by position",
        g=world.group_id,
    )
