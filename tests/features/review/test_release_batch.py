from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from portal.audit.chain import first_broken
from portal.core.clock import now, week_of
from portal.models import Event
from portal.reference import places
from tests.candidates import FACETS, as_author, source
from tests.features.review.steps import (
    THREE,
    approved,
    batch_state,
    press,
    queue,
    releases,
)
from tests.pages import Page
from tests.world import World


def test_three_items_of_three_families_make_the_batch_ready_and_two_do_not(world: World) -> None:
    source(world)
    approved(world, *THREE[:2])
    assert batch_state(world) == "gathering"
    assert "Gathering" in queue(world)
    assert "Release this batch now" not in queue(world)

    approved(world, THREE[2])

    assert batch_state(world) == "ready"
    assert "Ready" in queue(world)
    assert "Release this batch now" in queue(world)


def test_organizations_of_one_family_do_not_count_twice(world: World) -> None:
    source(world)
    approved(world, "writer@alfa", "writer@alfa", "writer@golf", "writer@bravo")
    assert batch_state(world) == "gathering"

    approved(world, "writer@charlie")

    assert batch_state(world) == "ready"


def test_what_no_longer_passes_the_gate_does_not_count_and_does_not_leave(world: World) -> None:
    source(world, "alfa", "bravo")
    items = approved(world, *THREE)
    assert batch_state(world) == "gathering"
    assert press(world) == 422
    source(world, "delta")
    world.sql("delete from gate_weeks")  # another week
    (elsewhere,) = approved(world, "writer@echo", facets=_facets(place="TR"))

    assert press(world) == 303

    assert set(releases(world)) == set(items)
    (left,) = world.sql("select id from candidates where group_id = :g", g=world.group_id)
    assert left.id == elsewhere


def _facets(**changed: object) -> dict[str, object]:
    return FACETS | changed


def test_a_standing_that_has_ended_does_not_count_for_the_gate(world: World) -> None:
    source(world, "alfa", "bravo", "charlie")
    world.sql(
        "update standings set ended_on = current_date where organization_id = :id",
        id=world.organizations["charlie"],
    )

    approved(world, "writer@alfa", "writer@bravo", "writer@delta")

    assert batch_state(world) == "gathering"


def test_releasing_by_hand_turns_all_into_releases_under_one_date_and_one_event(
    world: World,
) -> None:
    source(world)
    items = approved(world, *THREE)

    assert press(world) == 303

    assert set(releases(world)) == set(items)
    assert world.sql("select * from candidates where group_id = :g", g=world.group_id) == []
    (batch,) = world.sql("select * from batches where group_id = :g", g=world.group_id)
    assert (batch.state, batch.released_on) == ("released", now().date())
    rows = world.sql("select * from releases where group_id = :g", g=world.group_id)
    assert {(row.batch_id, row.released_on) for row in rows} == {(batch.id, now().date())}
    (requested,) = world.events("batch.requested", batch.id)
    (event,) = world.events("batch.released", batch.id)
    assert (event.actor_id, event.facts) == (UUID(int=0), {})
    assert requested.actor_id == world.people["coordinator1"].id


def test_the_chain_of_the_group_holds_with_lines_of_people_and_of_the_steward(
    world: World,
) -> None:
    source(world)
    approved(world, *THREE)
    press(world)
    approved(world, *THREE)

    columns = "id, chain, chain_id, place, at, actor_id, personal, kind, subject_id, facts, seal"
    rows = world.sql(
        f"select {columns} from events where chain_id = :g order by place", g=world.group_id
    )
    events = [Event(**{**row._mapping, "seal": bytes(row.seal)}) for row in rows]
    assert len(events) == 8
    assert first_broken(world.site.keys.derive("trail"), events) is None


def test_a_release_carries_paths_words_and_nothing_of_the_queue(world: World) -> None:
    source(world)
    items = approved(world, *THREE)
    queued = world.sql("select position from candidates where group_id = :g", g=world.group_id)

    press(world)

    row = world.sql("select * from releases where id = :id", id=items[0])[0]
    assert row.place_path == list(places.path("BD"))
    assert row.sector_path == ["1410", "141", "14", "C", "any"]
    assert row.period_path == ["2026-Q3", "2026-H2", "2026"]
    assert row.indicators == ["debt_bondage", "retention_of_identity_documents"]
    assert (row.status, row.withdrawn) == ("in_progress", False)
    for word in ("passports", "Bangladesh", "bondage", "shirt"):
        found = world.sql(
            "select id from releases where group_id = :g and search @@"
            " websearch_to_tsquery('english', :word)",
            g=world.group_id,
            word=word,
        )
        assert len(found) == 3, word
    positions = world.sql("select position from releases where group_id = :g", g=world.group_id)
    assert not {each.position for each in positions} & {each.position for each in queued}
    assert all(each.position.version == 4 for each in positions)


def test_neither_the_order_of_the_feed_nor_of_the_rows_is_the_order_of_arrival(
    world: World,
) -> None:
    source(world)
    same_feed, same_rows = 0, 0
    for _ in range(3):
        items = approved(world, *THREE, "writer@delta", "writer@echo")
        press(world)
        placed = world.sql("select id from releases where id = any(:ids) order by ctid", ids=items)
        same_rows += [row.id for row in placed] == items
        same_feed += [each for each in releases(world) if each in items] == items
    assert (same_feed, same_rows) < (3, 3)
    assert same_feed < 3
    assert same_rows < 3


def test_releasing_by_hand_is_refused_with_the_reason_while_the_rule_does_not_hold(
    world: World,
) -> None:
    source(world)
    approved(world, *THREE[:2])
    visitor = world.visit("coordinator1")

    reply = visitor.send(f"/groups/{world.group_id}/review/release", {"confirmed": "yes"})
    world.site.drain()

    assert reply.status_code == 422
    assert "Too few independent items are approved" in Page(reply.text).text
    assert releases(world) == []


def test_without_a_script_the_button_asks_first(world: World) -> None:
    source(world)
    approved(world, *THREE)
    visitor = world.visit("coordinator1")
    path = f"/groups/{world.group_id}/review/release"

    asked = visitor.send(path)
    world.site.drain()
    assert asked.status_code == 200
    assert releases(world) == []
    assert visitor.post(path, data=Page(asked.text).form(path)).status_code == 303
    world.site.drain()
    assert len(releases(world)) == 3


def test_what_has_left_cannot_be_taken_back(world: World) -> None:
    source(world)
    items = approved(world, *THREE)
    press(world)

    reply = world.visit("coordinator1").send(f"/candidates/{items[0]}/reopen?version=1")

    assert reply.status_code == 404
    assert len(releases(world)) == 3


def test_the_author_recognizes_the_release_and_nobody_else_does(world: World) -> None:
    source(world)
    items = approved(world, *THREE)
    press(world)

    for who, owned in (("writer@alfa", items[:1]), ("writer@bravo", items[1:2])):
        with world.transaction(who) as session:
            as_author(session, *items)
            mine = session.scalars(
                text("select id from releases where group_id = :g and guard.owns(id)"),
                {"g": world.group_id},
            ).all()
        assert mine == owned


def test_who_waited_four_weeks_and_accepts_it_leaves_alone(world: World) -> None:
    source(world)
    old = week_of(now()) - timedelta(weeks=4)
    (alone,) = approved(world, "writer@alfa", week=old, goes_alone=True)
    (patient,) = approved(world, "writer@bravo", week=old)
    (young,) = approved(world, "writer@charlie", week=old + timedelta(weeks=1), goes_alone=True)
    world.sql("delete from candidates where id = :id", id=young)

    assert press(world) == 303

    assert releases(world) == [alone]
    assert (
        world.sql("select state from candidates where id = :id", id=patient)[0].state == "approved"
    )


def test_accepting_to_go_alone_changes_nothing_before_four_weeks(world: World) -> None:
    source(world)
    young = week_of(now()) - timedelta(weeks=3)

    approved(world, "writer@alfa", week=young, goes_alone=True)

    assert batch_state(world) == "gathering"
