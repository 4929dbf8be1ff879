from __future__ import annotations

import re
from uuid import uuid4

import pytest

from portal.core import clock
from portal.privacy.insights import calendar
from portal.reference import periods
from tests.conftest import Site
from tests.features.insights.arrange import ALL, full, release
from tests.world import World, add_group, build_world

READERS = ("reader@alfa", "reader@observer", "reader@liaison", "coordinator1")


class Told:
    """A group with two releases, one of them for the association, and one that waits."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.before = release(world, "2026-Q1", full())
        medians = [("total", "", "3_6"), ("region", "034", "1_3")]
        self.now = release(world, "2026-Q2", full(4), audience="association", medians=medians)
        self.waiting = release(world, "2026-Q3", full(8), state="waiting")

    def read(self, who: str, path: str) -> str:
        reply = self.world.visit(who).get(path)
        assert reply.status_code == 200, (who, path)
        return str(reply.text)


@pytest.fixture(scope="module")
def told(site: Site) -> Told:
    return Told(build_world(site))


@pytest.mark.parametrize("who", READERS)
def test_whoever_reads_the_group_reads_its_newest_figures_and_the_archive(
    told: Told, who: str
) -> None:
    page = told.read(who, f"/groups/{told.world.group_id}/insights")

    assert "132 reports in all, from 128." in page
    assert f"/insights/{told.before}" in page
    assert str(told.waiting) not in page
    assert page.count(">TLP:GREEN<") == 2
    assert "128" in told.read(who, f"/insights/{told.before}")


def test_what_waits_is_no_page_but_for_coordinators_its_approval(told: Told) -> None:
    path = f"/insights/{told.waiting}"

    assert told.world.visit("reader@alfa").get(path).status_code == 404
    reply = told.world.visit("coordinator1").get(path)
    assert reply.status_code == 302
    assert reply.headers["Location"].endswith(f"{path}/approval")


def test_beyond_the_group_only_what_is_released_to_the_association_is_read(told: Told) -> None:
    world, stranger = told.world, told.world.visit("reader@stranger")
    assert stranger.get(f"/insights/{told.now}").status_code == 404
    with world.transaction("host", write=True) as session:
        add_group(session, world, uuid4(), [("stranger", "member")])

    page = told.read("reader@stranger", f"/insights/{told.now}")
    assert "From another group of the association" in page
    # The one before is not theirs to read, so nothing of it is told either.
    assert "What changed since" not in page
    assert stranger.get(f"/insights/{told.before}").status_code == 404
    assert stranger.get(f"/groups/{world.group_id}/insights").status_code == 404
    assert str(told.now) in told.read("reader@stranger", "/insights")


def test_a_cell_that_is_not_published_is_a_dash_and_leads_nowhere(told: Told) -> None:
    page = told.read("reader@observer", f"/insights/{told.now}")

    for code in ALL:
        address = f"/tables/indicator*sector?indicator={code}"
        assert (address in page) == (code in ALL[:9]), code
    row = re.search(r"<tr><th scope=\"row\">Excessive overtime</th>.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert re.findall(r"<td class=\"n\">(.*?)</td>", row[0]) == ["–", "–"]
    assert "None, or too few to show" in page


def test_a_group_without_figures_says_what_will_come_and_when(world: World) -> None:
    page = world.visit("reader@alfa").get(f"/groups/{world.group_id}/insights").text

    quarter, on = calendar.next_due(clock.now().date())
    assert "No figures are released yet" in page
    assert periods.label(quarter) in page
    assert f"{on.day} {on:%B %Y}" in page


def test_a_release_in_which_nothing_can_be_shown_says_the_threshold(world: World) -> None:
    empty = release(world, "2026-Q2", {})

    page = world.visit("reader@alfa").get(f"/insights/{empty}").text
    assert "No figure can be shown in this release" in page
    assert "at least 5 company families" in page


def values(page: str) -> list[int]:
    return [int(each) for each in re.findall(r"<td class=\"n\">(\d+)</td>", page)]


def test_a_table_is_narrowed_to_published_cells_and_sorted(told: Told) -> None:
    path = f"/insights/{told.now}/tables/indicator*sector"
    cells = {key: each for key, each in full(4).items() if key[0] == "indicator*sector"}

    everything = values(told.read("reader@alfa", path))
    assert sorted(everything) == sorted(cells.values())
    one = told.read("reader@alfa", f"{path}?indicator=deception&sort=reports")
    expected = [each for (_, code, _), each in cells.items() if code == "deception"]
    assert values(one) == sorted(expected, reverse=True)
    assert '<option value="deception" selected' in one


@pytest.mark.parametrize("query", ["indicator=excessive_overtime", "indicator=x", "sort=author"])
def test_what_is_hidden_and_what_does_not_exist_are_refused_in_the_same_words(
    told: Told, query: str
) -> None:
    page = told.read("reader@alfa", f"/insights/{told.now}/tables/indicator*sector?{query}")
    assert "is not known, or none of its figures is shown" in page
    assert "x" not in re.findall(r"<option value=\"(.*?)\"", page)


def test_a_table_without_a_published_cell_says_so_and_an_undeclared_one_is_not_there(
    told: Told,
) -> None:
    page = told.read("reader@alfa", f"/insights/{told.now}/tables/indicator*scheme")
    assert "Nothing of this table is shown" in page
    undeclared = f"/insights/{told.now}/tables/country*sector"
    assert told.world.visit("reader@alfa").get(undeclared).status_code == 404


def test_two_regions_stand_side_by_side(told: Told) -> None:
    page = told.read("reader@liaison", f"/insights/{told.now}/compare?left=034&right=035")

    assert re.findall(r"<td class=\"n\">(.*?)</td>", page)[:6] == [
        *("64", "53"),
        *("33%", "32%"),
        *("1 to 3 months", "–"),
    ]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("left=034&right=034", "Choose two different regions."),
        ("left=034&right=", "Choose the second region too."),
        ("left=034&right=155", "no figure of the other one is shown"),
    ],
)
def test_a_comparison_that_cannot_be_made_keeps_what_was_chosen(
    told: Told, query: str, problem: str
) -> None:
    page = told.read("reader@alfa", f"/insights/{told.now}/compare?{query}")

    assert problem in page
    assert '<option value="034" selected' in page
    assert "At a glance" not in page
    assert "155" not in re.findall(r"<option value=\"(.*?)\"", page)


def test_a_coordinator_finds_the_way_to_what_waits(told: Told) -> None:
    path = f"/groups/{told.world.group_id}/insights"

    assert f"{path}/approvals" in told.read("coordinator1", path)
    assert f"{path}/approvals" not in told.read("reader@alfa", path)
