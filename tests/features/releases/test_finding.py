"""How one finds something in a feed: filters in the address, and search in released text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.features.releases.arrange import (
    feed,
    release,
    releases,
    titles,
)
from tests.pages import Page
from tests.world import World, build_world


@pytest.mark.parametrize(
    ("query", "like", "unlike"),
    [
        ("kind=audit", {"kind": "audit"}, {"kind": "practice"}),
        ("indicator=deception", {"indicators": ["deception"]}, {"indicators": ["isolation"]}),
        ("place=BD", {"place": "BD"}, {"place": "VN"}),
        ("place=034", {"place": "BD"}, {"place": "VN"}),
        ("place=142", {"place": "VN"}, {"place": "BR"}),
        ("sector=14", {"sector": "1410"}, {"sector": "2610"}),
        ("sector=C", {"sector": "1410"}, {"sector": "01"}),
        ("period=2026-Q3", {"period": "2026-Q3"}, {"period": "2026-Q2"}),
        ("period=2026", {"period": "2026-Q2"}, {"period": "2025-Q4"}),
        ("tlp=TLP:GREEN", {"tlp": "TLP:GREEN"}, {"tlp": "TLP:AMBER"}),
        ("status=closed", {"status": "closed"}, {"status": "reported"}),
        ("q=passports", {"narrative": "Their passport was kept."}, {"narrative": "Paid late."}),
        ("q=overtime+-night", {"title": "Overtime at dawn"}, {"title": "Overtime at night"}),
    ],
)
def test_each_filter_keeps_what_fits_and_leaves_out_what_does_not(
    world: World, query: str, like: dict[str, Any], unlike: dict[str, Any]
) -> None:
    ids = releases(world, [like, unlike])

    links = Page(feed(world, f"?{query}").text).links

    assert f"/releases/{ids[0]}" in links
    assert f"/releases/{ids[1]}" not in links


def test_filters_of_one_kind_widen_and_filters_of_several_narrow(world: World) -> None:
    releases(
        world,
        [
            {"title": "one", "kind": "audit", "place": "BD"},
            {"title": "two", "kind": "practice", "place": "BD"},
            {"title": "three", "kind": "audit", "place": "VN"},
            {"title": "four", "kind": "finding", "place": "BD"},
        ],
    )

    both = titles(feed(world, "?kind=audit&kind=practice&place=BD"))

    assert sorted(both) == ["one", "two"]


def test_a_chip_takes_its_own_filter_away_and_keeps_the_others(world: World) -> None:
    release(world)

    page = feed(world, "?kind=finding&place=BD&q=dormitories").text

    chips = re.findall(r'class="chip" href="([^"]+)"', page)
    assert {chip.replace("&amp;", "&").partition("?")[2] for chip in chips} == {
        "kind=finding&place=BD",
        "q=dormitories&place=BD",
        "q=dormitories&kind=finding",
    }
    assert f'href="/groups/{world.group_id}/releases">Clear filters' in page


def test_the_choices_do_not_depend_on_what_the_group_holds(world: World) -> None:
    empty = build_world(world.site)
    release(world, place="BD", sector="1410")

    def choices(of: World) -> str:
        page: str = feed(of).text
        return page.partition('<form method="get"')[2].partition("</form>")[0].partition(">")[2]

    assert choices(world) == choices(empty)
    assert "Bangladesh" in choices(empty)
    assert "Andorra" in choices(empty)


@pytest.mark.parametrize("where", ["title", "narrative"])
def test_search_finds_words_of_released_text_only(world: World, where: str) -> None:
    release(world, **{where: "The hostel was locked"}, status="closed", place="VN")

    assert len(titles(feed(world, "?q=hostel"))) == 1
    for word in ("Vietnam", "closed", "finding", "amber", world.group_id, "alfa"):
        assert titles(feed(world, f"?q={word}")) == []


@pytest.mark.parametrize(
    "name",
    [
        "kind",
        "indicator",
        "place",
        "sector",
        "period",
        "tlp",
        "status",
        "from",
        "after",
        "before",
        "q",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "'; drop table releases; --",
        "' or '1'='1",
        "\\'); select pg_sleep(5)--",
        "%00%00",
        "2026-11-16~' or 1=1",
        "9999-99-99~00000000-0000-0000-0000-000000000000",
        "<script>alert(1)</script>",
        "&|!():*<->",
        "x" * 5000,
    ],
)
def test_odd_values_in_the_address_do_no_harm(world: World, name: str, value: str) -> None:
    release(world, title="Still there")

    reply = feed(world, f"?{name}={value}")

    assert reply.status_code == 200
    assert "<script>alert" not in reply.text
    assert titles(feed(world)) == ["Still there"]


@pytest.mark.parametrize(
    "query",
    [
        "kind=rumor",
        "place=BD-13",
        "place=ZZ",
        "sector=1410",
        "period=1999",
        "period=2026-09",
        "tlp=RED",
    ],
)
def test_a_filter_that_is_not_known_is_left_out_and_said_so(world: World, query: str) -> None:
    release(world, title="Still there")

    reply = feed(world, f"?{query}")

    assert "A filter in this address is not known" in reply.text
    assert titles(reply) == ["Still there"]
    assert 'class="chip"' not in reply.text
