"""The feed of a group: what it shows, to whom, and how one pages through it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from portal.features.releases.views import fragments
from tests.features.releases.arrange import (
    MONDAY,
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


def test_a_card_says_what_was_found_where_when_and_what_one_may_do_with_it(world: World) -> None:
    release(
        world, title="Fees before departure", place="BD", indicators=["debt_bondage", "deception"]
    )

    said = Page(feed(world).text).text

    for words in (
        *("Fees before departure", "Workers in two dormitories", "Bangladesh", "Debt bondage"),
        *("Deception", "Q3 2026", "Batch of 16 November 2026", "TLP:AMBER", "Finding", "Reported"),
    ):
        assert words in said


def test_pages_go_there_and_back_without_gap_or_repetition_over_equal_dates(world: World) -> None:
    made = [
        {"title": f"item {n}", "released_on": MONDAY - timedelta(days=7 * (n // 20))}
        for n in range(60)
    ]
    releases(world, made)
    writer = world.visit("writer@alfa")

    def walk(rel: str, start: str) -> tuple[list[list[str]], str]:
        pages, address = [], start
        while True:
            reply = writer.get(address)
            pages.append(titles(reply))
            found = re.search(rf'rel="{rel}" href="([^"]+)"', reply.text)
            if found is None:
                return pages, address
            address = found[1].replace("&amp;", "&")

    forth, end = walk("next", f"/groups/{world.group_id}/releases")
    back, _ = walk("prev", end)

    assert [len(page) for page in forth] == [25, 25, 10]
    assert sorted(title for page in forth for title in page) == sorted(
        str(m["title"]) for m in made
    )
    assert back[::-1] == forth
    weeks = [int(title.split()[1]) // 20 for page in forth for title in page]
    assert weeks == sorted(weeks)


def test_a_filtered_list_pages_like_the_whole_one(world: World) -> None:
    releases(world, [{"title": f"audit {n}", "kind": "audit"} for n in range(30)])
    releases(world, [{"title": "finding"} for _ in range(30)])
    writer = world.visit("writer@alfa")
    first = writer.get(f"/groups/{world.group_id}/releases?kind=audit")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None

    second = writer.get(following[1].replace("&amp;", "&"))
    preceding = re.search(r'rel="prev" href="([^"]+)"', second.text)
    assert preceding is not None

    assert len(set(titles(first)) | set(titles(second))) == 30
    assert titles(writer.get(preceding[1].replace("&amp;", "&"))) == titles(first)


def test_no_page_tells_how_many_items_there_are(world: World) -> None:
    releases(world, [{"title": "Dormitory", "kind": "audit"} for _ in range(37)])

    for query in ("", "?kind=audit", "?q=dormitory", "?place=BD&tlp=TLP:AMBER"):
        said = Page(feed(world, query).text).text
        assert not re.search(r"\b37\b", said)  # the names of a world are of random digits
        assert not re.search(r"\d+ (results|items|findings|matches)", said)


def test_a_withdrawn_item_stands_in_its_place_without_its_text_and_is_not_found(
    world: World,
) -> None:
    gone, kept = releases(world, [{"title": "Secret dormitory"}, {"title": "Open dormitory"}])
    feed(world)

    withdraw(world, gone)

    assert sorted(titles(feed(world))) == ["Open dormitory", "This item was withdrawn."]
    assert "Secret" not in feed(world).text
    for query in ("?q=dormitory", "?kind=finding", "?tlp=TLP:AMBER", "?place=BD"):
        assert titles(feed(world, query)) == ["Open dormitory"]
    assert UUID(str(gone)) != kept


def test_each_emptiness_says_why_and_what_comes_next(world: World) -> None:
    small = build_world(world.site, k_author=9)

    assert "No findings yet" in feed(world).text
    assert "Nothing has been released to you yet" in feed(world, who="reader@observer").text
    assert "No match" in feed(world, "?kind=audit").text
    assert "Clear filters" in feed(world, "?kind=audit").text
    assert "Nothing from other groups yet" in feed(world, "?from=association").text
    assert "This group is still too small" in feed(small).text
    beyond = "?after=2000-01-01~00000000-0000-4000-8000-000000000000"
    assert "Nothing older" in feed(world, beyond).text


def test_a_warm_feed_takes_five_statements_and_a_cold_one_six(world: World) -> None:
    releases(world, [{} for _ in range(30)])
    writer = world.visit("writer@alfa")

    writer.get(f"/groups/{world.group_id}/releases")
    cold = writer.statements
    writer.get(f"/groups/{world.group_id}/releases")

    assert (cold, writer.statements) == (6, 5)


def test_what_other_groups_release_to_the_association_stands_apart(world: World) -> None:
    other = another_group(world, members=["charlie", "stranger"])
    release(world, title="Ours")
    for_all = {"title": "For all", "audience": "association", "tlp": "TLP:GREEN", "kind": "audit"}
    for_world = {"title": "For the world", "audience": "public", "tlp": "TLP:CLEAR"}
    releases(other, [for_all, for_world, {"title": "Theirs"}])
    for given in (for_all, for_world, {"title": "Theirs and observers"}):
        frozen(other, **given)

    assert titles(feed(world)) == ["Ours"]
    for who in ("writer@alfa", "reader@observer", "reader@liaison"):
        read = titles(feed(world, "?from=association", who))
        assert sorted(read) == ["For all"] * 3 + ["For the world"] * 3
        assert titles(feed(world, "?from=association&kind=audit", who)) == ["For all"] * 3
    inside = titles(feed(world, "?from=association", "writer@charlie"))
    assert sorted(inside) == ["For all", "For the world"]


def test_only_who_may_contribute_is_asked_to_share(world: World) -> None:
    start = f"/contributions/new?group={world.group_id}"

    for who, asked in (
        ("writer@alfa", True),
        ("admin@alfa", True),
        ("reader@alfa", False),
        ("writer@observer", True),
        ("reader@observer", False),
        ("coordinator1", False),
    ):
        assert (start in Page(feed(world, who=who).text).links) == asked, who


def test_the_text_of_a_withdrawn_item_leaves_the_memory_of_the_process_that_shows_it(
    world: World,
) -> None:
    gone = release(world, title="Secret dormitory")
    feed(world)
    world.visit("writer@alfa").get(f"/releases/{gone}")
    pieces = [(piece, gone, "en", False) for piece in ("card", "body")]
    assert None not in [fragments.get(piece) for piece in pieces]

    withdraw(world, gone)
    feed(world)

    assert [fragments.get(piece) for piece in pieces] == [None, None]
