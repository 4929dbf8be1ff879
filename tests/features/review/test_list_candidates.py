import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portal.core.clock import now, week_of
from tests.candidates import candidate
from tests.pages import Page, Visitor
from tests.world import World, build_world

WEEK = timedelta(weeks=1)


def queue(world: World, who: str = "coordinator1") -> str:
    html: str = world.visit(who).get(f"/groups/{world.group_id}/review").text
    return html


def order(html: str) -> list[UUID]:
    return [UUID(found) for found in re.findall(r'href="/candidates/([0-9a-f-]{36})"', html)]


def this_week() -> date:
    return week_of(now())


def test_the_oldest_week_comes_first_and_inside_a_week_the_random_position_decides(
    world: World,
) -> None:
    last = candidate(world, position=UUID(int=1))
    third = candidate(world, "writer@bravo", week=this_week() - WEEK, position=UUID(int=9))
    second = candidate(world, "writer@delta", week=this_week() - WEEK, position=UUID(int=2))
    first = candidate(world, "writer@echo", week=this_week() - 3 * WEEK)

    html = queue(world)

    assert order(html) == [first, second, third, last]
    shown = Page(html).text
    assert "This week" in shown
    assert "1 week old" in shown
    assert "3 weeks old" in shown
    assert "Waits long" in shown


def test_the_queue_names_no_organization_no_person_no_time_and_no_number_of_items(
    world: World,
) -> None:
    for who in ("writer@alfa", "writer@bravo", "writer@charlie", "writer@golf"):
        candidate(world, who)
    named = world.sql(
        "select id, name from organizations where id = any(:organizations) union all"
        " select id, name from families where id = any(:families) union all"
        " select id, name from people where id = any(:people) union all"
        " select id, email from people where id = any(:people)",
        organizations=[*world.organizations.values()],
        families=[*world.families.values()],
        people=[each.id for each in world.people.values()],
    )
    # One's own name and organization stand in the menu of every page.
    mine = {world.people["coordinator1"].id, world.association_id}

    html = queue(world)

    assert len(order(html)) == 4
    for each in named:
        assert each.id in mine or each.name not in html, each.name
        assert str(each.id) not in html
    shown = Page(html).text
    assert not re.search(r"\d{1,2}:\d\d", shown)
    assert not re.search(r"\d+ (of \d|items?|findings?|candidates?|famil)", shown)


def test_what_needs_a_second_coordinator_and_what_keeps_a_detail_says_so(world: World) -> None:
    candidate(world, audience="association", tlp="TLP:GREEN", decisions={"hits": []})

    html = queue(world)

    assert "Needs two coordinators" in html
    assert "Keeps a detail" not in html
    candidate(world, "writer@bravo")
    assert "Keeps a detail" in queue(world)


def test_what_one_approved_and_waits_for_another_is_marked_and_not_offered_as_next(
    world: World,
) -> None:
    wide = candidate(world, audience="association", tlp="TLP:GREEN")
    visitor = world.visit("coordinator1")

    reply = visitor.send(f"/candidates/{wide}", {"verdict": "approve", "version": "1"})

    assert reply.location == f"/groups/{world.group_id}/review"
    assert "You approved it" in queue(world)
    assert "You approved it" not in queue(world, "coordinator2")


def test_an_empty_queue_says_that_all_is_reviewed(world: World) -> None:
    assert "All reviewed" in queue(world)
    for state in ("approved", "returned", "refused", "withdrawn"):
        candidate(world, state=state)
    html = queue(world)
    assert "All reviewed" in html
    assert order(html) == []


def test_the_queue_of_another_group_is_absent_and_holds_nothing_of_this_one(world: World) -> None:
    item = candidate(world)
    other = build_world(world.site)
    stranger: Visitor = other.visit("coordinator1")

    foreign = stranger.get(f"/groups/{world.group_id}/review")
    absent = stranger.get(f"/groups/{uuid4()}/review")

    assert foreign.status_code == absent.status_code == 404
    assert foreign.data == absent.data
    assert stranger.get(f"/candidates/{item}").status_code == 404
    assert order(queue(other)) == []


@pytest.mark.parametrize("who", ["coordinator1", "writer@alfa"])
def test_the_tab_is_there_for_coordinators_only(world: World, who: str) -> None:
    reply = world.visit(who).get(f"/groups/{world.group_id}/review")

    assert (f"/groups/{world.group_id}/review" in reply.text) is (who == "coordinator1")
