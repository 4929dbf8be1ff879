"""A job is there only with its change, acts only for its person, and its ticket does not outlive it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.access.actor import Actor
from portal.audit.kinds import Kind
from portal.audit.record import record
from portal.core.tokens import fresh, hashed
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.jobs.catalog import QUEUES, Job
from portal.jobs.queue import Work, acting, close, enqueue
from portal.models import Supplier
from tests.world import World

READ_ACTOR = text("select guard.read_actor()")


@pytest.fixture
def worker(world: World) -> Iterator[Database]:
    database = Database(world.site.url(DatabaseRole.WORKER), world.site.keys)
    yield database
    database.engine.dispose()


def jobs(world: World, mark: str) -> list[tuple[str, str, dict[str, str]]]:
    rows = world.sql(
        "select task_name, queue_name, args from procrastinate_jobs where args ->> 'mark' = :mark",
        mark=mark,
    )
    return [tuple(row) for row in rows]


def defer(world: World, who: str, mark: str, *, fail: bool = False) -> None:
    with world.transaction(who, write=True) as session:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        session.add(Supplier(sealed=mark.encode(), match_tag=b"", import_id=None, version=1))
        record(session, actor, Kind.SUPPLIER_ADDED, uuid4(), mark=mark)
        enqueue(session, actor, Job.REFRESH_FOOTPRINT, mark=mark)
        if fail:
            raise ZeroDivisionError


def traces(world: World, mark: str) -> tuple[int, int, int]:
    found = world.sql(
        "select (select count(*) from suppliers where sealed = convert_to(:mark, 'UTF8')),"
        " (select count(*) from events where facts ->> 'mark' = :mark),"
        " (select count(*) from procrastinate_jobs where args ->> 'mark' = :mark)",
        mark=mark,
    )
    return tuple(found[0])


def test_change_event_and_job_are_there_together(world: World) -> None:
    defer(world, "writer@alfa", "together")

    assert traces(world, "together") == (1, 1, 1)
    task, queue, args = jobs(world, "together")[0]
    assert (task, queue) == (Job.REFRESH_FOOTPRINT, QUEUES[Job.REFRESH_FOOTPRINT])
    assert set(args) == {"ticket", "mark"}
    world.sql("delete from procrastinate_jobs where args ->> 'mark' = 'together'")


def test_a_rollback_leaves_neither_job_nor_event_nor_row_nor_ticket(world: World) -> None:
    before = world.sql("select count(*) from tickets")[0][0]

    with pytest.raises(ZeroDivisionError):
        defer(world, "writer@alfa", "undone", fail=True)

    assert traces(world, "undone") == (0, 0, 0)
    assert world.sql("select count(*) from tickets")[0][0] == before


def issue(world: World, who: str, *, lasts: str = "1 hour") -> str:
    token, person = fresh(), world.people[who]
    world.sql(
        "insert into tickets (token_hash, organization_id, person_id, expires_at)"
        " values (:hash, :organization, :person, now() + cast(:lasts as interval))",
        hash=hashed(token), organization=person.organization_id, person=person.id, lasts=lasts,
    )  # fmt: skip
    return token


def test_a_job_acts_only_as_the_person_of_its_ticket(world: World, worker: Database) -> None:
    for who in ("writer@alfa", "writer@bravo"):
        with world.transaction(who, write=True) as session:
            session.add(Supplier(sealed=who.encode(), match_tag=b"", import_id=None, version=1))
    with worker.transaction(write=True, ticket=issue(world, "writer@alfa")) as session:
        assert acting(session).person_id == world.people["writer@alfa"].id
        assert session.execute(text("select sealed from suppliers")).scalars().all() == [
            b"writer@alfa"
        ]
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        worker.transaction(write=True, ticket=issue(world, "writer@alfa")) as session,
    ):
        other = world.people["writer@bravo"].organization_id
        session.add(
            Supplier(organization_id=other, sealed=b"", match_tag=b"", import_id=None, version=1)
        )


@pytest.mark.parametrize("ticket", [None, "", "x"])
def test_without_a_ticket_the_worker_sees_nothing(
    world: World, worker: Database, ticket: str | None
) -> None:
    defer(world, "writer@alfa", f"unseen {ticket}")
    with worker.transaction(write=False, ticket=ticket) as session:
        for table in ("suppliers", "contributions", "people", "groups", "releases", "events"):
            assert session.execute(text(f"select count(*) from {table}")).scalar() == 0
    world.sql("delete from procrastinate_jobs where args ->> 'mark' like 'unseen%'")


def test_a_ticket_expires(world: World, worker: Database) -> None:
    token = issue(world, "writer@alfa", lasts="-1 second")
    with worker.transaction(write=False, ticket=token) as session:
        assert session.execute(READ_ACTOR).scalar() is None


def test_a_ticket_is_destroyed_when_its_job_is_done(world: World, worker: Database) -> None:
    token, other = issue(world, "writer@alfa"), issue(world, "writer@bravo")
    close(Work(worker, None, world.site.keys, world.site.settings, token))

    with worker.transaction(write=False, ticket=token) as session:
        assert session.execute(READ_ACTOR).scalar() is None
    with worker.transaction(write=False, ticket=other) as session:
        assert acting(session).person_id == world.people["writer@bravo"].id


def test_nobody_can_make_a_ticket_for_somebody_else(world: World) -> None:
    victim = world.people["admin@bravo"]
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        world.transaction("admin@alfa", write=True) as session,
    ):
        session.execute(
            text(
                "insert into tickets (token_hash, organization_id, person_id, expires_at)"
                " values (:hash, :organization, :person, now())"
            ),
            {"hash": b"x", "organization": victim.organization_id, "person": victim.id},
        )
