from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.features.groups.service import next_epoch
from tests.world import World


def standing(world: World, organization: str) -> Any:
    rows = world.sql(
        "select * from standings where group_id = :group and organization_id = :id",
        group=world.group_id,
        id=world.organizations[organization],
    )
    return rows[0] if rows else None


def grant(world: World, organization: str, kind: str, who: str = "host") -> Any:
    form = {"organization": str(world.organizations[organization]), "kind": kind}
    return world.visit(who).send(f"/groups/{world.group_id}/standings", form)


def end(world: World, organization: str, who: str = "host") -> Any:
    whose = world.organizations[organization]
    return world.visit(who).send(f"/groups/{world.group_id}/standings/{whose}/end")


@pytest.mark.parametrize("day", range(14))
def test_an_epoch_is_the_monday_after_the_next_full_week(day: int) -> None:
    moment = datetime(2026, 11, 23, 23, 59, tzinfo=UTC) + timedelta(days=day)

    epoch = next_epoch(moment)

    assert epoch.weekday() == 0
    assert 7 < (epoch - moment.date()).days <= 14


def test_an_organization_that_is_added_reads_at_once_and_counts_later(world: World) -> None:
    newcomer = world.visit("reader@stranger")
    assert newcomer.get(f"/groups/{world.group_id}").status_code == 403

    reply = grant(world, "stranger", "member")

    assert reply.location == f"/groups/{world.group_id}/standings"
    row = standing(world, "stranger")
    assert (row.kind, row.ended_on) == ("member", None)
    assert row.counts_from == next_epoch(datetime.now(UTC))
    assert newcomer.get(f"/groups/{world.group_id}").status_code == 200
    [event] = world.events("standing.granted", world.organizations["stranger"])
    assert (event.chain, event.facts) == ("group", {"what": "member"})


def test_the_page_says_what_counts_now(world: World) -> None:
    grant(world, "stranger", "member")

    page = world.visit("host").get(f"/groups/{world.group_id}/standings").text

    assert "6 families count now" in page, "seven members of six families; the newcomer not yet"


@pytest.mark.parametrize(
    ("organization", "kind"),
    [("stranger", "liaison"), ("liaison", "member"), ("observer", "member")],
)
def test_a_standing_that_does_not_fit_the_kind_is_refused(
    world: World, organization: str, kind: str
) -> None:
    world.sql(
        "delete from standings where organization_id = :id", id=world.organizations[organization]
    )

    reply = grant(world, organization, kind)

    assert reply.status_code == 422
    assert "cannot have this standing" in reply.text
    assert standing(world, organization) is None


def test_an_organization_that_is_in_already_cannot_be_added(world: World) -> None:
    assert grant(world, "alfa", "observer").status_code == 422
    assert standing(world, "alfa").kind == "member"


def test_a_standing_that_ends_is_asked_about_first(world: World) -> None:
    whose = world.organizations["alfa"]

    page = world.visit("host").get(f"/groups/{world.group_id}/standings/{whose}/end")

    assert "read nothing more" in page.text
    assert standing(world, "alfa").ended_on is None


def test_a_standing_that_ends_stops_reading_at_once_and_counting_later(world: World) -> None:
    member = world.visit("reader@alfa")
    assert member.get(f"/groups/{world.group_id}").status_code == 200

    reply = end(world, "alfa")

    assert reply.location == f"/groups/{world.group_id}/standings"
    assert standing(world, "alfa").ended_on == next_epoch(datetime.now(UTC))
    assert member.get(f"/groups/{world.group_id}").status_code == 403
    assert len(world.events("standing.ended", world.organizations["alfa"])) == 1
    assert end(world, "alfa").status_code == 404


def test_an_organization_that_comes_back_starts_counting_anew(world: World) -> None:
    end(world, "alfa")

    assert grant(world, "alfa", "member").status_code == 303

    row = standing(world, "alfa")
    assert (row.ended_on, row.counts_from) == (None, next_epoch(datetime.now(UTC)))


@pytest.mark.parametrize("who", ["coordinator1", "admin@alfa", "admin@observer"])
def test_only_the_host_gives_and_ends_standings(world: World, who: str) -> None:
    assert grant(world, "stranger", "member", who).status_code == 403
    assert end(world, "bravo", who).status_code == 403
    assert standing(world, "stranger") is None
    assert standing(world, "bravo").ended_on is None
