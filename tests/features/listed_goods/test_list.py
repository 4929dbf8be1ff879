"""The Department of Labor list beside a group: what its reader may read decides what it says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.features.releases.arrange import frozen, release, withdraw
from tests.pages import Page
from tests.world import World


def spoken(world: World, place: str, product: str | None, **given: Any) -> Any:
    facets = {"place": place, "sector": given.get("sector", "1410"), "product": product}
    return release(world, place=place, facets=facets, **given)


def listed(world: World, who: str = "reader@alfa", **query: str) -> str:
    reply = world.visit(who).get(f"/groups/{world.group_id}/listed-goods", query_string=query)
    assert reply.status_code == 200
    return str(reply.text)


def rows(html: str) -> list[tuple[str, ...]]:
    """The cells of the table in words."""
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
    lines = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    return [
        tuple(
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
        )
        for line in lines
    ]


def test_pairs_that_the_group_speaks_of_stand_beside_their_lines(world: World) -> None:
    spoken(world, "BD", "garments")
    spoken(world, "BD-13", "garments", kind="audit")
    spoken(world, "PT", "cotton")
    spoken(world, "UZ", "cotton", kind="practice")
    withdraw(world, spoken(world, "TM", "cotton"))
    spoken(world, "034", "cotton")

    html = listed(world)
    shown = rows(html)

    assert [row[:2] for row in shown] == [("Bangladesh", "Garments"), ("Portugal", "Cotton")]
    assert "Child labor" in shown[0][3]
    assert shown[1][3] == "Not on the list"
    assert {row[4] for row in shown} == {"Spoken of"}
    assert f'href="/groups/{world.group_id}/releases?place=BD"' in html
    for said in ("Absence proves nothing", "U.S. Department of Labor", "edition 2022"):
        assert said in Page(html).text


def test_other_goods_of_those_countries_and_what_nobody_has_looked_at(world: World) -> None:
    spoken(world, "BD", "garments")
    spoken(world, "IN", None, sector="13")

    of_countries = rows(listed(world, show="countries"))
    silent = rows(listed(world, show="silent", region="034"))

    assert {row[0] for row in of_countries} == {"Bangladesh", "India"}
    assert ("Bangladesh", "Bricks") in {row[:2] for row in of_countries}
    near = {row[:2] for row in of_countries if row[4] == "Perhaps: a wider good or trade"}
    assert ("India", "Silk Fabric") in near
    assert all("orced" in row[3] for row in silent)
    assert {row[4] for row in silent} == {"Nothing that you can read"}
    assert ("Bangladesh", "Garments") not in {row[:2] for row in silent}
    assert ("India", "Bricks") in {row[:2] for row in silent}


def test_filters_narrow_and_what_is_not_known_is_left_out(world: World) -> None:
    cotton = rows(listed(world, show="all", region="143", sector="Agriculture", labor="forced"))
    assert {"Turkmenistan", "Kazakhstan"} <= {row[0] for row in cotton}
    assert {row[2] for row in cotton} == {"Agriculture"}
    assert "not known" in listed(world, show="all", sector="Fishing")
    assert "Nothing matches" in listed(world, show="silent", region="034", sector="Other")
    assert "Nothing to compare yet" in listed(world)


def test_the_whole_list_is_read_page_by_page(world: World) -> None:
    seen: list[tuple[str, ...]] = []
    href, reader = f"/groups/{world.group_id}/listed-goods?show=all", world.visit("reader@alfa")
    while href:
        html = reader.get(href).text
        seen += rows(html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        href = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 467
    assert rows(reader.get(f"/groups/{world.group_id}/listed-goods?show=all&page=99").text)


@pytest.mark.parametrize("who", ["reader@observer", "reader@liaison"])
def test_observers_see_it_beside_bundles_alone(world: World, who: str) -> None:
    spoken(world, "UZ", "cotton")
    frozen(world)

    assert rows(listed(world, who)) == []
    beyond = rows(listed(world, who, show="countries"))
    assert {row[0] for row in beyond} == {"Bangladesh"}
    assert ("Bangladesh", "Garments", "Perhaps: a wider good or trade") in {
        (row[0], row[1], row[4]) for row in beyond
    }
    assert "in bundles" in listed(world, who)
    assert [row[:2] for row in rows(listed(world, "coordinator1"))] == [("Uzbekistan", "Cotton")]


def test_strangers_find_no_such_page(world: World) -> None:
    for who in ("reader@stranger", "host"):
        assert world.visit(who).get(f"/groups/{world.group_id}/listed-goods").status_code in {
            403,
            404,
        }
