from uuid import uuid4

import pytest

from tests.pages import Page
from tests.world import World


def about(world: World, who: str) -> str:
    return Page(world.visit(who).get(f"/groups/{world.group_id}").text).text


def show_roster(world: World, visibility: str) -> None:
    world.sql(
        "update groups set roster_visibility = :visibility where id = :id",
        visibility=visibility,
        id=world.group_id,
    )


def name_of(world: World, organization: str) -> str:
    [row] = world.sql(
        "select name from organizations where id = :id", id=world.organizations[organization]
    )
    return str(row.name)


def test_the_start_page_shows_ones_groups_with_standing_purpose_and_ways_in(world: World) -> None:
    page = world.visit("writer@alfa").get("/")

    assert "To learn from each other." in page.text
    assert "Member" in page.text
    assert f"/groups/{world.group_id}" in Page(page.text).links
    assert f"/groups/{world.group_id}/settings" not in Page(page.text).links


def test_somebody_without_a_group_is_told_how_one_comes_into_one(world: World) -> None:
    page = world.visit("reader@stranger").get("/").text

    assert "in no working group yet" in page
    assert "To learn from each other." not in page


def test_an_open_roster_names_every_organization_to_its_members(world: World) -> None:
    text = about(world, "reader@bravo")

    assert name_of(world, "alfa") in text
    assert name_of(world, "observer") in text


@pytest.mark.parametrize("who", ["reader@bravo", "reader@observer", "reader@liaison"])
def test_a_number_only_roster_names_nobody(world: World, who: str) -> None:
    show_roster(world, "count_only")

    text = about(world, who)

    assert "7 members" in text
    assert name_of(world, "charlie") not in text


@pytest.mark.parametrize("who", ["reader@bravo", "reader@observer", "reader@liaison"])
def test_a_hidden_roster_tells_neither_names_nor_a_number(world: World, who: str) -> None:
    show_roster(world, "hidden")

    text = about(world, who)

    assert "neither its organizations nor their number" in text
    assert "7 members" not in text
    assert name_of(world, "charlie") not in text


@pytest.mark.parametrize("who", ["coordinator1", "host"])
def test_coordinators_and_host_see_the_roster_however_hidden(world: World, who: str) -> None:
    show_roster(world, "hidden")

    assert name_of(world, "charlie") in about(world, who)


def test_thresholds_rhythm_and_community_stand_in_plain_words(world: World) -> None:
    text = about(world, "reader@bravo")

    assert "at least 3 corporate families could have written it" in text
    assert "once a week" in text
    assert "TLP:GREEN" in text
    assert "the observers of this group" in text
    assert "Coordinator1" in text
    assert "We meet to learn." in text


def test_a_group_of_too_few_families_says_that_nothing_is_anonymous(world: World) -> None:
    assert "Nothing can be published anonymously here." not in about(world, "reader@bravo")

    world.sql("update groups set k_author = 7 where id = :id", id=world.group_id)

    # Seven member organizations, but alfa and golf are of one family.
    assert "Nothing can be published anonymously here." in about(world, "reader@bravo")


def test_a_charter_with_markup_is_shown_as_text(world: World) -> None:
    world.sql(
        "update groups set charter = '<script>alert(1)</script>', name = '<img src=x>' where id = :id",
        id=world.group_id,
    )

    page = world.visit("reader@bravo").get(f"/groups/{world.group_id}").text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("path", ["", "/settings", "/standings", "/appointments"])
@pytest.mark.parametrize("who", ["reader@stranger", "writer@alfa", "host"])
def test_a_foreign_group_is_like_an_absent_one(world: World, who: str, path: str) -> None:
    foreign = uuid4()
    columns = "name, purpose, charter, k_author, k_supplier, roster_visibility, rhythm_days"
    columns += ", observers_are_community, version"
    world.sql(
        f"insert into groups (id, association_id, {columns}) select :id, :association, {columns}"
        " from groups where id = :group",
        id=foreign,
        association=world.organizations["observer"],
        group=world.group_id,
    )
    browser = world.visit(who)

    refused, absent = (browser.get(f"/groups/{each}{path}") for each in (foreign, uuid4()))

    assert refused.status_code == absent.status_code
    assert refused.data == absent.data
    assert refused.status_code in {403, 404}
