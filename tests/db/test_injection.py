"""What SQL injection under one's own session cannot do: each was tried by hand once and worked."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.candidates import as_author, candidate
from tests.world import World

INVITE = (
    "insert into invitations (id, email, name, role, token_hash, invited_by, invited_at, expires_at)"
    " values (gen_random_uuid(), 'x@x.example', 'X', 'admin', sha256('x'), guard.current_person(),"
    " now(), now() + interval '1 day')"
)
TICKET = (
    "insert into tickets (token_hash, organization_id, person_id, expires_at) values (sha256('x'),"
    " guard.current_organization(), guard.current_person(), now() + interval '90 days')"
)
FOUND = (
    "insert into groups (id, association_id, name, purpose, charter, k_author, k_supplier,"
    " roster_visibility, rhythm_days, observers_are_community, version) values (gen_random_uuid(),"
    " guard.current_organization(), '', '', '', 3, 1, 'open', 7, true, 1)"
)
APPOINT = (
    "insert into appointments (group_id, person_id, kind, organization_id, association_id)"
    " select id, guard.current_person(), 'custodian', association_id, association_id from groups"
    " where id = :group"
)
SAY = (
    "insert into sealed_messages (id, candidate_id, group_id, side, body, week, place)"
    " values (gen_random_uuid(), :item, :group, :side, 'x', '2026-01-05', 9)"
)


def refused(world: World, who: str, statement: str, *mine: UUID, **values: Any) -> bool:
    """Does the database forbid it, or touch nothing?"""
    try:
        with world.transaction(who, write=True) as session:
            as_author(session, *mine)
            return bool(session.execute(text(statement), values).rowcount == 0)  # type: ignore[attr-defined]  # what changes rows counts them
    except DBAPIError:
        return True


@pytest.mark.parametrize("who", ["writer@alfa", "reader@alfa"])
def test_only_an_administrator_makes_an_invitation(world: World, who: str) -> None:
    assert refused(world, who, INVITE)
    assert not refused(world, "admin@alfa", INVITE)


def test_a_ticket_does_not_outlive_the_time_a_job_may_wait(world: World) -> None:
    assert refused(world, "writer@alfa", TICKET)


@pytest.mark.parametrize("who", ["admin@alfa", "coordinator1"])
def test_only_an_association_s_administrator_founds_a_group(world: World, who: str) -> None:
    assert refused(world, who, FOUND)
    assert not refused(world, "host", FOUND)


def test_a_reader_of_the_association_appoints_nobody(world: World) -> None:
    assert refused(world, "coordinator1", APPOINT, group=world.group_id)
    assert not refused(world, "host", APPOINT, group=world.group_id)


def test_a_coordinator_changes_no_standing(world: World) -> None:
    change = "update standings set counts_from = '2020-01-01' where group_id = :group"
    assert refused(world, "coordinator1", change, group=world.group_id)


@pytest.mark.parametrize("who", ["", "writer@bravo"])
def test_nobody_learns_how_long_the_trail_of_another_organization_is(
    world: World, who: str
) -> None:
    database = world.site.app.extensions["portal.database"]
    token = world.people[who].token if who else None
    ask = text("select place from guard.chain_end(:chain)")
    with (
        pytest.raises(DBAPIError, match="not your chain"),
        database.transaction(token, write=True) as session,
    ):
        session.execute(ask, {"chain": world.organizations["alfa"]})


@pytest.mark.parametrize(
    "change",
    [
        "title = 'marked'",
        "audience = 'public'",
        "goes_alone = true",
        "week = '2020-01-06'",
        "state = 'approved'",
        "state = 'withdrawn'",
    ],
)
def test_a_coordinator_changes_nothing_of_a_candidate_but_by_reviewing(
    world: World, change: str
) -> None:
    item = candidate(world)
    assert refused(world, "coordinator1", f"update candidates set {change} where id = :id", id=item)


@pytest.mark.parametrize("change", ["state = 'approved'", "title = 'later'", "state = 'refused'"])
def test_an_author_neither_approves_nor_changes_what_is_in_review(
    world: World, change: str
) -> None:
    item = candidate(world)
    statement = f"update candidates set {change} where id = :id"
    assert refused(world, "writer@alfa", statement, item, id=item)


def test_nobody_speaks_for_the_other_side_of_the_sealed_channel(world: World) -> None:
    item = candidate(world)
    said = {"item": item, "group": world.group_id}
    assert refused(world, "coordinator1", SAY, **said, side="author")
    assert refused(world, "writer@alfa", SAY, item, **said, side="coordination")
    assert not refused(world, "writer@alfa", SAY, item, **said, side="author")


def test_who_keeps_coordinators_away_is_drawn_once(world: World) -> None:
    item = candidate(world)
    draw = "select guard.draw_exclusions(:item, :group, -50)"
    assert refused(world, "writer@bravo", draw, item=item, group=world.group_id)


def test_who_becomes_a_coordinator_later_does_not_review_what_they_wrote(world: World) -> None:
    own, other = candidate(world), candidate(world, "writer@bravo")
    for person in ("writer@alfa", "writer@golf"):
        someone = world.people[person]
        with world.transaction("host", write=True) as session:
            session.execute(
                text(
                    "insert into appointments (group_id, person_id, kind, organization_id,"
                    " association_id) values (:group, :person, 'coordinator', :own, :association)"
                ),
                {
                    "group": world.group_id,
                    "person": someone.id,
                    "own": someone.organization_id,
                    "association": world.association_id,
                },
            )
        visitor = world.visit(person)
        assert [visitor.get(f"/candidates/{each}").status_code for each in (own, other)] == [
            404
        ] * 2
    later = candidate(world, "writer@bravo", coordinators=4)
    assert world.visit("writer@golf").get(f"/candidates/{later}").status_code == 200
    assert world.visit("writer@golf").get(f"/candidates/{uuid4()}").status_code == 404
