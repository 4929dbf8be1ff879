from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.pages import Page
from tests.world import World

FORM = {
    "name": "Cotton",
    "purpose": "To learn.",
    "charter": "We agree.",
    "k_author": "3",
    "k_supplier": "1",
    "roster_visibility": "open",
    "rhythm_days": "7",
    "observers_are_community": "y",
    "version": "1",
    "explained": "",
}


def save(world: World, who: str = "host", **more: str) -> Any:
    return world.visit(who).send(f"/groups/{world.group_id}/settings", FORM | more)


def settings_form(reply: Any) -> dict[str, str]:
    """The hidden and typed fields, found by the one that only this form has."""
    return next(dict(f.fields) for f in Page(reply.text).forms if "explained" in dict(f.fields))


def group(world: World) -> Any:
    [row] = world.sql("select * from groups where id = :id", id=world.group_id)
    return row


@pytest.mark.parametrize("who", ["host", "coordinator1"])
def test_host_and_coordinators_change_the_settings(world: World, who: str) -> None:
    reply = save(world, who, name="Cotton and wool", rhythm_days="14")

    assert reply.location == f"/groups/{world.group_id}"
    row = group(world)
    assert (row.name, row.rhythm_days, row.version) == ("Cotton and wool", 14, 2)
    [event] = world.events("group.changed", world.group_id)
    assert event.facts["rhythm_days"] == [7, 14]
    assert (event.chain, event.actor_id) == ("group", world.people[who].id)
    assert "charter" not in event.facts


@pytest.mark.parametrize("who", ["admin@alfa", "admin@observer"])
def test_members_and_observers_change_nothing(world: World, who: str) -> None:
    before = group(world)

    assert save(world, who).status_code == 403
    assert group(world) == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"k_author": "4"}, "4 families instead of 3"),
        ({"k_supplier": "9"}, "9 suppliers instead of 1"),
        ({"roster_visibility": "hidden"}, "becomes: Hidden"),
    ],
)
def test_what_changes_for_others_is_explained_before_it_is_saved(
    world: World, more: dict[str, str], said: str
) -> None:
    browser = world.visit("host")
    before = group(world)

    asked = browser.send(f"/groups/{world.group_id}/settings", FORM | more)

    assert asked.status_code == 200
    assert said in Page(asked.text).text
    assert group(world) == before

    form = FORM | more | {"explained": settings_form(asked)["explained"]}
    assert browser.send(f"/groups/{world.group_id}/settings", form).status_code == 303
    assert group(world).version == 2


def test_lowering_the_threshold_says_that_authors_hide_among_fewer(world: World) -> None:
    world.sql("update groups set k_author = 6 where id = :id", id=world.group_id)

    asked = save(world, k_author="4")

    assert "4 families instead of 6 are enough" in asked.text
    assert "hides among fewer" in asked.text


def test_an_explanation_holds_only_for_what_it_explained(world: World) -> None:
    asked = save(world, k_author="5", explained="4/1/open")

    assert asked.status_code == 200
    assert "5 families instead of 3" in asked.text


@pytest.mark.parametrize("k", ["2", "0", "-1", "51", "five", ""])
def test_a_threshold_below_three_families_or_beyond_reason_is_refused(world: World, k: str) -> None:
    reply = save(world, k_author=k, explained=f"{k}/1/open")

    assert reply.status_code == 422
    assert group(world).k_author == 3


def test_a_concurrent_change_is_shown_and_never_overwritten(world: World) -> None:
    save(world, "coordinator1", charter="Theirs, saved first.", name="Cotton")

    late = save(world, "host", charter="Mine, typed meanwhile.", name="Cotton")

    assert late.status_code == 409
    assert "Theirs, saved first." in late.text
    assert "Mine, typed meanwhile." in late.text
    assert group(world).charter == "Theirs, saved first."
    again = save(world, "host", charter="Both.", version=settings_form(late)["version"])
    assert again.status_code == 303
    assert group(world).charter == "Both."


@pytest.mark.parametrize("version", ["", "x", "0", "2", "-1", "1e3"])
def test_a_version_that_the_page_never_showed_saves_nothing(world: World, version: str) -> None:
    assert save(world, version=version).status_code == 409
    assert group(world).version == 1


def test_an_association_founds_a_group_and_leads_it_on(world: World) -> None:
    browser = world.visit("host")

    reply = browser.send("/groups/new", FORM | {"name": "Solar", "k_author": "5"})

    assert reply.status_code == 303
    page = browser.get(reply.location)
    assert "No organization yet" in page.text
    [row] = world.sql(
        "select * from groups where association_id = :id and name = 'Solar'",
        id=world.association_id,
    )
    assert reply.location == f"/groups/{row.id}/standings"
    assert (row.k_author, row.version, row.observers_are_community) == (5, 1, True)
    assert len(world.events("group.founded", row.id)) == 1
    assert "Nothing can be published anonymously here." in browser.get(f"/groups/{row.id}").text


@pytest.mark.parametrize("who", ["admin@alfa", "coordinator1", "admin@observer"])
def test_nobody_else_founds_a_group(world: World, who: str) -> None:
    assert world.visit(who).send("/groups/new", FORM | {"name": "Solar"}).status_code == 403


def test_a_group_with_empty_fields_is_not_founded(world: World) -> None:
    reply = world.visit("host").send(
        "/groups/new", FORM | {"name": " ", "purpose": "", "charter": ""}
    )

    assert reply.status_code == 422
    assert "Enter a name." in reply.text
    assert "Enter the charter." in reply.text


def test_a_coordinator_who_might_also_ask_the_gate_does_not_change_the_thresholds(
    world: World,
) -> None:
    reply = save(world, "coordinator1", k_author="4", explained="4/1/open")

    assert reply.status_code == 422
    assert "thresholds" in reply.text
    assert group(world).k_author == 3
    with pytest.raises(ProgrammingError), world.transaction("coordinator1", write=True) as session:
        session.execute(
            text("update groups set k_author = 9 where id = :id"), {"id": world.group_id}
        )
