"""What happens when a release is cut off, or two workers do it at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from portal.core.clock import now
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.features.review.jobs import release, weigh
from tests.candidates import candidate, source
from tests.world import World

MOST_STATEMENTS = 60


def three_approved(world: World) -> list[UUID]:
    source(world)
    authors = ("writer@alfa", "writer@bravo", "writer@charlie")
    return [candidate(world, author, state="approved") for author in authors]


def steward(world: World) -> Database:
    return Database(world.site.url(DatabaseRole.STEWARD), world.site.keys)


def counts(world: World) -> tuple[int, int, int]:
    """Candidates, releases and events of the group."""
    (row,) = world.sql(
        "select (select count(*) from candidates where group_id = :g) as waiting,"
        " (select count(*) from releases where group_id = :g) as released,"
        " (select count(*) from events where chain_id = :g) as events",
        g=world.group_id,
    )
    return row.waiting, row.released, row.events


def cut_off(world: World, database: Database, after: int) -> bool:
    """Release, but lose the database after so many statements; answers whether it was lost."""
    seen = 0

    def count(connection: Connection, *_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            driver = connection.connection.driver_connection
            assert driver is not None
            pid = driver.info.backend_pid
            world.sql("select pg_terminate_backend(:pid)", pid=pid)

    event.listen(database.engine, "after_cursor_execute", count)
    try:
        with suppress(DBAPIError), database.transaction(write=True) as session:
            release(session, world.site.keys, world.group_id, now().date())
    finally:
        event.remove(database.engine, "after_cursor_execute", count)
    return seen >= after


def test_a_release_that_is_cut_off_after_any_statement_leaves_nothing_half(world: World) -> None:
    items = three_approved(world)
    database = steward(world)
    cuts = 0
    while cut_off(world, database, cuts + 1):
        cuts += 1
        assert counts(world) == (3, 0, 0), f"after statement {cuts}"
        assert cuts < MOST_STATEMENTS
    database.engine.dispose()

    assert cuts > len(items)
    assert counts(world) == (0, 3, 1)


def test_two_workers_at_once_release_a_batch_once(world: World) -> None:
    three_approved(world)
    database, start = steward(world), Barrier(2)

    def run(_: int) -> int:
        with database.transaction(write=True) as session:
            start.wait(timeout=10)
            return release(session, world.site.keys, world.group_id, now().date())

    with ThreadPoolExecutor(2) as pool:
        released = sorted(pool.map(run, range(2)))
    database.engine.dispose()

    assert released == [0, 3]
    assert counts(world) == (0, 3, 1)


def test_two_workers_at_once_open_one_batch(world: World) -> None:
    three_approved(world)
    database, start = steward(world), Barrier(2)

    def run(_: int) -> UUID:
        with database.transaction(write=True) as session:
            start.wait(timeout=10)
            return weigh(session, world.site.keys, world.group_id, now().date())[0].id

    with ThreadPoolExecutor(2) as pool:
        opened = set(pool.map(run, range(2)))
    database.engine.dispose()

    assert len(opened) == 1


def test_two_coordinators_who_approve_at_once_are_both_counted(world: World) -> None:
    item = candidate(world, audience="association", tlp="TLP:GREEN")
    path, data = f"/candidates/{item}", {"verdict": "approve", "version": "1"}
    visitors = [world.visit(who) for who in ("coordinator1", "coordinator2")]
    tokens = [visitor.csrf() for visitor in visitors]
    start = Barrier(2)

    def run(number: int) -> int:
        start.wait(timeout=10)
        given = data | {"csrf_token": tokens[number]}
        status: int = visitors[number].post(path, data=given).status_code
        return status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, range(2))) == [303, 303]

    (row,) = world.sql("select state from candidates where id = :id", id=item)
    assert row.state == "approved"
