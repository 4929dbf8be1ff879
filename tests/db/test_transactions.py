"""Transactions: what is bound to one is gone with it, and what crosses a tenant's border is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.models import Contribution, Supplier
from tests.conftest import Site
from tests.db.rows import fill
from tests.world import World, build_world


@pytest.fixture(scope="module")
def populated(site: Site) -> World:
    world = build_world(site)
    fill(world)
    fill(world, "writer@bravo")
    return world


def test_a_reused_connection_without_context_sees_nothing(site: Site, populated: World) -> None:
    database = Database(site.url(DatabaseRole.WEB), site.keys, pool_size=1, max_overflow=0)
    question = text("select count(*), pg_backend_pid() from suppliers")
    with database.transaction(populated.people["writer@alfa"].token, write=False) as session:
        seen = session.execute(question).one()
    with database.transaction(write=False) as session:
        after = session.execute(question).one()
    with database.engine.connect() as connection:
        bare = connection.execute(question).one()
    database.engine.dispose()

    assert seen[0] == 1
    assert (after[0], bare[0]) == (0, 0)
    assert seen[1] == after[1] == bare[1]


def test_no_context_is_left_after_a_rollback(site: Site, populated: World) -> None:
    database = Database(site.url(DatabaseRole.WEB), site.keys, pool_size=1, max_overflow=0)
    with (
        pytest.raises(ZeroDivisionError),
        database.transaction(populated.people["writer@alfa"].token, write=True) as session,
    ):
        assert session.execute(text("select count(*) from suppliers")).scalar() == 1
        raise ZeroDivisionError
    with database.engine.connect() as connection:
        settings = connection.execute(
            text(
                "select current_setting('portal.session', true), current_setting('portal.ticket', true)"
            )
        ).one()
        assert connection.execute(text("select count(*) from suppliers")).scalar() == 0
    database.engine.dispose()
    assert set(settings) <= {None, ""}


def test_what_is_rolled_back_is_not_there(populated: World) -> None:
    name = uuid4()
    with (
        pytest.raises(ZeroDivisionError),
        populated.transaction("writer@alfa", write=True) as session,
    ):
        session.add(Supplier(id=name, sealed=b"", match_tag=b"", import_id=None, version=1))
        session.flush()
        raise ZeroDivisionError
    with populated.transaction("writer@alfa") as session:
        assert (
            session.execute(text("select 1 from suppliers where id = :i"), {"i": name}).all() == []
        )


def test_a_reading_transaction_cannot_write(populated: World) -> None:
    with (
        pytest.raises(DBAPIError, match="read-only transaction"),
        populated.transaction("writer@alfa") as session,
    ):
        session.add(Supplier(sealed=b"", match_tag=b"", import_id=None, version=1))
        session.flush()


def test_a_row_cannot_be_given_to_another_organization(populated: World) -> None:
    other = populated.people["writer@bravo"].organization_id
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        populated.transaction("writer@alfa", write=True) as session,
    ):
        session.add(
            Supplier(organization_id=other, sealed=b"", match_tag=b"", import_id=None, version=1)
        )


def test_a_reference_to_another_tenants_row_fails_like_one_to_an_absent_row(
    populated: World,
) -> None:
    theirs = fill(populated, "writer@charlie")["import_id"]
    said = []
    for import_id in (theirs, uuid4()):
        with (
            pytest.raises(DBAPIError) as caught,
            populated.transaction("writer@alfa", write=True) as session,
        ):
            session.add(Supplier(sealed=b"", match_tag=b"", import_id=import_id, version=1))
        said.append(str(caught.value.orig).replace(str(import_id), "ID").splitlines()[0])
    assert said[0] == said[1]


def test_a_colleagues_draft_is_not_even_there_for_the_own_administrator(populated: World) -> None:
    question = text("select count(*) from contributions")
    with populated.transaction("writer@alfa") as session:
        assert session.execute(question).scalar_one() >= 1
    with populated.transaction("admin@alfa") as session:
        assert session.execute(question).scalar() == 0


def test_another_persons_draft_cannot_be_planted(populated: World) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        populated.transaction("admin@alfa", write=True) as session,
    ):
        session.add(
            Contribution(
                created_by=populated.people["writer@alfa"].id,
                wrapped=b"", sealed=b"", version=1,
            )
        )  # fmt: skip


def test_a_session_that_was_ended_opens_nothing_from_the_next_statement_on(
    populated: World,
) -> None:
    with populated.transaction("reader@echo", write=True) as session:
        session.execute(text("select guard.end_session()"))
        assert session.execute(text("select count(*) from groups")).scalar() == 0
    with populated.transaction("reader@echo") as session:
        assert session.execute(text("select guard.read_actor()")).scalar() is None
