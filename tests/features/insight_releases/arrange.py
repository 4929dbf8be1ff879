"""Findings of six families that a group has read, and the figures of its quarters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from werkzeug.test import TestResponse

from portal.features.insight_releases.jobs import compute
from portal.models import Appointment
from tests.features.bundles.arrange import as_steward, read_inside
from tests.world import MEMBERS, World

QUARTER: Final = "2026-Q2"
READ: Final = date(2026, 5, 4)
DUE: Final = date(2026, 10, 5)
WRITERS: Final = tuple(f"writer@{name}" for name in MEMBERS)
"""One of each family."""


def read_by_group(
    world: World, authors: Sequence[str] = WRITERS, on: date = READ, **given: Any
) -> list[UUID]:
    """A finding of each author, with two indicators, as its batch left it with the group."""
    return read_inside(world, authors, on=on, **given)


def computed(world: World, quarter: str = QUARTER, on: date = DUE) -> UUID:
    """The release of that quarter, as the job makes it."""
    with as_steward(world) as session:
        return compute(session, world.group_id, quarter, on)


def cells(world: World, release: UUID) -> dict[tuple[str, str, str], int]:
    rows = world.sql("select * from insight_cells where insight_release_id = :id", id=release)
    return {(row.table_name, row.row_code, row.column_code): row.reports for row in rows}


def row(world: World, release: UUID) -> Any:
    return world.sql("select * from insight_releases where id = :id", id=release)[0]


def approve(world: World, release: UUID, who: str, version: int = 1) -> TestResponse:
    address = f"/insights/{release}/approval/approve"
    sent = {"confirmed": "yes", "version": str(version)}
    reply: TestResponse = world.visit(who).send(address, sent)
    return reply


def coordinate(world: World, who: str) -> None:
    """Make somebody of a member company a coordinator too."""
    person = world.people[who]
    with world.transaction("host", write=True) as session:
        session.execute(
            insert(Appointment).values(
                group_id=world.group_id,
                person_id=person.id,
                organization_id=person.organization_id,
                association_id=world.association_id,
                kind="coordinator",
            )
        )
