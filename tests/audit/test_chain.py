"""A chain of events shows where it was broken, and stays whole however many write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.access.actor import Actor
from portal.audit.chain import first_broken
from portal.audit.kinds import Kind
from portal.audit.record import record, record_in_group, record_personal
from portal.core.clock import now
from portal.db.session import Database
from portal.models import Event
from tests.world import World

READ_ACTOR = text("select guard.read_actor()")


def write(world: World, who: str, times: int = 1) -> None:
    for _ in range(times):
        with world.transaction(who, write=True) as session:
            actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
            record(session, actor, Kind.PERSON_CHANGED, uuid4(), role="reader")


def chain(world: World, who: str) -> list[Event]:
    """The whole chain of the person's organization, as an auditor reads it."""
    database = Database(world.site.admin_url_of_database, world.site.keys)
    owner = world.people[who].organization_id
    with database.transaction(write=False) as session:
        found = list(
            session.scalars(select(Event).where(Event.chain_id == owner).order_by(Event.place))
        )
    database.engine.dispose()
    return found


@pytest.fixture
def key(world: World) -> bytes:
    return world.site.keys.derive("trail")


def test_a_chain_that_nobody_touched_is_whole(world: World, key: bytes) -> None:
    write(world, "admin@alfa", 4)

    assert [e.place for e in chain(world, "admin@alfa")] == [1, 2, 3, 4]
    assert first_broken(key, chain(world, "admin@alfa")) is None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ('update events set facts = \'{"role": "admin"}\' where place = 3 and chain_id = :c', 3),
        ("update events set actor_id = gen_random_uuid() where place = 1 and chain_id = :c", 1),
        ("update events set at = at + interval '1 second' where place = 2 and chain_id = :c", 2),
        ("update events set kind = 'group.changed' where place = 4 and chain_id = :c", 4),
        ("update events set personal = true where place = 2 and chain_id = :c", 2),
        ("update events set subject_id = gen_random_uuid() where place = 5 and chain_id = :c", 5),
        ("update events set seal = 'x' where place = 2 and chain_id = :c", 2),
        ("delete from events where place = 2 and chain_id = :c", 2),
        ("delete from events where place = 1 and chain_id = :c", 1),
    ],
)
def test_a_line_that_was_changed_or_left_out_is_found_at_its_place(
    world: World, key: bytes, change: str, line: int
) -> None:
    write(world, "admin@alfa", 5)

    world.sql(change, c=world.people["admin@alfa"].organization_id)

    assert first_broken(key, chain(world, "admin@alfa")) == line


def test_two_lines_that_change_places_are_found(world: World, key: bytes) -> None:
    write(world, "admin@alfa", 4)
    second, third = chain(world, "admin@alfa")[1:3]
    second.place, third.place = third.place, second.place
    lines = sorted([*chain(world, "admin@alfa")[:1], second, third], key=lambda e: e.place)

    assert first_broken(key, lines) == 2


def test_a_chain_is_sealed_with_a_key_that_the_database_does_not_have(world: World) -> None:
    write(world, "admin@alfa")

    assert first_broken(bytes(32), chain(world, "admin@alfa")) == 1


def test_lines_that_are_written_at_once_stand_one_after_the_other(world: World, key: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write, world, "admin@alfa", 3) for _ in range(4)]:
            done.result()

    lines = chain(world, "admin@alfa")
    assert [line.place for line in lines] == list(range(1, 13))
    assert first_broken(key, lines) is None


def test_a_personal_line_is_in_the_chain_but_is_read_by_its_person_only(
    world: World, key: bytes
) -> None:
    with world.transaction("writer@alfa", write=True) as session:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        record_personal(session, actor, Kind.CONTRIBUTION_STARTED, uuid4())
    write(world, "admin@alfa")

    assert first_broken(key, chain(world, "admin@alfa")) is None
    with world.transaction("writer@alfa") as session:
        assert len(session.scalars(select(Event)).all()) == 2
    with world.transaction("admin@alfa") as session:
        assert [e.place for e in session.scalars(select(Event))] == [2]


def test_a_personal_line_says_in_clear_only_who_and_on_which_day(world: World, key: bytes) -> None:
    subject, before = uuid4(), now()
    with world.transaction("writer@alfa", write=True) as session:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        record_personal(session, actor, Kind.CONTRIBUTION_STARTED, subject)
        record_personal(session, actor, Kind.CONTRIBUTION_GENERALIZED, subject, accepted=True)

    lines = chain(world, "writer@alfa")
    me = world.people["writer@alfa"].id
    for line in lines:
        assert (line.kind, line.subject_id, set(line.facts)) == ("person.acted", me, {"sealed"})
        assert (line.at.time(), line.at.date()) == (time(), before.date())
    first, second = world.personal_events("writer@alfa")
    assert (first.kind, first.subject_id, first.facts) == ("contribution.started", subject, {})
    assert (second.kind, second.facts) == ("contribution.generalized", {"accepted": True})
    assert before <= first.at <= second.at <= now()
    assert len({len(line.facts["sealed"]) for line in lines}) == 1, "its length tells its kind"
    world.sql(
        'update events set facts = \'{"sealed": "00"}\' where chain_id = :c and place = 2',
        c=world.people["writer@alfa"].organization_id,
    )
    assert first_broken(key, chain(world, "writer@alfa")) == 2


def test_a_sealed_line_does_not_open_in_the_place_of_another(world: World) -> None:
    with world.transaction("writer@alfa", write=True) as session:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        record_personal(session, actor, Kind.CONTRIBUTION_STARTED, uuid4())
        record_personal(session, actor, Kind.CONTRIBUTION_SAVED, uuid4())
    world.sql(
        "update events set facts = (select facts from events where chain_id = :c and place = 2)"
        " where chain_id = :c and place = 1",
        c=world.people["writer@alfa"].organization_id,
    )

    with pytest.raises(InvalidTag):
        world.personal_events("writer@alfa")


def add_group_line(world: World, who: str) -> None:
    with world.transaction(who, write=True) as session:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        record_in_group(session, actor, Kind.GROUP_CHANGED, world.group_id, world.group_id)


def test_a_line_of_the_group_is_written_by_its_keepers_only(world: World) -> None:
    add_group_line(world, "coordinator1")
    add_group_line(world, "host")
    with pytest.raises(DBAPIError, match="not your chain"):
        add_group_line(world, "admin@alfa")
    lines = world.events(Kind.GROUP_CHANGED, world.group_id)
    assert [line.actor_id for line in lines][-2:] == [
        world.people["coordinator1"].id,
        world.people["host"].id,
    ]


def test_what_is_rolled_back_leaves_no_line(world: World) -> None:
    with pytest.raises(ZeroDivisionError), world.transaction("admin@alfa", write=True) as session:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        record(session, actor, Kind.PERSON_CHANGED, uuid4())
        raise ZeroDivisionError
    assert chain(world, "admin@alfa") == []
