"""What stands in a library, for whom, and how one finds something in it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.features.library.arrange import (
    adopted,
    bundled,
    edition,
    everywhere,
    library,
    practice,
    practices,
    shown,
    titles,
)
from tests.features.releases.arrange import another_group, release, withdraw
from tests.pages import Page
from tests.world import World, build_world

READERS = (
    *("writer@alfa", "reader@golf", "coordinator1", "reader@observer", "admin@liaison"),
    *("reader@stranger", "host"),
)
ALL = (
    "select guard.find_practices({shelf}, null, null, null, null, null, null, null, null, false,"
    " {by_title}, null, null, null, {backward}, 1000)"
)
POLICY = (
    "select r.id from releases r where r.kind = 'practice' and not r.withdrawn{within} and not"
    " exists (select from releases n where n.lineage_id = r.lineage_id and n.edition > r.edition"
    " and not n.withdrawn)"
)


@pytest.fixture
def shelves(world: World) -> World:
    """Every kind of row in two groups: audiences, names, bundles, editions, withdrawn ones, others."""
    other = another_group(world, members=["charlie", "stranger"])
    for each in (world, other):
        for audience in ("group", "group_and_observers", "association", "public"):
            practices(each, {"audience": audience}, {"audience": audience, "byline": "Alfa Ltd"})
            first = practice(each, audience=audience, byline="Alfa Ltd", title="First")
            # Outsiders go on reading the first where the second is for the group only.
            narrower = "group" if audience == "association" else audience
            edition(each, first, 2, audience=narrower, byline="Alfa Ltd", title="Second")
            gone = edition(each, first, 3, audience=audience, byline="Alfa Ltd", title="Third")
            withdraw(each, gone)
        for audience in ("group_and_observers", "association", "public"):
            bundled(each, audience=audience)
        release(each, audience="public")
    return world


def test_the_function_finds_exactly_what_the_policy_shows(shelves: World) -> None:
    here = f"'{shelves.group_id}'"
    within = {"null": "", here: f" and r.group_id = {here}"}
    ways = [(b, c) for b in ("true", "false") for c in ("true", "false")]
    for who in READERS:
        with shelves.transaction(who) as session:
            for shelf, condition in within.items():
                policy = sorted(session.scalars(text(POLICY.format(within=condition))))
                # Of a group that one does not stand in there is no shelf.
                expected = [] if (who, shelf) == ("reader@stranger", here) else policy
                for by_title, backward in ways:
                    asked = ALL.format(shelf=shelf, by_title=by_title, backward=backward)
                    found = sorted(session.scalars(text(asked)))
                    assert found == expected, (who, shelf, by_title, backward)
                assert bool(policy) == (who != "host"), who


def test_each_reader_finds_the_copy_that_is_meant_for_them(world: World) -> None:
    inside = practice(world, title="Inside only")
    signed = practice(world, title="Signed", byline="Alfa Ltd", audience="association")
    outside = bundled(world, title="Bundled", audience="association")
    another_group(world, members=["stranger"])

    assert set(shown(library(world))) == {inside, signed}
    assert set(shown(everywhere(world))) == {inside, signed}
    for who in ("reader@observer", "reader@liaison"):
        assert set(shown(library(world, who=who))) == {signed, *outside}
        assert set(shown(everywhere(world, who=who))) == {signed, *outside}
    assert set(shown(everywhere(world, who="reader@stranger"))) == {signed, *outside}
    assert library(world, who="reader@stranger").status_code == 404
    assert everywhere(world, who="host").status_code == 403
    page = Page(library(world).text).text
    assert "Alfa Ltd" in page
    assert "Anonymous" in page


def test_only_the_latest_edition_that_was_not_withdrawn_stands_on_the_shelf(world: World) -> None:
    first = practice(world, title="First")
    second = edition(world, first, 2, title="Second")
    third = edition(world, first, 3, title="Third")

    assert shown(library(world)) == [third]
    assert "Edition 3" in library(world).text
    withdraw(world, third)
    assert shown(library(world)) == [second]


def test_each_filter_keeps_what_fits_and_leaves_out_what_does_not(world: World) -> None:
    cases: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "indicator=deception": ({"indicators": ["deception"]}, {"indicators": ["isolation"]}),
        "place=034": ({"place": "BD"}, {"place": "VN"}),
        "sector=C": ({"sector": "1410"}, {"sector": "0111"}),
        "requirement=training": ({"requirement": "training"}, {"requirement": "mapping"}),
        "cost=none": ({"cost": "none"}, {"cost": "high"}),
        "effort=days": ({"effort": "days"}, {"effort": "lasting"}),
        "signed=named": ({"byline": "Alfa Ltd"}, {}),
        "signed=anonymous": ({}, {"byline": "Alfa Ltd"}),
        "q=hotline": ({"steps": "Open a hotline."}, {"steps": "Ask twice."}),
        "q=receipts+-hotline": ({}, {"steps": "Open a hotline."}),
    }
    for query, (like, unlike) in cases.items():
        one, other = practices(world, like, unlike)
        found = shown(library(world, f"?{query}"))
        assert one in found, query
        assert other not in found, query
        assert 'class="chip"' in library(world, f"?{query}").text
        world.sql("delete from releases where group_id = :g", g=world.group_id)


def test_adoption_is_told_and_filtered_inside_the_group_only(world: World) -> None:
    few, many = practices(
        world,
        {"title": "Few"},
        {"title": "Many", "byline": "Alfa Ltd", "audience": "association"},
    )
    adopted(world, many, 4)
    adopted(world, few, 3, "rejected")

    assert shown(library(world, "?adopted=yes")) == [many]
    page = Page(library(world).text).text
    assert "Adopted by 4 corporate families" in page
    assert "Rejected by 3 corporate families" in page
    outside = library(world, who="reader@observer")
    assert shown(outside) == [many]
    assert "4 corporate families" not in Page(outside.text).text
    nothing = library(world, "?adopted=yes", "reader@observer")
    assert "inside its own group only" in Page(nothing.text).text


def test_words_that_were_looked_for_are_marked_and_markup_in_them_does_no_harm(
    world: World,
) -> None:
    practice(world, title="Receipts <b>& fees</b>", steps="Ask for <script>receipts</script>.")

    page = library(world, "?q=receipts").text

    assert "<mark>Receipts</mark> &lt;b&gt;&amp; fees" in page
    assert "<mark>receipts</mark>" in page
    assert "<script>receipts" not in page
    assert "\x1e" not in page
    assert shown(library(world, "?q=Bangladesh+writer+alfa")) == []


@pytest.mark.parametrize("sort", ["", "&sort=title"])
def test_pages_follow_each_other_without_gap_or_repetition_in_either_direction(
    world: World, sort: str
) -> None:
    practices(world, *({"title": f"{'bB'[n % 2]}est {n % 9:02}"} for n in range(53)))
    practice(world, title="Of another kind", cost="high")

    pages, href, back = [], f"?cost=low{sort}", ""
    while True:
        reply = library(world, href)
        pages.append(shown(reply))
        ahead = _beside(world, reply, "after=")
        back = _beside(world, reply, "before=") or back
        if not ahead:
            break
        href = ahead
    seen = [each for page in pages for each in page]
    assert [len(page) for page in pages] == [25, 25, 3]
    assert len(set(seen)) == 53
    assert shown(library(world, back)) == pages[1]
    if sort:
        named = [each.lower() for q in (f"?cost=low{sort}",) for each in titles(library(world, q))]
        assert named == sorted(named)
    assert shown(everywhere(world, f"?cost=low{sort}")) == pages[0]


def _beside(world: World, reply: Any, name: str) -> str:
    links = [link for link in Page(reply.text).links if f"&{name}" in link or f"?{name}" in link]
    return "?" + links[0].partition("?")[2] if links else ""


def test_an_empty_shelf_says_why_and_what_to_do(world: World) -> None:
    small = build_world(world.site, members=("alfa",))
    said = {
        "No good practices yet": library(world),
        "No practices have been released to you yet": library(world, who="reader@observer"),
        "This group is still too small": library(small),
        "No match": library(world, "?cost=high"),
        "Nothing further": library(world, "?after=2026-01-01~00000000-0000-4000-8000-000000000000"),
    }
    for words, reply in said.items():
        assert words in Page(reply.text).text
    odd = library(world, "?cost=gold&place=ZZ&sort='&after=x&before=9~1&q=%00&adopted=1")
    assert "A filter in this address is not known" in odd.text
    choices = library(world).text.partition('<form method="get"')[2].partition("</form>")[0]
    assert "Bangladesh" in choices
    assert "CTPAT 5" in choices


def test_a_library_that_one_may_not_read_answers_like_one_that_does_not_exist(world: World) -> None:
    stranger = build_world(world.site).visit("writer@alfa")

    hidden = stranger.get(f"/groups/{world.group_id}/library")
    absent = stranger.get("/groups/00000000-0000-4000-8000-000000000000/library")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.data == absent.data
