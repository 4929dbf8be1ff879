import re
from uuid import uuid4

import pytest

from portal.audit.kinds import Kind
from portal.features.history import queries
from portal.features.history.views import WORDS
from tests.pages import Page
from tests.world import World


def change_roles(world: World, times: int) -> None:
    admin = world.visit("admin@alfa")
    for number in range(times):
        role = ("admin", "contributor")[number % 2]
        admin.send(f"/people/{world.people['reader@alfa'].id}/role", {"role": role})


def test_every_kind_of_event_has_words() -> None:
    assert set(WORDS) == set(Kind) - {Kind.PERSON_ACTED}


def test_an_administrator_reads_who_did_what_to_whom(world: World) -> None:
    change_roles(world, 1)

    page = Page(world.visit("admin@alfa").get("/organization/events").text).text

    assert "Admin Of Alfa Changed a role from Reader to Administrator Reader Of Alfa" in page


def test_what_colleagues_do_for_themselves_is_not_there_but_ones_own_is(world: World) -> None:
    world.visit("writer@alfa").send("/account/theme", {"theme": "dark"})
    assert "Nothing has happened yet" in world.visit("admin@alfa").get("/organization/events").text

    world.visit("admin@alfa").send("/account/theme", {"theme": "dark"})

    page = world.visit("admin@alfa").get("/organization/events").text
    assert page.count("Changed their own account") == 1
    assert "only you see this" in page
    [deed] = world.personal_events("admin@alfa")
    assert f"{deed.at:%H:%M}" in Page(page).text, "when it was, not the day that is in clear"


def test_another_organizations_chain_is_not_there(world: World) -> None:
    change_roles(world, 1)

    assert "Nothing has happened yet" in world.visit("admin@bravo").get("/organization/events").text


@pytest.mark.parametrize(
    ("who", "status"), [("writer@alfa", 403), ("reader@alfa", 403), ("coordinator1", 404)]
)
def test_only_administrators_read_the_organizations_history(
    world: World, who: str, status: int
) -> None:
    assert world.visit(who).get("/organization/events").status_code == status


def test_pages_go_back_and_forth_without_a_gap_or_a_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    change_roles(world, 5)
    world.visit("writer@alfa").send(
        "/account/theme", {"theme": "dark"}
    )  # leaves a gap in the places
    admin = world.visit("admin@alfa")

    def step(at: str) -> tuple[str, dict[str, str]]:
        page = Page(admin.get(at).text)
        links = [link for link in page.links if "before=" in link or "after=" in link]
        return page.text, {link.partition("?")[2].partition("=")[0]: link for link in links}

    first, onward = step("/organization/events")
    second, ways = step(onward["before"])
    third, back = step(ways["before"])

    counts = [page.count("Changed a role from") for page in (first, second, third)]
    assert counts == [2, 2, 1]
    assert set(onward) == {"before"}
    assert set(back) == {"after"}
    assert step(back["after"])[0] == second
    assert step(ways["after"])[0] == first
    assert set(step(ways["after"])[1]) == {"before"}


def test_addresses_of_pages_hold_no_place_in_the_chain(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    change_roles(world, 3)

    links = Page(world.visit("admin@alfa").get("/organization/events").text).links

    cursors = [link.partition("before=")[2] for link in links if "before=" in link]
    assert [len(cursor) for cursor in cursors] == [36]


@pytest.mark.parametrize(
    "cursor",
    ["before=1", "before=' or 1=1 --", "before=19b99abf-6c72-41cf-9f87-b93bb9c1ce37", "after="],
)
def test_a_cursor_that_is_none_is_no_error(world: World, cursor: str) -> None:
    change_roles(world, 1)

    assert world.visit("admin@alfa").get(f"/organization/events?{cursor}").status_code == 200


@pytest.mark.parametrize("who", ["coordinator1", "host"])
def test_coordinators_and_host_read_the_groups_history(world: World, who: str) -> None:
    gone = world.organizations["observer"]
    world.visit("host").send(f"/groups/{world.group_id}/standings/{gone}/end")

    page = world.visit(who).get(f"/groups/{world.group_id}/events").text

    assert "Ended the standing of an organization" in page
    assert not re.search(r"\d\d:\d\d", Page(page).text), "a day is enough in a shared zone"


@pytest.mark.parametrize("who", ["admin@alfa", "writer@alfa", "admin@stranger"])
def test_members_do_not_read_the_groups_history(world: World, who: str) -> None:
    browser = world.visit(who)

    group, absent = (browser.get(f"/groups/{each}/events") for each in (world.group_id, uuid4()))

    assert group.status_code == absent.status_code
    assert group.status_code in {403, 404}
    assert group.data == absent.data
