"""The page of one release, and who may read which."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import Site
from tests.features.releases.arrange import (
    another_group,
    feed,
    frozen,
    release,
    releases,
    titles,
    withdraw,
)
from tests.pages import Page
from tests.world import World, build_world

INSIDE = {"writer@alfa", "reader@golf", "coordinator1"}
"""Who reads the group's copy, whatever the audience."""
OUTSIDE = {
    "group_and_observers": {"reader@observer", "admin@liaison"},
    "association": {"reader@observer", "admin@liaison", "reader@stranger"},
    "public": {"reader@observer", "admin@liaison", "reader@stranger"},
}
"""Who reads the bundle's."""
EVERYBODY = sorted(INSIDE | OUTSIDE["association"] | {"host"})


def show(world: World, who: str, id: object) -> Any:
    return world.visit(who).get(f"/releases/{id}")


def test_the_page_says_all_that_was_released_and_what_may_be_done_with_it(world: World) -> None:
    shown = release(world, title="Fees before departure", tlp="TLP:GREEN", audience="association")

    said = Page(show(world, "writer@alfa", shown).text).text

    for words in (
        *("Fees before departure", "Receipts named a service charge.", "Debt bondage", "Strong"),
        *("TLP:GREEN", "Within the community, but not through public channels.", "Association"),
        *("Bangladesh", "Q3 2026", "50 to 249 workers", "Serious", "Some workers", "Reported"),
        *("Batch of 16 November 2026", "How this was made safe"),
    ):
        assert words in said


@pytest.mark.parametrize(
    ("copy", "audience"),
    [*(("inside", each) for each in ("group", *OUTSIDE)), *(("outside", each) for each in OUTSIDE)],
)
def test_those_whom_standing_and_audience_admit_read_it_and_all_others_find_nothing(
    world: World, copy: str, audience: str
) -> None:
    another_group(world, members=["stranger"])  # a member of another group of the association
    outside = build_world(world.site)
    given = {"title": "Fees before departure", "audience": audience}
    shown = release(world, **given) if copy == "inside" else frozen(world, **given)[0]
    readers = INSIDE if copy == "inside" else OUTSIDE[audience]

    for who in EVERYBODY:
        expected = 200 if who in readers else 403 if who == "host" else 404
        assert show(world, who, shown).status_code == expected, who
        found = feed(world, "?q=departure", who)
        seen = found.status_code == 200 and set(titles(found)) == {"Fees before departure"}
        assert seen == (who in readers - {"reader@stranger"}), who
    assert show(outside, "writer@alfa", shown).status_code == 404
    assert world.site.app.test_client().get(f"/releases/{shown}").status_code == 302


@pytest.mark.parametrize("who", ["reader@observer", "admin@liaison", "reader@stranger"])
def test_a_release_that_one_may_not_read_answers_like_one_that_does_not_exist(
    world: World, who: str
) -> None:
    hidden, absent = show(world, who, release(world)), show(world, who, uuid4())

    assert hidden.status_code == absent.status_code == (403 if who == "reader@stranger" else 404)
    assert hidden.data == absent.data
    assert hidden.headers.to_wsgi_list() == absent.headers.to_wsgi_list()


@pytest.mark.parametrize("who", ["outsider", "writer@stranger", "host"])
def test_a_feed_that_one_may_not_read_answers_like_one_that_does_not_exist(
    world: World, who: str
) -> None:
    visitor = (
        build_world(world.site).visit("writer@alfa") if who == "outsider" else world.visit(who)
    )

    hidden = visitor.get(f"/groups/{world.group_id}/releases")
    absent = visitor.get(f"/groups/{uuid4()}/releases")

    assert hidden.status_code == absent.status_code == (404 if who == "outsider" else 403)
    assert hidden.data == absent.data
    assert hidden.headers.to_wsgi_list() == absent.headers.to_wsgi_list()


def test_the_page_is_the_same_bytes_for_two_readers_but_for_their_own_names(world: World) -> None:
    shown = release(world)

    def shared(who: str) -> str:
        page: str = show(world, who, shown).text
        return page.partition("<main")[2].partition("</main>")[0]

    assert shared("writer@alfa") == shared("writer@bravo")
    assert shared("reader@alfa") == shared("reader@charlie")


def test_a_withdrawn_release_is_a_neutral_page_without_a_word_of_it(world: World) -> None:
    shown = release(world, title="Fees before departure")
    assert "Fees before departure" in show(world, "writer@alfa", shown).text

    withdraw(world, shown)
    reply = show(world, "writer@alfa", shown)

    assert reply.status_code == 200
    assert "This item was withdrawn." in reply.text
    for word in ("Fees", "dormitories", "Bangladesh", "Debt bondage", "TLP:AMBER"):
        assert word not in reply.text


def test_a_reader_of_another_group_is_not_told_the_name_of_the_group(world: World) -> None:
    another_group(world, members=["stranger"])
    shown = frozen(world, audience="association")[0]

    name = Page(feed(world).text).title.split(" · ")[1]
    assert name in show(world, "reader@observer", shown).text
    assert name not in show(world, "reader@stranger", shown).text


def test_a_standing_that_has_ended_opens_nothing(site: Site, world: World) -> None:
    shown = release(world, audience="association")
    engine = create_engine(site.admin_url_of_database)
    with engine.begin() as connection:
        connection.execute(
            text("update standings set ended_on = current_date where organization_id = :o"),
            {"o": world.organizations["bravo"]},
        )
    engine.dispose()

    assert show(world, "writer@bravo", shown).status_code == 403
    assert feed(world, who="writer@bravo").status_code == 403


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_finding_functions_answer_nothing_that_the_policy_hides(world: World, who: str) -> None:
    another_group(world, members=["stranger"])
    ids = releases(world, [{"audience": audience} for audience in ("group", *OUTSIDE)])
    ids += [each for audience in OUTSIDE for each in frozen(world, audience=audience)]

    with world.transaction(who) as session:
        policy = set(
            session.scalars(
                text("select id from releases where group_id = :g"), {"g": world.group_id}
            )
        )
        one = {
            each
            for each in ids
            if session.scalar(text("select guard.find_release(:id)"), {"id": each}) is not None
        }
        many = set(
            session.scalars(
                text(
                    "select guard.find_releases(:g, false, null, array['finding'], null, null, null, null,"
                    " null, null, null, null, false, 100)"
                ),
                {"g": world.group_id},
            )
        )

    assert one == policy
    assert many == (policy if who != "reader@stranger" else set())


def test_a_hidden_release_is_looked_up_with_the_plan_and_pages_of_an_absent_one(
    world: World,
) -> None:
    release(world)
    hidden = release(world)
    explained = text(
        "explain (analyze, buffers, costs off, timing off, summary off) select r.id"
        " from guard.find_release(:id) as found (id) join releases r on r.id = found.id"
    )

    def cost(id: object) -> tuple[list[str], int]:
        with world.transaction("reader@observer") as session:
            _, rows = (session.scalars(explained, {"id": str(id)}).all() for _ in range(2))
        shape = [row.partition("(")[0].strip() for row in rows if "Buffers" not in row]
        ran = [row for row in rows if "SubPlan" in row or "InitPlan" in row]
        hit = next(row for row in rows if "Buffers" in row)
        assert "Planning" not in hit
        return shape + ran, int(hit.partition("hit=")[2].split()[0])

    (plan, pages), (plan_of_absent, pages_of_absent) = cost(hidden), cost(uuid4())

    assert plan == plan_of_absent
    assert abs(pages - pages_of_absent) <= 4
