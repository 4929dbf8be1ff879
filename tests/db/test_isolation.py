"""What a connection of the web role can see and do when nobody, or somebody else, is asking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.db.base import Base
from portal.db.roles import DatabaseRole
from tests.architecture.reviewed import READ_WITHOUT_SESSION
from tests.conftest import Site
from tests.db import catalogue
from tests.db.rows import fill
from tests.world import World, build_world

UNREADABLE = (
    "select token_hash from sessions",
    "select proof from people",
    "select salt from people",
    "select email_tag from people",
    "select * from people",
    "select * from sessions",
    "select subject_id from authorship.seals",
    "select owner_tag from authorship.seals",
    "select count(*) from tickets",
    "select * from digests",
    "select token_hash from feed_tokens",
    "select mail_from from bulletins",
    "select * from throttles",
    "select path from footprint_cells",
    "select * from gate_pools",
    "select week from gate_weeks",
    "select * from gate_sites",
    "select * from gate_probes",
    "select * from gate_questions",
    "select group_id from authorship.insight_ledgers",
    "select person_id from exclusions",
    "select * from shreddings",
    "select * from procrastinate_jobs",
    "select * from procrastinate_events",
    "select nextval('procrastinate_jobs_id_seq')",
    "select last_value from procrastinate_jobs_id_seq",
)
HIDDEN_COLUMNS = ("ctid", "xmin", "xmax", "tableoid")
READABLE = ("suppliers", "contributions", "candidates", "releases", "events", "groups", "standings")
FORBIDDEN = (
    "create table mine (x int)",
    "create temporary table mine (x int)",
    "create function public.mine() returns int language sql as 'select 1'",
    "create schema mine",
    "alter table suppliers disable row level security",
    "drop policy suppliers_select on suppliers",
    "truncate suppliers",
    "set role portal_owner",
    "set role portal_guard",
    "set role portal_steward",
    "set session authorization portal_owner",
    "update releases set released_on = current_date",
    "update events set kind = kind",
    "delete from events",
    "update people set proof = ''",
    "update people set organization_id = gen_random_uuid()",
    "update sessions set person_id = gen_random_uuid()",
    "insert into sessions (id) values (gen_random_uuid())",
    "insert into releases (id) values (gen_random_uuid())",
    "delete from releases",
    "delete from candidates",
    "select guard.found_organization(gen_random_uuid(), gen_random_uuid(), 'f', 'member', 'o', 'NL', '')",
    "select guard.enroll(gen_random_uuid(), gen_random_uuid(), '', '', '', 'admin', '', '', '')",
    "select guard.close_ticket()",
    "update insight_cells set reports = reports",
    "delete from insight_medians",
    "insert into insight_releases (id) values (gen_random_uuid())",
    "insert into bulletins (id) values (gen_random_uuid())",
    "update feed_tokens set used_on = current_date",
    "select * from guard.addressed(gen_random_uuid())",
    "select * from guard.due_notices(now(), now(), now(), current_date)",
    "select * from guard.bulletin_lines(array[gen_random_uuid()])",
    "select * from guard.feed_person('x', 'atom')",
    "select * from guard.told_in(gen_random_uuid(), gen_random_uuid())",
    "select guard.count_failure('')",
)


@pytest.fixture(scope="module")
def web(site: Site) -> Iterator[Engine]:
    """One connection, so that each use meets what the last one left on it."""
    engine = create_engine(site.url(DatabaseRole.WEB), pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def populated(site: Site) -> World:
    world = build_world(site)
    fill(world)
    fill(world, "writer@bravo")
    return world


def readable(site: Site) -> list[tuple[str, str]]:
    """Each table that the web role may read, with a column of it."""
    with catalogue.reading(site.admin_url_of_database) as connection:
        return [
            (table.fullname, column.name)
            for table in Base.metadata.sorted_tables
            for column in list(table.c)
            if connection.execute(
                text("select has_column_privilege('portal_web', :t, :c, 'select')"),
                {"t": table.fullname, "c": column.name},
            ).scalar()
        ]


def shown(connection: Connection, table: str, column: str) -> set[object]:
    """What is read of a column, but for what everybody may read."""
    found = set(connection.execute(text(f"select {column} from {table}")).scalars())
    if table not in READ_WITHOUT_SESSION:
        return found
    assert found, "what is public is read without a session"
    open_ = connection.execute(text("select id, state, audience from insight_releases")).all()
    assert {(state, audience) for _, state, audience in open_} == {("released", "public")}
    ids = column in {"id", "insight_release_id"}
    return found - {each.id for each in open_} if ids else set()


def test_with_no_context_there_are_no_rows_and_no_error(
    site: Site, populated: World, web: Engine
) -> None:
    found = readable(site)
    assert {table for table, _ in found} >= set(READABLE)
    with web.connect() as connection:
        for table, column in found:
            assert shown(connection, table, column) == set(), table


@pytest.mark.parametrize("token", ["", "x", "' or true --", "\\", "A" * 43])
def test_a_token_that_nobody_holds_opens_nothing(
    site: Site, populated: World, web: Engine, token: str
) -> None:
    with web.connect() as connection:
        connection.execute(text("select set_config('portal.session', :t, true)"), {"t": token})
        connection.execute(text("select set_config('portal.ticket', :t, true)"), {"t": token})
        for table, column in readable(site):
            assert shown(connection, table, column) == set(), table


def test_no_setting_makes_one_another_organization(
    site: Site, populated: World, web: Engine
) -> None:
    """Whatever id is put into whatever variable: only a session's token says who asks."""
    bravo = populated.people["admin@bravo"]
    guesses = [str(bravo.organization_id), str(bravo.id), "portal_owner", "true"]
    names = [
        "organization_id",
        "organization",
        "tenant",
        "person",
        "person_id",
        "current_organization",
    ]
    with populated.transaction("writer@alfa") as session:
        mine = set(session.execute(text("select id from suppliers")).scalars())
        for name in names:
            for guess in guesses:
                session.execute(
                    text("select set_config(:n, :v, true)"), {"n": f"portal.{name}", "v": guess}
                )
        for guess in guesses:
            session.execute(text("select set_config('portal.owner_tags', :v, true)"), {"v": guess})
        session.execute(text("set local row_security = on"))
        assert set(session.execute(text("select id from suppliers")).scalars()) == mine
        assert mine
        who = session.execute(
            text("select guard.current_organization(), guard.current_person()")
        ).one()
    alfa = populated.people["writer@alfa"]
    assert tuple(who) == (alfa.organization_id, alfa.id)


def test_turning_row_security_off_is_an_error_and_shows_nothing(populated: World) -> None:
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        populated.transaction("writer@alfa") as s,
    ):
        s.execute(text("set local row_security = off"))
        s.execute(text("select id from suppliers")).all()


@pytest.mark.parametrize("statement", UNREADABLE)
def test_the_web_role_cannot_read(populated: World, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        populated.transaction("admin@alfa") as session,
    ):
        session.execute(text(statement))


@pytest.mark.parametrize("table", READABLE)
@pytest.mark.parametrize("column", HIDDEN_COLUMNS)
def test_where_and_when_a_row_was_stored_cannot_be_read(
    populated: World, table: str, column: str
) -> None:
    for statement in (
        f"select {column} from {table}",
        f"select 1 from {table} order by {column}::text",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            populated.transaction("writer@alfa") as session,
        ):
            session.execute(text(statement))


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_web_role_cannot_do(populated: World, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        populated.transaction("admin@alfa", write=True) as session,
    ):
        session.execute(text(statement))
