"""Two coordinators look at the same figures for the same readers; then nobody changes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.db.session import Database
from tests.features.bundles.arrange import as_steward
from tests.features.insight_releases.arrange import (
    approve,
    cells,
    computed,
    coordinate,
    read_by_group,
    row,
)
from tests.features.notices.steps import gather_now
from tests.pages import Page
from tests.world import World

READERS = ("reader@alfa", "reader@observer", "reader@liaison")


def told(world: World, release: UUID) -> list[Any]:
    """What mail and feeds may say of it."""
    with as_steward(world) as session:
        lines = (
            "select * from guard.bulletin_lines(array(select id from bulletins where about = :r))"
        )
        return list(session.execute(text(lines), {"r": release}))


def test_two_coordinators_release_figures_that_nobody_read_before(world: World) -> None:
    read_by_group(world)
    release = computed(world)
    shown = cells(world, release)
    assert max(shown.values()) == 12, "two indicators of six families"
    table = next(
        name for (name, _, column), reports in shown.items() if reports == 12 and not column
    )
    address = f"/insights/{release}"
    for who in (*READERS, "admin@stranger", "host"):
        assert world.visit(who).get(address).status_code == 404
        assert world.visit(who).get(f"{address}/approval").status_code in {403, 404}

    page = Page(world.visit("coordinator1").get(f"{address}/approval").text)
    assert "What would be published" in page.text
    assert "It is the first release of this group" in page.text
    assert "Nobody has approved these figures yet" in page.text
    assert approve(world, release, "coordinator1").status_code == 303

    assert world.visit("reader@observer").get(address).status_code == 404
    assert row(world, release).state == "waiting"
    assert "Another coordinator" in world.visit("coordinator1").get(f"{address}/approval").text
    assert "One coordinator has approved" in (
        world.visit("coordinator2").get(f"{address}/approval/approve").text
    )

    assert approve(world, release, "coordinator2").status_code == 303

    assert (row(world, release).state, row(world, release).audience) == (
        "released",
        "group_and_observers",
    )
    for who in READERS:
        assert ">12<" in world.visit(who).get(f"{address}/tables/{table}").text
    assert world.visit("admin@stranger").get(address).status_code == 404
    for kind, times in (("computed", 1), ("approved", 2), ("released", 1), ("refused", 0)):
        assert len(world.events(f"insight.{kind}", release)) == times
    gather_now(world)
    for who in READERS:
        page = Page(world.visit(who).get("/notices").text)
        assert "New figures of the group" in page.text
        assert address in page.links
    [line] = told(world, release)
    assert (line.labels, line.titles) == (["TLP:GREEN"], []), "mail says no figure"
    late = approve(world, release, "coordinator2")
    assert late.status_code == 409
    assert "These figures are released already" in late.text
    closed = world.visit("coordinator1").get(f"{address}/approval").text
    assert "What is published is never changed" in closed


def test_one_person_and_one_family_of_members_are_not_two_coordinators(world: World) -> None:
    for who in ("reader@alfa", "reader@golf", "reader@bravo"):
        coordinate(world, who)
    release = computed(world)
    assert approve(world, release, "reader@alfa").status_code == 303

    for who in ("reader@alfa", "reader@golf"):
        assert approve(world, release, who).status_code == 422

    assert row(world, release).state == "waiting"
    assert len(world.events("insight.approved", release)) == 1
    assert approve(world, release, "reader@bravo").status_code == 303
    assert row(world, release).state == "released"


def test_other_readers_end_the_first_approval(world: World) -> None:
    release = computed(world)
    approve(world, release, "coordinator1")
    address = f"/insights/{release}/approval"

    wrong = {"version": "1", "audience": "public", "tlp": "TLP:GREEN"}
    refused = world.visit("coordinator2").send(address, wrong)
    assert refused.status_code == 422
    assert "TLP:GREEN may not be shared through public channels" in refused.text
    sent = wrong | {"tlp": "TLP:CLEAR"}
    assert world.visit("coordinator2").send(address, sent).status_code == 303

    assert (row(world, release).audience, row(world, release).version) == ("public", 2)
    stale = approve(world, release, "coordinator2", version=1)
    assert (stale.status_code, row(world, release).state) == (409, "waiting")
    assert "Somebody changed who reads these figures" in stale.text
    assert world.visit("coordinator1").send(address, sent).status_code == 409
    approve(world, release, "coordinator2", version=2)
    assert row(world, release).state == "waiting", "the first approval was for others"
    approve(world, release, "coordinator1", version=2)
    assert row(world, release).state == "released"
    assert world.visit("admin@stranger").get(f"/insights/{release}").status_code == 200


def test_a_refusal_needs_a_reason_which_coordinators_alone_read(world: World) -> None:
    release = computed(world)
    address = f"/insights/{release}/approval"
    empty = world.visit("coordinator1").send(f"{address}/refuse", {"version": "1", "reason": " "})
    assert (empty.status_code, row(world, release).state) == (422, "waiting")
    said = {"version": "1", "reason": "A remedy is still being negotiated."}

    assert world.visit("coordinator1").send(f"{address}/refuse", said).status_code == 303

    assert said["reason"] in world.visit("coordinator2").get(address).text
    assert approve(world, release, "coordinator2").status_code == 409
    late = world.visit("coordinator2").send(f"{address}/refuse", said | {"reason": "Mine too."})
    assert (late.status_code, row(world, release).reason) == (409, said["reason"])
    assert "Mine too." in late.text, "nothing that was typed is thrown away"
    for who in READERS:
        assert world.visit(who).get(f"/insights/{release}").status_code == 404
    facts = [event.facts for event in world.events("insight.refused", release)]
    assert facts == [{}]


def test_the_list_shows_what_waits_what_was_decided_and_when_figures_are_due(
    world: World,
) -> None:
    first, second = computed(world, "2026-Q1"), computed(world, "2026-Q2")
    for who in ("coordinator1", "coordinator2"):
        approve(world, first, who)
    address = f"/groups/{world.group_id}/insights/approvals"

    visitor = world.visit("coordinator1")
    page = Page(visitor.get(address).text)

    assert {f"/insights/{first}/approval", f"/insights/{second}/approval"} <= set(page.links)
    assert page.text.index("Figures up to Q2 2026") < page.text.index("Decided")
    assert "When figures are due" in page.text
    assert world.visit("reader@alfa").get(address).status_code == 403
    assert world.visit("reader@stranger").get(address).status_code in {403, 404}


def test_the_database_lets_nobody_release_alone_or_change_what_is_decided(world: World) -> None:
    read_by_group(world)
    release = computed(world)
    free = "update insight_releases set state = 'released', released_on = current_date"
    with (
        pytest.raises(DBAPIError, match="not this change of an insight release"),
        world.transaction("coordinator1", write=True) as session,
    ):
        session.execute(text(f"{free} where id = :id"), {"id": release})
    false = "insert into insight_approvals values (:id, :person, 1, 'group_and_observers')"
    other = world.people["coordinator2"].id
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        world.transaction("coordinator1", write=True) as session,
    ):
        session.execute(text(false), {"id": release, "person": other})
    for who in ("coordinator1", "coordinator2"):
        approve(world, release, who)
    with (
        pytest.raises(DBAPIError, match="not this change of an insight release"),
        world.transaction("coordinator1", write=True) as session,
    ):
        session.execute(text("update insight_releases set audience = 'public'"))
    with pytest.raises(DBAPIError, match="a figure is never changed"):
        world.sql("update insight_cells set reports = 99 where insight_release_id = :i", i=release)


def test_without_a_session_only_what_is_public_is_read(world: World) -> None:
    read_by_group(world)
    quarters = {"association": "2026-Q1", "public": "2026-Q2", "group_and_observers": "2026-Q3"}
    releases = {audience: computed(world, each) for audience, each in quarters.items()}
    waiting = computed(world, "2026-Q4")
    for audience, release in releases.items():
        label = "TLP:CLEAR" if audience == "public" else "TLP:GREEN"
        address = f"/insights/{release}/approval"
        sent = {"version": "1", "audience": audience, "tlp": label}
        world.visit("coordinator1").send(address, sent)
        for who in ("coordinator1", "coordinator2"):
            approve(world, release, who, version=row(world, release).version)
    mine = {"ids": [*releases.values(), waiting]}

    database: Database = world.site.app.extensions["portal.database"]
    with database.transaction(write=False) as session:
        seen = session.scalars(
            text("select id from insight_releases where id = any (:ids)"), mine
        ).all()
        of = "select distinct insight_release_id from insight_cells where insight_release_id = any (:ids)"
        figures = session.scalars(text(of), mine).all()

    assert seen == figures == [releases["public"]]
